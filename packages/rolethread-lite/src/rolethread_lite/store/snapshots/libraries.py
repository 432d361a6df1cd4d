"""The library and the portable settings as one object, and the pictures beside it."""

from collections.abc import Iterable

import apsw
import msgspec

from rolethread_lite.model.library import Library
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import describe_settings
from rolethread_lite.store.asking import ask_bytes
from rolethread_lite.store.items import read_items, read_library
from rolethread_lite.store.snapshots.objects import DamagedObject


class SnapshotLibrary(msgspec.Struct, frozen=True):
    """Everything a workspace keeps besides its datasets, but for the pictures."""

    library: Library
    """The library."""
    settings: tuple[Setting, ...]
    """The settings that are not as they come, and may leave this machine."""


def present_library(connection: apsw.Connection) -> SnapshotLibrary:
    """Return the library and the portable settings as they stand now."""
    portable = {one.name for one in describe_settings() if not one.stays_here}
    settings = tuple(one for one in read_items(connection, Setting) if one.name in portable)
    return SnapshotLibrary(library=read_library(connection), settings=settings)


def write_library(found: SnapshotLibrary) -> bytes:
    """Return the content of the object."""
    return msgspec.json.encode(found)


def read_library_object(content: bytes) -> SnapshotLibrary:
    """Return what an object holds; raises DamagedObject when it is no library."""
    try:
        return msgspec.json.decode(content, type=SnapshotLibrary)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as fault:
        raise DamagedObject("it is no library, or of a newer RoleThread") from fault


def pictures_of(library: Library) -> tuple[str, ...]:
    """Return the digests of the pictures its characters have."""
    return tuple(sorted({one.avatar for one in library.characters if one.avatar}))


def read_pictures(connection: apsw.Connection, digests: Iterable[str]) -> dict[str, bytes]:
    """Return those pictures that are kept."""
    query = "select content from avatar where digest=?"
    found = ((digest, ask_bytes(connection, query, (digest,))) for digest in digests)
    return {digest: content for digest, content in found if content is not None}
