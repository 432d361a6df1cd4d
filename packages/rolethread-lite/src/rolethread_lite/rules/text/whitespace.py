"""Finds whitespace that says nothing: at edges, at line ends, between paragraphs, between words."""

import re

from rolethread_lite.rules.text.fences import code_spans, fenced_spans, outside
from rolethread_lite.rules.text.stretches import Stretch

EDGE = " \t\n\r\v\f"
"""What counts as whitespace at an edge; an ideographic space indents a paragraph and stays."""

_BREAK = r"(?:\r\n|[\n\r])"
_LINE_END = re.compile(r"(?<![ \t])[ \t]+(?=[\n\r])")
_MARKDOWN_BREAK = re.compile(rf"(?<=\S)  (?={_BREAK}[ \t]*\S)")
_INDENTED_NEXT = re.compile(r"[^\n]*\n[ \t]+\S")
_RETURN = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(rf"{_BREAK}(?:[ \t]*{_BREAK}){{2,}}")
_INNER_RUN = re.compile(r"(?<=\S) {2,}(?=\S)")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_LAID_OUT = re.compile(r"\s*\||\S {4,}\S")


def find_edges(text: str) -> list[Stretch]:
    """Return the whitespace at the start, at line ends, and at the end, in this order.

    Left alone: a turn of nothing but whitespace, the indentation of a first line when the next is indented too (a
    drawing), and two spaces before a line break (a break in Markdown).
    """
    start, end = inner_span(text)
    if start == end:
        return []
    first = [Stretch(0, start, "")] if start else []
    last = [Stretch(end, len(text), "")] if end < len(text) else []
    return [*first, *_line_ends(text, start, end), *last]


def inner_span(text: str) -> tuple[int, int]:
    """Return where the text starts and ends without the whitespace at its edges; equal when there is no more."""
    end = len(text.rstrip(EDGE))
    start = len(text) - len(text.lstrip(EDGE))
    if start >= end:
        return 0, 0
    indent = text[text.rfind("\n", 0, start) + 1 : start]
    return (start - len(indent) if indent and _INDENTED_NEXT.match(text, start) else start), end


def _line_ends(text: str, start: int, end: int) -> list[Stretch]:
    if " \n" not in text and "\t" not in text and "\r" not in text:
        return []
    found = (Stretch(*match.span(), "") for match in _LINE_END.finditer(text, start, end))
    wanted = (stretch for stretch in found if not _MARKDOWN_BREAK.match(text, stretch.start))
    return outside(wanted, spans=fenced_spans(text))


def find_returns(text: str) -> list[Stretch]:
    """Return the carriage returns, each with the newline that follows it."""
    return [Stretch(*match.span(), "\n") for match in _RETURN.finditer(text)] if "\r" in text else []


def find_blank_lines(text: str) -> list[Stretch]:
    """Return the runs of two and more blank lines inside the text; those at its edges are edge whitespace."""
    start, end = len(text) - len(text.lstrip(EDGE)), len(text.rstrip(EDGE))
    found = (Stretch(*match.span(), "\n\n") for match in _BLANK_LINES.finditer(text))
    inner = (stretch for stretch in found if start <= stretch.start and stretch.end <= end)
    return outside(inner, spans=fenced_spans(text))


def find_double_spaces(text: str) -> list[Stretch]:
    """Return the runs of two or three spaces between words.

    A line with a longer run, or one that starts with a bar, is laid out on purpose: columns, a table, a drawing.
    """
    if "  " not in text:
        return []
    found = [
        Stretch(*run.span(), " ")
        for line in _LINE.finditer(text)
        if "  " in line[0] and not _LAID_OUT.search(line[0])
        for run in _INNER_RUN.finditer(text, *line.span())
    ]
    return outside(found, spans=code_spans(text)) if found else []
