"""Takes a file apart so that it can be put together again byte for byte, with single entries replaced."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.reading import RawRow, Reader
from rolethread_lite.files.spots import Spot
from rolethread_lite.model.json_text import compact

_BLANK = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BETWEEN_VALUES = re.compile(rb"[ \t\r\n,\[\]]*")
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a file: what stands before an entry or record, and the line itself."""

    before: bytes
    """Line ends, blank lines, commas, brackets: what is always copied."""
    spot: Spot | None = None
    """Where the entry or record stands; None for what follows the last one."""
    raw: bytes = b""
    """The entry or record as it stands, with its line breaks if it has any."""
    line: bytes = b""
    """The same as it was read: in UTF-8, and on one line."""


def pieces_of(reader: Reader) -> Iterator[Piece]:
    """Yield the pieces of a file; joined, they are the file.

    One line is held at a time; of a list of entries, the whole file. Raises InvalidValue for a file whose bytes are not
    simply the lines that are read from it: a compressed one, or another encoding.
    """
    rows = reader.raw_rows()
    first = next(rows, None)
    if first is None:
        yield Piece(before=reader.file.path.read_bytes())
    elif first.spot.item is None:
        yield from _line_pieces(reader, first, rows)
    else:
        yield from _value_pieces(reader, first, rows)


def _line_pieces(reader: Reader, first: RawRow, rows: Iterator[RawRow]) -> Iterator[Piece]:
    """Yield a piece for each line that is read; every line of the file is looked at once."""
    row: RawRow | None = first
    waiting = b""
    with reader.file.path.open("rb") as file:
        for place, line in enumerate(file):
            mark = _BYTE_ORDER_MARK if place == 0 and line.startswith(_BYTE_ORDER_MARK) else b""
            content = line[len(mark) :].removesuffix(b"\n").removesuffix(b"\r")
            if not content.strip(_BLANK):
                waiting += line
                continue
            if row is None or not _is_read_as(content, row.raw):
                raise _cannot_be_kept(reader)
            yield Piece(before=waiting + mark, spot=row.spot, raw=content, line=row.raw)
            waiting = line[len(mark) + len(content) :]
            row = next(rows, None)
    if row is not None:
        raise _cannot_be_kept(reader)
    yield Piece(before=waiting)


def _value_pieces(reader: Reader, first: RawRow, rows: Iterator[RawRow]) -> Iterator[Piece]:
    """Yield a piece for each value of a list, found again in the bytes of the file."""
    text = reader.file.path.read_bytes()
    at = end = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0
    before = 0
    row: RawRow | None = first
    while row is not None:
        at = _start_of(text, end, row.raw)
        end = _end_of(text, at, row.raw)
        if compact(text[at:end]) != compact(row.raw):
            raise _cannot_be_kept(reader)
        yield Piece(before=text[before:at], spot=row.spot, raw=text[at:end], line=row.raw)
        before = end
        row = next(rows, None)
    yield Piece(before=text[before:])


def _start_of(text: bytes, at: int, raw: bytes) -> int:
    """Return where the next value begins; a value that is itself a list begins at the last bracket before it."""
    found = _BETWEEN_VALUES.match(text, at)
    start = found.end() if found else at
    if raw.startswith(b"["):
        inside = len(raw) - len(raw.lstrip(b"[ "))
        for _ in range(raw[:inside].count(b"[")):
            start = text.rfind(b"[", at, start)
    return max(start, at)


def _end_of(text: bytes, at: int, raw: bytes) -> int:
    if raw[:1] not in b"[{":
        return at + len(raw)
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text, at):
        mark = found[0]
        if mark in (b"[", b"{"):
            depth += 1
        elif mark in (b"]", b"}"):
            depth -= 1
            if depth == 0:
                return found.end()
    return at + len(raw)


def _is_read_as(content: bytes, raw: bytes) -> bool:
    """Tell whether a line of the file is what was read, be it in UTF-8 or in the older Western encodings."""
    if content == raw:
        return True
    try:
        content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw in (content.decode("cp1252", "replace").encode(), content.decode("latin-1").encode())
    return False


def _cannot_be_kept(reader: Reader) -> InvalidValue:
    return InvalidValue(
        "This file cannot be repaired in the form it is in.",
        where=reader.shown,
        advice="Convert it first: `rolethread convert FILE -o OUT.jsonl`.",
    )
