"""Writes a dataset as a bundle: the same dataset gives the same bytes, and a large one is never held in memory."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rolethread_lite.formats.sidecar import DatasetSidecar, write_sidecar
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.operations.bundle.manifest import (
    AVATARS,
    IDS,
    LINES,
    MANIFEST,
    SIDECAR,
    BundledFile,
    Manifest,
    write_manifest,
)
from rolethread_lite.store.belongings import ids_in_order
from rolethread_lite.store.view import View

_LINES_AT_ONCE = 1000
_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can tell: no clock reaches a bundle."""
_UNIX = 3
_READABLE = 0o100644 << 16


def bundle_chunks(
    view: View, dataset: Dataset, *, sidecar: DatasetSidecar, progress: Callable[[int], None] = lambda _bytes: None
) -> Iterator[bytes]:
    """Yield the bytes of a bundle: lines, ids, sidecar, pictures, and last the manifest that names them all.

    `progress` is told how many bytes were packed so far.
    """
    seen = 0
    drain = _Drain()
    with ZipFile(drain, "w", ZIP_DEFLATED) as zipped:
        files: list[BundledFile] = []
        for name, chunks in _contents(view, dataset, sidecar):
            packed = _PackedFile(zipped, name)
            for chunk in chunks:
                packed.write(chunk)
                seen += len(chunk)
                progress(seen)
                yield drain.take()
            files.append(packed.close())
        manifest = Manifest(
            program=f"RoleThread Lite {version('rolethread-lite')}",
            dataset=dataset.name,
            uid=sidecar.uid,
            entries=dataset.entries,
            records=dataset.records,
            files=tuple(files),
        )
        last = _PackedFile(zipped, MANIFEST)
        last.write(write_manifest(manifest))
        last.close()
    yield drain.take()


def _contents(view: View, dataset: Dataset, sidecar: DatasetSidecar) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the name and the bytes of each file, in the order in which they stand."""
    yield LINES, _joined(stored.line for stored in view.all_lines(dataset.key))
    yield IDS, _joined(uid.hex().encode() for uid in ids_in_order(view, dataset.key))
    yield SIDECAR, [write_sidecar(sidecar)]
    for digest in sorted({one.avatar for one in sidecar.library.characters} - {""}):
        yield f"{AVATARS}{digest}", [view.avatar(digest).content]


def _joined(lines: Iterator[bytes]) -> Iterator[bytes]:
    while some := list(islice(lines, _LINES_AT_ONCE)):
        yield b"\n".join((*some, b""))


class _Drain:
    """Takes what the zip writer writes, until somebody takes it away."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, content: bytes) -> int:
        """Take some bytes."""
        self._waiting.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Do nothing: what waits is taken away by `take`."""

    def close(self) -> None:
        """Do nothing: there is nothing to let go."""

    def take(self) -> bytes:
        """Give what waits."""
        found = b"".join(self._waiting)
        self._waiting.clear()
        return found


class _PackedFile:
    """One file on its way into a bundle, measured while it is written."""

    def __init__(self, zipped: ZipFile, name: str) -> None:
        place = ZipInfo(name, date_time=_TIME)
        place.compress_type = ZIP_DEFLATED
        place.create_system = _UNIX
        place.external_attr = _READABLE
        self._name = name
        self._file = zipped.open(place, "w", force_zip64=True)
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, chunk: bytes) -> None:
        """Write the next bytes."""
        self._file.write(chunk)
        self._digest.update(chunk)
        self._size += len(chunk)

    def close(self) -> BundledFile:
        """End the file, and say what it came to."""
        self._file.close()
        return BundledFile(name=self._name, size=self._size, sha256=self._digest.hexdigest())
