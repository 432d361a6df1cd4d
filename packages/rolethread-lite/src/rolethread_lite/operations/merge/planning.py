"""Decides what becomes of the duplicates among the lines of datasets, as the view shows them; nothing is written."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from rolethread_lite.formats import messages
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.change import Change, ReplaceLine, SetNote, SetTags
from rolethread_lite.model.duplicates import (
    Comparison,
    DuplicateKind,
    DuplicateSearch,
    OnDuplicate,
    Settled,
    TakenSpeaker,
    settle,
)
from rolethread_lite.model.entry import Entry
from rolethread_lite.operations.lines import as_entry
from rolethread_lite.operations.tag_entries import meant_tags
from rolethread_lite.rules.tags.tag_list import raw_tags, set_tags
from rolethread_lite.store.view import View

Watch: TypeAlias = Callable[[str, int, int], None]
"""Called now and then: what is done, how many lines so far, and how many there are."""

_LINES_BETWEEN_LOOKS = 500


def unwatched(_what: str, _lines: int, _all: int) -> None:
    """Follow nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySpot:
    """Where an entry stands in the workspace."""

    dataset: str
    """The dataset's name."""
    number: int
    """Its place there, from 1."""
    entry_id: str
    """Its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDuplicate:
    """An entry that is left out because another one teaches the same, or nearly."""

    left_out: EntrySpot
    """Where it stands."""
    kept: EntrySpot
    """Where the one stands that is kept."""
    kind: DuplicateKind
    """How it is a duplicate."""
    likeness: float
    """How alike the two are, from 0 to 1."""
    tags: tuple[str, ...]
    """Tags that the kept one takes over from it."""
    speakers: tuple[TakenSpeaker, ...]
    """Speakers that the kept one takes over from it."""
    has_note: bool
    """Whether the kept one takes over its note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What becomes of the lines of some datasets."""

    revision: int
    """The revision of the workspace that was looked at."""
    entries: int
    """How many entries there are."""
    records: int
    """How many lines are no entries; they are kept."""
    keys: Sequence[int]
    """The keys of all lines that are kept, in their order."""
    removed: Sequence[int]
    """The keys of the entries that are left out."""
    taking: Mapping[int, Entry]
    """What kept entries become that take something over, by key."""
    duplicates: tuple[FoundDuplicate, ...]
    """What is left out, in the order of the datasets."""

    @property
    def near(self) -> int:
        """Return how many of the duplicates are near ones."""
        return sum(one.kind is DuplicateKind.NEAR for one in self.duplicates)


def plan_merge(
    view: View,
    *,
    datasets: Sequence[str],
    comparison: Comparison,
    keep: OnDuplicate,
    watch: Watch = unwatched,
) -> MergePlan:
    """Return what becomes of the lines of these datasets when their duplicates are settled.

    Raises UnknownName for a dataset there is not.
    """
    lines = _Lines(view, datasets)
    search = DuplicateSearch(comparison)
    for number, entry in lines.entries(watch):
        if keep is not OnDuplicate.KEEP:
            search.add(entry, number=number)
    settled = [
        settle(group, read=lines.entry, keep=keep, comparison=comparison) for group in search.groups(lines.entry)
    ]
    left_out = {one.number for group in settled for one in group.left_out}
    return MergePlan(
        revision=view.revision,
        entries=lines.count,
        records=len(lines.keys) - lines.count,
        keys=[key for number, key in enumerate(lines.keys) if number not in left_out],
        removed=[lines.keys[number] for number in sorted(left_out)],
        taking={lines.keys[group.kept]: group.entry for group in settled if group.is_changed},
        duplicates=tuple(_found(lines, settled)),
    )


def changes_of(view: View, taking: Mapping[int, Entry], *, copies: Mapping[int, int] | None = None) -> Iterator[Change]:
    """Yield the changes by which kept entries take over what the plan says.

    `copies` says under which key a copy of each line stands, where the copies are meant and not the lines themselves.
    """
    for key, entry in sorted(taking.items()):
        yield from _taken_over(view, key, entry, target=key if copies is None else copies[key])


class _Lines:
    """The lines of some datasets, numbered in their order from 0."""

    def __init__(self, view: View, datasets: Sequence[str]) -> None:
        self._view = view
        found = [view.dataset(name) for name in datasets]
        self._datasets = [(dataset.name, dataset.key) for dataset in found]
        self._expected = sum(dataset.entries + dataset.records for dataset in found)
        self._starts: list[int] = []
        self.keys = array("q")
        self.count = 0

    def entries(self, watch: Watch) -> Iterator[tuple[int, Entry]]:
        """Read all lines, and yield the entries with their numbers."""
        for _, dataset in self._datasets:
            self._starts.append(len(self.keys))
            for stored in self._view.all_lines(dataset):
                if len(self.keys) % _LINES_BETWEEN_LOOKS == 0:
                    watch("lines compared", len(self.keys), self._expected)
                self.keys.append(stored.key)
                item = None if stored.is_record else read_stored(stored.line)
                if isinstance(item, Entry):
                    self.count += 1
                    yield len(self.keys) - 1, item

    def entry(self, number: int) -> Entry:
        """Return an entry with its note, and with its tags however they are written."""
        stored = self._view.line(self.keys[number])
        entry = as_entry(stored)
        meant = entry if raw_tags(entry) is None else set_tags(entry, meant_tags(entry))
        return replace(meant, note=stored.note)

    def spot(self, number: int) -> EntrySpot:
        """Return where an entry stands."""
        place = bisect_right(self._starts, number) - 1
        entry_id = self._view.line(self.keys[number]).entry_id
        return EntrySpot(dataset=self._datasets[place][0], number=number - self._starts[place] + 1, entry_id=entry_id)


def _found(lines: _Lines, settled: Sequence[Settled]) -> Iterator[FoundDuplicate]:
    pairs = [(one, group.kept) for group in settled for one in group.left_out]
    for one, kept in sorted(pairs, key=lambda pair: pair[0].number):
        yield FoundDuplicate(
            left_out=lines.spot(one.number),
            kept=lines.spot(kept),
            kind=one.kind,
            likeness=one.likeness,
            tags=one.tags,
            speakers=one.speakers,
            has_note=one.has_note,
        )


def _taken_over(view: View, key: int, after: Entry, *, target: int) -> Iterator[Change]:
    """Yield what makes a line the entry; its text is left alone where only tags or the note become others."""
    stored = view.line(key)
    before = as_entry(stored)
    (tagged,) = view.tagged([key])
    if before.messages != after.messages or (before.tags != after.tags and not tagged.are_plain):
        yield ReplaceLine(key=target, before=stored.line, line=messages.write(after))
    elif before.tags != after.tags:
        yield SetTags(key=target, before=tagged.tags, tags=after.tags)
    if stored.note != after.note:
        yield SetNote(key=target, note=after.note)
