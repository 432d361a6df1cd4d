"""Writes a file whole or not at all, so that a crash or a full disk never leaves half of one.

The bytes go to a temporary file in the same folder, reach the disk, and take the file's place in one
step. What a killed process leaves behind has a name of its own, and `sweep` removes it.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from rolethread_lite.errors import BadRequest, DiskFull, InvalidValue, StorageFailed, WouldOverwrite

if os.name == "posix":
    import fcntl

TEMPORARY_SUFFIX = ".rolethread-tmp"
"""How the name of every temporary file ends."""

_BATCH = 1 << 20
_LONGEST_STEM = 64
_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_CANNOT_SYNC_A_FOLDER = frozenset((errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM))
_CANNOT_LINK = frozenset((errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EMLINK, errno.EXDEV))
_NOT_A_FOLDER = frozenset((errno.ENOENT, errno.ENOTDIR))


def write_atomically(path: Path, chunks: Iterable[bytes], *, replace: bool) -> int:
    """Write `chunks` as the file at `path` and return how many bytes that were.

    A file that is already there keeps its mode and is replaced only when `replace` says so; through a
    symbolic link the file it points to is written. A device or a pipe is written to directly. Whatever
    `chunks` raises leaves the old file as it was. Raises WouldOverwrite, InvalidValue, DiskFull, StorageFailed.
    """
    target = _resolve(path)
    mode = _mode_of(target, shown=path, replace=replace)
    if mode is not None and not stat.S_ISREG(mode):
        return _write_through(target, chunks, shown=path)
    with prepared_file(path, chunks, replace=replace) as prepared:
        prepared.publish()
        return prepared.size


class PreparedFile:
    """A whole file beside its place, on the disk but not yet there."""

    def __init__(self, *, temporary: Path, target: Path, shown: Path, replace: bool) -> None:
        """Stand ready to take the place of `target`."""
        self._temporary = temporary
        self._target = target
        self._shown = shown
        self._replace = replace
        self.size = 0
        """Its size in bytes."""

    def publish(self) -> None:
        """Take the place in one step; raises WouldOverwrite where a file stands that may not be replaced."""
        publish(self._temporary, self._target, shown=self._shown, replace=self._replace)
        _sync_folder(self._target.parent, shown=self._shown)


@contextmanager
def prepared_file(path: Path, chunks: Iterable[bytes], *, replace: bool) -> Iterator[PreparedFile]:
    """Write `chunks` beside `path` and let the block say when they take its place; otherwise nothing stays.

    Raises what `write_atomically` raises.
    """
    target = _resolve(path)
    mode = _mode_of(target, shown=path, replace=replace)
    temporary, file = create_temporary(target, shown=path)
    prepared = PreparedFile(temporary=temporary, target=target, shown=path, replace=replace)
    try:
        with file:
            prepared.size = _fill(file, chunks, shown=path)
            _settle(file, temporary, mode=mode, shown=path)
            if os.name != "posix":
                file.close()  # elsewhere an open file cannot take another's place
            yield prepared
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def create_temporary(target: Path, *, shown: Path) -> tuple[Path, FileIO]:
    """Open a new temporary file beside `target`, held so that no sweep takes it away; `shown` names it in errors."""
    stem = os.fsencode(target.name)[:_LONGEST_STEM].decode("utf-8", "ignore")
    while True:
        temporary = target.with_name(f".{stem}.{secrets.token_hex(8)}{TEMPORARY_SUFFIX}")
        try:
            file = FileIO(temporary, "xb")
        except FileExistsError:
            continue
        except OSError as fault:
            raise explain_failure(fault, shown=shown) from fault
        if _hold(file.fileno()) and os.fstat(file.fileno()).st_nlink:
            return temporary, file
        file.close()  # a sweep was quicker


def publish(temporary: Path, target: Path, *, shown: Path, replace: bool) -> None:
    """Give a finished temporary file its place; raises WouldOverwrite where a file stands that may not be replaced."""
    if not replace and _link(temporary, target, shown=shown):
        return
    with _failures_explained(shown):
        temporary.replace(target)


def sweep(folder: Path) -> tuple[Path, ...]:
    """Remove the temporary files that killed processes left in `folder`, and return them.

    A file that a living process is still writing is held by that process and stays.
    """
    try:
        found = sorted(item for item in folder.iterdir() if is_temporary(item))
    except OSError:
        return ()
    return tuple(item for item in found if _remove_if_abandoned(item))


def is_temporary(path: Path) -> bool:
    """Tell from its name whether a file is one of our temporary files."""
    return path.name.startswith(".") and path.name.endswith(TEMPORARY_SUFFIX)


def explain_failure(fault: OSError, *, shown: Path) -> StorageFailed | BadRequest:
    """Return the error that says in words why a file could not be written."""
    where = str(shown)
    if fault.errno in _NO_ROOM:
        return DiskFull("The disk is full.", where=where, advice="Free some room and run it again.")
    if fault.errno in _NOT_A_FOLDER:
        return BadRequest("The folder does not exist.", where=where, advice="Create it, or choose another place.")
    if fault.errno == errno.ENAMETOOLONG:
        return InvalidValue("The file name is too long.", where=where, advice="Choose a shorter one.")
    reason = (fault.strerror or str(fault)).lower()
    return StorageFailed(f"Cannot write: {reason}.", where=where, advice="Choose another place, or allow writing here.")


def _resolve(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as fault:
        raise InvalidValue("The symbolic link leads nowhere.", where=str(path), advice="Mend or remove it.") from fault
    except ValueError as fault:
        raise InvalidValue("This cannot be the name of a file.", where=repr(path), advice="Choose another.") from fault


def _mode_of(target: Path, *, shown: Path, replace: bool) -> int | None:
    """Return the mode of what stands at `target`, None when nothing does."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise explain_failure(fault, shown=shown) from fault
    if stat.S_ISDIR(mode):
        raise InvalidValue("This is a folder.", where=str(shown), advice="Name a file in it.")
    if stat.S_ISREG(mode) and not replace:
        raise _would_overwrite(shown)
    return mode


def _would_overwrite(shown: Path) -> WouldOverwrite:
    return WouldOverwrite("A file is already there.", where=str(shown), advice="Choose another name, or use --force.")


@contextmanager
def _failures_explained(shown: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise explain_failure(fault, shown=shown) from fault


def _write_through(target: Path, chunks: Iterable[bytes], *, shown: Path) -> int:
    with _failures_explained(shown):
        file = FileIO(target, "wb")
    with file:
        return _fill(file, chunks, shown=shown)


def _fill(file: FileIO, chunks: Iterable[bytes], *, shown: Path) -> int:
    """Write the chunks; only what the disk raises is a failure to write, not what their maker does."""
    size = 0
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= _BATCH:
            size += _write_all(file, waiting, shown=shown)
            waiting.clear()
    return size + _write_all(file, waiting, shown=shown)


def _write_all(file: FileIO, content: bytearray, *, shown: Path) -> int:
    written = 0
    # An unbuffered file may take less than it is given, and has nothing left to flush when it is closed.
    with _failures_explained(shown), memoryview(content) as view:
        while written < len(view):
            written += file.write(view[written:])
    return written


def _settle(file: FileIO, temporary: Path, *, mode: int | None, shown: Path) -> None:
    """Bring the bytes to the disk and give them the old file's mode."""
    with _failures_explained(shown):
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        os.fsync(file.fileno())


def _link(temporary: Path, target: Path, *, shown: Path) -> bool:
    """Give the file its name only if nothing has taken it meanwhile; False where links are unknown."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError as fault:
        raise _would_overwrite(shown) from fault
    except (OSError, NotImplementedError) as fault:
        if isinstance(fault, OSError) and fault.errno not in _CANNOT_LINK:
            raise explain_failure(fault, shown=shown) from fault
        return False
    return True


def _sync_folder(folder: Path, *, shown: Path) -> None:
    """Bring the new name to the disk, where the system can do that for a folder."""
    if os.name != "posix":
        return
    try:
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
    except OSError as fault:
        if fault.errno not in _CANNOT_SYNC_A_FOLDER:
            raise explain_failure(fault, shown=shown) from fault


def _hold(descriptor: int) -> bool:
    """Mark the file as in use by this process; on other systems being open is mark enough."""
    if os.name != "posix":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        return fault.errno not in (errno.EWOULDBLOCK, errno.EAGAIN)
    return True


def _remove_if_abandoned(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if os.name == "posix" and not _hold(file.fileno()):
                return False
            if os.name == "posix":
                path.unlink()
        if os.name != "posix":
            path.unlink()
    except OSError:
        return False
    return True
