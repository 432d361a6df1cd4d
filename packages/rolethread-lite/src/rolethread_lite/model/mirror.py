"""The mirror: what is said of a folder of copies, its machines, and of bringing it up to date."""

from dataclasses import dataclass

from rolethread_lite.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorMachine:
    """A machine that keeps copies in a mirror."""

    id: str
    """By what it is told apart; it never changes."""
    name: str
    """What it is called."""
    folder: str
    """Where its copies are."""
    snapshots: tuple[Snapshot, ...]
    """The snapshots it keeps there, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorStatus:
    """How the mirror of a workspace stands."""

    folder: str
    """The folder the owner picked; empty when none is."""
    is_there: bool
    """Whether that folder can be reached now."""
    machine: str
    """What this machine is called in it."""
    latest: Snapshot | None
    """The latest snapshot of this machine that is there."""
    waiting: int
    """How many snapshots have not been copied yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorReport:
    """What bringing a mirror up to date did."""

    folder: str
    """Where this machine's copies are."""
    snapshots: int
    """How many snapshots were copied."""
    objects: int
    """How many objects were copied."""
    size: int
    """How many bytes those took."""
    removed: int
    """How many older snapshots were removed from the mirror."""
