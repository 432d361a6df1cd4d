"""Cuts a stream of bytes into values: lines, the items of an array, or objects one after another.

Decided by content, never by the file's name. A line ends at a line feed and nowhere else: U+2028 and its like are
ordinary characters inside a JSON string. Only the longest value is held in memory.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from rolethread_lite.model.json_text import NotJson, compact, decode


class Framing(StrEnum):
    """How the values of a file are told apart."""

    LINES = "lines"
    """One value a line."""
    ARRAY = "array"
    """The items of one JSON array."""
    VALUES = "values"
    """JSON values one after another, over as many lines as they take."""


class RawLine(NamedTuple):
    """One value of a file, on one line."""

    number: int
    """The line of the file it begins at, from 1."""
    raw: bytes
    """The value as UTF-8, without line breaks between its members."""


class Frames:
    """Cuts chunks into raw lines; `framing` and `blank_lines` are known once some have been read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        """Cut these chunks, which are UTF-8 or meant to be."""
        self._chunks = iter(chunks)
        self.framing = Framing.LINES
        """How the values were told apart."""
        self.blank_lines = 0
        """How many lines held nothing."""

    def lines(self) -> Iterator[RawLine]:
        """Yield every value of the stream."""
        head = self._head()
        if head is None:
            return
        self.framing = _framing_of(head)
        if self.framing is Framing.LINES:
            yield from self._split_lines(head)
        else:
            yield from _Scanner(self._with(head.text), in_array=self.framing is Framing.ARRAY).values()

    def _head(self) -> "_Head | None":
        """Read up to the end of the first line that holds something."""
        buffer = bytearray()
        seen = 0
        for chunk in self._chunks:
            buffer += chunk
            start = _FILLED.search(buffer)
            end = -1 if start is None else buffer.find(b"\n", max(seen, start.start()))
            seen = len(buffer)
            if start is not None and end >= 0:
                has_more = self._has_more(buffer, end)
                return _Head(bytes(buffer), bytes(buffer[start.start() : end]).rstrip(_BLANK), has_more=has_more)
        first = bytes(buffer).strip(_BLANK)
        self.blank_lines = 0 if first else buffer.count(b"\n")
        return _Head(bytes(buffer), first, has_more=False) if first else None

    def _has_more(self, buffer: bytearray, end: int) -> bool:
        """Tell whether anything stands behind the first line, reading on as far as that takes."""
        while _FILLED.search(buffer, end) is None:
            chunk = next(self._chunks, None)
            if chunk is None:
                return False
            end = len(buffer)
            buffer += chunk
        return True

    def _with(self, head: bytes) -> Iterator[bytes]:
        yield head
        yield from self._chunks

    def _split_lines(self, head: "_Head") -> Iterator[RawLine]:
        number = 0
        waiting: list[bytes] = []
        for chunk in self._with(head.text):
            *ended, rest = chunk.split(b"\n")
            for part in ended:
                number += 1
                line = b"".join((*waiting, part)) if waiting else part
                waiting.clear()
                if found := self._line(number, line):
                    yield found
            if rest:
                waiting.append(rest)
        if waiting and (found := self._line(number + 1, b"".join(waiting))):
            yield found

    def _line(self, number: int, line: bytes) -> RawLine | None:
        kept = line.removesuffix(b"\r")
        if not kept.strip(_BLANK):
            self.blank_lines += 1
            return None
        return RawLine(number, kept)


class _Head(NamedTuple):
    """The beginning of a stream."""

    text: bytes
    """All that was read so far."""
    first: bytes
    """The first line that holds something, without spaces around it."""
    has_more: bool
    """Whether something follows that line."""


def _framing_of(head: _Head) -> Framing:
    """Tell how values are told apart, from the first line that holds something."""
    if _is_whole(head.first):
        only_array = head.first.startswith(b"[") and not head.has_more
        return Framing.ARRAY if only_array else Framing.LINES
    if head.first.startswith(b"["):
        return Framing.ARRAY
    if head.first.startswith(b"{"):
        # A line with several objects, or the beginning of one that goes on; a broken first line is neither.
        continues = _ends_open(head.first) or b"}{" in head.first.replace(b" ", b"")
        return Framing.VALUES if continues else Framing.LINES
    return Framing.LINES


def _is_whole(text: bytes) -> bool:
    if text[:1] in b"[{":
        return _Bracket().end_of(text) == len(text)
    try:
        decode(text)
    except NotJson:
        return False
    return True


def _ends_open(text: bytes) -> bool:
    """Tell whether a first line looks like the beginning of a pretty-printed object."""
    return text.endswith((b"{", b"[", b",", b":"))


class _Bracket:
    """Finds where an array or object ends, over as many chunks as it takes, without recursion."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._at = 0

    def end_of(self, text: bytes | bytearray) -> int:
        """Return where the value that starts the text ends, -1 when it does not; call again with more text."""
        while self._at < len(text):
            if self._in_string:
                if not self._leave_string(text):
                    return -1
                continue
            found = _STRUCTURE.search(text, self._at)
            if found is None:
                self._at = len(text)
                return -1
            self._at = found.end()
            mark = found[0]
            if mark == b'"':
                self._in_string = True
            else:
                self._depth += 1 if mark in b"[{" else -1
                if self._depth == 0:
                    return self._at
        return -1

    def _leave_string(self, text: bytes | bytearray) -> bool:
        found = _STRING_REST.match(text, self._at)
        if found is None:
            # Stop before a backslash that may be half of an escape.
            self._at = max(self._at, len(text) - _trailing_backslashes(text) % 2)
            return False
        self._at = found.end()
        self._in_string = False
        return True


class _Scanner:
    """Reads values one after another from chunks; what is no value is taken up to the end of its line."""

    def __init__(self, chunks: Iterator[bytes], *, in_array: bool) -> None:
        self._chunks = chunks
        self._in_array = in_array
        self._text = bytearray()
        self._number = 1

    def values(self) -> Iterator[RawLine]:
        if self._in_array and self._skip_blank(_FILLED):
            self._drop(1)
        while self._skip_blank(_FILLED_ITEM if self._in_array else _FILLED):
            if self._in_array and self._text[:1] == b"]":
                self._drop(1)
                self._in_array = False
                continue
            yield self._next()

    def _next(self) -> RawLine:
        number = self._number
        first = bytes(self._text[:1])
        if first in (b"{", b"["):
            return RawLine(number, self._bracketed())
        return RawLine(number, self._plain(first))

    def _bracketed(self) -> bytes:
        bracket = _Bracket()
        end = bracket.end_of(self._text)
        while end < 0 and self._read():
            end = bracket.end_of(self._text)
        if end < 0:
            return self._line_of_broken()
        return compact(self._take(end))

    def _line_of_broken(self) -> bytes:
        """Take a value that never ends up to the end of its line, so that what follows is still read."""
        end = self._text.find(b"\n")
        return self._take(len(self._text) if end < 0 else end).strip(_BLANK)

    def _plain(self, first: bytes) -> bytes:
        if first == b'"':
            return self._take(self._string_end()).strip(_BLANK)
        stops = _ITEM_END if self._in_array else _LINE_END
        found = stops.search(self._text, 1)
        while found is None and self._read():
            found = stops.search(self._text, 1)
        return self._take(len(self._text) if found is None else found.start()).strip(_BLANK)

    def _string_end(self) -> int:
        """Return where the string that comes next ends; one that never does ends with its line."""
        found = _STRING_REST.match(self._text, 1)
        while found is None and self._read():
            found = _STRING_REST.match(self._text, 1)
        if found is not None:
            return found.end()
        end = self._text.find(b"\n")
        return len(self._text) if end < 0 else end

    def _skip_blank(self, filled: re.Pattern[bytes]) -> bool:
        """Go on to where something stands; False at the end."""
        while True:
            found = filled.search(self._text)
            self._drop(len(self._text) if found is None else found.start())
            if found is not None:
                return True
            if not self._read():
                return False

    def _read(self) -> bool:
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self._text += chunk
        return True

    def _take(self, end: int) -> bytes:
        taken = bytes(self._text[:end])
        self._drop(end)
        return taken

    def _drop(self, end: int) -> None:
        self._number += self._text.count(b"\n", 0, end)
        del self._text[:end]


def _trailing_backslashes(text: bytes | bytearray) -> int:
    number = 0
    while number < len(text) and text[-1 - number] == _BACKSLASH:
        number += 1
    return number


_BACKSLASH = ord("\\")
_BLANK = b" \t\r\n"
_FILLED = re.compile(rb"[^ \t\r\n]")
_FILLED_ITEM = re.compile(rb"[^ \t\r\n,]")
_STRUCTURE = re.compile(rb'["\[\]{}]')
_STRING_REST = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_ITEM_END = re.compile(rb"[,\]\n]")
_LINE_END = re.compile(rb"\n")
