"""Forgets the oldest steps of the history, and what was kept only so that they could be taken back.

Steps go from the oldest on and without gaps, so that taking back stays possible from the latest step down to the
oldest that is left. A step that can be done again stays, and so does the very last one: numbers never come twice.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

import apsw

from rolethread_lite.model.dataset import StepState
from rolethread_lite.model.pruning import PrunableSteps
from rolethread_lite.store.asking import count, key_array, numbers, rows_as
from rolethread_lite.store.history import read_changeset, read_touched
from rolethread_lite.store.loading import BATCH, ROWS_OF_A_LINE

Writing = Callable[[], AbstractContextManager[apsw.Connection]]
"""Holds the workspace's writer in one transaction."""


class _Dead(NamedTuple):
    lines: list[int]
    datasets: list[int]


class _Homed(NamedTuple):
    key: int
    home: int


def prunable(connection: apsw.Connection, *, before: int, bound: int) -> PrunableSteps:
    """Return what can be forgotten: steps that were done before a time, and no later than step `bound`."""
    last = _last_to_go(connection, before, bound)
    dead = _dead(connection, last)
    steps = count(connection, "select count(*) from history where seq<=?", (last,))
    return PrunableSteps(last, steps, len(dead.lines), len(dead.datasets), _size_of(connection, last, dead))


def prune(writing: Writing, *, before: int, bound: int, progress: Callable[[int], None]) -> PrunableSteps:
    """Forget it, the steps first and then the lines a batch at a time; return what went.

    What is cut short is found again the next time: no step that is left needs those lines.
    """
    with writing() as connection:
        found = prunable(connection, before=before, bound=bound)
        dead = _dead(connection, found.last)
        connection.execute("delete from history where seq<=?", (found.last,))
    for start in range(0, len(dead.lines), BATCH):
        keys = dead.lines[start : start + BATCH]
        with writing() as connection:
            _forget_lines(connection, [key for key in keys if not _is_shown(connection, key)])
        progress(start + len(keys))
    with writing() as connection:
        rows = [(key,) for key in dead.datasets]
        connection.executemany("delete from dataset where id=? and removed", rows)
    return found


def compact(connection: apsw.Connection) -> int:
    """Give room that is no longer used back to the disk; return how many bytes that were."""
    before = _size(connection)
    connection.execute("vacuum").fetchall()
    connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    return before - _size(connection)


def _size_of(connection: apsw.Connection, last: int, dead: _Dead) -> int:
    """Return how many bytes the steps and the lines that go take."""
    size = count(connection, "select sum(length(touched)+length(change)) from history where seq<=?", (last,))
    if dead.lines:
        keys = key_array(dead.lines)
        size += count(connection, "select sum(length(raw)) from body where id in carray(?)", (keys,))
    return size


def _size(connection: apsw.Connection) -> int:
    return count(connection, "pragma page_count") * count(connection, "pragma page_size")


def _last_to_go(connection: apsw.Connection, before: int, bound: int) -> int:
    """Return the last of the steps that go: all up to it are old enough, and none can be done again."""
    redoable = count(connection, f"select min(seq) from history where state={StepState.UNDONE}")
    young = count(connection, "select min(seq) from history where at>=?", (before,))
    latest = count(connection, "select max(seq) from history")
    stops = [stop - 1 for stop in (redoable, young) if stop]
    return max(0, min(bound, latest - 1, *stops))


def _dead(connection: apsw.Connection, last: int) -> _Dead:
    """Return the lines and datasets that are not shown, and that no step after `last` could bring back."""
    keys, homes = _needed(connection, last)
    hidden = list(rows_as(_Homed, connection, _HIDDEN))
    shown = set(numbers(connection, "select id from dataset where not removed"))
    homes |= {line.home for line in hidden if line.key in keys and line.home not in shown}
    lines = [line.key for line in hidden if line.key not in keys and line.home not in homes]
    removed = numbers(connection, "select id from dataset where removed")
    return _Dead(lines, [key for key in removed if key not in homes])


_HIDDEN = (
    "select id,abs(dataset) from entry where dataset not in (select id from dataset where not removed)"
    " and dataset not in (select id from load) order by id"
)


def _needed(connection: apsw.Connection, last: int) -> tuple[set[int], set[int]]:
    """Return the keys of lines and of datasets that steps after `last` would bring back or change."""
    keys: set[int] = set()
    homes: set[int] = set()
    query = f"select seq from history where seq>? and state<>{StepState.ABANDONED}"
    for number in numbers(connection, query, (last,)):
        keys.update(read_touched(connection, number))
        homes.update(_datasets_in(read_changeset(connection, number)))
    return keys, homes


def _datasets_in(changeset: bytes) -> Iterator[int]:
    for change in apsw.Changeset.iter(changeset):
        row = change.old if change.old is not None else change.new
        if change.name == "dataset" and row is not None and isinstance(row[0], int):
            yield row[0]


def _is_shown(connection: apsw.Connection, key: int) -> bool:
    query = "select 1 from entry e join dataset d on d.id=e.dataset where e.id=? and not d.removed"
    return bool(count(connection, query, (key,)))


def _forget_lines(connection: apsw.Connection, keys: list[int]) -> None:
    rows = [(key,) for key in keys]
    for table, column in (*ROWS_OF_A_LINE, ("touch", "id")):
        connection.executemany(f"delete from {table} where {column}=?", rows)
