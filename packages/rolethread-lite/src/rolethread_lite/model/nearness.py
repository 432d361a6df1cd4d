"""Finds entries that are alike among many, without comparing each with each.

A signature has bins; each holds the smallest shingle that falls into it, so that two entries agree in a bin about as
often as they are alike (one-permutation MinHash). Bins are taken together in bands, and entries that agree in all
bins of one band are compared in full: nothing is taken for alike that is not.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from operator import itemgetter
from typing import TypeAlias

import xxhash

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.shingles import Shingles, likeness_of, read_shingles, read_turns
from rolethread_lite.model.together import Together

_BINS = 128
_RECALL = 0.995
"""The share of pairs just as alike as asked for that shall be found; of those that are more alike, more are."""
_COMPARED = 64
"""With how many others of a bucket an entry is compared; thousands of one mould share one without being alike."""
_REFUSED_KNOWN = 1_000_000
_SHINGLES_HELD = 1024

_EMPTY = 1 << 64

_Signature: TypeAlias = list[int]
_Band: TypeAlias = Callable[[_Signature], tuple[int, ...]]
"""Picks the bins of a band from a signature."""


class NearSearch:
    """Finds entries that are at least so alike; memory holds about 150 bytes for each."""

    def __init__(self, least: float, *, ignore_system: bool = False) -> None:
        """Look for entries whose likeness is `least` or more."""
        self._least = least
        self._ignore_system = ignore_system
        self._bands = _bands(least)
        self._keys = [array("q") for _ in self._bands]
        self._numbers = array("Q")
        self._sizes = array("Q")

    def add(self, entry: Entry, *, number: int) -> None:
        """Take an entry in; one without words is like no other."""
        turns = read_turns(entry)
        if not turns:
            return
        signature = _signature(turns)
        for keys, band in zip(self._keys, self._bands, strict=True):
            keys.append(hash(band(signature)))
        self._numbers.append(number)
        self._sizes.append(len(turns))

    def candidates(self) -> frozenset[int]:
        """Return the numbers of the entries that have to be compared in full."""
        return frozenset(self._numbers[place] for bucket in self._buckets() for place in bucket)

    def join(self, together: Together, *, read: Callable[[int], Entry]) -> None:
        """Bring together the numbers of entries that are alike; `read` returns an entry by its number.

        Of entries that are together already, as copies of each other, only the first is compared.
        """
        firsts = {place for place, number in enumerate(self._numbers) if together.find(number) == number}
        comparing = _Comparing(self._least, lambda number: self._read(read(number)))
        for bucket in self._buckets():
            for one, other in self._pairs(firsts.intersection(bucket)):
                if together.find(one) != together.find(other) and comparing.are_alike(one, other):
                    together.join(one, other)

    def _pairs(self, places: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield the numbers of entries whose sizes allow that they are alike, each with those just smaller."""
        ranked = sorted((self._sizes[place], place) for place in places)
        for at, (size, place) in enumerate(ranked):
            for other_size, other in ranked[max(0, at - _COMPARED) : at]:
                if other_size >= size * self._least:
                    one, another = sorted((self._numbers[other], self._numbers[place]))
                    yield one, another

    def _read(self, entry: Entry) -> Shingles:
        return read_shingles(entry, ignore_system=self._ignore_system)

    def _buckets(self) -> list[tuple[int, ...]]:
        """Return the places of entries that agree in a band, bucket by bucket."""
        found: set[tuple[int, ...]] = set()
        for keys in self._keys:
            first: dict[int, int] = {}
            shared: dict[int, list[int]] = {}
            for place, key in enumerate(keys):
                known = first.setdefault(key, place)
                if known != place:
                    shared.setdefault(key, [known]).append(place)
            found.update(map(tuple, shared.values()))
        return sorted(found)


class _Comparing:
    """Compares entries in full, each pair once as far as memory allows."""

    def __init__(self, least: float, read: Callable[[int], Shingles]) -> None:
        self._least = least
        self._read = lru_cache(maxsize=_SHINGLES_HELD)(read)
        self._refused: set[tuple[int, int]] = set()

    def are_alike(self, one: int, other: int) -> bool:
        """Tell whether the entries with these numbers are alike enough."""
        if (one, other) in self._refused:
            return False
        if likeness_of(self._read(one), self._read(other)) >= self._least:
            return True
        if len(self._refused) >= _REFUSED_KNOWN:
            self._refused.clear()
        self._refused.add((one, other))
        return False


def _signature(shingles: Iterable[int]) -> _Signature:
    """Return the smallest shingle of each bin; an empty bin borrows from the next filled one, on either side.

    All that borrow from the right come first, then all that borrow from the left: a band picks a side for each bin.
    """
    smallest = [_EMPTY] * _BINS
    for shingle in shingles:
        place = shingle % _BINS
        if shingle < smallest[place]:  # noqa: PLR1730 (min() would double the time)
            smallest[place] = shingle
    empty = [place for place, shingle in enumerate(smallest) if shingle == _EMPTY]
    right, left = smallest, smallest.copy()
    first = next(shingle for shingle in smallest if shingle != _EMPTY)
    last = next(shingle for shingle in reversed(smallest) if shingle != _EMPTY)
    for place in reversed(empty):
        right[place] = right[place + 1] if place + 1 < _BINS else first
    for place in empty:
        left[place] = left[place - 1] if place else last
    return right + left


@cache
def _bands(least: float) -> tuple[_Band, ...]:
    """Return as few bands of as many bins as find the pairs that are just alike enough."""
    rows = max((rows for rows in range(1, 17) if _found(least, rows) >= _RECALL), default=1)
    order = sorted(range(_BINS), key=_scattered)
    slots = [place + _BINS * (_scattered(place) & 1) for place in order]
    return tuple(_band(slots[start : start + rows]) for start in range(0, _BINS - rows + 1, rows))


def _band(slots: list[int]) -> _Band:
    pick = itemgetter(*slots)
    return pick if len(slots) > 1 else lambda signature: (pick(signature),)


def _found(likeness: float, rows: int) -> float:
    """Return the share of pairs of a likeness that agree in at least one band of so many bins."""
    return 1 - (1 - likeness**rows) ** (_BINS // rows)


def _scattered(place: int) -> int:
    return xxhash.xxh3_64_intdigest(place.to_bytes(2, "big"))
