"""Numbers the lines of a dataset from 1: counted from the nearest line whose number is known."""

import threading
from bisect import bisect_right, insort
from collections.abc import Sequence

import apsw

from rolethread_lite.store.asking import count

_KEPT = 200
_BEFORE_ALL = (-(1 << 62), 0)


class Numbering:
    """The numbers that were found lately; counting half a million lines for every page would be felt."""

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[int, tuple[int, list[tuple[int, int]]]] = {}
        self._lock = threading.Lock()

    def numbers_of(self, connection: apsw.Connection, places: Sequence[tuple[int, int]]) -> list[int]:
        """Return the numbers of lines, each given by its dataset and its position, in their order in one dataset."""
        if not places:
            return []
        dataset, first = places[0]
        revision = count(connection, "select rev from moved where dataset=?", (dataset,))
        position, number = self._nearest(dataset, revision, first)
        query = "select count(*) from entry where dataset=? and pos>? and pos<=?"
        found: list[int] = []
        for _, place in places:
            number += count(connection, query, (dataset, position, place))
            position = place
            found.append(number)
        self._keep(dataset, revision, {(first, found[0]), (position, number)})
        return found

    def _nearest(self, dataset: int, revision: int, position: int) -> tuple[int, int]:
        """Return the position and the number of the last known line that is not behind a position."""
        with self._lock:
            known_revision, known = self._known.get(dataset, (0, []))
            place = bisect_right(known, position, key=lambda one: one[0])
            return known[place - 1] if place and known_revision == revision else _BEFORE_ALL

    def _keep(self, dataset: int, revision: int, found: set[tuple[int, int]]) -> None:
        if not revision:  # a dataset that is still being loaded
            return
        with self._lock:
            known_revision, known = self._known.get(dataset, (0, []))
            if known_revision != revision or len(known) >= _KEPT:
                known = []
            for one in found:
                if one not in known:
                    insort(known, one)
            self._known[dataset] = (revision, known)
