"""Loads many lines in small transactions, unseen until one step adopts them."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

import apsw

from rolethread_lite.store.applying import dataset_uid, derive_uid, line_hash, load_gone, next_number
from rolethread_lite.store.asking import ask_number, count, numbers, rows_as
from rolethread_lite.store.connection import transaction
from rolethread_lite.store.derived import Derived
from rolethread_lite.store.keeping import IS_ENTRY, IS_RECORD, Keeper, KeptLine
from rolethread_lite.store.lines import cut, join
from rolethread_lite.store.positions import GAP

BATCH = 500
"""Lines in one transaction: another process waits a few milliseconds, not for the whole file."""
_ABANDONED_AFTER = 600
"""Seconds without a sign of life after which a load is taken for the remains of a killed process."""


Writing = Callable[[], AbstractContextManager[apsw.Connection]]
"""Holds the workspace's writer in one transaction."""


class LoadLine(NamedTuple):
    """A line to load, with what is derived from it."""

    line: bytes
    is_record: bool
    number: int | None
    """The line of the source it began at."""
    derived: Derived


class Load:
    """A number of lines on their way into a workspace; `store.load` makes one."""

    def __init__(self, writing: Writing, *, keeper: Keeper, key: int, name: str) -> None:
        """Load under `key` in transactions of `writing`; ids are derived as for a dataset called `name`."""
        self._writing = writing
        self._keeper = keeper
        self._seed = dataset_uid(name)
        self._next = 1
        self.key = key
        """The number under which the lines wait; also the key of the dataset, where the load makes one."""

    def add(self, lines: Sequence[LoadLine], *, source: int | None) -> None:
        """Keep some lines behind those that were added before, in transactions of at most BATCH."""
        for start in range(0, len(lines), BATCH):
            with self._writing() as connection:
                self._add(connection, lines[start : start + BATCH], source)

    def _add(self, connection: apsw.Connection, lines: Sequence[LoadLine], source: int | None) -> None:
        first = count(connection, "select seq from sqlite_sequence where name='entry'")
        entries, bodies, kept = [], [], []
        for key, line in enumerate(lines, first + 1):
            pieces = cut(line.line, is_record=line.is_record)
            uid = derive_uid(self._seed, line.line, 0)
            kind = IS_RECORD if line.is_record else IS_ENTRY
            place = self._next * GAP
            self._next += 1
            hashed = line_hash(pieces.body)
            entries.append(
                (key, self.key, place, uid, hashed, kind, pieces.tags, pieces.hole, None, source, line.number)
            )
            bodies.append((key, pieces.body))
            kept.append(KeptLine(key, self.key, pieces.names, line.derived))
        connection.executemany("insert into entry values(?,?,?,?,?,?,?,?,?,?,?)", entries)
        connection.executemany("insert into body values(?,?)", bodies)
        self._keeper.add(kept)
        self._beat(connection)

    def _beat(self, connection: apsw.Connection) -> None:
        """Give a sign of life; raises WorkspaceMoved when the load was taken for abandoned and swept away."""
        if ask_number(connection, "update load set beat=? where id=? returning id", (_now(), self.key)) is None:
            raise load_gone()

    def finish(self) -> None:
        """Tell lines with the same text apart: the second gets the id of the second occurrence, and so on."""
        query = "select uid from entry where dataset=? group by uid having count(*)>1"
        with self._writing() as connection:
            self._beat(connection)
            for uid in list(rows_as(bytes, connection, query, (self.key,))):
                self._number(connection, uid)
            for uid in list(rows_as(bytes, connection, _TAKEN, (self.key, self.key))):
                self._number(connection, uid)

    def _number(self, connection: apsw.Connection, uid: bytes) -> None:
        rows = "select id from entry where uid=? and +dataset=? order by +pos"  # the sign keeps to the index of ids
        keys = numbers(connection, rows, (uid, self.key))
        content = _content(connection, keys[0])
        occurrence = 0
        for key in keys:
            while self._is_taken(connection, new := derive_uid(self._seed, content, occurrence)):
                occurrence += 1
            occurrence += 1
            connection.execute("update entry set uid=? where id=?", (new, key))

    def _is_taken(self, connection: apsw.Connection, uid: bytes) -> bool:
        """Tell whether a line of another load or dataset has this id; those of this load get theirs one by one."""
        query = "select 1 from entry where uid=? and +dataset<>? limit 1"
        return ask_number(connection, query, (uid, self.key)) is not None


def _content(connection: apsw.Connection, key: int) -> bytes:
    query = "select raw,tags,hole from entry join body using(id) where id=?"
    return next(rows_as(join, connection, query, (key,)))


_TAKEN = (
    "select distinct e.uid from entry e where e.dataset=?"
    " and exists(select 1 from entry o where o.uid=e.uid and o.dataset<>?)"
)


def reserve(connection: apsw.Connection) -> int:
    """Reserve a number for a dataset or a load, and return it."""
    with transaction(connection):
        key = next_number(connection)
        connection.execute("insert into load values(?,?)", (key, _now()))
        return key


def sweep_abandoned(connection: apsw.Connection) -> int:
    """Remove what killed loads left behind; return how many lines that were."""
    stale = "select id from load where beat<? and id not in (select id from dataset)"
    removed = 0
    for key in numbers(connection, stale, (_now() - _ABANDONED_AFTER,)):
        removed += drop_load(connection, key)
    return removed


def drop_load(connection: apsw.Connection, key: int) -> int:
    """Remove the lines of a load that nobody will adopt, a batch at a time; return how many that were."""
    removed = 0
    while True:
        rows = [(line,) for line in numbers(connection, "select id from entry where dataset=? limit ?", (key, BATCH))]
        with transaction(connection):
            for table, column in _ROWS_OF_A_LINE:
                connection.executemany(f"delete from {table} where {column}=?", rows)
            if not rows:
                connection.execute("delete from load where id=?", (key,))
                return removed
        removed += len(rows)


_ROWS_OF_A_LINE = (
    ("finding", "entry"),
    ("entry_tag", "entry"),
    ("entry_speaker", "entry"),
    ("figure", "id"),
    ("body", "id"),
    ("entry", "id"),
)


def _now() -> int:
    return int(time.time())
