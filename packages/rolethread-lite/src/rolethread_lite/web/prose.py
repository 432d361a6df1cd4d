"""Sets off speech from narration and marks findings: the one place where an entry's text becomes markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

_SPEECH = re.compile(r'"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|「[^」\n]*」|『[^』\n]*』')


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a text to which a finding points."""

    start: int
    """Its first character."""
    end: int
    """The character behind its last."""
    severity: str
    """The severity's word."""
    sentence: str
    """What was found."""


def prose(text: str, marks: Sequence[Mark] = ()) -> Markup:
    """Return a text as HTML, all of it escaped, speech set off and findings marked.

    Where marks overlap, the one that begins first counts.
    """
    whole = text.encode("utf-8", "replace").decode() if "\ud800" <= max(text, default="") <= "\udfff" else text
    speech = [found.span() for found in _SPEECH.finditer(whole)]
    return Markup("").join(_pieces(whole, speech, list(_apart(marks, len(whole)))))


def _apart(marks: Iterable[Mark], size: int) -> Iterator[Mark]:
    """Yield the marks that lie inside the text and behind each other."""
    end = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if end <= mark.start < mark.end <= size:
            yield mark
            end = mark.end


def _pieces(text: str, speech: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[Markup]:
    edges = {0, len(text), *(edge for span in speech for edge in span)}
    cuts = sorted(edges | {edge for mark in marks for edge in (mark.start, mark.end)})
    said, found = iter(speech), iter(marks)
    span, mark = next(said, None), next(found, None)
    for start, end in pairwise(cuts):
        while span is not None and span[1] <= start:
            span = next(said, None)
        while mark is not None and mark.end <= start:
            mark = next(found, None)
        piece = escape(text[start:end])
        if span is not None and span[0] <= start:
            piece = Markup('<span class="say">{}</span>').format(piece)
        if mark is not None and mark.start <= start:
            piece = Markup('<mark class="{}" title="{}">{}</mark>').format(mark.severity, mark.sentence, piece)
        yield piece
