"""Cuts a stream of bytes into values: lines, the items of an array, or objects one after another.

Decided by content, never by the file's name. A line ends at a line feed and nowhere else: U+2028 and its like are
ordinary characters inside a JSON string. Only the longest value is held in memory, and how the bytes are
cut into chunks changes nothing.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from rolethread_lite.formats.brackets import BROKEN, OPEN, Bracket
from rolethread_lite.model.json_text import compact


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
        self._tape = _Tape(iter(chunks))
        self.framing = Framing.LINES
        """How the values were told apart."""
        self.blank_lines = 0
        """How many lines held nothing, where each line is a value."""

    def lines(self) -> Iterator[RawLine]:
        """Yield every value of the stream."""
        self.framing = _framing_of(self._tape)
        if self.framing is Framing.LINES:
            yield from self._split_lines()
        else:
            yield from _Scanner(self._tape, in_array=self.framing is Framing.ARRAY).values()

    def _split_lines(self) -> Iterator[RawLine]:
        number = 0
        waiting: list[bytes] = []
        for chunk in self._tape.rest():
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


class _Tape:
    """The bytes that were read and not yet taken, and the place in the file at which they begin."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.text = bytearray()
        self.number = 1
        self.column = 0

    def read(self) -> bool:
        """Read on; False at the end."""
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self.text += chunk
        return True

    def rest(self) -> Iterator[bytes]:
        """Yield all that was not taken."""
        if self.text:
            yield self.take(len(self.text))
        yield from self._chunks

    def take(self, end: int) -> bytes:
        """Take the bytes up to `end`."""
        taken = bytes(self.text[:end])
        self.drop(end)
        return taken

    def drop(self, end: int) -> None:
        """Go on to `end`."""
        breaks = self.text.count(b"\n", 0, end)
        self.number += breaks
        self.column = end - self.text.rfind(b"\n", 0, end) - 1 if breaks else self.column + end
        del self.text[:end]

    def find(self, pattern: re.Pattern[bytes], start: int = 0) -> int:
        """Return where a one-byte pattern is first found at or behind `start`, reading as far as that takes; -1."""
        while True:
            found = pattern.search(self.text, start)
            if found is not None:
                return found.start()
            start = max(start, len(self.text))
            if not self.read():
                return -1

    def find_line_end(self, start: int, *, most: int) -> int:
        """Return the end of the line at `start`, -1 when that is more than `most` bytes away."""
        seen = start
        while (end := self.text.find(b"\n", seen, start + most + 1)) < 0 and len(self.text) <= start + most:
            seen = len(self.text)
            if not self.read():
                return len(self.text)
        return end


def _framing_of(tape: _Tape) -> Framing:
    """Tell how values are told apart, from the first line that holds something and what follows it."""
    start = tape.find(_FILLED)
    if start < 0:
        return Framing.LINES
    if tape.text[start] == _OPENING_BRACKET:
        return _framing_of_bracket(tape, start)
    if tape.text[start] == _OPENING_BRACE:
        return _framing_of_brace(tape, start)
    return Framing.LINES


def _framing_of_bracket(tape: _Tape, start: int) -> Framing:
    """Tell an array from lines that are lists: the first of those is complete, and others follow."""
    end = tape.find_line_end(start, most=_LONGEST_FIRST_LIST)
    if end < 0:
        return Framing.ARRAY
    first = bytes(tape.text[start:end]).rstrip(_BLANK)
    is_whole = Bracket().end_of(first) == len(first)
    return Framing.LINES if is_whole and tape.find(_FILLED, end) >= 0 else Framing.ARRAY


def _framing_of_brace(tape: _Tape, start: int) -> Framing:
    """Tell lines from objects that share a line, and from one that goes on over several lines."""
    bracket = Bracket(start)
    closed = bracket.end_of(tape.text)
    line_end = tape.text.find(b"\n", start)
    while closed == OPEN and line_end < 0:
        seen = len(tape.text)
        if not tape.read():
            break
        closed = bracket.end_of(tape.text)
        line_end = tape.text.find(b"\n", seen)
    if closed >= 0 and not 0 <= line_end < closed:
        following = tape.find(_NOT_SPACE, closed)
        return Framing.VALUES if following >= 0 and tape.text[following] in b"{[," else Framing.LINES
    if line_end < 0 or Bracket(start).end_of(tape.text[: line_end + 1]) == BROKEN:
        return Framing.LINES
    # A first line that was cut off is followed by whole ones; an object that goes on is not.
    return Framing.LINES if _is_object(tape, line_end) else Framing.VALUES


def _is_object(tape: _Tape, line_end: int) -> bool:
    """Tell whether the next line that holds something is an object from end to end."""
    start = tape.find(_FILLED, line_end)
    if start < 0 or tape.text[start] != _OPENING_BRACE:
        return False
    end = tape.find_line_end(start, most=_LONGEST_FIRST_LIST)
    line = bytes(tape.text[start : end if end >= 0 else start]).rstrip(_BLANK)
    return bool(line) and Bracket().end_of(line) == len(line)


class _Scanner:
    """Takes values one after another; what is none is taken up to where the next one may begin."""

    def __init__(self, tape: _Tape, *, in_array: bool) -> None:
        self._tape = tape
        self._in_array = in_array

    def values(self) -> Iterator[RawLine]:
        if self._in_array:
            self._tape.drop(self._tape.find(_FILLED) + 1)
        while (start := self._tape.find(_FILLED_ITEM)) >= 0:
            self._tape.drop(start)
            if self._in_array and self._tape.text[:1] == b"]":
                self._tape.drop(1)
                self._in_array = False
            else:
                yield RawLine(self._tape.number, self._next())
        self._tape.drop(len(self._tape.text))

    def _next(self) -> bytes:
        first = self._tape.text[0]
        if first in (_OPENING_BRACE, _OPENING_BRACKET):
            return self._bracketed()
        if first == _QUOTE:
            return self._tape.take(self._string_end()).strip(_BLANK)
        found = self._tape.find(_ITEM_END if self._in_array else _LINE_END, 1)
        return self._tape.take(found if found >= 0 else len(self._tape.text)).strip(_BLANK)

    def _bracketed(self) -> bytes:
        bracket = Bracket()
        end = bracket.end_of(self._tape.text)
        while end == OPEN and self._tape.read():
            end = bracket.end_of(self._tape.text)
        if end < 0:
            return _in_one_line(self._tape.take(self._sibling()))
        value = self._tape.take(end)
        return compact(value) if b"\n" in value or b"\r" in value else value

    def _sibling(self) -> int:
        """Return where a broken value ends: before a line that begins like its next sibling, or at the end."""
        pattern = _sibling_pattern(self._tape.column, in_array=self._in_array)
        start = 0
        while True:
            found = pattern.search(self._tape.text, start)
            if found is not None:
                return found.start()
            start = max(0, self._tape.text.rfind(b"\n"))
            if not self._tape.read():
                return len(self._tape.text)

    def _string_end(self) -> int:
        """Return where the string that comes next ends; one that never does ends with its line."""
        place = 1
        while (place := self._tape.find(_STRING_MARK, place)) >= 0:
            mark = self._tape.text[place]
            if mark == _QUOTE:
                return place + 1
            if mark == _NEWLINE:
                return place
            place += 2
        return len(self._tape.text)


def _sibling_pattern(column: int, *, in_array: bool) -> re.Pattern[bytes]:
    """Match the end of a line whose next one opens a bracket no deeper than `column`, or closes the array before it."""
    closing = rb"|[ \t]{0,%d}\]" % (column - 1) if in_array and column else b""
    return re.compile(rb"\n(?=[ \t]{0,%d}[\[{]%b)" % (min(column, _DEEPEST_COLUMN), closing))


def _in_one_line(text: bytes) -> bytes:
    """Return a broken value with its line breaks escaped, and without the comma behind it."""
    return _LINE_BREAK.sub(rb"\\n", text.strip(_BLANK + b","))


_QUOTE, _NEWLINE, _OPENING_BRACE, _OPENING_BRACKET = b'"\n{['
_BLANK = b" \t\r\n"
_FILLED = re.compile(rb"[^ \t\r\n]")
_FILLED_ITEM = re.compile(rb"[^ \t\r\n,]")
_NOT_SPACE = re.compile(rb"[^ \t\r]")
_ITEM_END = re.compile(rb"[,\]\n]")
_LINE_END = re.compile(rb"\n")
_LINE_BREAK = re.compile(rb"\r?\n")
_STRING_MARK = re.compile(rb'["\\\n]')
_LONGEST_FIRST_LIST = 1 << 20
"""A list that is longer than this on one line is taken for the whole file, so that it need not be held in memory."""
_DEEPEST_COLUMN = 10_000
