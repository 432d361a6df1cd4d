"""Opens files and streams: whatever their compression and encoding, they give lines of UTF-8."""

import codecs
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import zstandard

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.framing import Frames, RawLine

__all__ = ["RawLine", "Source", "SourceFacts", "open_source", "open_stream"]

_CHUNK = 1 << 18
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"PK\x03\x04", "a zip archive"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"%PDF", "a PDF document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PAR1", "a Parquet file"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEAST_FOR_A_GUESS = 4


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
    """How many lines are not UTF-8 and were read as Windows-1252 or Latin-1."""
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
        self._encoding = "utf-8"
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
        self._frames = Frames(self._utf8(self._unpacked(self._bytes())))
        for line in self._frames.lines():
            yield line if _is_utf8(line.raw) else self._from_latin1(line)

    def _bytes(self) -> Iterator[bytes]:
        while True:
            try:
                chunk = self._stream.read(_CHUNK)
            except OSError as fault:
                raise _unreadable(self._name, f"it cannot be read ({fault.strerror or fault})") from fault
            if not chunk:
                return
            self._tee(chunk)
            self.consumed += len(chunk)
            yield chunk

    def _unpacked(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Undo the compression that the first bytes tell of."""
        first, chunks = _with_beginning(chunks, 64)
        if first.startswith(_GZIP):
            self._compression = "gzip"
            return self._inflated(chunks)
        if first.startswith(_ZSTD):
            self._compression = "zstd"
            return self._decompressed(chunks)
        return chunks

    def _inflated(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        inflate = zlib.decompressobj(wbits=31)
        try:
            for chunk in chunks:
                rest = chunk
                while rest:
                    if inflate.eof:
                        inflate = zlib.decompressobj(wbits=31)
                    yield inflate.decompress(rest)
                    rest = inflate.unused_data
        except zlib.error as fault:
            raise _unreadable(self._name, f"its gzip compression is damaged ({fault})") from fault
        if not inflate.eof:
            raise _unreadable(self._name, "its gzip compression ends too early")

    def _decompressed(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        unpack = zstandard.ZstdDecompressor().decompressobj(read_across_frames=True)
        try:
            for chunk in chunks:
                yield unpack.decompress(chunk)
        except zstandard.ZstdError as fault:
            raise _unreadable(self._name, f"its zstd compression is damaged ({fault})") from fault

    def _utf8(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the bytes as UTF-8, without a byte order mark; raises UnreadableInput for what is no text."""
        first, chunks = _with_beginning(chunks, 64)
        for magic, kind in _FOREIGN:
            if first.startswith(magic):
                raise _unreadable(self._name, f"it is {kind}, not text")
        mark, self._encoding = _encoding_of(first)
        self._has_bom = mark > 0
        unmarked = _without_beginning(chunks, mark)
        if self._encoding == "utf-8":
            return self._refusing_binary(unmarked)
        return self._recoded(unmarked)

    def _refusing_binary(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for number, chunk in enumerate(chunks):
            if number == 0 and chunk[:4096].count(0) > len(chunk[:4096]) // 10:
                raise _unreadable(self._name, "it looks like binary data, not text")
            yield chunk

    def _recoded(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self._encoding)(errors="replace")
        for chunk in chunks:
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")

    def _from_latin1(self, line: RawLine) -> RawLine:
        self._latin1_lines += 1
        if self._first_latin1_line is None:
            self._first_latin1_line = line.number
        try:
            text = line.raw.decode("cp1252")
        except UnicodeDecodeError:
            text = line.raw.decode("latin-1")
        return RawLine(line.number, text.encode())


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
    return UnreadableInput(f"cannot be read: {reason}", where=name, advice="Give a file of JSON or JSON lines.")


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _encoding_of(first: bytes) -> tuple[int, str]:
    """Return the length of the byte order mark and the encoding that the first bytes tell of."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return len(mark), encoding
    if len(first) >= _LEAST_FOR_A_GUESS:
        even, odd = first[::2], first[1::2]
        if not any(odd[: len(odd) // 2 * 2]) and all(even):
            return 0, "utf-16-le"
        if not any(even) and all(odd):
            return 0, "utf-16-be"
    return 0, "utf-8"


def _with_beginning(chunks: Iterator[bytes], least: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes and all chunks, the first bytes included."""
    first = b""
    for chunk in chunks:
        first += chunk
        if len(first) >= least:
            break
    return first, _chain(first, chunks)


def _chain(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from chunks


def _without_beginning(chunks: Iterator[bytes], length: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk[length:]
        length = max(0, length - len(chunk))
