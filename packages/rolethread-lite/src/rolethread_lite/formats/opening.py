"""Opens files and streams: whatever their compression and encoding, they give lines of UTF-8."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.beginnings import NotText
from rolethread_lite.formats.encodings import UTF8, decode_stream, is_utf8, mend_line
from rolethread_lite.formats.framing import Frames, RawLine
from rolethread_lite.formats.unpacking import unpack

__all__ = ["RawLine", "Source", "SourceFacts", "open_source", "open_stream"]

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What was seen of a file while it was read."""

    name: str
    """The file's name as given, `-` for a stream."""
    size: int | None
    """Its size in bytes, None for a stream."""
    encoding: str
    """`utf-8`, `utf-16-le` …; lines that are not in it are counted in `latin1_lines`."""
    compression: str
    """`gzip`, `zstd`, or empty."""
    framing: str
    """`lines`, `array`, or `values`."""
    has_bom: bool
    """Whether it begins with a byte order mark."""
    blank_lines: int
    """How many lines hold nothing."""
    latin1_lines: int
    """How many lines hold bytes that are not UTF-8 and were read as Windows-1252 or Latin-1."""
    first_latin1_line: int | None
    """The first of them."""


class Source:
    """An open file or stream; read its lines once, and its facts afterwards."""

    def __init__(self, stream: BinaryIO, *, name: str, size: int | None, tee: Callable[[bytes], None]) -> None:
        """Read from `stream`; `tee` gets every byte of it as it is read."""
        self._stream = stream
        self._name = name
        self._size = size
        self._tee = tee
        self._encoding = UTF8
        self._compression = ""
        self._has_bom = False
        self._latin1_lines = 0
        self._first_latin1_line: int | None = None
        self._frames = Frames(())
        self.consumed = 0
        """How many bytes of the file were read so far."""

    @property
    def facts(self) -> SourceFacts:
        """Return what was seen so far; complete once all lines were read."""
        return SourceFacts(
            name=self._name,
            size=self._size,
            encoding=self._encoding,
            compression=self._compression,
            framing=self._frames.framing.value,
            has_bom=self._has_bom,
            blank_lines=self._frames.blank_lines,
            latin1_lines=self._latin1_lines,
            first_latin1_line=self._first_latin1_line,
        )

    def lines(self) -> Iterator[RawLine]:
        """Yield every value as one line of UTF-8; a line of JSONL keeps its bytes.

        Raises UnreadableInput when the file is damaged or of a kind that holds no text.
        """
        try:
            yield from self._read_lines()
        except NotText as fault:
            raise _unreadable(self._name, str(fault)) from fault

    def _read_lines(self) -> Iterator[RawLine]:
        self._compression, unpacked = unpack(self._bytes())
        decoded = decode_stream(unpacked)
        self._encoding, self._has_bom = decoded.encoding, decoded.has_bom
        self._frames = Frames(decoded.chunks)
        for line in self._frames.lines():
            yield line if is_utf8(line.raw) else self._mended(line)

    def _bytes(self) -> Iterator[bytes]:
        while True:
            try:
                chunk = self._stream.read(_CHUNK)
            except OSError as fault:
                raise _unreadable(self._name, (fault.strerror or str(fault)).lower()) from fault
            if not chunk:
                return
            self._tee(chunk)
            self.consumed += len(chunk)
            yield chunk

    def _mended(self, line: RawLine) -> RawLine:
        self._latin1_lines += 1
        if self._first_latin1_line is None:
            self._first_latin1_line = line.number
        return RawLine(line.number, mend_line(line.raw))


@contextmanager
def open_source(path: Path, *, tee: Callable[[bytes], None] = lambda _chunk: None) -> Iterator[Source]:
    """Open a file to read its lines; raises UnreadableInput when that is impossible."""
    try:
        stream = path.open("rb")
        size = path.stat().st_size
    except OSError as fault:
        reason = "it is a folder" if path.is_dir() else (fault.strerror or str(fault)).lower()
        raise _unreadable(str(path), reason) from fault
    except ValueError as fault:
        raise _unreadable(repr(str(path)), "this cannot be the name of a file") from fault
    with stream:
        yield Source(stream, name=str(path), size=size, tee=tee)


@contextmanager
def open_stream(
    stream: BinaryIO, *, name: str = "-", tee: Callable[[bytes], None] = lambda _chunk: None
) -> Iterator[Source]:
    """Read the lines of a stream that is open already; it stays open."""
    yield Source(stream, name=name, size=None, tee=tee)


def _unreadable(name: str, reason: str) -> UnreadableInput:
    return UnreadableInput(f"Cannot read: {reason}.", where=name, advice="Give a file of JSON or JSON lines.")
