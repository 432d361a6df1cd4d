"""The history: every step with what is needed to take it back, kept in the database."""

import time
from collections.abc import Iterator
from typing import NamedTuple

import apsw

from rolethread_lite.errors import NothingToUndo
from rolethread_lite.model import zstd
from rolethread_lite.model.dataset import Step, StepState
from rolethread_lite.store.asking import ask_bytes, ask_text, count, first_as, numbers, rows_as
from rolethread_lite.store.keeping import ENTRY_COLUMNS, count_keys, pack_keys, touched_keys
from rolethread_lite.store.lines import join
from rolethread_lite.store.schema import VERSION

_LEVEL = 3
_DATASET = ENTRY_COLUMNS.index("dataset")
_STEP = "select seq,at,label,operation,state,touched from history"


class LineState(NamedTuple):
    """What a line was after one step, and what it had been before."""

    step: Step
    before: bytes | None
    """The line before the step, None when it was not there."""
    after: bytes | None
    """The line after the step, None when it was no longer there."""


class RecordedStep(NamedTuple):
    """A step on its way into the history."""

    label: str
    operation: str
    key: str | None
    """A name that makes repeating the same action harmless."""
    touched: frozenset[int]
    changeset: bytes


def write_step(connection: apsw.Connection, step: RecordedStep) -> int:
    """Keep a step that was just done; steps that were undone before it can no longer be redone."""
    connection.execute(f"update history set state={StepState.ABANDONED} where state={StepState.UNDONE}")
    insert = (
        "insert into history(at,label,operation,schema,state,key,touched,change) values(?,?,?,?,?,?,?,?) returning seq"
    )
    change = zstd.compress(step.changeset, _LEVEL)
    touched = zstd.compress(pack_keys(step.touched), _LEVEL)
    values = (time.time_ns(), step.label, step.operation, VERSION, StepState.DONE, step.key, touched, change)
    return count(connection, insert, values)


def read_steps(connection: apsw.Connection, *, before: int | None = None, limit: int = 50) -> list[Step]:
    """Return steps, the latest first."""
    bound = before if before is not None else 1 << 62
    return list(rows_as(_step, connection, f"{_STEP} where seq<? order by seq desc limit ?", (bound, limit)))


def read_step(connection: apsw.Connection, number: int) -> Step:
    """Return one step."""
    return next(rows_as(_step, connection, f"{_STEP} where seq=?", (number,)))


def step_with_key(connection: apsw.Connection, key: str) -> Step | None:
    """Return the step that was done under this key, None when there is none."""
    return first_as(_step, connection, f"{_STEP} where key=?", (key,))


def step_to_undo(connection: apsw.Connection) -> Step:
    """Return the latest step that is done; raises NothingToUndo."""
    return _one(connection, f"{_STEP} where state={StepState.DONE} order by seq desc limit 1", "undo")


def step_to_redo(connection: apsw.Connection) -> Step:
    """Return the step that was undone last; raises NothingToUndo."""
    return _one(connection, f"{_STEP} where state={StepState.UNDONE} order by seq limit 1", "redo")


def next_labels(connection: apsw.Connection) -> tuple[str, str]:
    """Return in words what would be undone and what would be redone, empty for nothing; no step is unpacked."""
    done = first_as(
        _label, connection, f"select seq,label from history where state={StepState.DONE} order by seq desc limit 1"
    )
    number, label = done or (0, "")
    undone = ask_text(
        connection,
        f"select label from history where state={StepState.UNDONE} and seq>? order by seq limit 1",
        (number,),
    )
    return label, undone or ""


def read_changeset(connection: apsw.Connection, number: int) -> bytes:
    """Return what a step changed, as the database recorded it."""
    return _unpack(ask_bytes(connection, "select change from history where seq=?", (number,)) or b"")


def read_touched(connection: apsw.Connection, number: int) -> Iterator[int]:
    """Yield the keys of the lines that a step touched."""
    yield from touched_keys(_unpack(ask_bytes(connection, "select touched from history where seq=?", (number,)) or b""))


def apply_changeset(connection: apsw.Connection, changeset: bytes) -> None:
    """Apply a recorded change, all or nothing."""
    apsw.Changeset.apply(changeset, connection, conflict=_refuse)


def mark_step(connection: apsw.Connection, number: int, state: StepState) -> None:
    """Note that a step was undone or redone."""
    connection.execute("update history set state=? where seq=?", (state, number))


def states_of_line(connection: apsw.Connection, key: int) -> Iterator[LineState]:
    """Yield what each step made of a line, the latest first; steps that are undone are left out."""
    now = first_as(
        _row, connection, f"select {','.join(ENTRY_COLUMNS)},raw from entry join body using(id) where id=?", (key,)
    )
    homes = frozenset(numbers(connection, "select id from dataset"))
    query = f"select touched,seq from history where state={StepState.DONE} order by seq desc"
    for touched, number in list(rows_as(_pair, connection, query)):
        if key in set(touched_keys(_unpack(touched))):
            changeset = read_changeset(connection, number)
            if now is not None and _founds(changeset, now.entry[_DATASET]):
                return  # it was loaded before its dataset was made, and has no state before that
            before = _take_back(now, changeset, key)
            yield LineState(read_step(connection, number), _line(before, homes), _line(now, homes))
            now = before


class _Row(NamedTuple):
    """A line's rows in the two tables of truth that hold it."""

    entry: tuple[object, ...]
    body: bytes | None


def _row(*columns: object) -> _Row:
    raw = columns[-1]
    return _Row(columns[:-1], raw if isinstance(raw, bytes) else None)


def _label(number: int, label: str) -> tuple[int, str]:
    return number, label


def _pair(touched: bytes, number: int) -> tuple[bytes, int]:
    return touched, number


def _founds(changeset: bytes, home: object) -> bool:
    """Tell whether a dataset was made by a change."""
    return any(
        (change.name, change.op) == ("dataset", "INSERT") and change.new is not None and change.new[0] == home
        for change in apsw.Changeset.iter(changeset)
    )


def _take_back(now: _Row | None, changeset: bytes, key: int) -> _Row | None:
    """Return a line's rows as they were before a change."""
    entry = () if now is None else now.entry
    body = None if now is None else now.body
    for change in apsw.Changeset.iter(changeset):
        row = change.old if change.old is not None else change.new
        if row is None or row[0] != key or change.name not in ("entry", "body"):
            continue
        old = () if change.op == "INSERT" else tuple(change.old or ())
        if change.name == "entry":
            entry = _overlay(old, entry)
        elif not old or isinstance(old[1], bytes):
            body = old[1] if old and isinstance(old[1], bytes) else None
    return _Row(entry, body) if entry else None


def _overlay(old: tuple[object, ...], kept: tuple[object, ...]) -> tuple[object, ...]:
    """Return the old row; what did not change is taken from the later one."""
    if len(old) != len(kept):
        return old
    return tuple(now if was is apsw.no_change else was for was, now in zip(old, kept, strict=True))


def _line(row: _Row | None, homes: frozenset[int]) -> bytes | None:
    """Return a line as one of the datasets shows it: not when it was removed, nor while it was being loaded."""
    if row is None or row.body is None:
        return None
    values = dict(zip(ENTRY_COLUMNS, row.entry, strict=True))
    dataset, tags, hole = values["dataset"], values["tags"], values["hole"]
    if dataset not in homes or not isinstance(hole, int):
        return None
    return join(row.body, tags if isinstance(tags, str) else None, hole)


def _one(connection: apsw.Connection, query: str, verb: str) -> Step:
    step = first_as(_step, connection, query)
    if step is None:
        raise NothingToUndo(f"there is nothing to {verb}", advice="`rolethread history` lists every step.")
    return step


def _step(number: int, at: int, label: str, operation: str, state: int, touched: bytes) -> Step:
    lines = count_keys(_unpack(touched))
    return Step(number=number, label=label, operation=operation, at=at, state=StepState(state), lines=lines)


def _unpack(compressed: bytes) -> bytes:
    return zstd.decompress(compressed)


def _refuse(_reason: int, _change: apsw.TableChange) -> int:
    return apsw.SQLITE_CHANGESET_ABORT
