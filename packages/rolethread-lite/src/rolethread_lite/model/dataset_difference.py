"""The readable difference between two datasets: entries added, removed, changed and moved.

Equal entries are found by digest, so that only those that differ are held in memory. The others are
paired by what an edit leaves alone: the same conversation under another prompt, the same id, the same
first turns, the same last turns.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import xxhash

from rolethread_lite.model.difference import EntryDifference, compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import get_member


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEntry:
    """An entry and where it stands."""

    place: int
    """Its index in its dataset."""
    entry: Entry
    """The entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedEntry:
    """An unchanged entry that stands elsewhere among the others."""

    before: int
    """Its index before."""
    after: int
    """Its index after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEntry:
    """An entry that is in both datasets, but not the same."""

    before: int
    """Its index before."""
    after: int
    """Its index after."""
    is_moved: bool
    """Whether it also stands elsewhere among the others."""
    difference: EntryDifference
    """What is not the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetDifference:
    """All that is not the same in two datasets."""

    unchanged: int
    """How many entries are the same, in the same order."""
    moved: tuple[MovedEntry, ...]
    """Entries that are the same, in another order; as few as explain the order."""
    changed: tuple[ChangedEntry, ...]
    """Entries that were changed, in their new order."""
    added: tuple[PlacedEntry, ...]
    """Entries that are only there after."""
    removed: tuple[PlacedEntry, ...]
    """Entries that were only there before."""

    @property
    def is_empty(self) -> bool:
        """Tell whether the datasets hold the same entries in the same order."""
        return not (self.moved or self.changed or self.added or self.removed)


_Key: TypeAlias = Callable[[Entry], object]
_Pairs: TypeAlias = list[tuple[int, int]]


def compare_datasets(old: Iterable[Entry], new: Iterable[Entry]) -> DatasetDifference:
    """Return the difference between two datasets.

    Each is read twice, so give something that can be: a list, or an object that opens its file anew.
    A plain iterator is read into memory first.
    """
    before, after = _rereadable(old), _rereadable(new)
    same, left, right = _match_digests([content_digest(entry) for entry in before], after)
    removed, added = _picked(before, left), _picked(after, right)
    edited = _match_edited(removed, added)
    steady = _longest_rising(sorted([*same, *edited], key=lambda pair: pair[1]))
    changed = tuple(
        ChangedEntry(
            before=place,
            after=other,
            is_moved=other not in steady,
            difference=compare(removed.pop(place), added.pop(other)),
        )
        for place, other in sorted(edited, key=lambda pair: pair[1])
    )
    moved = tuple(MovedEntry(before=place, after=other) for place, other in same if other not in steady)
    return DatasetDifference(
        unchanged=len(same) - len(moved),
        moved=moved,
        changed=changed,
        added=tuple(PlacedEntry(place=place, entry=entry) for place, entry in added.items()),
        removed=tuple(PlacedEntry(place=place, entry=entry) for place, entry in removed.items()),
    )


def content_digest(entry: Entry) -> bytes:
    """Return 16 bytes that are the same for equal entries, and for no others."""
    messages = [
        (m.role, m.content, m.speaker, m.train, m.alternatives, m.reasoning, sorted(m.extra)) for m in entry.messages
    ]
    return _digest((messages, entry.tags, entry.note, sorted(entry.extra)))


def _digest(value: object) -> bytes:
    return xxhash.xxh3_128_digest(repr(value).encode())


def _rereadable(entries: Iterable[Entry]) -> Iterable[Entry]:
    return tuple(entries) if isinstance(entries, Iterator) else entries


def _match_digests(before: list[bytes], after: Iterable[Entry]) -> tuple[_Pairs, set[int], set[int]]:
    """Return the places of equal entries in their new order, and the places on either side without an equal."""
    first: dict[bytes, int] = {}
    following = array("q", [-1]) * len(before)
    for place in reversed(range(len(before))):
        following[place] = first.get(before[place], -1)
        first[before[place]] = place
    same: _Pairs = []
    alone: set[int] = set()
    for place, entry in enumerate(after):
        digest = content_digest(entry)
        found = first.pop(digest, -1)
        if found < 0:
            alone.add(place)
            continue
        same.append((found, place))
        if following[found] >= 0:
            first[digest] = following[found]
    return same, set(_chained(first.values(), following)), alone


def _chained(starts: Iterable[int], following: Sequence[int]) -> Iterator[int]:
    for start in starts:
        place = start
        while place >= 0:
            yield place
            place = following[place]


def _picked(entries: Iterable[Entry], places: set[int]) -> dict[int, Entry]:
    return {place: entry for place, entry in enumerate(entries) if place in places} if places else {}


def _match_edited(removed: dict[int, Entry], added: dict[int, Entry]) -> _Pairs:
    """Return the places of entries that are one entry, edited: by the strongest likeness first, then in order."""
    pairs: _Pairs = []
    left, right = dict(removed), dict(added)
    for key in _LIKENESSES:
        waiting: defaultdict[object, deque[int]] = defaultdict(deque)
        for place, entry in left.items():
            waiting[key(entry)].append(place)
        waiting.pop(None, None)
        for place, entry in list(right.items()):
            places = waiting.get(key(entry))
            if places:
                pairs.append((places.popleft(), place))
                del left[pairs[-1][0]], right[place]
    return pairs


def _longest_rising(pairs: _Pairs) -> set[int]:
    """Return the new places of the most pairs that rise on both sides: what lies outside was moved."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, (place, _) in enumerate(pairs):
        at = bisect_left(ends, place)
        previous.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [index]
    found: set[int] = set()
    index = last[-1] if last else -1
    while index >= 0:
        found.add(pairs[index][1])
        index = previous[index]
    return found


def _spoken(entry: Entry) -> object:
    return _digest([(turn.role, turn.text) for turn in entry.turns]) if entry.turns else None


def _identity(entry: Entry) -> object:
    return entry.entry_id or get_member(entry.extra, "id")


def _first_turns(entry: Entry) -> object:
    return _digest([turn.text for turn in entry.turns[:2]]) if len(entry.turns) > 1 else None


def _last_turns(entry: Entry) -> object:
    return _digest([turn.text for turn in entry.turns[-2:]]) if len(entry.turns) > 1 else None


def _first_turn(entry: Entry) -> object:
    return entry.turns[0].text if entry.turns else None


_LIKENESSES: tuple[_Key, ...] = (_spoken, _identity, _first_turns, _last_turns, _first_turn)
