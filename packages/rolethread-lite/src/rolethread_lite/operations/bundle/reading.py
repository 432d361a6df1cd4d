"""Opens a bundle with care: it may come from anybody, and nothing in it is trusted before its digest is right."""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import xxhash

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.opening import RawLine
from rolethread_lite.formats.sidecar import DatasetSidecar, read_sidecar
from rolethread_lite.model.character import Avatar
from rolethread_lite.operations.bundle.manifest import (
    AVATARS,
    IDS,
    LINES,
    MANIFEST,
    SIDECAR,
    BundledFile,
    Manifest,
    read_manifest,
)

SUFFIX = ".rolethread"
_ID_LINE = 33
_BEGINNING = b"PK\x03\x04"
_CHUNK = 1 << 18
_ENCRYPTED = 0x1
_SAFE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_IN_MEMORY = 1 << 28
"""Bytes that anything but the lines may have: they are read as a whole."""
_FREE_INFLATION = 1 << 26
_MOST_INFLATION = 400
"""How many times larger than in the bundle a file of more than _FREE_INFLATION bytes may be: text is never so empty."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """A bundle that was verified: every byte of it is what its manifest says."""

    manifest: Manifest
    """What is in it."""
    sidecar: DatasetSidecar
    """What belongs to the dataset besides its lines."""
    avatars: tuple[Avatar, ...]
    """Pictures of its characters."""


def looks_like_bundle(path: Path) -> bool:
    """Tell from its first bytes whether a file may be a bundle."""
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINNING)) == _BEGINNING
    except (OSError, ValueError):
        return False


def check_bundle(path: Path, *, progress: Progress = lambda _bytes: None) -> BundleReport:
    """Verify every file in a bundle; raises UnreadableInput that names the one which is not what it should be."""
    with opened_bundle(path) as bundle:
        return bundle.verify(progress=progress)


@contextmanager
def opened_bundle(path: Path) -> Iterator["Bundle"]:
    """Open a bundle; raises UnreadableInput for what is none, or holds what none may hold."""
    try:
        with path.open("rb") as stream, ZipFile(stream) as zipped:
            yield Bundle(zipped, where=str(path))
    except OSError as fault:
        raise _refused(str(path), (fault.strerror or str(fault)).lower()) from fault
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as fault:
        raise _refused(str(path), f"it is no bundle, or damaged ({fault})") from fault


class Bundle:
    """An open bundle."""

    def __init__(self, zipped: ZipFile, *, where: str) -> None:
        """Read from `zipped`; raises UnreadableInput when there is something in it that no bundle holds."""
        self._zipped = zipped
        self._where = where
        self._places = self._checked_places()
        if MANIFEST not in self._places:
            raise _refused(where, f"it has no {MANIFEST}")
        raw = self._zipped.read(self._places[MANIFEST])
        self.manifest = read_manifest(raw, where=f"{where}:{MANIFEST}")
        """What is in it, as it says itself."""
        self._refuse_strangers()

    def verify(self, *, progress: Progress = lambda _bytes: None) -> BundleReport:
        """Compare every file with the manifest, and return what goes with the lines."""
        kept: dict[str, bytes] = {}
        lines = seen = 0
        for listed in self.manifest.files:
            digest = hashlib.sha256()
            held: list[bytes] = []
            for chunk in self._chunks(listed):
                digest.update(chunk)
                lines += chunk.count(b"\n") if listed.name == LINES else 0
                held += [chunk] if listed.name not in (LINES, IDS) else []
                seen += len(chunk)
                progress(seen)
            if digest.hexdigest() != listed.sha256:
                raise self._damaged(listed.name, "its digest is not the one in the manifest")
            kept[listed.name] = b"".join(held)
        self._refuse_other_number(lines)
        return self._report(kept)

    def lines(self) -> Iterator[RawLine]:
        """Yield the dataset's lines, each just as it is."""
        with self._zipped.open(self._places[LINES]) as stream:
            for number, line in enumerate(stream, 1):
                yield RawLine(number, line.removesuffix(b"\n"))

    def ids(self) -> Iterator[bytes]:
        """Yield the 16 bytes of the id of every line, in their order."""
        with self._zipped.open(self._places[IDS]) as stream:
            for line in stream:
                try:
                    yield bytes.fromhex(line.decode())
                except ValueError as fault:
                    raise self._damaged(IDS, "something in it is no id") from fault

    def _checked_places(self) -> dict[str, ZipInfo]:
        """Return the files by name, when none of them could do harm; nothing of them is read yet."""
        places: dict[str, ZipInfo] = {}
        for place in self._zipped.infolist():
            name = place.filename
            if not _SAFE_NAME.fullmatch(name) or ".." in name:
                raise _refused(self._where, f"it holds {name!r}, which is no name of a file in a bundle")
            if name in places:
                raise self._damaged(name, "it is there twice")
            if place.flag_bits & _ENCRYPTED:
                raise self._damaged(name, "it is encrypted")
            if place.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise self._damaged(name, "it is compressed in a way that no bundle uses")
            self._refuse_inflated(place)
            places[name] = place
        return places

    def _refuse_inflated(self, place: ZipInfo) -> None:
        is_free = place.file_size <= _FREE_INFLATION or place.file_size <= _MOST_INFLATION * place.compress_size
        is_kept_whole = place.filename not in (LINES, IDS)
        if not is_free or (is_kept_whole and place.file_size > _IN_MEMORY):
            raise self._damaged(place.filename, f"it would grow to {place.file_size:,} bytes")

    def _refuse_strangers(self) -> None:
        """Raise when the manifest and the bundle do not name the same files, of the same sizes."""
        listed = {one.name: one.size for one in self.manifest.files}
        missing = next((name for name in listed if name not in self._places), None)
        if missing is not None:
            raise self._damaged(missing, "it is missing")
        for name, place in self._places.items():
            if name != MANIFEST and listed.get(name) != place.file_size:
                raise self._damaged(name, "its size is another" if name in listed else "the manifest does not list it")

    def _chunks(self, listed: BundledFile) -> Iterator[bytes]:
        """Yield the bytes of a file; never more than the manifest says."""
        left = listed.size + 1
        try:
            with self._zipped.open(self._places[listed.name]) as stream:
                while left > 0 and (chunk := stream.read(min(_CHUNK, left))):
                    left -= len(chunk)
                    yield chunk
        except (BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
            raise self._damaged(listed.name, str(fault)) from fault

    def _refuse_other_number(self, lines: int) -> None:
        """Raise when there is not one id for each line, or not as many as the manifest says."""
        ids = next(one.size for one in self.manifest.files if one.name == IDS)
        if lines != self.manifest.entries + self.manifest.records:
            raise self._damaged(LINES, "the manifest says another number of lines")
        if ids != lines * _ID_LINE:
            raise self._damaged(IDS, "it does not hold one id for each line")

    def _report(self, kept: dict[str, bytes]) -> BundleReport:
        avatars = tuple(self._avatar(name, content) for name, content in kept.items() if name.startswith(AVATARS))
        sidecar = read_sidecar(kept[SIDECAR], where=f"{self._where}:{SIDECAR}")
        return BundleReport(manifest=self.manifest, sidecar=sidecar, avatars=avatars)

    def _avatar(self, name: str, content: bytes) -> Avatar:
        digest = xxhash.xxh3_128_hexdigest(content)
        if name != f"{AVATARS}{digest}":
            raise self._damaged(name, "it is not the picture with this digest")
        return Avatar(digest=digest, content=content)

    def _damaged(self, name: str, reason: str) -> UnreadableInput:
        return _refused(f"{self._where}:{name}", reason)


def repeated_id(where: str) -> UnreadableInput:
    """Return the error for a bundle in which two lines have one id."""
    return _refused(f"{where}:{IDS}", "two lines have the same id")


def _refused(where: str, reason: str) -> UnreadableInput:
    return UnreadableInput(
        f"This bundle cannot be used: {reason}.", where=where, advice="Ask whoever made it for another copy."
    )
