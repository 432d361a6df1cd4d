"""Puts numbers in an order that looks like chance and is the same every time."""

from collections.abc import Iterable

import xxhash

_MASK = (1 << 64) - 1


def shuffled(numbers: Iterable[int], *, seed: int) -> list[int]:
    """Return the numbers in the order that belongs to the seed, on every machine and in every version of Python."""
    seed &= _MASK
    return sorted(numbers, key=lambda number: (xxhash.xxh3_64_intdigest(number.to_bytes(8, "big"), seed), number))
