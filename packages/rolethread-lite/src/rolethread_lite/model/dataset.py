"""A dataset as a workspace lists it, and a step of the workspace's history."""

from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A named, ordered collection of entries and records."""

    key: int
    """The number by which the workspace knows it."""
    name: str
    """Its name, unique in the workspace."""
    entries: int
    """How many entries it holds."""
    records: int
    """How many lines it keeps that are no entries."""
    revision: int
    """The revision of the workspace in which it last changed."""


class StepState(IntEnum):
    """Where a step of the history stands."""

    DONE = 0
    UNDONE = 1
    ABANDONED = 2
    """Taken back, and something else was done since: it cannot be redone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One action as the history keeps it."""

    number: int
    """Its place in the history, from 1."""
    label: str
    """What was done, in words."""
    operation: str
    """The operation and its parameters as JSON."""
    at: int
    """When, in nanoseconds since 1970 (UTC)."""
    state: StepState
    """Whether it is done, undone, or abandoned."""
    lines: int
    """How many lines it touched."""
