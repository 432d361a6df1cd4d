"""Gives lines their place: whole numbers with gaps, so that an insertion rarely moves its neighbours."""

from collections.abc import Sequence
from typing import NamedTuple

import apsw

from rolethread_lite.model.change import FIRST
from rolethread_lite.store.asking import ask_number, count, rows_as

GAP = 1 << 20
"""The distance between neighbours at first; 20 insertions at one place fit before a window is renumbered."""
_WINDOW = 64


class _Neighbour(NamedTuple):
    key: int
    position: int


def take_places(connection: apsw.Connection, dataset: int, *, after: int | None, number: int) -> Sequence[int]:
    """Return positions for `number` lines behind the line with key `after`, FIRST, or None for the end.

    Neighbours are moved apart where there is no room.
    """
    low = _position_of(connection, dataset, after)
    high = _next_position(connection, dataset, low)
    if high is None:
        return range(low + GAP, low + GAP * (number + 1), GAP)
    step = (high - low) // (number + 1)
    if step >= 1:
        return [low + step * (place + 1) for place in range(number)]
    return _make_room(connection, dataset, low, number)


def _position_of(connection: apsw.Connection, dataset: int, after: int | None) -> int:
    if after == FIRST:
        first = ask_number(connection, "select min(pos) from entry where dataset=?", (dataset,))
        return 0 if first is None else first - GAP * 2
    if after is None:
        return count(connection, "select max(pos) from entry where dataset=?", (dataset,))
    return count(connection, "select pos from entry where id=?", (after,))


def _next_position(connection: apsw.Connection, dataset: int, low: int) -> int | None:
    return ask_number(connection, "select min(pos) from entry where dataset=? and pos>?", (dataset, low))


def _make_room(connection: apsw.Connection, dataset: int, low: int, number: int) -> Sequence[int]:
    """Spread the lines behind `low` over a window wide enough for them and the new ones."""
    window = max(_WINDOW, 4 * number)
    while True:
        query = "select id,pos from entry where dataset=? and pos>? order by pos limit ?"
        neighbours = list(rows_as(_Neighbour, connection, query, (dataset, low, window)))
        last = neighbours[-1].position
        end = _next_position(connection, dataset, last)
        if end is None:
            end = last + GAP * (len(neighbours) + number)
        step = (end - low) // (len(neighbours) + number + 1)
        if step >= 1:
            break
        window *= 4
    places = [(low + step * (number + place + 1), line.key) for place, line in enumerate(neighbours)]
    connection.executemany("update entry set pos=? where id=?", places)
    return [low + step * (place + 1) for place in range(number)]
