"""Where a text is code: fenced blocks, and code between backticks in a line."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from rolethread_lite.rules.text.stretches import Stretch

_LINE_SPAN = re.compile(r"[^\n\r\u2028\u2029]+")
_FENCE = re.compile(r"[ \t]*(`{3,})([^`]*)\Z")
_TICKS = re.compile(r"`+")

Span: TypeAlias = tuple[int, int]
"""Start and end in characters."""


def fenced_spans(text: str) -> list[Span]:
    """Return where the fenced blocks stand, fences included; a fence never closed runs to the end."""
    if "```" not in text:
        return []
    spans: list[Span] = []
    start, ticks = 0, 0
    for line in _LINE_SPAN.finditer(text):
        fence = _FENCE.match(line[0])
        if fence is None:
            continue
        if not ticks:
            start, ticks = line.start(), len(fence[1])
        elif len(fence[1]) >= ticks and not fence[2].strip():
            spans.append((start, line.end()))
            ticks = 0
    return [*spans, (start, len(text))] if ticks else spans


def code_spans(text: str) -> list[Span]:
    """Return where code stands, fenced or in a line, in the text's order."""
    if "`" not in text:
        return []
    spans: list[Span] = []
    at = 0
    for start, end in (*fenced_spans(text), (len(text), len(text))):
        for line in _LINE_SPAN.finditer(text, at, start):
            spans += _inline_spans(text, line.span())
        spans += [(start, end)] if start < end else []
        at = end
    return spans


def _inline_spans(text: str, line: Span) -> Iterator[Span]:
    """Yield the code of a line: from a run of backticks to the next run of the same length."""
    runs = [found.span() for found in _TICKS.finditer(text, *line)]
    at = 0
    while at < len(runs):
        start, end = runs[at]
        closing = next((place for place in range(at + 1, len(runs)) if _size(runs[place]) == end - start), None)
        if closing is not None:
            yield start, runs[closing][1]
            at = closing
        at += 1


def _size(span: Span) -> int:
    return span[1] - span[0]


def outside(stretches: Iterable[Stretch], *, spans: list[Span]) -> list[Stretch]:
    """Return the stretches that touch none of the spans, which stand in the text's order."""
    if not spans:
        return list(stretches)
    ends = [end for _, end in spans]
    starts = [*(start for start, _ in spans), sys.maxsize]
    return [stretch for stretch in stretches if starts[bisect_right(ends, stretch.start)] >= stretch.end]
