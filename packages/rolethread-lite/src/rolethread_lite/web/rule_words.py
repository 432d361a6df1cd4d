"""What a rule says about itself, laid out for a page: the paragraphs of its module's page, code set apart."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

_LABEL = re.compile(r"(What it finds|Why it matters for training|Example|Repaired): ")
_CODE = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of a paragraph."""

    text: str
    """The stretch."""
    is_code: bool
    """Whether it stands there as it would in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of a rule's page."""

    label: str
    """What it tells: `Why it matters for training`; empty for the opening."""
    words: tuple[Words, ...]
    """What it says."""


def paragraphs(page: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a rule's page."""
    return tuple(_paragraph(" ".join(block.split())) for block in inspect.cleandoc(page).split("\n\n"))


def _paragraph(line: str) -> Paragraph:
    label = _LABEL.match(line)
    text = line[label.end() :] if label else line
    return Paragraph(label=label[1] if label else "", words=tuple(_words(text[:1].upper() + text[1:])))


def _words(text: str) -> Iterator[Words]:
    """Yield the stretches between backquotes and outside them."""
    for place, piece in enumerate(_CODE.split(text)):
        if piece:
            yield Words(text=piece, is_code=place % 2 == 1)
