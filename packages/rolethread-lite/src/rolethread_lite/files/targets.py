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
        if is_same_file(target, file.path):
            raise InvalidValue(
                "This is one of the files that are read.", where=str(target), advice="Write to another file."
            )
    if not force and target.is_file():
        raise WouldOverwrite(
            "A file is already there.", where=str(target), advice="Choose another name, or use --force."
        )


def is_same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file that is there."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
