"""Writes a dataset's files, and notices when somebody else has written them."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import apsw
import xxhash

from rolethread_lite.disk import prepared_file, sweep, write_atomically
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.store.asking import count, first_as, numbers, rows_as
from rolethread_lite.store.connection import transaction
from rolethread_lite.store.lines import join
from rolethread_lite.store.view import View

_CHUNK_LINES = 1000
_READ_BYTES = 1 << 20


class DiskState(StrEnum):
    """How a dataset's file stands to the workspace."""

    CURRENT = "current"
    """The file is what the workspace holds."""
    BEHIND = "behind"
    """The workspace is newer; the file will be written."""
    CHANGED_OUTSIDE = "changed outside"
    """Somebody else wrote the file; it will not be written over until the owner decides."""
    MISSING = "missing"
    """The file is gone; it will be written."""


class DiskFacts(NamedTuple):
    """What a dataset's file was when the workspace wrote it."""

    path: str
    revision: int
    size: int
    mtime_ns: int
    digest: bytes
    pending: bytes
    """The digest of what is being written in its place, empty when nothing is."""


class ProjectionPaths(NamedTuple):
    """Where a dataset's files are."""

    dataset: Path
    sidecar: Path


def paths_for(home: Path, name: str) -> ProjectionPaths:
    """Return the files of a dataset of that name.

    The sidecar's name begins with a dot: `datasets.load_dataset(folder)` takes every other JSON file for data.
    """
    folder = home / file_name(name)
    stem = file_name(name)
    return ProjectionPaths(folder / f"{stem}.jsonl", folder / f".{stem}.rolethread.json")


def file_name(name: str) -> str:
    """Return a dataset's name as a file name: letters of any script stay, what a file system refuses becomes `_`."""
    kept = "".join("_" if character in '<>:"/\\|?*' or ord(character) < 32 else character for character in name)
    return kept.strip(" .") or "dataset"


def project(connection: apsw.Connection, view: View, dataset: Dataset, *, home: Path) -> Path:
    """Write a dataset's files as the view shows it, note what was written, and return the dataset file.

    What is about to be written is noted first: after a crash in between, the file is still known as ours. A
    newer file that another process wrote meanwhile stays.
    """
    paths = paths_for(home, dataset.name)
    paths.dataset.parent.mkdir(parents=True, exist_ok=True)
    sweep(paths.dataset.parent)
    previous = read_facts(connection, dataset.key)
    digest = xxhash.xxh3_128()
    chunks = _digested(_chunks(view, dataset.key), digest)
    with prepared_file(paths.dataset, chunks, replace=True) as prepared:
        known = previous or DiskFacts(str(paths.dataset), -1, 0, 0, b"", b"")
        with transaction(connection):
            _note(connection, dataset.key, known._replace(pending=digest.digest()))
        with transaction(connection):
            if (read_facts(connection, dataset.key) or known).revision >= view.revision:
                return paths.dataset
            write_atomically(paths.sidecar, [_sidecar(view, dataset)], replace=True)
            prepared.publish()
            written = paths.dataset.stat()
            path, size, time = str(paths.dataset), written.st_size, written.st_mtime_ns
            _note(connection, dataset.key, DiskFacts(path, view.revision, size, time, digest.digest(), b""))
    if previous is not None and previous.path != str(paths.dataset):
        _leave(previous)
    return paths.dataset


def retire(connection: apsw.Connection) -> None:
    """Remove the files of datasets that are no longer in the workspace, if nobody else has changed them."""
    query = "select dataset from disk where dataset not in (select id from dataset where not removed)"
    for key in numbers(connection, query):
        facts = read_facts(connection, key)
        if facts is not None:
            _leave(facts)
        with transaction(connection):
            connection.execute("delete from disk where dataset=?", (key,))


def read_facts(connection: apsw.Connection, dataset: int) -> DiskFacts | None:
    """Return what the workspace last wrote for a dataset, None when it never did."""
    query = "select path,rev,size,mtime_ns,digest,pending from disk where dataset=?"
    return first_as(DiskFacts, connection, query, (dataset,))


def state_of(connection: apsw.Connection, dataset: Dataset, *, home: Path) -> DiskState:
    """Tell how a dataset's file stands to the workspace: by size and time, and by its content where those differ."""
    facts = read_facts(connection, dataset.key)
    wanted = paths_for(home, dataset.name).dataset
    if facts is None or facts.revision < 0:
        mine = facts is not None and wanted.exists() and _digest_of(wanted) == facts.pending
        return DiskState.CHANGED_OUTSIDE if wanted.exists() and not mine else DiskState.MISSING
    path = Path(facts.path)
    try:
        found = path.stat()
    except OSError:
        return DiskState.MISSING
    as_written = (found.st_size, found.st_mtime_ns) == (facts.size, facts.mtime_ns)
    if not as_written and _digest_of(path) not in (facts.digest, facts.pending):
        return DiskState.CHANGED_OUTSIDE
    moved = count(connection, "select rev from moved where dataset=?", (dataset.key,))
    return DiskState.BEHIND if moved > facts.revision or path != wanted else DiskState.CURRENT


def accept_outside(connection: apsw.Connection, dataset: Dataset, *, home: Path) -> None:
    """Take the file as it is for known, also one the workspace never wrote: the next projection may write over it."""
    facts = read_facts(connection, dataset.key)
    path = paths_for(home, dataset.name).dataset if facts is None or facts.revision < 0 else Path(facts.path)
    if not path.exists():
        return
    found = path.stat()
    known = DiskFacts(str(path), 0, found.st_size, found.st_mtime_ns, _digest_of(path), b"")
    with transaction(connection):
        _note(connection, dataset.key, known)


def _chunks(view: View, dataset: int) -> Iterator[bytes]:
    query = "select b.raw,e.tags,e.hole from entry e join body b using(id) where e.dataset=? order by e.pos"
    waiting: list[bytes] = []
    for line in rows_as(join, view.connection, query, (dataset,)):
        waiting += (line, b"\n")
        if len(waiting) >= _CHUNK_LINES:
            yield b"".join(waiting)
            waiting.clear()
    yield b"".join(waiting)


def _digested(chunks: Iterator[bytes], digest: xxhash.xxh3_128) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


class _Note(NamedTuple):
    uid: bytes
    note: str


def _sidecar(view: View, dataset: Dataset) -> bytes:
    """Return what belongs to a dataset and has no place in its lines; nothing of any other dataset."""
    query = "select uid,note from entry where dataset=? and note is not null order by pos"
    notes = {row.uid.hex(): row.note for row in rows_as(_Note, view.connection, query, (dataset.key,))}
    content = {
        "rolethread_sidecar": 1,
        "dataset": {"name": dataset.name, "entries": dataset.entries, "records": dataset.records},
        "notes": notes,
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


def _digest_of(path: Path) -> bytes:
    digest = xxhash.xxh3_128()
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
    return digest.digest()


def _note(connection: apsw.Connection, dataset: int, facts: DiskFacts) -> None:
    connection.execute("insert or replace into disk values(?,?,?,?,?,?,?)", (dataset, *facts))


def _leave(facts: DiskFacts) -> None:
    """Remove files that the workspace wrote under a name it no longer uses, if nobody else has changed them."""
    old = Path(facts.path)
    if old.exists() and _digest_of(old) in (facts.digest, facts.pending):
        old.unlink()
        old.with_name(f".{old.stem}.rolethread.json").unlink(missing_ok=True)
        if not any(old.parent.iterdir()):
            old.parent.rmdir()
