"""Opens connections to a workspace's database and turns its failures into RoleThread's errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from rolethread_lite.errors import DiskFull, StorageFailed, WorkspaceBusy, WorkspaceUnusable

BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another process before it is told."""
PAGE_BYTES = 16_384
"""Large pages: bodies of a few kilobytes are written twice as fast as with the usual 4096."""
_FREE_FOR_READING = 1 << 34

_EVERY_CONNECTION = (
    "pragma synchronous=full",  # a confirmed action survives a power cut
    "pragma cache_size=-131072",
    "pragma temp_store=memory",
    f"pragma mmap_size={_FREE_FOR_READING}",
    "pragma journal_size_limit=67108864",
)


def connect(path: Path) -> apsw.Connection:
    """Return a connection to the database at `path`, which is made when it is missing.

    Raises WorkspaceUnusable when the folder cannot hold a workspace, StorageFailed when the disk fails.
    """
    with storage_errors(path):
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        connection.execute(f"pragma page_size={PAGE_BYTES}").fetchall()
        mode = connection.execute("pragma journal_mode=wal").get
        if mode != "wal":
            connection.close()
            raise WorkspaceUnusable(
                "this folder cannot hold a workspace: its file system has no shared memory",
                where=str(path.parent),
                advice="Choose a folder on a local disk, not one that is shared or synchronised.",
            )
        for pragma in _EVERY_CONNECTION:
            connection.execute(pragma).fetchall()
        return connection


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn database failures inside the block into WorkspaceBusy, DiskFull, WorkspaceUnusable or StorageFailed."""
    where = str(path)
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as fault:
        raise WorkspaceBusy(
            "another process is writing to this workspace",
            where=where,
            advice="Wait until it has finished, then try again; nothing was changed.",
        ) from fault
    except apsw.FullError as fault:
        raise _disk_full(where) from fault
    except (apsw.CorruptError, apsw.NotADBError) as fault:
        raise WorkspaceUnusable(
            "the workspace file is damaged", where=where, advice="Keep the file and open a backup of it."
        ) from fault
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as fault:
        raise WorkspaceUnusable(
            "the workspace cannot be opened for writing",
            where=where,
            advice="Check the folder's permissions, or choose another folder with --workspace.",
        ) from fault
    except apsw.IOError as fault:
        # There is no room even for what connections share; the stubs do not know this attribute.
        if getattr(fault, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE:
            raise _disk_full(where) from fault
        raise StorageFailed(
            f"the disk failed ({fault})", where=where, advice="Check the disk; nothing that was confirmed is lost."
        ) from fault


def _disk_full(where: str) -> DiskFull:
    return DiskFull("the disk is full", where=where, advice="Free some space and try again; nothing was lost.")


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Run the block in one immediate transaction: all of it is kept, or none."""
    connection.execute("begin immediate").fetchall()
    try:
        yield
        connection.execute("commit").fetchall()
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback").fetchall()
        raise
