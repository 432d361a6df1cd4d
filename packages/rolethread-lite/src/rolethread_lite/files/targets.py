"""Where results may be written: never onto a file that is being read, and over another only when asked to."""

from collections.abc import Iterable
from pathlib import Path

from rolethread_lite.errors import InvalidValue, WouldOverwrite
from rolethread_lite.files.reading import STREAM, InputFile


def refuse_overwriting(target: Path, *, inputs: Iterable[InputFile], force: bool) -> None:
    """Raise when nothing may be written to `target`, before any work is put into it."""
    if target == STREAM:
        return
    for file in inputs:
        if _is_same(target, file.path):
            raise InvalidValue(
                "This is one of the files that are read.", where=str(target), advice="Write to another file."
            )
    if not force and target.is_file():
        raise WouldOverwrite(
            "A file is already there.", where=str(target), advice="Choose another name, or use --force."
        )


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
