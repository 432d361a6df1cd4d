"""Reads the entries and records of files, as often as a verb needs to, and standard input like a file."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from rolethread_lite.errors import InvalidValue, UnreadableInput
from rolethread_lite.files.spelling import respell
from rolethread_lite.files.spots import Spot
from rolethread_lite.formats import get_format
from rolethread_lite.formats.framing import Framing
from rolethread_lite.formats.lines import read_line, read_stored
from rolethread_lite.formats.opening import Source, open_source
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record

STREAM = Path("-")
"""In place of a file: standard input or standard output."""

Watch = Callable[[str, int, int], None]
"""Called now and then while a file is read: its name, the bytes read so far, and all its bytes."""

_LINES_BETWEEN_LOOKS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file to read."""

    path: Path
    """Where it is."""
    shown: str
    """How it was named, `-` for standard input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a file that was read."""

    place: int
    """Its place among all lines that are not blank, from 0."""
    spot: Spot
    """Where it stands."""
    item: Entry | Record
    """What the line is."""
    format: str
    """The name of its format, empty for a record."""
    raw: bytes
    """The line as it stands in the file, without its newline."""
    line: bytes
    """The line in the messages format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One line of a file, not yet understood."""

    spot: Spot
    """Where it stands."""
    raw: bytes
    """The line as it stands in the file, without its newline."""


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator[tuple[InputFile, ...]]:
    """Return the files of these paths; standard input waits in a temporary file, so that it can be read twice."""
    if paths.count(STREAM) > 1:
        raise InvalidValue("Standard input can be read only once.", where="-", advice="Name it once.")
    with ExitStack() as stack:
        yield tuple(
            InputFile(path=stack.enter_context(_spooled()), shown="-")
            if path == STREAM
            else InputFile(path=path, shown=str(path))
            for path in paths
        )


class Reader:
    """A file that can be read from its beginning again and again."""

    def __init__(self, file: InputFile, *, watch: Watch | None = None) -> None:
        """Prepare to read `file`; `watch` is told how far reading has come."""
        self.file = file
        """The file."""
        self._watch = watch

    @property
    def shown(self) -> str:
        """Return how the file was named."""
        return self.file.shown

    def rows(self) -> Iterator[Row]:
        """Yield every line that is not blank; raises UnreadableInput when the file cannot be read."""
        for place, row in enumerate(self.raw_rows()):
            item, form, line = read_line(row.raw)
            yield Row(place=place, spot=row.spot, item=item, format=form, raw=row.raw, line=line)

    def raw_rows(self) -> Iterator[RawRow]:
        """Yield every line that is not blank, not yet understood."""
        try:
            with open_source(self.file.path) as source:
                yield from self._follow(source)
        except UnreadableInput as error:
            if self.file.path == Path(self.shown):
                raise
            raise UnreadableInput(error.what, where=self.shown, advice=error.advice) from error

    def _follow(self, source: Source) -> Iterator[RawRow]:
        is_list = False
        for place, line in enumerate(source.lines()):
            if place == 0:
                is_list = source.facts.framing != Framing.LINES
            if self._watch is not None and place % _LINES_BETWEEN_LOOKS == 0:
                self._watch(self.shown, source.consumed, source.facts.size or 0)
            yield RawRow(
                spot=Spot(file=self.shown, line=line.number, item=place + 1 if is_list else None), raw=line.raw
            )


def read_entry(line: bytes) -> Entry:
    """Return the entry of a line in the messages format that is known to be one."""
    item = read_stored(line)
    if isinstance(item, Record):
        raise InvalidValue(f"The file changed while it was read: {item.detail}.", advice="Run it again.")
    return item


def write_row(row: Row, entry: Entry) -> bytes:
    """Return `entry`, made from that row, as a line in the row's own format and spelling."""
    return respell(get_format(row.format).write(entry), like=row.raw)


@contextmanager
def _spooled() -> Iterator[Path]:
    with NamedTemporaryFile(prefix="rolethread-", suffix=".jsonl", delete=False) as file:
        path = Path(file.name)
        try:
            shutil.copyfileobj(sys.stdin.buffer, file)
        except BaseException:
            path.unlink()
            raise
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
