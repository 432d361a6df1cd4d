"""Looks for bytes in bytes at memory speed: the one place that knows the library that does it."""

import stringzilla


def find(text: bytes, sought: bytes, start: int = 0, end: int | None = None) -> int:
    """Return where `sought` first stands in `text[start:end]`, -1 when it does not."""
    return int(stringzilla.find(text, sought, start, len(text) if end is None else end))


def count(text: bytes, sought: bytes) -> int:
    """Count `sought` in `text`, without overlaps."""
    return int(stringzilla.count(text, sought))


def find_any(text: bytes, characters: bytes) -> int:
    """Return where the first of these bytes stands in `text`, -1 when none does."""
    return int(stringzilla.find_first_of(text, characters))


def fold(text: bytes) -> bytes:
    """Return UTF-8 text in its full Unicode case folding, so that `STRASSE` and `straße` are the same."""
    return bytes(stringzilla.utf8_uncased_fold(text))


def translate(text: bytes, table: bytes) -> bytes:
    """Return the text with each byte replaced by the one at its place in a table of 256."""
    return bytes(stringzilla.translate(text, table))
