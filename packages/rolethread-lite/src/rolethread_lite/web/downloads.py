"""Files for the owner: sent to the browser, or written into a folder; whole or not at all."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from rolethread_lite.disk import prepared_file
from rolethread_lite.errors import BadRequest, InvalidValue, WouldOverwrite
from rolethread_lite.workspace import Workspace

_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can tell: the same content gives the same bytes."""
_BYTES = "application/octet-stream"


class NamedFile(NamedTuple):
    """A file that is not there yet."""

    name: str
    """Its name, without a folder."""
    chunks: Iterable[bytes]
    """Its bytes."""


def send_file(file: NamedFile) -> Response:
    """Return a file as an answer that the browser keeps.

    It is written out first: what goes wrong is told as an error, and no half of a file is ever sent.
    """
    folder = TemporaryDirectory(prefix="rolethread-", ignore_cleanup_errors=True)
    with ExitStack() as stack:
        stack.callback(folder.cleanup)
        path = Path(folder.name) / "file"
        with path.open("xb") as target:
            target.writelines(file.chunks)
        stack.pop_all()
    return _sent(path, file.name, folder)


def send_zip(name: str, files: Iterable[NamedFile]) -> Response:
    """Return several files as one zip that the browser keeps."""
    folder = TemporaryDirectory(prefix="rolethread-", ignore_cleanup_errors=True)
    with ExitStack() as stack:
        stack.callback(folder.cleanup)
        path = Path(folder.name) / "file"
        with ZipFile(path, "x", ZIP_DEFLATED) as zipped:
            for file in files:
                _pack(zipped, file)
        stack.pop_all()
    return _sent(path, name, folder)


def write_into(workspace: Workspace, folder: str, files: Sequence[NamedFile], *, replace: bool) -> tuple[Path, ...]:
    """Write files into a folder that the owner named, all of them or none, and return where they are.

    Raises BadRequest for a folder that is not there and for the workspace's own files, WouldOverwrite for a file that
    is there and may not be replaced.
    """
    place = _folder(folder)
    targets = tuple(place / file.name for file in files)
    for target in targets:
        _refuse(workspace, target, replace=replace)
    with ExitStack() as stack:
        prepared = [
            stack.enter_context(prepared_file(target, file.chunks, replace=replace))
            for target, file in zip(targets, files, strict=True)
        ]
        for one in prepared:
            one.publish()
    return targets


def _sent(path: Path, name: str, folder: TemporaryDirectory[str]) -> Response:
    task = BackgroundTask(folder.cleanup)
    headers = {"cache-control": "no-store"}
    return FileResponse(path, media_type=_BYTES, filename=name, headers=headers, background=task)


def _pack(zipped: ZipFile, file: NamedFile) -> None:
    place = ZipInfo(file.name, date_time=_TIME)
    place.compress_type = ZIP_DEFLATED
    place.external_attr = 0o644 << 16
    with zipped.open(place, "w", force_zip64=True) as target:
        for chunk in file.chunks:
            target.write(chunk)


def _folder(typed: str) -> Path:
    advice = "Give the whole path of a folder that is there, such as ~/Documents."
    if not typed.strip():
        raise InvalidValue("no folder is named", advice=advice)
    try:
        folder = Path(typed.strip()).expanduser()
        is_there = folder.is_absolute() and folder.is_dir()
    except (OSError, RuntimeError, ValueError) as fault:
        raise InvalidValue("this cannot be a folder", where=typed, advice=advice) from fault
    if not is_there:
        raise InvalidValue("there is no such folder", where=typed, advice=advice)
    return folder


def _refuse(workspace: Workspace, target: Path, *, replace: bool) -> None:
    """Raise when nothing may be written to `target`, before any work is put into it."""
    if workspace.owns(target):
        raise BadRequest(
            "this file belongs to the workspace, which keeps it up to date by itself",
            where=str(target),
            advice="Choose another folder.",
        )
    if not replace and target.exists():
        raise WouldOverwrite(
            "a file is already there", where=str(target), advice="Choose another folder, or tick that it is replaced."
        )
