"""Cuts the lines of a dataset into chunks, and writes and reads them.

A chunk's name follows from what the workspace keeps beside the texts, each text's digest among it. So a second
snapshot reads only the texts of chunks that changed. Where a chunk ends depends on the id of its last line and
on nothing else: an edit changes one chunk, an insertion one or two, however long the dataset.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from struct import Struct
from typing import NamedTuple

import apsw
import msgspec
import xxhash

from rolethread_lite.model.snapshot import SnapshotSource
from rolethread_lite.store.applying import line_hash
from rolethread_lite.store.asking import key_array, rows_as
from rolethread_lite.store.keeping import IS_RECORD
from rolethread_lite.store.lines import join
from rolethread_lite.store.snapshots.objects import DamagedObject

_ENDS_AT = 64
"""One line in so many ends a chunk."""
_LONGEST = 256
_FORMAT = 1
_FACTS = Struct(">bqqqq")
_NO_SOURCE = ""


class SnapshotLine(NamedTuple):
    """A line as a snapshot keeps it."""

    uid: bytes
    """The entry's id."""
    kind: int
    """Whether it is an entry or a record, as the workspace says it."""
    tags: str | None
    """Its tags as JSON, where they are kept beside the text."""
    hole: int
    """Where in the text they belong."""
    note: str | None
    """The owner's note."""
    source: str
    """Mark of the source it came from, empty for none."""
    number: int | None
    """The line of that source it began at."""
    body: bytes
    """The text, its tags cut out."""

    @property
    def line(self) -> bytes:
        """Return the line in the messages format, or the record's bytes."""
        return join(self.body, self.tags, self.hole)

    @property
    def is_record(self) -> bool:
        """Tell whether it is kept without being an entry."""
        return self.kind == IS_RECORD


class NarrowLine(NamedTuple):
    """A line as it stands in the workspace, without its text."""

    key: int
    uid: bytes
    hash: bytes
    kind: int
    tags: str | None
    hole: int
    note: str | None
    source: str
    number: int | None

    @property
    def facts(self) -> bytes:
        """Return everything that is kept of the line as bytes, its text by its digest."""
        return facts_of(self.uid, self.hash, (self.kind, self.hole, self.number), (self.tags, self.note, self.source))


class _LineHead(NamedTuple):
    """A line in the head of a chunk: all but its text."""

    uid: str
    kind: int
    tags: str | None
    hole: int
    note: str | None
    source: str
    number: int | None
    size: int


class _Head(msgspec.Struct):
    """The head of a chunk: which lines follow, one after the other."""

    rolethread_chunk: int
    lines: list[_LineHead]


class _Body(NamedTuple):
    key: int
    raw: bytes


def facts_of(
    uid: bytes, hashed: bytes, numbers: tuple[int, int, int | None], texts: tuple[str | None, str | None, str]
) -> bytes:
    """Return what a chunk's name is made of for one line: no two different lines give the same bytes."""
    kind, hole, number = numbers
    tags, note, source = (None if text is None else text.encode() for text in texts)
    sizes = (-1 if tags is None else len(tags), -1 if note is None else len(note), -1 if number is None else number)
    fixed = _FACTS.pack(kind, hole, *sizes)
    return b"".join((uid, hashed, fixed, tags or b"", note or b"", b"%c" % len(source or b""), source or b""))


def facts_of_line(line: SnapshotLine) -> bytes:
    """Return the same for a line of a snapshot, its text's digest made anew."""
    numbers = (line.kind, line.hole, line.number)
    return facts_of(line.uid, line_hash(line.body), numbers, (line.tags, line.note, line.source))


def chunk_digest(facts: Iterable[bytes]) -> str:
    """Return the name of a chunk from what is kept of its lines."""
    return xxhash.xxh3_128_hexdigest(b"".join(facts))


def chunked(lines: Iterable[NarrowLine]) -> Iterator[list[NarrowLine]]:
    """Yield lines in their order, cut into chunks."""
    waiting: list[NarrowLine] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _LONGEST or xxhash.xxh3_64_intdigest(line.uid) % _ENDS_AT == 0:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def narrow_lines(connection: apsw.Connection, dataset: int, sources: Mapping[int, str]) -> Iterator[NarrowLine]:
    """Yield the lines of a dataset in their order, without their texts; `sources` has the mark of each source."""

    def _line(  # noqa: PLR0913, PLR0917 (one for each column)
        key: int,
        uid: bytes,
        hashed: bytes,
        kind: int,
        tags: str | None,
        hole: int,
        note: str | None,
        source: int | None,
        number: int | None,
    ) -> NarrowLine:
        mark = _NO_SOURCE if source is None else sources.get(source, _NO_SOURCE)
        return NarrowLine(key, uid, hashed, kind, tags, hole, note, mark, number)

    query = "select id,uid,hash,kind,tags,hole,note,source,line from entry where dataset=? order by pos"
    yield from rows_as(_line, connection, query, (dataset,))


def source_marks(connection: apsw.Connection) -> dict[int, SnapshotSource]:
    """Return every source of a workspace by its key."""

    def _source(key: int, digest: bytes, name: str, size: int, facts: str) -> tuple[int, SnapshotSource]:
        mark = xxhash.xxh3_128_hexdigest(digest + name.encode())
        return key, SnapshotSource(mark=mark, digest=digest.hex(), name=name, size=size, facts=facts)

    return dict(rows_as(_source, connection, "select id,digest,name,size,facts from source"))


def write_chunk(connection: apsw.Connection, lines: Sequence[NarrowLine]) -> bytes:
    """Return the content of a chunk, its texts read from the workspace."""
    query = "select id,raw from body where id in carray(?)"
    bodies = {row.key: row.raw for row in rows_as(_Body, connection, query, (key_array(line.key for line in lines),))}
    heads = [
        _LineHead(
            line.uid.hex(), line.kind, line.tags, line.hole, line.note, line.source, line.number, len(bodies[line.key])
        )
        for line in lines
    ]
    head = msgspec.json.encode(_Head(rolethread_chunk=_FORMAT, lines=heads))
    return b"".join((head, b"\n", *(bodies[line.key] for line in lines)))


def read_chunk(content: bytes) -> list[SnapshotLine]:
    """Return the lines of a chunk; raises DamagedObject when it is none."""
    head, _, bodies = content.partition(b"\n")
    try:
        found = msgspec.json.decode(head, type=_Head)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as fault:
        raise DamagedObject("it is no chunk of lines") from fault
    if found.rolethread_chunk != _FORMAT:
        raise DamagedObject("it was written by a newer RoleThread")
    lines: list[SnapshotLine] = []
    at = 0
    for one in found.lines:
        body = bodies[at : at + one.size]
        at += one.size
        uid = bytes.fromhex(one.uid)
        lines.append(SnapshotLine(uid, one.kind, one.tags, one.hole, one.note, one.source, one.number, body))
    return lines


def check_chunk(content: bytes, digest: str) -> list[SnapshotLine]:
    """Return the lines of a chunk; raises DamagedObject when they are not those its name stands for."""
    lines = read_chunk(content)
    if chunk_digest(map(facts_of_line, lines)) != digest:
        raise DamagedObject("its lines are not those its name stands for")
    return lines
