"""What another version of a dataset has that this one has not, worked out entry by entry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.dataset_difference import DatasetDifference, compare_datasets
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.three_way import MergeConflict, Side, merge_entries
from rolethread_lite.store.view import StoredLine, View


class DifferenceKind(StrEnum):
    """What the other version did."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDifference:
    """One difference that can be taken over."""

    kind: DifferenceKind
    """What the other version did."""
    entry_id: str
    """The entry's id here, or in the other version for one that was added there."""
    mine: Entry | None
    """The entry as it is here, None for one that was added there."""
    merged: Entry | None
    """The entry as it would be, None for one that would go."""
    conflicts: tuple[MergeConflict, ...] = ()
    """Where both versions changed the same, so that a side had to be preferred."""


class Difference(NamedTuple):
    """A planned difference with what it takes to make it."""

    planned: PlannedDifference
    line: StoredLine | None
    """The line here, None for an entry that was added there."""
    after: int | None
    """Key of the line here behind which an added entry belongs, None for the beginning."""


class Entries(Iterable[Entry]):
    """The entries of a dataset, read anew each time, with their ids and notes; records are passed over."""

    def __init__(self, view: View, dataset: int) -> None:
        """Read the dataset with that key."""
        self._view = view
        self._dataset = dataset
        self.keys: list[int] = []
        """The keys of the entries' lines, in their order, once they were read."""

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries in their order."""
        self.keys = []
        for line in self._view.all_lines(self._dataset):
            item = None if line.is_record else read_stored(line.line)
            if isinstance(item, Entry):
                self.keys.append(line.key)
                yield replace(item, note=line.note, entry_id=line.entry_id)


def plan_differences(
    view: View, *, mine: str, theirs: str, base: str = "", prefer: Side = Side.MINE
) -> Iterator[Difference]:
    """Yield what the dataset `theirs` has that `mine` has not, in the order of `theirs`, removals last.

    With `base`, the dataset that both were made from, only what was changed since counts, and what both changed is
    brought together; without it, all that differs counts. Raises UnknownName for a dataset there is not.
    """
    ours = Entries(view, view.dataset_key(mine))
    others = Entries(view, view.dataset_key(theirs))
    common = Entries(view, view.dataset_key(base)) if base else ours
    found = _Versions(view, ours, others, common, prefer)
    yield from found.changed_and_added()
    yield from found.removed()


class _Versions:
    """Three versions of a dataset, entry by entry found again in each other."""

    def __init__(self, view: View, mine: Entries, theirs: Entries, base: Entries, prefer: Side) -> None:
        self._view = view
        self._prefer = prefer
        here = compare_datasets(base, mine)
        there = compare_datasets(base, theirs)
        beside = compare_datasets(mine, theirs)
        self._mine, self._theirs = tuple(mine.keys), tuple(theirs.keys)
        self._base = base.keys if base is not mine else list(self._mine)
        self._here = _places(here, len(self._base), len(self._mine))
        self._there = {after: before for before, after in _places(there, len(self._base), len(self._theirs)).items()}
        self._beside = {after: before for before, after in _places(beside, len(self._mine), len(self._theirs)).items()}
        self._same = frozenset(self._there) - {change.after for change in there.changed}
        self._gone = [placed.place for placed in there.removed]

    def changed_and_added(self) -> Iterator[Difference]:
        """Yield what was changed or added there."""
        after: int | None = None
        for place, key in enumerate(self._theirs):
            here = self._place_here(place)
            if here is not None:
                after = self._mine[here]
            if place in self._there:
                if here is not None and place not in self._same:
                    yield from self._changed(here, place)
                elif here is None and place not in self._same:
                    yield self._added(key, after, was_removed=True)
            elif here is None:
                yield self._added(key, after, was_removed=False)

    def removed(self) -> Iterator[Difference]:
        """Yield what was removed there and still stands here."""
        for place in self._gone:
            here = self._here.get(place)
            if here is None:
                continue
            line, mine = self._entry(self._mine[here])
            _, was = self._entry(self._base[place])
            conflicts = () if mine == was else (MergeConflict(place="entry", mine=_opening(mine), theirs=""),)
            stays = bool(conflicts) and self._prefer is Side.MINE
            planned = PlannedDifference(
                kind=DifferenceKind.REMOVED,
                entry_id=line.entry_id,
                mine=mine,
                merged=mine if stays else None,
                conflicts=conflicts,
            )
            yield Difference(planned, line, None)

    def _place_here(self, place: int) -> int | None:
        """Return where an entry of the other version stands here: by what both come from, or because it is alike."""
        if place in self._there:
            return self._here.get(self._there[place])
        return self._beside.get(place)

    def _changed(self, here: int, there: int) -> Iterator[Difference]:
        line, mine = self._entry(self._mine[here])
        _, theirs = self._entry(self._theirs[there])
        _, was = self._entry(self._base[self._there[there]])
        merged = merge_entries(was, mine, theirs, prefer=self._prefer)
        if merged.entry != mine or merged.conflicts:
            planned = PlannedDifference(
                kind=DifferenceKind.CHANGED,
                entry_id=line.entry_id,
                mine=mine,
                merged=merged.entry,
                conflicts=merged.conflicts,
            )
            yield Difference(planned, line, None)

    def _added(self, key: int, after: int | None, *, was_removed: bool) -> Difference:
        """Return an entry that is only there; one that was removed here and changed there is a conflict."""
        line, theirs = self._entry(key)
        conflicts = (MergeConflict(place="entry", mine="", theirs=_opening(theirs)),) if was_removed else ()
        comes = not conflicts or self._prefer is Side.THEIRS
        planned = PlannedDifference(
            kind=DifferenceKind.ADDED,
            entry_id=line.entry_id,
            mine=None,
            merged=theirs if comes else None,
            conflicts=conflicts,
        )
        return Difference(planned, None, after)

    def _entry(self, key: int) -> tuple[StoredLine, Entry]:
        line = self._view.line(key)
        item = read_stored(line.line)
        entry = item if isinstance(item, Entry) else Entry(messages=())
        return line, replace(entry, note=line.note)


def _places(difference: DatasetDifference, before: int, after: int) -> dict[int, int]:
    """Return, for the places of entries before, their places after; those that came or went are left out."""
    found = {move.before: move.after for move in difference.moved}
    found |= {change.before: change.after for change in difference.changed}
    gone = {placed.place for placed in difference.removed}
    come = {placed.place for placed in difference.added}
    steady = [place for place in range(before) if place not in found and place not in gone]
    taken = frozenset(found.values())
    kept = [place for place in range(after) if place not in taken and place not in come]
    return found | dict(zip(steady, kept, strict=True))


def _opening(entry: Entry) -> str:
    return next((message.text for message in entry.turns), "")
