"""Writes a dataset's files, and notices when somebody else has written them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import apsw
import xxhash

from rolethread_lite.disk import explain_failure, prepared_file, sweep, write_atomically
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.store.asking import ask_number, ask_text, count, first_as, rows_as
from rolethread_lite.store.connection import transaction
from rolethread_lite.store.keeping import LIBRARY_REVISION
from rolethread_lite.store.lines import join
from rolethread_lite.store.naming import file_name
from rolethread_lite.store.view import View

_CHUNK_LINES = 1000
_READ_BYTES = 1 << 20
_DIGEST_BYTES = 16
_PENDING_KEPT = 16
"""Announced digests that are remembered; more crashes in a row than this make a file look like somebody else's."""
_SIDECAR_SUFFIX = ".rolethread.json"
_EDITED_SUFFIX = ".rolethread.edited"
_FIRST_SIDECAR = b'{\n  "rolethread_sidecar": 1,'
"""How sidecars began before their digests were noted; what they held is in the workspace."""

SidecarWriter = Callable[[View, Dataset], bytes]
"""Gives the content of a dataset's sidecar as a view shows it: the store knows no format."""


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
    """The digests of what is being written in its place, by whoever is at it, or was when it crashed."""
    sidecar: bytes = b""
    """The digest of the sidecar as the workspace wrote it."""
    library: int = 0
    """The revision of the library that the sidecar shows."""


class _Kept(NamedTuple):
    dataset: int
    name: str | None
    """The dataset's name now, None when it is no longer in the workspace."""


class ProjectionPaths(NamedTuple):
    """Where a dataset's files are."""

    dataset: Path
    sidecar: Path


def paths_for(home: Path, name: str) -> ProjectionPaths:
    """Return the files of a dataset of that name.

    The sidecar's name begins with a dot: `datasets.load_dataset(folder)` takes every other JSON file for data.
    """
    stem = file_name(name)
    dataset = home / stem / _dataset_file(name)
    return ProjectionPaths(dataset, _sidecar_of(dataset))


def set_aside_sidecars(home: Path, name: str) -> tuple[Path, ...]:
    """Return the sidecars that somebody else edited and that were moved aside before they were written anew."""
    paths = paths_for(home, name)
    try:
        found = sorted(paths.sidecar.parent.glob(f".*{_EDITED_SUFFIX}*.json"))
    except OSError:
        return ()
    beginning = f".{paths.dataset.stem}{_EDITED_SUFFIX}"
    return tuple(path for path in found if path.name.startswith(beginning))


def _sidecar_of(dataset: Path) -> Path:
    return dataset.with_name(f".{dataset.stem}{_SIDECAR_SUFFIX}")


def _dataset_file(name: str) -> str:
    return f"{file_name(name)}.jsonl"


def project(connection: apsw.Connection, view: View, dataset: Dataset, *, home: Path, sidecar: SidecarWriter) -> Path:
    """Write a dataset's files as the view shows it, note what was written, and return the dataset file.

    What is about to be written is noted first: after a crash in between, the files are still known as ours. A
    newer file that another process wrote meanwhile stays, and so does one that somebody else wrote. Lines that
    did not change are not written again when only the sidecar did.
    """
    paths = paths_for(home, dataset.name)
    _leave_other_place(connection, dataset.key, paths.dataset)
    _make_folder(paths.dataset.parent)
    beside = _Beside(content=sidecar(view, dataset), library=library_revision(view.connection))
    if _are_lines_current(connection, view, dataset):
        _write_sidecar_alone(connection, view, dataset, beside, home=home)
        return paths.dataset
    digest = xxhash.xxh3_128()
    with prepared_file(paths.dataset, _digested(_chunks(view, dataset.key), digest), replace=True) as prepared:
        if _announce(connection, dataset, paths.dataset, digest.digest() + beside.digest):
            with transaction(connection):
                facts = read_facts(connection, dataset.key)
                if facts and facts.revision <= view.revision and _is_free(connection, dataset, home=home):
                    _write_sidecar(paths.sidecar, facts, beside)
                    prepared.publish()
                    _note(connection, dataset.key, _written(facts, view.revision, digest.digest(), beside))
    with suppress(OSError):  # empty only when nothing was to be written after all
        paths.dataset.parent.rmdir()
    return paths.dataset


class _Beside(NamedTuple):
    """A sidecar on its way to the disk."""

    content: bytes
    library: int
    """The revision of the library it shows."""

    @property
    def digest(self) -> bytes:
        return xxhash.xxh3_128_digest(self.content)


def _are_lines_current(connection: apsw.Connection, view: View, dataset: Dataset) -> bool:
    """Tell whether the dataset's file already holds the lines that the view shows."""
    facts = read_facts(connection, dataset.key)
    if facts is None or not _is_there(Path(facts.path)):
        return False
    return count(view.connection, "select rev from moved where dataset=?", (dataset.key,)) <= facts.revision


def _write_sidecar_alone(
    connection: apsw.Connection, view: View, dataset: Dataset, beside: _Beside, *, home: Path
) -> None:
    paths = paths_for(home, dataset.name)
    if not _announce(connection, dataset, paths.dataset, beside.digest):
        return
    with transaction(connection):
        facts = read_facts(connection, dataset.key)
        if facts and facts.revision <= view.revision and _is_free(connection, dataset, home=home):
            _write_sidecar(paths.sidecar, facts, beside)
            noted = facts._replace(revision=view.revision, pending=_without(facts.pending, beside.digest))
            _note(connection, dataset.key, noted._replace(sidecar=beside.digest, library=beside.library))


def _write_sidecar(path: Path, facts: DiskFacts, beside: _Beside) -> None:
    """Write a sidecar where it is not that already; one that somebody else edited is moved aside first."""
    found = _digest_of(path) if _is_there(path) else None
    if found == beside.digest:
        return
    if _is_there(path) and not _is_our_sidecar(path, facts):
        _move_aside(path)
    write_atomically(path, [beside.content], replace=True)


def _is_our_sidecar(path: Path, facts: DiskFacts) -> bool:
    if _digest_of(path) in (facts.sidecar, *_digests(facts.pending)):
        return True
    return not facts.sidecar and _beginning_of(path) == _FIRST_SIDECAR


def _beginning_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_FIRST_SIDECAR))
    except OSError:
        return b""


def _move_aside(path: Path) -> None:
    """Give a sidecar that somebody else edited another name, one that nothing has yet."""
    stem = path.name.removesuffix(_SIDECAR_SUFFIX)
    number = 1
    while _is_there(aside := path.with_name(f"{stem}{_EDITED_SUFFIX}{f'-{number}' if number > 1 else ''}.json")):
        number += 1
    try:
        path.rename(aside)
    except OSError as fault:
        raise explain_failure(fault, shown=path) from fault


def _leave_other_place(connection: apsw.Connection, dataset: int, wanted: Path) -> None:
    """Remove the files of a dataset that were written to another place, before there are any in the new one."""
    facts = read_facts(connection, dataset)
    if facts is not None and facts.path != str(wanted):
        _retire(connection, dataset, facts)


def _announce(connection: apsw.Connection, dataset: Dataset, path: Path, digests: bytes) -> bool:
    """Note what is about to be written; False when the dataset is no longer called so, or its file is elsewhere."""
    with transaction(connection):
        facts = read_facts(connection, dataset.key) or DiskFacts(str(path), -1, 0, 0, b"", b"")
        if facts.path != str(path) or not _is_called_so(connection, dataset):
            return False
        pending = (facts.pending + digests)[-_DIGEST_BYTES * _PENDING_KEPT :]
        _note(connection, dataset.key, facts._replace(pending=pending))
        return True


def _written(facts: DiskFacts, revision: int, digest: bytes, beside: _Beside) -> DiskFacts:
    """Return the facts for files that were just written; what others have announced is still to come."""
    found = Path(facts.path).stat()
    others = _without(facts.pending, digest, beside.digest)
    written = DiskFacts(facts.path, revision, found.st_size, found.st_mtime_ns, digest, others)
    return written._replace(sidecar=beside.digest, library=beside.library)


def _without(pending: bytes, *digests: bytes) -> bytes:
    return b"".join(other for other in _digests(pending) if other not in digests)


def _is_free(connection: apsw.Connection, dataset: Dataset, *, home: Path) -> bool:
    """Tell whether the file may be written: the dataset is still called so, and nobody else wrote the file."""
    return _is_called_so(connection, dataset) and outside_file(connection, dataset, home=home) is None


def _is_called_so(connection: apsw.Connection, dataset: Dataset) -> bool:
    query = "select 1 from dataset where id=? and name=? and not removed"
    return ask_number(connection, query, (dataset.key, dataset.name)) is not None


def sweep_home(home: Path) -> None:
    """Remove what killed processes left in the datasets' folders, and folders in which there was nothing else."""
    try:
        folders = [folder for folder in home.iterdir() if folder.is_dir()]
    except OSError:
        return  # missing, or not to be read: writing into it says why
    for folder in folders:
        if sweep(folder):
            with suppress(OSError):
                folder.rmdir()


def retire(connection: apsw.Connection) -> None:
    """Remove the files of datasets that are no longer in the workspace, or no longer under that name.

    A file that somebody else has changed stays.
    """
    query = "select k.dataset,d.name from disk k left join dataset d on d.id=k.dataset and not d.removed"
    for kept in list(rows_as(_Kept, connection, query)):
        facts = read_facts(connection, kept.dataset)
        if facts is not None and kept.name is None:
            _leave(facts)
            _forget(connection, kept.dataset)
        elif facts is not None and kept.name is not None and Path(facts.path).name != _dataset_file(kept.name):
            _retire(connection, kept.dataset, facts)


def _retire(connection: apsw.Connection, dataset: int, facts: DiskFacts) -> None:
    """Remove the files of a dataset that is written elsewhere now; one that somebody else changed stays and is known.

    They go before anything is written elsewhere, so that a crash in between leaves no file that nobody knows.
    """
    _leave(facts)
    if not _is_there(Path(facts.path)):
        _forget(connection, dataset)


def _forget(connection: apsw.Connection, dataset: int) -> None:
    with transaction(connection):
        connection.execute("delete from disk where dataset=?", (dataset,))


def read_facts(connection: apsw.Connection, dataset: int) -> DiskFacts | None:
    """Return what the workspace last wrote for a dataset, None when it never did."""
    query = "select path,rev,size,mtime_ns,digest,pending,sidecar,library from disk where dataset=?"
    return first_as(DiskFacts, connection, query, (dataset,))


def state_of(connection: apsw.Connection, dataset: Dataset, *, home: Path) -> DiskState:
    """Tell how a dataset's file stands to the workspace: by size and time, and by its content where those differ."""
    if outside_file(connection, dataset, home=home) is not None:
        return DiskState.CHANGED_OUTSIDE
    facts = read_facts(connection, dataset.key)
    if facts is None or facts.revision < 0 or not _is_there(Path(facts.path)):
        return DiskState.MISSING
    is_elsewhere = Path(facts.path) != paths_for(home, dataset.name).dataset
    moved = count(connection, "select rev from moved where dataset=?", (dataset.key,))
    is_older = moved > facts.revision or library_revision(connection) > facts.library
    is_complete = facts.sidecar and _is_there(_sidecar_of(Path(facts.path)))
    return DiskState.BEHIND if is_older or is_elsewhere or not is_complete else DiskState.CURRENT


def library_revision(connection: apsw.Connection) -> int:
    """Return the revision in which the library or a setting last changed."""
    return int(ask_text(connection, "select value from meta where name=?", (LIBRARY_REVISION,)) or 0)


def outside_file(connection: apsw.Connection, dataset: Dataset, *, home: Path) -> Path | None:
    """Return the dataset's file that somebody else wrote, None when there is none.

    After a renaming that is the file of the old name, or one that stands in the place of the new one.
    """
    facts = read_facts(connection, dataset.key)
    wanted = paths_for(home, dataset.name).dataset
    places = (wanted,) if facts is None else (Path(facts.path), wanted)
    return next((path for path in places if _is_there(path) and not _is_ours(path, facts)), None)


def accept_outside(connection: apsw.Connection, dataset: Dataset, *, home: Path) -> None:
    """Take the file as it is for known, also one the workspace never wrote: the next projection may write over it."""
    path = outside_file(connection, dataset, home=home)
    if path is None:
        return
    facts = read_facts(connection, dataset.key)
    if facts is not None and facts.path != str(path):
        _leave(facts)
    found = path.stat()
    known = DiskFacts(str(path), 0, found.st_size, found.st_mtime_ns, _digest_of(path) or b"", b"")
    if facts is not None and facts.path == str(path):
        known = known._replace(sidecar=facts.sidecar)
    with transaction(connection):
        _note(connection, dataset.key, known)


def _is_ours(path: Path, facts: DiskFacts | None) -> bool:
    if facts is None:
        return False
    found = path.stat()
    if (str(path), found.st_size, found.st_mtime_ns) == (facts.path, facts.size, facts.mtime_ns):
        return True
    return _digest_of(path) in (facts.digest, *_digests(facts.pending))


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


def _digests(pending: bytes) -> list[bytes]:
    return [pending[at : at + _DIGEST_BYTES] for at in range(0, len(pending), _DIGEST_BYTES)]


def _is_there(path: Path) -> bool:
    """Tell whether there is a file; where no file could be at all, writing it says why."""
    try:
        return path.exists()
    except OSError:
        return False


def _digest_of(path: Path) -> bytes | None:
    """Return the digest of a file's content, None when it cannot be read."""
    digest = xxhash.xxh3_128()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_READ_BYTES):
                digest.update(chunk)
    except OSError:
        return None
    return digest.digest()


def _note(connection: apsw.Connection, dataset: int, facts: DiskFacts) -> None:
    connection.execute("insert or replace into disk values(?,?,?,?,?,?,?,?,?)", (dataset, *facts))


def _leave(facts: DiskFacts) -> None:
    """Remove files that the workspace wrote under a name it no longer uses, if nobody else has changed them."""
    old = Path(facts.path)
    if _is_there(old) and not _is_ours(old, facts):
        return
    sidecar = _sidecar_of(old)
    try:
        old.unlink(missing_ok=True)
        if _is_there(sidecar) and _is_our_sidecar(sidecar, facts):
            sidecar.unlink(missing_ok=True)
    except OSError as fault:
        raise explain_failure(fault, shown=old) from fault
    sweep(old.parent)
    with suppress(OSError):  # the folder stays where the owner keeps other files in it
        old.parent.rmdir()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise explain_failure(fault, shown=folder) from fault
