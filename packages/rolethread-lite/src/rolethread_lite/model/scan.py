"""Looks for bytes in bytes at memory speed: the one place that knows the library that does it.

What is called most is the library's own function, for a wrapper around it would cost as much as the search.
"""

from typing import Protocol

import stringzilla


class _Find(Protocol):
    """Looks for one text in another, which may lie in a mapped file."""

    def __call__(self, text: bytes | memoryview, sought: bytes, start: int = 0, end: int = ..., /) -> int:
        """Return where `sought` first stands in `text[start:end]`, -1 when it does not."""
        ...


class _Look(Protocol):
    """Takes two texts together to a number."""

    def __call__(self, text: bytes, sought: bytes, /) -> int:
        """Return the number."""
        ...


find: _Find = stringzilla.find
"""Return where a text first stands in another, -1 when it does not."""

count: _Look = stringzilla.count
"""Count a text in another, without overlaps."""

find_any: _Look = stringzilla.find_first_of
"""Return where the first of some bytes stands in a text, -1 when none does."""


def fold(text: bytes) -> bytes:
    """Return UTF-8 text in its full Unicode case folding, so that `STRASSE` and `straße` are the same."""
    return bytes(stringzilla.utf8_uncased_fold(text))


def translate(text: bytes, table: bytes) -> bytes:
    """Return the text with each byte replaced by the one at its place in a table of 256."""
    return bytes(stringzilla.translate(text, table))
