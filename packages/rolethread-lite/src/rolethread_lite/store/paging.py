"""Pages of a list: from a cursor on, forwards or backwards, at a cost that does not grow with how far in they are."""

from typing import NamedTuple

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.order import Order
from rolethread_lite.model.selection import Selection
from rolethread_lite.store.asking import Binding, key_array, rows_as
from rolethread_lite.store.selecting import conditions_of
from rolethread_lite.store.view import View

_MANY_HITS = 20_000
_NOTHING = -1
"""In place of a figure that a record has not: below all there are."""


class Cursor(NamedTuple):
    """Where a page begins or ends: between two lines, wherever they are by now."""

    value: float
    """The figure's value, 0 in the order of the dataset."""
    position: int
    """The position in the dataset."""

    def __str__(self) -> str:
        """Return the cursor as an address holds it."""
        value = int(self.value) if self.value == int(self.value) else self.value
        return f"{value!r}_{self.position}" if value else str(self.position)


class PagedLine(NamedTuple):
    """A line of a page."""

    key: int
    """Its key."""
    cursor: Cursor
    """Where it stands in the list."""


class ListPage(NamedTuple):
    """A page of a list."""

    lines: list[PagedLine]
    """Its lines, in the order of the list."""
    has_before: bool
    """Whether there are lines before it."""
    has_after: bool
    """Whether there are lines behind it."""


def read_cursor(text: str) -> Cursor | None:
    """Return the cursor that an address holds, None for an empty text; raises InvalidValue."""
    if not text:
        return None
    value, _, position = text.rpartition("_")
    try:
        return Cursor(float(value) if value else 0, int(position))
    except ValueError as fault:
        raise InvalidValue(f"{text!r} is no place in a list", advice="Go to the first page.") from fault


def read_page(  # noqa: PLR0913 (what a page is)
    view: View,
    dataset: int,
    selection: Selection,
    *,
    order: Order,
    after: Cursor | None,
    before: Cursor | None,
    limit: int,
) -> ListPage:
    """Return the page behind `after`, or before `before`, or the first one; raises UnknownName for no such figure."""
    if order.figure and order.figure not in view.figures:
        raise UnknownName(f"there is no figure named {order.figure!r}", advice="Choose another order.")
    backwards = before is not None
    start = before if backwards else after
    found = _lines(view, dataset, selection, order=order, start=start, backwards=backwards, limit=limit + 1)
    more = len(found) > limit
    lines = found[:limit]
    if backwards:
        lines.reverse()
    has_before = more if backwards else after is not None
    has_after = backwards or more
    return ListPage(lines, has_before, has_after)


def _lines(  # noqa: PLR0913 (as above)
    view: View,
    dataset: int,
    selection: Selection,
    *,
    order: Order,
    start: Cursor | None,
    backwards: bool,
    limit: int,
) -> list[PagedLine]:
    hits = view.hits(dataset, selection)
    if hits is not None and not hits:
        return []
    conditions = conditions_of(selection, figures=view.figures)
    value = f"coalesce(f.{order.figure},{_NOTHING})" if order.figure else "0"
    join = " join figure f on f.id=e.id" if order.figure or "f." in conditions.sql else ""
    sql = f"select e.id,{value},e.pos from entry e{join} where e.dataset=?{conditions.sql}"
    values: list[Binding] = [dataset, *conditions.values]
    if start is not None:
        bound = _bound(order, start, value, backwards=backwards)
        sql, values = f"{sql} and {bound[0]}", [*values, *bound[1]]
    if hits is not None and len(hits) <= _MANY_HITS:
        sql, values = f"{sql} and e.id in carray(?)", [*values, key_array(hits)]
        hits = None
    sql = f"{sql} order by {_sorted(order, value, backwards=backwards)}"
    if hits is None:
        return list(rows_as(_line, view.connection, f"{sql} limit ?", [*values, limit]))
    return _walk(view, sql, values, hits, limit)


def _bound(order: Order, start: Cursor, value: str, *, backwards: bool) -> tuple[str, list[Binding]]:
    """Return the condition that lines lie behind a cursor, or before it."""
    onwards = "<" if backwards else ">"
    if not order.figure:
        return f"e.pos{onwards}?", [start.position]
    further = onwards if not order.descending else (">" if backwards else "<")
    sql = f"({value}{further}? or ({value}=? and e.pos{onwards}?))"
    return sql, [start.value, start.value, start.position]


def _sorted(order: Order, value: str, *, backwards: bool) -> str:
    positions = "e.pos desc" if backwards else "e.pos"
    if not order.figure:
        return positions
    return f"{value} {'desc' if order.descending != backwards else 'asc'}, {positions}"


def _walk(view: View, sql: str, values: list[Binding], hits: frozenset[int], limit: int) -> list[PagedLine]:
    found: list[PagedLine] = []
    for line in rows_as(_line, view.connection, sql, values):
        if line.key in hits:
            found.append(line)
            if len(found) == limit:
                break
    return found


def _line(key: int, value: float, position: int) -> PagedLine:
    return PagedLine(key, Cursor(value, position))
