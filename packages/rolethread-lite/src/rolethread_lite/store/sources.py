"""Keeps the bytes of imported files, compressed and under their digest, until the owner discards them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import NamedTuple

import apsw
import xxhash

from rolethread_lite.disk import create_temporary, explain_failure, publish, sweep
from rolethread_lite.errors import UnknownName
from rolethread_lite.model import zstd
from rolethread_lite.model.snapshot import SnapshotSource
from rolethread_lite.store.asking import ask_bytes, ask_number, count
from rolethread_lite.store.connection import transaction

FOLDER = "sources"
_LEVEL = 1
"""Import waits for it: level 1 takes a third of the time of level 3 and a tenth more room."""


class KeptSource(NamedTuple):
    """A file whose bytes are kept."""

    digest: bytes
    """Its XXH3-128 digest."""
    size: int
    """Its size in bytes."""


class SourceKeeper:
    """Takes the bytes of one file as they are read."""

    kept: KeptSource | None = None
    """What was kept, once the block has ended."""

    def __init__(self, folder: Path, file: FileIO) -> None:
        """Write into `file`, a temporary file in `folder`."""
        self._folder = folder
        self._file = file
        self._compressor = zstd.ZstdCompressor(level=_LEVEL)
        self._digest = xxhash.xxh3_128()
        self._size = 0

    def take(self, chunk: bytes) -> None:
        """Keep the next bytes of the file."""
        try:
            self._write(self._compressor.compress(chunk))
        except OSError as fault:
            raise explain_failure(fault, shown=self._folder) from fault
        self._digest.update(chunk)
        self._size += len(chunk)

    def finish(self) -> KeptSource:
        """Bring everything to the disk and return what was kept."""
        try:
            self._write(self._compressor.flush())
            os.fsync(self._file.fileno())
        except OSError as fault:
            raise explain_failure(fault, shown=self._folder) from fault
        return KeptSource(self._digest.digest(), self._size)

    def _write(self, packed: bytes) -> None:
        written = 0
        while written < len(packed):  # an unbuffered file may take less than it is given
            written += self._file.write(packed[written:])


@contextmanager
def keep_source(folder: Path) -> Iterator[SourceKeeper]:
    """Keep what the block hands over under the workspace's `folder`; nothing stays when the block fails."""
    place = folder / FOLDER
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise explain_failure(fault, shown=place) from fault
    temporary, file = create_temporary(place / "source", shown=place)
    try:
        with file:
            keeper = SourceKeeper(place, file)
            yield keeper
            kept = keeper.kept = keeper.finish()
            publish(temporary, path_of(folder, kept.digest), shown=place, replace=True)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def sweep_sources(folder: Path) -> None:
    """Remove what killed imports left beside the sources that are kept under the workspace's `folder`."""
    sweep(folder / FOLDER)


def path_of(folder: Path, digest: bytes) -> Path:
    """Return where the bytes with this digest are kept."""
    return folder / FOLDER / f"{digest.hex()}.zst"


def start_source(connection: apsw.Connection, *, name: str) -> int:
    """Note that a file is being read, and return its key."""
    with transaction(connection):
        insert = "insert into source(digest,name,size,facts,kept) values(x'',?,0,'{}',0) returning id"
        return count(connection, insert, (name,))


def finish_source(connection: apsw.Connection, key: int, *, kept: KeptSource, facts: str) -> None:
    """Note what was kept of a file; `facts` is what was seen of it, as JSON."""
    with transaction(connection):
        update = "update source set digest=?,size=?,facts=?,kept=1 where id=?"
        connection.execute(update, (kept.digest, kept.size, facts, key))


def drop_source(connection: apsw.Connection, key: int) -> None:
    """Forget a file that could not be read to its end."""
    with transaction(connection):
        connection.execute("delete from source where id=?", (key,))


def adopt_source(connection: apsw.Connection, source: SnapshotSource) -> int:
    """Return the key of a source that is known from elsewhere; without its bytes, where they are not kept here."""
    digest = bytes.fromhex(source.digest)
    query = "select id from source where digest=? and name=? order by kept desc, id limit 1"
    found = ask_number(connection, query, (digest, source.name))
    if found is not None:
        return found
    with transaction(connection):
        insert = "insert into source(digest,name,size,facts,kept) values(?,?,?,?,0) returning id"
        return count(connection, insert, (digest, source.name, source.size, source.facts))


def read_source(connection: apsw.Connection, folder: Path, key: int) -> bytes:
    """Return the bytes of a kept file; raises UnknownName when they were discarded."""
    digest = ask_bytes(connection, "select digest from source where id=? and kept", (key,))
    if digest is None:
        raise UnknownName("the source is no longer kept", advice="Only sources that were not discarded can be read.")
    return zstd.decompress(path_of(folder, digest).read_bytes())


def discard_source(connection: apsw.Connection, folder: Path, key: int) -> None:
    """Give up the bytes of a kept file; the entries made from it stay."""
    digest = ask_bytes(connection, "select digest from source where id=? and kept", (key,))
    if digest is None:
        raise UnknownName("the source is no longer kept", advice="It may have been discarded already.")
    with transaction(connection):
        connection.execute("update source set kept=0 where digest=?", (digest,))
    path_of(folder, digest).unlink(missing_ok=True)
