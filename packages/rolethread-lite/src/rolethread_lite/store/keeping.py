"""Keeps everything derived in step with the truth: the one path for edits, undo, redo and imports."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import apsw
import xxhash

from rolethread_lite.store.asking import ask_number, ask_text, count, first_as, key_array, numbers, rows_as, run
from rolethread_lite.store.derived import Derivation, Derived, DerivedTags, FindingCount
from rolethread_lite.store.items import ITEM_TABLES
from rolethread_lite.store.lines import join, names_in, read_tags
from rolethread_lite.store.schema import run_script

ENTRY_COLUMNS = ("id", "dataset", "pos", "uid", "hash", "kind", "tags", "hole", "note", "source", "line")
_DATASET, _KIND, _TAGS = (ENTRY_COLUMNS.index(name) for name in ("dataset", "kind", "tags"))
IS_ENTRY, IS_RECORD = 0, 1
_FIRST_COLUMNS = {"finding": "code", "entry_tag": "tag", "entry_speaker": "speaker"}
_WIDTHS = {"finding": 4, "entry_tag": 2, "entry_speaker": 3}
_DERIVED = "derived"
LIBRARY_REVISION = "library"
"""Names the revision in which the library or a setting last changed."""


class KeptLine(NamedTuple):
    """A line on its way into the derived tables."""

    key: int
    dataset: int
    tags: tuple[str, ...]
    derived: Derived


class _TruthLine(NamedTuple):
    dataset: int
    kind: int
    tags: str | None
    hole: int
    raw: bytes


class _Touched(NamedTuple):
    """What a recorded change touched, by what must follow."""

    lines: set[int]
    """Every line of which anything changed, if only its position."""

    rewritten: set[int]
    """Lines with another text, or another kind."""
    gone: set[int]
    """Lines whose text is no longer there."""
    retagged: dict[int, str | None]
    """The tags of lines that got other ones."""
    rehomed: dict[int, int]
    """The dataset of lines that came or went."""
    datasets: set[int]
    """Datasets that changed, as far as the rows tell."""
    founded: set[int]
    """Datasets that were made."""
    came: Counter[int]
    """How many lines more the datasets have now, below 0 where lines went."""
    items: set[str]
    """Tables of the library and the settings that changed."""


class Growth(NamedTuple):
    """How a dataset changed from one of its revisions to its next."""

    dataset: int
    """Key of the dataset."""
    since: int
    """The revision in which it had changed last."""
    revision: int
    """The revision in which it changed now."""
    lines: int | None
    """How many lines came, below 0 where lines went; None where that is not told, as for a dataset that was made."""


class _Names:
    """The numbers that stand for names in one small table, each given out once."""

    def __init__(self, connection: apsw.Connection, table: str) -> None:
        self._connection = connection
        self._insert = f"insert into {table}(name) values(?) returning id"
        self._select = f"select id from {table} where name=?"
        self._known: dict[str, int] = {}

    def number_of(self, name: str) -> int:
        """Return the number of a name, giving it one when it is new."""
        number = self._known.get(name)
        if number is None:
            number = ask_number(self._connection, self._select, (name,))
            if number is None:
                number = count(self._connection, self._insert, (name,))
            self._known[name] = number
        return number

    def forget(self) -> None:
        """Forget what was given out: a transaction that was rolled back took it along."""
        self._known.clear()


class Keeper:
    """Writes the derived tables of one connection."""

    def __init__(self, connection: apsw.Connection, derivation: Derivation) -> None:
        """Keep what `derivation` derives."""
        self._connection = connection
        self._derivation = derivation
        self._codes = _Names(connection, "finding_code")
        self._tags = _Names(connection, "tag_name")
        self._speakers = _Names(connection, "speaker_name")
        self._prompts: dict[bytes, int] = {}
        self._growth: list[Growth] = []
        width = 4 + len(derivation.keys) + len(derivation.columns)
        self._insert_figure = f"insert or replace into figure values({','.join('?' * width)})"
        others = ("dataset", "version", "prompt", *derivation.keys, *(column.name for column in derivation.columns))
        assignments = ",".join(f"{name}=excluded.{name}" for name in others)
        self._renew_figure = (
            f"{self._insert_figure.replace(' or replace', '')} on conflict(id) do update set {assignments}"
        )

    def forget(self) -> None:
        """Forget the numbers given out in a transaction that was rolled back."""
        for names in (self._codes, self._tags, self._speakers):
            names.forget()
        self._prompts.clear()
        self._growth.clear()

    def take_growth(self) -> list[Growth]:
        """Return how datasets changed since this was asked last, once what changed them is committed."""
        growth, self._growth = self._growth, []
        return growth

    def prepare_tables(self) -> None:
        """Make the table of figures for this derivation; one for other figures is dropped."""
        names = [*self._derivation.keys, *(column.name for column in self._derivation.columns)]
        found = [row[1] for row in run(self._connection, "pragma table_info(figure)")]
        if found == ["id", "dataset", "version", "prompt", *names]:
            return
        kinds = [f"{name} integer" for name in self._derivation.keys]
        kinds += [f"{column.name} {column.kind}" for column in self._derivation.columns]
        run_script(
            self._connection,
            "drop table if exists figure; create table figure(id integer primary key, dataset integer not null,"
            f" version text not null, prompt integer, {', '.join(kinds)}) strict",
        )

    def outdated(self, *, limit: int) -> list[int]:
        """Return keys of lines whose derived values are missing or of another version.

        Once there are none, that is noted, and asking again costs nothing.
        """
        if ask_text(self._connection, f"select value from meta where name='{_DERIVED}'") == self._derivation.version:
            return []
        query = (
            "select e.id from entry e left join figure f on f.id=e.id"
            " where f.id is null or f.version<>? order by e.id limit ?"
        )
        return numbers(self._connection, query, (self._derivation.version, limit))

    def mark_current(self) -> None:
        """Note that all that is derived is of this version."""
        self._connection.execute("insert or replace into meta values(?,?)", (_DERIVED, self._derivation.version))

    def follow(self, changeset: bytes, *, revision: int) -> frozenset[int]:
        """Bring the derived tables in step with a recorded change; return the keys of the lines it touched."""
        touched = _touched_by(changeset)
        if touched.rehomed:
            moves = [(home, key) for key, home in touched.rehomed.items()]
            self._connection.executemany("update figure set dataset=? where id=?", moves)
        self._follow_tags({key: tags for key, tags in touched.retagged.items() if key not in touched.rewritten})
        self._drop(touched.gone)
        self.rewrite(sorted(touched.rewritten))
        self._mark(touched, revision)
        return frozenset(touched.lines).union(*map(self._lines_of, sorted(touched.founded)))

    def _lines_of(self, dataset: int) -> list[int]:
        """Return the lines of a dataset: those that were loaded before it was made came in with it."""
        return numbers(self._connection, "select id from entry where dataset=?", (dataset,))

    def rewrite(self, keys: Sequence[int]) -> None:
        """Derive the lines with these keys anew."""
        query = "select e.dataset,e.kind,e.tags,e.hole,b.raw from entry e join body b using(id) where e.id=?"
        kept = []
        for key in keys:
            line = first_as(_TruthLine, self._connection, query, (key,))
            if line is not None:
                text = join(line.raw, line.tags, line.hole)
                derived = self._derivation.of_line(text, is_record=line.kind == IS_RECORD)
                kept.append(KeptLine(key, line.dataset, names_in(line.raw, line.tags, line.hole), derived))
        self._connection.executemany(self._renew_figure, [self._figure_row(line) for line in kept])
        self._renew("finding", keys, self._finding_rows((line.key, line.derived.findings) for line in kept))
        self._renew("entry_tag", keys, self._tag_rows((line.key, line.tags) for line in kept))
        self._renew("entry_speaker", keys, self._speaker_rows(kept))

    def add(self, lines: Sequence[KeptLine]) -> None:
        """Write the derived rows of lines that have none."""
        self._connection.executemany(self._insert_figure, [self._figure_row(line) for line in lines])
        self._insert("finding", self._finding_rows((line.key, line.derived.findings) for line in lines))
        self._insert("entry_tag", self._tag_rows((line.key, line.tags) for line in lines))
        self._insert("entry_speaker", self._speaker_rows(lines))

    def _figure_row(self, line: KeptLine) -> tuple[int | float | str | bytes | None, ...]:
        derived = line.derived
        prompt = self._prompt(derived.prompt)
        return (line.key, line.dataset, self._derivation.version, prompt, *derived.keys, *derived.figures)

    def _finding_rows(self, found: Iterable[tuple[int, tuple[FindingCount, ...]]]) -> list[tuple[int, ...]]:
        number_of = self._codes.number_of
        return [(number_of(one.code), key, one.severity, one.number) for key, findings in found for one in findings]

    def _tag_rows(self, tagged: Iterable[tuple[int, tuple[str, ...]]]) -> list[tuple[int, ...]]:
        number_of = self._tags.number_of
        return [(number_of(tag), key) for key, tags in tagged for tag in tags]

    def _speaker_rows(self, lines: Iterable[KeptLine]) -> list[tuple[int, ...]]:
        number_of = self._speakers.number_of
        return [(number_of(name), line.key, turns) for line in lines for name, turns in line.derived.speakers]

    def _insert(self, table: str, rows: Collection[tuple[int, ...]]) -> None:
        if rows:
            marks = ",".join("?" * _WIDTHS[table])
            self._connection.executemany(f"insert or replace into {table} values({marks})", rows)

    def _renew(
        self, table: str, keys: Sequence[int], rows: Iterable[tuple[int, ...]], *, among: frozenset[int] | None = None
    ) -> None:
        """Make `rows` all that a table has of these lines; what stays the same is not written, and costs no page.

        `among` limits what may go to rows whose first column is one of these numbers.
        """
        if not keys:
            return
        query = f"select * from {table} where entry in carray(?)"
        known = rows_as(_numbers, self._connection, query, (key_array(keys),))
        old = {row for row in known if among is None or row[0] in among}
        new = set(rows)
        gone = sorted(row[:2] for row in old - new)
        if gone:
            column = _FIRST_COLUMNS[table]
            self._connection.executemany(f"delete from {table} where {column}=? and entry=?", gone)
        self._insert(table, sorted(new - old))

    def _prompt(self, text: str | None) -> int | None:
        if text is None:
            return None
        encoded = text.encode("utf-8", "surrogatepass")
        digest = xxhash.xxh3_128_digest(encoded)
        number = self._prompts.get(digest)
        if number is None:
            shown = encoded.decode("utf-8", "replace")
            number = ask_number(self._connection, "select id from prompt_text where digest=?", (digest,))
            if number is None:
                insert = "insert into prompt_text(digest,text) values(?,?) returning id"
                number = count(self._connection, insert, (digest, shown))
            self._prompts[digest] = number
        return number

    def _follow_tags(self, retagged: dict[int, str | None]) -> None:
        """Bring tags, the rules that read them and the figures that count them in step."""
        if not retagged:
            return
        known: dict[str | None, tuple[tuple[str, ...], DerivedTags]] = {}
        for kept in retagged.values():
            if kept not in known:
                tags = read_tags(kept) or ()
                known[kept] = (tags, self._derivation.of_tags(tags))
        keys = list(retagged)
        self._renew("entry_tag", keys, self._tag_rows((key, known[kept][0]) for key, kept in retagged.items()))
        codes = frozenset(self._codes.number_of(code) for code in sorted(self._derivation.tag_codes))
        findings = self._finding_rows((key, known[kept][1].findings) for key, kept in retagged.items())
        self._renew("finding", keys, findings, among=codes)
        figures = [(*(value for _, value in known[kept][1].figures), key) for key, kept in retagged.items()]
        names = [name for name, _ in self._derivation.of_tags(()).figures]
        if names:
            assignments = ",".join(f"{name}=?" for name in names)
            self._connection.executemany(f"update figure set {assignments} where id=?", figures)

    def _drop(self, keys: set[int]) -> None:
        if keys:
            self._connection.executemany("delete from figure where id=?", [(key,) for key in keys])
            self._drop_links(sorted(keys))

    def _drop_links(self, keys: Sequence[int]) -> None:
        rows = [(key,) for key in keys]
        for table in ("finding", "entry_tag", "entry_speaker"):
            self._connection.executemany(f"delete from {table} where entry=?", rows)

    def _mark(self, touched: _Touched, revision: int) -> None:
        """Note which texts and which datasets changed in this revision."""
        texts = touched.rewritten | touched.gone | set(touched.rehomed)
        self._connection.executemany("insert or replace into touch values(?,?)", [(key, revision) for key in texts])
        homes = {abs(home) for home in touched.datasets}
        if touched.lines:
            query = "select distinct abs(dataset) from entry where id in carray(?)"
            homes.update(numbers(self._connection, query, (key_array(touched.lines),)))
        for home in sorted(homes):
            since = count(self._connection, "select rev from moved where dataset=?", (home,))
            lines = None if home in touched.founded else touched.came[home]
            self._growth.append(Growth(home, since, revision, lines))
        self._connection.executemany("insert or replace into moved values(?,?)", [(home, revision) for home in homes])
        if touched.items:
            self._connection.execute("insert or replace into meta values(?,?)", (LIBRARY_REVISION, str(revision)))


def _touched_by(changeset: bytes) -> _Touched:
    """Sort the rows of a recorded change by what must follow from each."""
    touched = _Touched(set(), set(), set(), {}, {}, datasets=set(), founded=set(), came=Counter(), items=set())
    for change in apsw.Changeset.iter(changeset):
        _TOUCHES[change.name](change, touched)
    return touched


def _touch_dataset(change: apsw.TableChange, touched: _Touched) -> None:
    touched.datasets.add(_key(change))
    if change.op == "INSERT":
        touched.founded.add(_key(change))


def _touch_body(change: apsw.TableChange, touched: _Touched) -> None:
    key = _key(change)
    touched.lines.add(key)
    (touched.gone if change.op == "DELETE" else touched.rewritten).add(key)


def _touch_entry(change: apsw.TableChange, touched: _Touched) -> None:
    key = _key(change)
    touched.lines.add(key)
    for row, lines in ((change.old, -1), (change.new, 1)):
        home = row[_DATASET] if row is not None else None
        if isinstance(home, int):
            touched.datasets.add(home)
            if home > 0:
                touched.came[home] += lines
    if change.op == "UPDATE" and change.new is not None:
        home, kind, tags = change.new[_DATASET], change.new[_KIND], change.new[_TAGS]
        if isinstance(home, int):
            touched.rehomed[key] = home
        if isinstance(kind, int):
            touched.rewritten.add(key)
        if tags is None or isinstance(tags, str):
            touched.retagged[key] = tags


def _key(change: apsw.TableChange) -> int:
    row = change.old if change.old is not None else change.new
    key = row[0] if row else None
    return key if isinstance(key, int) else 0


def _touch_item(change: apsw.TableChange, touched: _Touched) -> None:
    touched.items.add(change.name)


_TOUCHES = {
    "dataset": _touch_dataset,
    "body": _touch_body,
    "entry": _touch_entry,
    **dict.fromkeys(ITEM_TABLES, _touch_item),
}


def _numbers(*columns: int) -> tuple[int, ...]:
    return columns


def touched_keys(packed: bytes) -> Iterator[int]:
    """Yield the keys that a step touched, as they are kept in the history."""
    at = 0
    key = 0
    while at < len(packed):
        shift = value = 0
        while True:
            byte = packed[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        key += value
        yield key


_INNER_BYTES = bytes(range(0x80, 0x100))


def count_keys(packed: bytes) -> int:
    """Count the keys that a step touched: each ends with a byte below 0x80."""
    return len(packed.translate(None, _INNER_BYTES))


def pack_keys(keys: Iterable[int]) -> bytes:
    """Return keys as differences of variable length: a run of neighbours takes a byte each."""
    packed = bytearray()
    last = 0
    for key in sorted(keys):
        value = key - last
        last = key
        while value >= 0x80:
            packed.append(value & 0x7F | 0x80)
            value >>= 7
        packed.append(value)
    return bytes(packed)
