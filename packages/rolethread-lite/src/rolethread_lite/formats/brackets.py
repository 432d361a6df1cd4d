"""Finds where a JSON array or object ends, over as many chunks as it takes and however deep it is nested."""

import re

OPEN = -1
"""The value has not ended yet; there must be more text."""
BROKEN = -2
"""The value cannot end: a string runs into the next line, or a bracket is closed by one of another kind."""

_NEXT_MARK = re.compile(rb'[^"\[\]{}]*+(?:"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"[^"\[\]{}]*+)*+(["\[\]{}]?)')
_STRING_END = re.compile(rb'[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+("|\\?\n|)')
_QUOTE = ord('"')
_CLOSED_BY = {ord("{"): ord("}"), ord("["): ord("]")}


class Bracket:
    """The array or object that begins at a place of a text; strings inside it end on their own line."""

    def __init__(self, start: int = 0) -> None:
        """Look for the end of the value at `start`."""
        self._at = start
        self._expected = bytearray()
        self._in_string = False

    def end_of(self, text: bytes | bytearray) -> int:
        """Return where the value ends, OPEN or BROKEN; when it is open, call again with more behind the same text."""
        while True:
            if self._in_string and (stop := self._stop_in_string(text)):
                return stop
            found = _NEXT_MARK.match(text, self._at)
            self._at = found.end() if found else len(text)
            mark = text[self._at - 1] if found and found[1] else None
            if mark is None:
                return OPEN
            if mark == _QUOTE:
                self._in_string = True
            elif mark in _CLOSED_BY:
                self._expected.append(_CLOSED_BY[mark])
            elif self._expected.pop() != mark:
                return BROKEN
            elif not self._expected:
                return self._at

    def _stop_in_string(self, text: bytes | bytearray) -> int:
        """Go on behind the string and return 0; return OPEN or BROKEN when that cannot be done."""
        found = _STRING_END.match(text, self._at)
        if found is None or not found[1]:
            self._at = found.end() if found else self._at
            return OPEN
        if found[1] != b'"':
            return BROKEN
        self._at, self._in_string = found.end(), False
        return 0
