"""Brings into the workspace what somebody else wrote into a dataset's file."""

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rolethread_lite.formats.lines import read_line, read_stored
from rolethread_lite.model.change import FIRST, ArrangeLines, Change, InsertLine, RemoveLine, ReplaceLine
from rolethread_lite.model.dataset_difference import compare_datasets
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import StoredLine, View


class _OutsideLine(NamedTuple):
    """A line of the file as the workspace would keep it."""

    line: bytes
    item: Entry | Record


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutsideChanges(Operation):
    """Make a dataset what its file says: lines that are the same keep their id and note, wherever they stand.

    A line that was edited is found again by what the edit left alone, and keeps its id and note too.
    """

    NAME: ClassVar[str] = "take-outside-changes"
    dataset: str
    """The dataset's name."""
    lines: tuple[bytes, ...]
    """The lines of the file, in any known format, without blank ones."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield what leaves, what is edited, the new order, and what comes."""
        key = view.dataset_key(self.dataset)
        known = list(view.all_lines(key))
        outside = [_OutsideLine(read.line, read.item) for read in map(read_line, self.lines)]
        kept = _same_lines(known, outside)
        edits = _edited_lines(known, outside, kept)
        taken = kept | edits
        stays = frozenset(taken.values())
        yield from (RemoveLine(key=old.key) for place, old in enumerate(known) if place not in stays)
        for place, old in sorted(edits.items()):
            yield _replacement(known[old], outside[place])
        order = tuple(known[taken[place]].key for place in sorted(taken))
        if order != tuple(old.key for place, old in enumerate(known) if place in stays):
            yield ArrangeLines(dataset=key, keys=order)
        yield from _insertions(key, outside, {place: known[old].key for place, old in taken.items()})

    def label(self) -> str:
        """Name the dataset."""
        return f"Take the changes made to the file of “{self.dataset}”"

    def as_json(self) -> str:
        """Return name and parameters without the lines: what they changed is in the recorded step."""
        return json.dumps({"operation": self.NAME, "dataset": self.dataset, "lines": len(self.lines)})


def _same_lines(known: Sequence[StoredLine], outside: Sequence[_OutsideLine]) -> dict[int, int]:
    """Return, for places in the file, the place of the same line in the dataset."""
    waiting: defaultdict[bytes, deque[int]] = defaultdict(deque)
    for place, old in enumerate(known):
        waiting[old.line].append(place)
    return {place: waiting[new.line].popleft() for place, new in enumerate(outside) if waiting.get(new.line)}


def _edited_lines(known: Sequence[StoredLine], outside: Sequence[_OutsideLine], kept: dict[int, int]) -> dict[int, int]:
    """Return, for places in the file, the place of the line in the dataset that became it."""
    stays = frozenset(kept.values())
    gone = [(place, read_stored(old.line)) for place, old in enumerate(known) if place not in stays]
    come = [(place, new.item) for place, new in enumerate(outside) if place not in kept]
    before = [(place, item) for place, item in gone if isinstance(item, Entry)]
    after = [(place, item) for place, item in come if isinstance(item, Entry)]
    found = compare_datasets([entry for _, entry in before], [entry for _, entry in after])
    edits = {after[pair.after][0]: before[pair.before][0] for pair in found.changed}
    edits |= _respelled_lines(before, after, edits)
    records = [place for place, item in gone if isinstance(item, Record)]
    new_records = [place for place, item in come if isinstance(item, Record)]
    return edits | dict(zip(new_records, records, strict=False))


def _respelled_lines(
    before: Sequence[tuple[int, Entry]], after: Sequence[tuple[int, Entry]], edits: dict[int, int]
) -> dict[int, int]:
    """Return the pairs of entries that hold the same in another spelling, in their order."""
    taken = frozenset(edits.values())
    waiting: defaultdict[Entry, deque[int]] = defaultdict(deque)
    for place, entry in before:
        if place not in taken:
            waiting[entry].append(place)
    return {place: waiting[entry].popleft() for place, entry in after if place not in edits and waiting.get(entry)}


def _replacement(old: StoredLine, new: _OutsideLine) -> ReplaceLine:
    return ReplaceLine(key=old.key, before=old.line, line=new.line, is_record=isinstance(new.item, Record))


def _insertions(dataset: int, outside: Sequence[_OutsideLine], keys: dict[int, int]) -> Iterator[Change]:
    """Yield the lines that are new, each behind the last one before it that was there already."""
    after = FIRST
    for place, new in enumerate(outside):
        after = keys.get(place, after)
        if place not in keys:
            is_record = isinstance(new.item, Record)
            yield InsertLine(dataset=dataset, line=new.line, after=after, is_record=is_record)
