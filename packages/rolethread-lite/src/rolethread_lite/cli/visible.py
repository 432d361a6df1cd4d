"""Text of a dataset as it may be shown on a terminal: in one line, and without power over it."""

import unicodedata

_MARKS = {"\n": "⏎", "\t": "⇥", "\r": "␍"}
_STEERING = frozenset(("Cc", "Cs", "Zl", "Zp"))
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b\u2060\u00ad")
_WIDE = frozenset(("W", "F"))
_WITHOUT_WIDTH = frozenset(("Mn", "Me", "Cf"))


def visible(text: str) -> str:
    """Return the text in one line, with marks for what would steer the terminal or not be seen."""
    if text.isprintable():
        return text
    return "".join(_mark(character) for character in text)


def width_of(text: str) -> int:
    """Count the columns the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def clip(text: str, *, width: int) -> str:
    """Return the text cut to `width` columns, with an ellipsis where something was cut."""
    if width_of(text) <= width:
        return text
    taken = 0
    for place, character in enumerate(text):
        taken += _columns(character)
        if taken > width - 1:
            return text[:place].rstrip() + "…"
    return text


def pad(text: str, *, width: int, right: bool = False) -> str:
    """Return the text filled with spaces to `width` columns, set to the left or to the right."""
    space = " " * (width - width_of(text))
    return space + text if right else text + space


def _mark(character: str) -> str:
    if character in _MARKS:
        return _MARKS[character]
    if character in _TURNING or unicodedata.category(character) in _STEERING:
        return f"⟨{ord(character):04X}⟩"
    return character


def _columns(character: str) -> int:
    if unicodedata.category(character) in _WITHOUT_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
