"""What a figure is: a number or a list of numbers per entry, and how it adds up over a dataset."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from rolethread_lite.insights.layout import Layout


class Shape(StrEnum):
    """How a figure is kept per entry."""

    COUNT = "count"
    """A whole number, 0 or more."""
    SHARE = "share"
    """A number from 0 to 1."""
    PER_TURN = "per-turn"
    """One whole number for each turn, 0 to 4294967295."""


Measured: TypeAlias = int | float | tuple[int, ...]
"""What a figure measures of one entry, by its shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The record of a figure. A figure's module holds it as `FIGURE`, beside `measure`."""

    name: str
    """The name in JSON, tables and columns: `assistant_words`."""
    title: str
    """The name shown to people: `Words of the assistant`."""
    unit: str
    """What is counted: `words`, `turns`, or empty for a share."""
    shape: Shape
    """How it is kept per entry."""
    measure: Callable[[Layout], Measured]
    """The figure of one entry."""
    version: int = 1
    """Raised whenever the same entry may get another number."""
    reads_tags: bool = False
    """Whether a change of tags alone can change the figure."""
