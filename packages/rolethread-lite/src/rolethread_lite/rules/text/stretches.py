"""Stretches of a text that should read otherwise, and how they are put in."""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Stretch(NamedTuple):
    """A part of a text with what should stand in its place."""

    start: int
    """Where it starts, in characters."""
    end: int
    """Where it ends."""
    text: str
    """What should stand there."""


FindStretches = Callable[[str], list[Stretch]]
"""What a rule looks for in one text: the stretches to replace, in their order, none overlapping."""


def replace_stretches(text: str, stretches: Iterable[Stretch]) -> str:
    """Return the text with every stretch replaced."""
    pieces: list[str] = []
    at = 0
    for stretch in stretches:
        pieces += (text[at : stretch.start], stretch.text)
        at = stretch.end
    return "".join((*pieces, text[at:]))


def count_of(number: int, *, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 line`, `3 lines`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
