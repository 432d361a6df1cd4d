"""A line finds its place between any two others, however often."""

import random

import apsw
import pytest

from rolethread_lite.model.change import FIRST
from rolethread_lite.store.positions import GAP, take_places


@pytest.fixture
def table() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    connection.execute("create table entry(id integer primary key, dataset integer not null, pos integer not null)")
    connection.execute("insert into entry values(1000000,2,5)")  # another dataset's line is never moved
    return connection


def _insert(connection: apsw.Connection, *, after: int | None, number: int = 1) -> list[int]:
    places = take_places(connection, 1, after=after, number=number)
    keys: list[int] = []
    for place in places:
        query = "insert into entry(dataset,pos) values(1,?) returning id"
        keys.append(connection.execute(query, (place,)).get)
    return keys


def _order(connection: apsw.Connection) -> list[int]:
    rows = connection.execute("select id,pos from entry where dataset=1 order by pos").fetchall()
    assert len({place for _, place in rows}) == len(rows)
    assert connection.execute("select pos from entry where dataset=2").get == 5
    return [key for key, _ in rows]


@pytest.mark.parametrize("spot", ["front", "behind one", "end"])
def test_two_thousand_insertions_at_one_place_keep_their_order(table: apsw.Connection, spot: str) -> None:
    first, last = _insert(table, after=None, number=2)
    expected = [first, last]
    for _ in range(2000):
        after = {"front": FIRST, "behind one": first, "end": None}[spot]
        (key,) = _insert(table, after=after)
        expected.insert({"front": 0, "behind one": 1, "end": len(expected)}[spot], key)
    assert _order(table) == expected


def test_insertions_anywhere_keep_their_order(table: apsw.Connection) -> None:
    chance = random.Random(5)  # noqa: S311 (a test that repeats)
    expected: list[int] = []
    for _ in range(600):
        spot = min(chance.randrange(3), len(expected)) if chance.random() < 0.7 else chance.randrange(len(expected) + 1)
        number = chance.choice((1, 1, 1, 7, 90))
        keys = _insert(table, after=expected[spot - 1] if spot else FIRST, number=number)
        expected[spot:spot] = keys
    assert _order(table) == expected


def test_more_lines_than_there_are_places_between_two(table: apsw.Connection) -> None:
    table.executemany("insert into entry values(?,1,?)", [(key, 10 * key) for key in range(1, 400)])
    keys = _insert(table, after=7, number=500)
    assert _order(table) == [*range(1, 8), *keys, *range(8, 400)]


def test_a_window_that_ends_at_position_zero_stays_before_it(table: apsw.Connection) -> None:
    table.executemany("insert into entry values(?,1,?)", [(key, key - 66) for key in range(1, 68)])
    assert table.execute("select pos from entry where id=66").get == 0
    (key,) = _insert(table, after=1)
    assert _order(table) == [1, key, *range(2, 68)]


def test_the_first_line_of_all_stands_anywhere(table: apsw.Connection) -> None:
    assert list(take_places(table, 1, after=FIRST, number=2)) == [GAP, 2 * GAP]
    assert list(take_places(table, 1, after=None, number=2)) == [GAP, 2 * GAP]
