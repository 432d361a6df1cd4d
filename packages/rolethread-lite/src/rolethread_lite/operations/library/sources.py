"""Reads a library from whatever holds one: a file of its own, a sidecar, a bundle, or what RoleThread 1.0 keeps."""

from pathlib import Path

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats import library_json, rolethread_1, sidecar
from rolethread_lite.model.json_text import JsonValue, NotJson, decode
from rolethread_lite.operations.bundle.reading import check_bundle, looks_like_bundle
from rolethread_lite.operations.library.beside import (
    Beside,
    read_bundled,
    read_bytes,
    read_first_edition,
    read_ours,
)
from rolethread_lite.store.rolethread_1_database import read_database

_SQLITE = b"SQLite format 3\0"
_KINDS = "a library file, a sidecar, a bundle, or the sidecar or database of RoleThread 1.0"


def read_library_source(path: Path) -> Beside:
    """Return the library that a file holds, of whatever kind it is; raises UnreadableInput."""
    if looks_like_bundle(path):
        return read_bundled(check_bundle(path), path)
    raw = read_bytes(path)
    if raw.startswith(_SQLITE):
        registry = read_database(path)
        return Beside(
            kind="database of RoleThread 1.0",
            path=path,
            library=rolethread_1.library_of(registry),
            speakers=registry,
            left_out=registry.left_out,
        )
    value = _value(raw, path)
    if library_json.MARK in value:
        return Beside(kind="library", path=path, library=library_json.read_library(raw, where=str(path)))
    if sidecar.MARK in value:
        return read_ours(path)
    if "metadata" in value:
        return read_first_edition(path)
    raise _unknown(path, "it is none of the files that hold a library")


def _value(raw: bytes, path: Path) -> dict[str, JsonValue]:
    try:
        value = decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except NotJson as fault:
        raise _unknown(path, f"it is not JSON ({fault})") from fault
    if not isinstance(value, dict):
        raise _unknown(path, "it is no object")
    return value


def _unknown(path: Path, reason: str) -> UnreadableInput:
    return UnreadableInput(f"There is no library in it: {reason}.", where=str(path), advice=f"Give {_KINDS}.")
