"""How far a text has drifted from the template it was made of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolethread_lite.model.prompt_likeness import prompt_words, word_likeness
from rolethread_lite.model.prompt_template import (
    Piece,
    Template,
    Variable,
    fill,
    match,
    match_pieces,
    read_template,
)
from rolethread_lite.model.runs import Run, compare_texts, matching_blocks

_SIGN = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_SIGN}]|[^\W{_SIGN}]+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A text beside the template it is nearest to, filled as well as it can be."""

    values: tuple[tuple[str, str], ...]
    """The values that the text seems to have for the variables."""
    filled: str
    """The template with these values; a variable without one stands there as written."""
    text: str
    """The text."""
    likeness: float
    """The share of words both have in common in the same order, from 0 to 1."""

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return what became of the template's words in the text."""
        return compare_texts(self.filled, self.text)


def measure_drift(template: str, text: str, *, values: Mapping[str, str] | None = None) -> Drift:
    """Return how far a text is from a template, with these values, or those that bring the two nearest."""
    found = match(template, text) if values is None else values
    if found is None:
        found = _guess(template, text)
    filled = fill(template, found)
    likeness = word_likeness(prompt_words(filled), prompt_words(text))
    return Drift(values=tuple(found.items()), filled=filled, text=text, likeness=likeness)


def _guess(template: str, text: str) -> Mapping[str, str]:
    """Return values for the variables whose surroundings are still there."""
    found: dict[str, str] = {}
    for pieces, stretch in _gaps(_template_tokens(template), _TOKEN.findall(text)):
        names = [piece.name for piece in pieces if isinstance(piece, Variable)]
        if not names:
            continue
        values = match_pieces(Template(pieces=tuple(pieces), macros=()), stretch)
        if values is None and len(names) == 1:
            values = {names[0]: stretch}
        for name, value in (values or {}).items():
            found.setdefault(name, value)
    return found


def _template_tokens(template: str) -> list[Piece]:
    return [
        token
        for piece in read_template(template).pieces
        for token in (_TOKEN.findall(piece) if isinstance(piece, str) else (piece,))
    ]


def _gaps(before: Sequence[Piece], after: Sequence[str]) -> Iterator[tuple[Sequence[Piece], str]]:
    """Yield the stretches of a template that are not in the text as they are, each with what stands there instead."""
    # A variable is like no word: its place holder is one that no text has.
    plain = [token if isinstance(token, str) else "" for token in before]
    start = other = 0
    for place, place_after, size in matching_blocks(plain, after):
        if place > start:
            yield before[start:place], "".join(after[other:place_after])
        start, other = place + size, place_after + size
