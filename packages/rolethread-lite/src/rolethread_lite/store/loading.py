"""Loads many lines in small transactions, unseen until one step adopts them."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

import apsw

from rolethread_lite.store.applying import dataset_uid, derive_uid, line_hash, load_gone, next_number
from rolethread_lite.store.asking import ask_number, bytes_array, count, key_array, numbers, rows_as, run
from rolethread_lite.store.connection import transaction
from rolethread_lite.store.derived import Derived
from rolethread_lite.store.keeping import IS_ENTRY, IS_RECORD, Keeper, KeptLine
from rolethread_lite.store.lines import CutLine, cut, join
from rolethread_lite.store.positions import GAP
from rolethread_lite.store.schema import run_script

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


class LoadRow(NamedTuple):
    """A line to load just as it was kept elsewhere: under its id, and in the same pieces."""

    uid: bytes
    pieces: CutLine
    kind: int
    note: str | None
    source: int | None
    number: int | None
    """The line of the source it began at."""
    derived: Derived


class _KeyedId(NamedTuple):
    key: int
    uid: bytes


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
        rows = []
        for line in lines:
            uid = derive_uid(self._seed, line.line, 0)
            kind = IS_RECORD if line.is_record else IS_ENTRY
            pieces = cut(line.line, is_record=line.is_record)
            rows.append(LoadRow(uid, pieces, kind, None, source, line.number, line.derived))
        self._add_rows(connection, rows)

    def add_rows(self, rows: Sequence[LoadRow]) -> None:
        """Keep lines under the ids they have; no two of a load may have the same, and `finish` is not for them."""
        for start in range(0, len(rows), BATCH):
            with self._writing() as connection:
                self._add_rows(connection, rows[start : start + BATCH])

    def _add_rows(self, connection: apsw.Connection, rows: Sequence[LoadRow]) -> None:
        first = count(connection, "select seq from sqlite_sequence where name='entry'")
        entries, bodies, kept = [], [], []
        for key, (uid, pieces, kind, note, source, number, derived) in enumerate(rows, first + 1):
            place = self._next * GAP
            self._next += 1
            hashed = line_hash(pieces.body)
            entries.append((key, self.key, place, uid, hashed, kind, pieces.tags, pieces.hole, note, source, number))
            bodies.append((key, pieces.body))
            kept.append(KeptLine(key, self.key, pieces.names, derived))
        connection.executemany("insert into entry values(?,?,?,?,?,?,?,?,?,?,?)", entries)
        connection.executemany("insert into body values(?,?)", bodies)
        self._keeper.add(kept)
        self._beat(connection)

    def _beat(self, connection: apsw.Connection) -> None:
        """Give a sign of life; raises WorkspaceMoved when the load was taken for abandoned and swept away."""
        if ask_number(connection, "update load set beat=? where id=? returning id", (_now(), self.key)) is None:
            raise load_gone()

    def copy(self, keys: Sequence[int]) -> list[int]:
        """Copy lines of datasets behind those that were added before, and return the keys of the copies.

        All that is kept and derived of a line is copied inside the database, in transactions of at most BATCH. Copies
        have ids of their own; `finish` is not needed for them.
        """
        copies: list[int] = []
        for start in range(0, len(keys), BATCH):
            with self._writing() as connection:
                copies += self._copy(connection, keys[start : start + BATCH])
        return copies

    def _copy(self, connection: apsw.Connection, keys: Sequence[int]) -> list[int]:
        first = count(connection, "select seq from sqlite_sequence where name='entry'")
        ids = self._ids_for(connection, keys)
        rows = [(first + place, key, (self._next + place) * GAP, ids[key]) for place, key in enumerate(keys, 1)]
        self._next += len(rows)
        run_script(connection, _COPYING)
        connection.executemany("insert into temp.copying values(?,?,?,?)", rows)
        figures = _figure_columns(connection)
        run(connection, _COPY_ENTRIES, (self.key,)).fetchall()
        run(connection, _COPY_FIGURES.format(figures), (self.key,)).fetchall()
        run_script(connection, _COPY_OTHERS)
        self._beat(connection)
        return [copy for copy, *_ in rows]

    def note(self, by_place: Mapping[int, str], *, by_id: Mapping[bytes, str]) -> int:
        """Give lines their notes, by their number in the load, from 1, or by their id; return how many got one."""
        places = [(note, self.key, place * GAP) for place, note in by_place.items()]
        ids = [(note, self.key, uid) for uid, note in by_id.items()]
        with self._writing() as connection:
            before = connection.total_changes()
            connection.executemany("update entry set note=? where dataset=? and pos=?", places)
            connection.executemany("update entry set note=? where +dataset=? and uid=?", ids)
            return connection.total_changes() - before

    def _ids_for(self, connection: apsw.Connection, keys: Sequence[int]) -> dict[int, bytes]:
        """Return an id for a copy of each line, derived from its own, that no line has."""
        known = dict(
            rows_as(_KeyedId, connection, "select id,uid from entry where id in carray(?)", (key_array(keys),))
        )
        found: dict[int, bytes] = {}
        occurrence = 0
        while waiting := [key for key in keys if key not in found]:
            wanted = {key: derive_uid(self._seed, known[key], occurrence) for key in waiting}
            query = "select uid from entry where uid in carray(?)"
            taken = set(rows_as(bytes, connection, query, (bytes_array(wanted.values()),)))
            for key, uid in wanted.items():
                if uid not in taken:
                    found[key] = uid
                    taken.add(uid)
            occurrence += 1
        return found

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


_COPYING = """
create temp table if not exists copying(
  copy integer primary key, line integer not null, pos integer not null, uid blob not null) strict;
delete from temp.copying
"""
_COPY_ENTRIES = (
    "insert into entry select c.copy,?,c.pos,c.uid,e.hash,e.kind,e.tags,e.hole,e.note,e.source,e.line"
    " from temp.copying c cross join entry e where e.id=c.line order by c.copy"
)
_COPY_FIGURES = (
    "insert into figure(id,dataset,{0}) select c.copy,?,{0} from temp.copying c cross join figure f where f.id=c.line"
)
_COPY_OTHERS = """
insert into body select c.copy,b.raw from temp.copying c cross join body b where b.id=c.line;
insert into finding select f.code,c.copy,f.severity,f.number
  from temp.copying c cross join finding f where f.entry=c.line;
insert into entry_tag select t.tag,c.copy from temp.copying c cross join entry_tag t where t.entry=c.line;
insert into entry_speaker select s.speaker,c.copy,s.turns
  from temp.copying c cross join entry_speaker s where s.entry=c.line
"""


def _figure_columns(connection: apsw.Connection) -> str:
    """Return the columns of a figure's row that stay the same in a copy."""
    names = [row[1] for row in run(connection, "pragma table_info(figure)")]
    return ",".join(str(name) for name in names if name not in ("id", "dataset"))


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
    if ask_number(connection, "select id from load where id=?", (key,)) is None:
        return 0  # a step has adopted them: the number may be that of a dataset now
    removed = 0
    while True:
        rows = [(line,) for line in numbers(connection, "select id from entry where dataset=? limit ?", (key, BATCH))]
        with transaction(connection):
            for table, column in ROWS_OF_A_LINE:
                connection.executemany(f"delete from {table} where {column}=?", rows)
            if not rows:
                connection.execute("delete from load where id=?", (key,))
                return removed
        removed += len(rows)


ROWS_OF_A_LINE = (
    ("finding", "entry"),
    ("entry_tag", "entry"),
    ("entry_speaker", "entry"),
    ("figure", "id"),
    ("body", "id"),
    ("entry", "id"),
)
"""Every table with rows of a line, and the column that names it."""


def _now() -> int:
    return int(time.time())
