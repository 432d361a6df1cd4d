"""Finds numbers that share a key, in a few bytes each, so that a million entries fit anywhere."""

from array import array
from collections.abc import Iterator

_BUCKETS = 256
_HALF = 64
_MASK = (1 << _HALF) - 1


class Grouping:
    """Numbers by a key of up to 128 bits, 24 bytes for each; they are brought together bucket by bucket."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._high = [array("Q") for _ in range(_BUCKETS)]
        self._low = [array("Q") for _ in range(_BUCKETS)]
        self._numbers = [array("Q") for _ in range(_BUCKETS)]

    def add(self, key: int, *, number: int) -> None:
        """Put `number` beside the others with that key; numbers come in ascending order."""
        bucket = key % _BUCKETS
        self._high[bucket].append(key >> _HALF & _MASK)
        self._low[bucket].append(key & _MASK)
        self._numbers[bucket].append(number)

    def groups(self, *, least: int = 2) -> tuple[tuple[int, ...], ...]:
        """Return the groups of at least so many numbers, in the order of their first."""
        found: list[tuple[int, ...]] = []
        for bucket in range(_BUCKETS):
            found.extend(tuple(numbers) for numbers in self._gather(bucket) if len(numbers) >= least)
        return tuple(sorted(found))

    def _gather(self, bucket: int) -> Iterator[list[int]]:
        together: dict[tuple[int, int], list[int]] = {}
        rows = zip(self._high[bucket], self._low[bucket], self._numbers[bucket], strict=True)
        for high, low, number in rows:
            together.setdefault((high, low), []).append(number)
        yield from together.values()
