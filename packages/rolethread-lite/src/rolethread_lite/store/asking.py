"""Asks the database and gives the answer its type."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import apsw

Row = TypeVar("Row")
Binding = object
"""A value for a question mark: a number, a text, bytes, None, or an array of keys."""


def ask_number(connection: apsw.Connection, sql: str, values: Sequence[Binding] = ()) -> int | None:
    """Return the number a query answers, None when it answers none."""
    value = run(connection, sql, values).get
    return value if isinstance(value, int) else None


def count(connection: apsw.Connection, sql: str, values: Sequence[Binding] = ()) -> int:
    """Return the number a query answers, 0 when it answers none."""
    return ask_number(connection, sql, values) or 0


def ask_text(connection: apsw.Connection, sql: str, values: Sequence[Binding] = ()) -> str | None:
    """Return the text a query answers, None when it answers none."""
    value = run(connection, sql, values).get
    return value if isinstance(value, str) else None


def ask_bytes(connection: apsw.Connection, sql: str, values: Sequence[Binding] = ()) -> bytes | None:
    """Return the bytes a query answers, None when it answers none."""
    value = run(connection, sql, values).get
    return value if isinstance(value, bytes) else None


def rows_as(
    row: Callable[..., Row], connection: apsw.Connection, sql: str, values: Sequence[Binding] = ()
) -> Iterator[Row]:
    """Yield each row of the answer as `row(*columns)`."""
    for columns in run(connection, sql, values):
        yield row(*columns)


def first_as(
    row: Callable[..., Row], connection: apsw.Connection, sql: str, values: Sequence[Binding] = ()
) -> Row | None:
    """Return the first row of the answer as `row(*columns)`, None when there is none."""
    columns = run(connection, sql, values).fetchone()
    return None if columns is None else row(*columns)


def numbers(connection: apsw.Connection, sql: str, values: Sequence[Binding] = ()) -> list[int]:
    """Return the first column of the answer, which holds whole numbers."""
    return [value for (value, *_) in run(connection, sql, values) if isinstance(value, int)]


def run(connection: apsw.Connection, sql: str, values: Sequence[Binding] = ()) -> apsw.Cursor:
    """Run one statement; half a surrogate pair, which the database cannot hold, becomes U+FFFD."""
    try:
        return connection.execute(sql, tuple(values))
    except UnicodeEncodeError:
        return connection.execute(sql, tuple(_mended(value) if isinstance(value, str) else value for value in values))


def _mended(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def key_array(keys: Iterable[int]) -> Binding:
    """Return keys as a value for `carray(?)`; there must be at least one."""
    return apsw.carray(array("q", sorted(keys)))


def bytes_array(values: Iterable[bytes]) -> Binding:
    """Return byte strings as a value for `carray(?)`; there must be at least one."""
    return apsw.carray(tuple(values))
