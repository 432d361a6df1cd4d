"""Two versions of a dataset as a page shows them: what one has that the other has not, entry by entry."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.difference import EntryDifference, compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.three_way import MergeConflict
from rolethread_lite.operations.differences.planning import DifferenceKind, PlannedDifference
from rolethread_lite.operations.differences.take_differences import TakeDifferences
from rolethread_lite.web.open_entry import title_of
from rolethread_lite.workspace import Workspace

SHOWN = 60
"""So many differences are shown."""
TURNS = 4
"""So many turns are shown of an entry that is only in one version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """One difference that can be taken over."""

    kind: str
    """What the other version did: `changed`, `added` or `removed`."""
    entry_id: str
    """The id by which it is taken."""
    title: str
    """Who speaks in the entry."""
    address: str
    """Where it is."""
    difference: EntryDifference | None
    """What becomes of an entry that is here, None for one that comes or goes."""
    entry: Entry
    """The entry that comes or goes, or as it is here."""
    conflicts: tuple[MergeConflict, ...]
    """Where both changed the same."""
    is_idle: bool
    """Whether taking it changes nothing, because yours counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersions:
    """Everything that one version has and the other has not."""

    revision: int
    """The revision of the workspace it is true for."""
    ids: tuple[str, ...]
    """The ids of all differences, in the order of the other version."""
    counts: Mapping[str, int]
    """How many there are of each kind."""
    conflicts: int
    """In how many entries both changed the same."""
    first: tuple[ShownDifference, ...]
    """The first of them."""


def show_versions(workspace: Workspace, operation: TakeDifferences, *, mine: Dataset, theirs: Dataset) -> ShownVersions:
    """Return what an operation would take over; raises InvalidValue and UnknownName as it does."""
    counts: Counter[str] = Counter()
    ids: list[str] = []
    first: list[ShownDifference] = []
    conflicts = 0
    with workspace.view() as view:
        for planned, _, _ in operation.planned(view):
            counts[planned.kind.value] += 1
            conflicts += bool(planned.conflicts)
            ids.append(planned.entry_id)
            if len(first) < SHOWN:
                first.append(_shown(planned, mine=mine, theirs=theirs))
        return ShownVersions(
            revision=view.revision, ids=tuple(ids), counts=dict(counts), conflicts=conflicts, first=tuple(first)
        )


def _shown(planned: PlannedDifference, *, mine: Dataset, theirs: Dataset) -> ShownDifference:
    before, after = planned.mine, planned.merged
    is_here = planned.kind is not DifferenceKind.ADDED
    entry = before or after or Entry(messages=())
    difference = compare(before, after) if before is not None and after is not None else None
    is_idle = after is None if not is_here else difference is not None and difference.is_empty
    return ShownDifference(
        kind=planned.kind.value,
        entry_id=planned.entry_id,
        title=title_of(entry) if entry.messages else "An entry that you removed",
        address=f"/d/{(mine if is_here else theirs).key}/entries?open={planned.entry_id}",
        difference=None if is_idle else difference,
        entry=entry,
        conflicts=planned.conflicts,
        is_idle=is_idle,
    )
