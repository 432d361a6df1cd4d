"""Turns whatever encoding a file is in into UTF-8, and refuses what is no text."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from rolethread_lite.formats.beginnings import NotText, with_beginning, without_beginning

UTF8 = "utf-8"
_LOOKED_AT = 8192
_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# JSON begins with two ASCII characters, and their zeros show how wide a character is and which end comes first.
_ZEROS = (
    (re.compile(rb"[^\0]\0\0\0[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[^\0]\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"[^\0]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[^\0]\0[^\0]"), "utf-16-be"),
)
_FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture or a sound"),
    (b"PK\x03\x04", "a zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"GGUF", "a model"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.03
_FEW = 3
_SURROGATE = re.compile("[\ud800-\udfff]")
_MEND = "rolethread-windows-1252"


class Decoded(NamedTuple):
    """A stream as UTF-8, and how it was written."""

    chunks: Iterator[bytes]
    """Its bytes in UTF-8, without a byte order mark; single lines may be in another encoding after all."""
    encoding: str
    """`utf-8`, `utf-16-le` …"""
    has_bom: bool
    """Whether it begins with a byte order mark."""


def decode_stream(chunks: Iterator[bytes]) -> Decoded:
    """Return the stream as UTF-8; raises NotText for what looks like a picture, an archive, or any other non-text."""
    first, chunks = with_beginning(chunks, least=_LOOKED_AT)
    kind = next((kind for magic, kind in _FOREIGN if first.startswith(magic)), None)
    if kind is not None:
        raise NotText(f"it is {kind}, not text")
    mark, encoding = _encoding_of(first)
    unmarked = without_beginning(chunks, length=mark)
    if encoding != UTF8:
        return Decoded(_recode(unmarked, encoding), encoding, mark > 0)
    controls = len(_CONTROL.findall(first[:_LOOKED_AT]))
    if controls > max(_FEW, len(first[:_LOOKED_AT]) * _MOST_CONTROLS):
        raise NotText("it is full of control characters, and so not text")
    return Decoded(unmarked, UTF8, mark > 0)


def is_utf8(line: bytes) -> bool:
    """Tell whether a line is UTF-8; half a surrogate pair is let through, for some programs write it."""
    if line.isascii():
        return True
    try:
        line.decode(UTF8, "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def mend_line(line: bytes) -> bytes:
    """Return a line as UTF-8, each byte that is not read as Windows-1252, or as Latin-1 where that has none."""
    return line.decode(UTF8, _MEND).encode()


def _encoding_of(first: bytes) -> tuple[int, str]:
    """Return the length of the byte order mark and the encoding that the first bytes tell of."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return len(mark), encoding
    return 0, next((encoding for zeros, encoding in _ZEROS if zeros.match(first)), UTF8)


def _recode(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="surrogatepass")
    try:
        for chunk in chunks:
            yield _escaped(decoder.decode(chunk))
    except UnicodeDecodeError as fault:
        raise NotText(f"it begins as {encoding.upper()} and does not go on so") from fault
    try:
        yield _escaped(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        yield "\ufffd".encode()  # the last character was cut in two


def _escaped(text: str) -> bytes:
    """Return the text as UTF-8, half a surrogate pair in the one way JSON has for it."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _from_windows(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    byte = fault.object[fault.start : fault.start + 1]
    try:
        return byte.decode("cp1252"), fault.start + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), fault.start + 1


codecs.register_error(_MEND, _from_windows)
