"""A snapshot: a state of the workspace that is kept beside it, and can be looked into and brought back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class SnapshotReason(StrEnum):
    """Why a snapshot was taken."""

    MANUAL = "manual"
    """The owner asked for it."""
    BEFORE_STEP = "before-step"
    """A step was about to change many entries."""
    DAILY = "daily"
    """It was the first change of a day."""
    BEFORE_RESTORE = "before-restore"
    """Another snapshot was about to be brought back."""
    MIRROR = "mirror"
    """The mirror was to get the present state."""

    @property
    def is_automatic(self) -> bool:
        """Tell whether nobody asked for it."""
        return self not in (SnapshotReason.MANUAL, SnapshotReason.MIRROR)


class SnapshotChunk(NamedTuple):
    """Some consecutive lines of a dataset, kept together as one object."""

    digest: str
    """The object's name: XXH3-128 of the lines with everything that is kept of them, 32 hexadecimal digits."""
    lines: int
    """How many lines it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDataset:
    """A dataset in a snapshot."""

    name: str
    """What it was called."""
    uid: str
    """What its entries' ids are derived from, 32 hexadecimal digits; by it the dataset is known again."""
    entries: int
    """How many entries it held."""
    records: int
    """How many lines that are no entries."""
    chunks: tuple[SnapshotChunk, ...]
    """Its lines, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotSource:
    """An imported file from which lines of a snapshot come; its bytes are not part of the snapshot."""

    mark: str
    """By what the lines name it, 32 hexadecimal digits."""
    digest: str
    """XXH3-128 of the file's bytes, 32 hexadecimal digits."""
    name: str
    """The file's name."""
    size: int
    """Its size in bytes."""
    facts: str
    """What was seen of it, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a snapshot holds, and when and why it was taken; the lines themselves are in its objects."""

    id: str
    """Its name on the shelf: the first digits of its root, with a number where that is taken."""
    root: str
    """Digest of everything it holds: equal content has an equal root."""
    at: int
    """When it was taken, in nanoseconds since 1970 (UTC)."""
    reason: SnapshotReason
    """Why it was taken."""
    name: str
    """What the owner calls it; empty for no name."""
    is_pinned: bool
    """Whether it is never thinned out."""
    is_whole: bool
    """Whether it holds every dataset there was."""
    step: int
    """The last step of the history that it holds."""
    program: str
    """The version of RoleThread Lite that wrote it."""
    datasets: tuple[SnapshotDataset, ...]
    """Its datasets, by name."""
    sources: tuple[SnapshotSource, ...]
    """The imported files its lines come from."""
    library: str
    """The object with the library and the settings that may leave this machine."""
    avatars: tuple[str, ...]
    """The objects with the pictures of its characters."""

    @property
    def title(self) -> str:
        """Return what it is called in a sentence: its name, or its id."""
        return self.name or self.id

    @property
    def objects(self) -> frozenset[str]:
        """Return the names of all objects it needs."""
        chunks = (chunk.digest for dataset in self.datasets for chunk in dataset.chunks)
        return frozenset((*chunks, self.library, *self.avatars))


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetChanges:
    """How a dataset differs from what it was."""

    name: str
    """What it is called, or was."""
    is_new: bool = False
    """Whether it was not there before."""
    is_gone: bool = False
    """Whether it is no longer there."""
    added: tuple[str, ...] = ()
    """Ids of the entries and records that came."""
    changed: tuple[str, ...] = ()
    """Ids of those that are no longer the same."""
    removed: tuple[str, ...] = ()
    """Ids of those that went."""
    is_rearranged: bool = False
    """Whether those that stayed stand in another order."""

    @property
    def is_same(self) -> bool:
        """Tell whether nothing is different."""
        lists = (self.added, self.changed, self.removed)
        return not (self.is_new or self.is_gone or self.is_rearranged or any(lists))


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotChanges:
    """How one state differs from an earlier one."""

    datasets: tuple[DatasetChanges, ...]
    """Every dataset of either, by name."""
    is_library_changed: bool
    """Whether the library or a setting is different."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotSize:
    """How much room a snapshot takes on the disk."""

    own: int
    """Bytes of objects that no other snapshot of the shelf needs: what removing it would free."""
    shared: int
    """Bytes of objects that others need too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFault:
    """Something that is wrong with a snapshot."""

    path: str
    """The file that is damaged or missing."""
    what: str
    """What is wrong with it."""
    dataset: str
    """The dataset that needs it; empty for the library, a picture, or the list of a snapshot itself."""
    first: int
    """Number of the first line it holds of the dataset, from 1; 0 where there is none."""
    last: int
    """Number of the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotCheck:
    """What came of verifying one snapshot."""

    snapshot: str
    """Its id."""
    faults: tuple[SnapshotFault, ...]
    """What is wrong; nothing when it is good."""

    @property
    def is_good(self) -> bool:
        """Tell whether all of it is there and as it was."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSnapshot:
    """A snapshot with the reasons for which thinning keeps it."""

    snapshot: Snapshot
    """The snapshot."""
    reasons: tuple[str, ...]
    """Why it stays, in words; empty when it goes."""
