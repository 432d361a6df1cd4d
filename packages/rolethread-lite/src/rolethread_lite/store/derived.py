"""What is derived from a line, and the one function by which the store learns it.

The store knows no rule and no figure: whoever opens it hands over a `Derivation`, and the store calls it
for what a transaction changed.
"""

from array import array
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record

TURN_SEPARATOR = "\x1e"
"""Between two turns in the texts that are searched: a phrase is not found across them."""

FigureValue = int | float | bytes
"""A figure as it is kept: a count, a share, or the counts of every turn packed as 32-bit numbers."""


_TURN_KIND = "I"
"""Counts of turns are packed as unsigned 32-bit numbers in this machine's byte order; they never leave it."""


def pack_turns(counts: Iterable[int]) -> bytes:
    """Return the counts of every turn as they are kept."""
    return array(_TURN_KIND, counts).tobytes()


def unpack_turns(packed: bytes) -> "array[int]":
    """Return the counts of every turn as they were measured."""
    counts = array(_TURN_KIND)
    counts.frombytes(packed)
    return counts


class FindingCount(NamedTuple):
    """How often one rule found something in one line."""

    code: str
    severity: int
    number: int


class Derived(NamedTuple):
    """Everything that follows from one line."""

    findings: tuple[FindingCount, ...]
    """What the rules found."""
    figures: tuple[FigureValue | None, ...]
    """The figures in the order of `Derivation.columns`; None throughout for a record."""
    keys: tuple[int | None, ...]
    """The keys by which entries are grouped, in the order of `Derivation.keys`."""
    prompt: str | None
    """The system prompt."""
    speakers: tuple[tuple[str, int], ...]
    """Who speaks, and in how many turns."""


class DerivedTags(NamedTuple):
    """What follows from an entry's tags alone."""

    findings: tuple[FindingCount, ...]
    """What the rules that read only tags found."""
    figures: tuple[tuple[str, FigureValue], ...]
    """The figures that read tags, by name."""


class FigureColumn(NamedTuple):
    """One figure as a column."""

    name: str
    """The figure's name."""
    kind: str
    """`integer`, `real` or `blob`."""


class SearchTexts(NamedTuple):
    """The texts of a line by who says them."""

    system: str
    user: str
    assistant: str
    other: str


class Derivation(Protocol):
    """Derives findings, figures and texts from a line; a pure function with a version."""

    @property
    def version(self) -> str:
        """Return a short digest that changes whenever the same line may give other values."""
        ...

    @property
    def columns(self) -> tuple[FigureColumn, ...]:
        """Return the figures that are kept."""
        ...

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the names of the keys by which entries are grouped."""
        ...

    @property
    def tag_codes(self) -> frozenset[str]:
        """Return the codes of the rules that read only tags."""
        ...

    def of_line(self, line: bytes, *, is_record: bool) -> Derived:
        """Return what follows from a line."""
        ...

    def of_item(self, item: Entry | Record) -> Derived:
        """Return what follows from an entry or a record that was just read."""
        ...

    def of_tags(self, tags: tuple[str, ...]) -> DerivedTags:
        """Return what follows from tags alone."""
        ...

    def texts(self, line: bytes) -> SearchTexts:
        """Return the texts to search, turns joined by TURN_SEPARATOR."""
        ...
