"""A shelf: a folder of snapshots, each a small list of objects that any number of snapshots share.

Objects are written before the list that names them, and lists are removed before their objects: whatever
is interrupted, a snapshot that is listed is whole.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from rolethread_lite.disk import explain_failure, sweep, write_atomically
from rolethread_lite.errors import InvalidValue, StorageFailed, UnknownName, WouldOverwrite
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.store.snapshots.objects import DamagedObject, check_seal, digest_of, pack, unpack

LATEST = "latest"
"""In place of an id or a name: the snapshot that was taken last."""
_FORMAT = 1
_GRACE = 3600
"""Seconds for which an object that no snapshot names stays: one that is being taken may be about to."""
_VERIFIED = ".verified"
_ID_DIGITS = 8
_OBJECT = ".zst"
_DAMAGED = ".damaged"
"""Marks an object that was found damaged: it is kept until there is a good one in its place."""


class _File(msgspec.Struct):
    """A snapshot's list as it stands in its file."""

    rolethread_snapshot: int
    seal: str
    snapshot: Snapshot


class ShelfListing(NamedTuple):
    """What lies on a shelf."""

    snapshots: tuple[Snapshot, ...]
    """The snapshots that can be read, the latest first."""
    damaged: tuple[Path, ...]
    """The lists that cannot."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of snapshots."""

    folder: Path
    """Where it is; it need not be there yet."""

    def listing(self) -> ShelfListing:
        """Return every snapshot; lists that cannot be read are named apart."""
        found: list[Snapshot] = []
        damaged: list[Path] = []
        for path in self._lists():
            try:
                found.append(_read_list(path))
            except DamagedObject:
                damaged.append(path)
        found.sort(key=lambda one: (one.at, one.id), reverse=True)
        return ShelfListing(tuple(found), tuple(damaged))

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return every snapshot that can be read, the latest first."""
        return self.listing().snapshots

    def find(self, word: str) -> Snapshot:
        """Return the snapshot with that id, the beginning of it, or that name; of several, the latest of that name.

        Raises UnknownName when there is none, or when more than one id begins so.
        """
        known = self.snapshots()
        if word == LATEST and known:
            return known[0]
        exact = [one for one in known if word in (one.id, one.name) and word]
        found = exact[:1] or [one for one in known if one.id.startswith(word) and word]
        if len(found) == 1:
            return found[0]
        what = f"more than one snapshot begins with {word!r}" if found else f"there is no snapshot {word!r}"
        names = ", ".join(one.title for one in known[:8])
        raise UnknownName(what, advice=f"There are: {names}." if names else "There is no snapshot yet: take one first.")

    def path_of(self, digest: str) -> Path:
        """Return where an object is."""
        return self.folder / "objects" / digest[:2] / f"{digest}{_OBJECT}"

    def list_path(self, snapshot: str) -> Path:
        """Return where the list of the snapshot with that id is."""
        return self.folder / f"{snapshot}.json"

    def has(self, digest: str) -> bool:
        """Tell whether an object is there, and keep it from being taken for forgotten for another while."""
        path = self.path_of(digest)
        try:
            if path.stat().st_mtime < time.time() - _GRACE / 2:
                os.utime(path)
        except OSError:
            return False
        return True

    def write(self, digest: str, content: bytes) -> int:
        """Keep an object and return how many bytes that took."""
        return self.write_packed(digest, pack(content))

    def write_packed(self, digest: str, file: bytes) -> int:
        """Keep an object that is packed already."""
        path = self.path_of(digest)
        _make_folder(path.parent)
        return write_atomically(path, [file], replace=True)

    def read(self, digest: str) -> bytes:
        """Return the content of an object; raises StorageFailed, naming the file that is damaged or missing."""
        try:
            return self.try_read(digest)
        except DamagedObject as fault:
            raise damaged_file(self.path_of(digest), str(fault)) from fault

    def try_read(self, digest: str) -> bytes:
        """Return the content of an object; raises DamagedObject."""
        return unpack(_bytes_of(self.path_of(digest)))

    def try_read_packed(self, digest: str) -> bytes:
        """Return an object as its file is; raises DamagedObject when the file is damaged or missing."""
        file = _bytes_of(self.path_of(digest))
        check_seal(file)
        return file

    def publish(self, snapshot: Snapshot) -> Snapshot:
        """Put a snapshot on the shelf, all objects of which are there; return it with the id it got."""
        _make_folder(self.folder)
        stem = snapshot.root[:_ID_DIGITS]
        number = 1
        while True:
            named = replace(snapshot, id=stem if number == 1 else f"{stem}-{number}")
            with suppress(WouldOverwrite):
                write_atomically(self.list_path(named.id), [_list_file(named)], replace=False)
                return named
            number += 1

    def put(self, snapshot: Snapshot) -> None:
        """Write the list of a snapshot under its id, over the one that is there."""
        _make_folder(self.folder)
        write_atomically(self.list_path(snapshot.id), [_list_file(snapshot)], replace=True)

    def remove(self, snapshot: str) -> None:
        """Take a snapshot's list away; its objects stay until they are swept."""
        for path in (self.list_path(snapshot), self._verified_path(snapshot)):
            try:
                path.unlink(missing_ok=True)
            except OSError as fault:
                raise explain_failure(fault, shown=path) from fault

    def sweep(self) -> int:
        """Remove what killed processes left, and objects that no snapshot needs; return how many bytes that freed.

        While a list cannot be read, nobody knows what it needs, and all objects stay.
        """
        sweep(self.folder)
        listing = self.listing()
        needed = frozenset(digest for one in listing.snapshots for digest in one.objects)
        freed = 0
        for path in self._objects():
            is_wanted = path.stem in needed and (path.suffix == _OBJECT or not self.path_of(path.stem).exists())
            if not is_wanted and not listing.damaged:
                freed += _remove_if_old(path)
        return freed

    def set_aside(self, digest: str) -> None:
        """Rename a damaged object, so that the next snapshot of the same lines writes it anew."""
        path = self.path_of(digest)
        with suppress(OSError):
            path.replace(path.with_suffix(_DAMAGED))

    def mark_verified(self, snapshot: str, at: int) -> None:
        """Note that a snapshot was found good, where there is room for a note."""
        with suppress(StorageFailed):
            write_atomically(self._verified_path(snapshot), [str(at).encode()], replace=True)

    def forget_verified(self, snapshot: str) -> None:
        """Forget that a snapshot was found good."""
        with suppress(OSError):
            self._verified_path(snapshot).unlink(missing_ok=True)

    def verified_at(self, snapshot: str) -> int | None:
        """Return when a snapshot was last found good, None when it never was."""
        try:
            return int(self._verified_path(snapshot).read_bytes())
        except (OSError, ValueError):
            return None

    def object_sizes(self) -> dict[str, int]:
        """Return the size of every object's file."""
        sizes: dict[str, int] = {}
        for path in self._objects():
            with suppress(OSError):
                sizes[path.stem] = path.stat().st_size
        return sizes

    def _lists(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if path.suffix == ".json" and _is_list_name(path.stem))
        except OSError:
            return []

    def _objects(self) -> Iterator[Path]:
        try:
            folders = sorted(path for path in (self.folder / "objects").iterdir() if path.is_dir())
        except OSError:
            return
        for folder in folders:
            sweep(folder)
            with suppress(OSError):
                yield from sorted(path for path in folder.iterdir() if path.suffix in (_OBJECT, _DAMAGED))

    def _verified_path(self, snapshot: str) -> Path:
        return self.folder / f"{snapshot}{_VERIFIED}"


def damaged_file(path: Path, what: str) -> StorageFailed:
    """Return the error for a file of a shelf that is not what was written."""
    return StorageFailed(
        f"a file of the snapshot is damaged or missing: {what}",
        where=str(path),
        advice="Use another snapshot, or the mirror; `rolethread snapshot verify` tells which are good.",
    )


def usable_name(name: str) -> str:
    """Return a name for a snapshot as a file can hold it; raises InvalidValue for one that could be taken for an id."""
    kept = " ".join(name.encode("utf-8", "replace").decode().split())
    if kept == LATEST:
        raise InvalidValue(f"a snapshot cannot be called {kept!r}", advice="Choose another name.")
    return kept


def _read_list(path: Path) -> Snapshot:
    """Return the snapshot of a list's file; raises DamagedObject."""
    raw = _bytes_of(path)
    try:
        found = msgspec.json.decode(raw, type=_File)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as fault:
        raise DamagedObject("it is no list of a snapshot, or of a newer RoleThread") from fault
    if _list_file(found.snapshot) != raw or found.snapshot.id != path.stem:
        raise DamagedObject("it is not what was written")
    return found.snapshot


def check_list(path: Path) -> str:
    """Return what is wrong with a snapshot's list, nothing when it is as it was written."""
    try:
        _read_list(path)
    except DamagedObject as fault:
        return str(fault)
    return ""


def _list_file(snapshot: Snapshot) -> bytes:
    seal = digest_of(msgspec.json.encode(snapshot))
    return msgspec.json.encode(_File(rolethread_snapshot=_FORMAT, seal=seal, snapshot=snapshot)) + b"\n"


def _is_list_name(stem: str) -> bool:
    digits, dash, number = stem.partition("-")
    is_hex = len(digits) == _ID_DIGITS and all(digit in "0123456789abcdef" for digit in digits)
    return is_hex and (number.isdigit() if dash else True)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise DamagedObject("it is missing") from fault
    except OSError as fault:
        raise DamagedObject(f"it cannot be read: {(fault.strerror or str(fault)).lower()}") from fault


def _remove_if_old(path: Path) -> int:
    """Remove a file unless it is so young that it may be about to be needed; return how many bytes that freed."""
    try:
        found = path.stat()
        if found.st_mtime > time.time() - _GRACE:
            return 0
        path.unlink()
    except OSError:
        return 0
    return found.st_size


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise explain_failure(fault, shown=folder) from fault


def sizes_on_disk(snapshots: Iterable[Snapshot], sizes: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Return, for the id of each snapshot, the bytes only it needs, and those that others need too."""
    users: dict[str, int] = {}
    known = tuple(snapshots)
    for one in known:
        for digest in one.objects:
            users[digest] = users.get(digest, 0) + 1
    return {
        one.id: (
            sum(sizes.get(digest, 0) for digest in one.objects if users[digest] == 1),
            sum(sizes.get(digest, 0) for digest in one.objects if users[digest] > 1),
        )
        for one in known
    }
