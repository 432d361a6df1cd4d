"""Chooses the bins of a histogram: readable edges, the same for the same values."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, pairwise

from rolethread_lite.insights.figure import Shape

MOST_BINS = 20
"""A histogram of even steps has at most this many bins, or one more where its edges do not start at the least value."""

_LONG_TAIL = 20
"""When the largest value is this many times the median, even steps would leave everything in one bin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One bar of a histogram."""

    low: float
    """The smallest value that falls in it."""
    high: float
    """The first value that no longer does; the last bin of a share includes it."""
    count: int
    """How many values fall in it."""


def histogram(shape: Shape, tally: Sequence[tuple[float, int]]) -> tuple[Bin, ...]:
    """Return the bins of values given with how often each stands there, in ascending order."""
    if not tally:
        return ()
    values = [value for value, _ in tally]
    upto = [0, *accumulate(times for _, times in tally)]
    edges = _share_edges() if shape is Shape.SHARE else _count_edges(tally)
    inner = [bisect_left(values, edge) for edge in edges[1:-1]]
    places = (0, *inner, len(values))
    return tuple(
        Bin(low=low, high=high, count=upto[end] - upto[start])
        for (low, high), (start, end) in zip(pairwise(edges), pairwise(places), strict=True)
    )


def median(tally: Sequence[tuple[float, int]]) -> float:
    """Return the middle value, or the mean of the two in the middle; 0 when there is none."""
    total = sum(times for _, times in tally)
    return (_ranked(tally, (total - 1) // 2) + _ranked(tally, total // 2)) / 2 if total else 0.0


def _ranked(tally: Sequence[tuple[float, int]], rank: int) -> float:
    for value, times in tally:
        rank -= times
        if rank < 0:
            return value
    return 0.0


def _share_edges() -> tuple[float, ...]:
    return tuple(place / MOST_BINS for place in range(MOST_BINS + 1))


def _count_edges(tally: Sequence[tuple[float, int]]) -> tuple[float, ...]:
    least, most = int(tally[0][0]), int(tally[-1][0])
    if most - least >= MOST_BINS and most > _LONG_TAIL * max(median(tally), 1):
        return _growing_edges(least, most)
    step = next(step for step in _round_numbers() if most - least < step * MOST_BINS)
    start = least // step * step
    return tuple(range(start, most + step + 1, step))


def _growing_edges(least: int, most: int) -> tuple[float, ...]:
    """Return 0, 1, 2, 5, 10, 20 … as far as the values reach."""
    edges = [0]
    for number in _round_numbers():
        edges.append(number)
        if number > most:
            break
    first = max(place for place, edge in enumerate(edges) if edge <= least)
    return tuple(edges[first:])


def _round_numbers() -> Iterator[int]:
    """Yield 1, 2, 5, 10, 20, 50 and so on."""
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)
