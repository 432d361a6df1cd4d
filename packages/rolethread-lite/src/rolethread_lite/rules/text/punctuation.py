"""Finds spaces, dots and dashes around words that are not set as in print."""

import re

from rolethread_lite.model import scan
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.text.fences import code_spans, outside
from rolethread_lite.rules.text.language import reads_as_english
from rolethread_lite.rules.text.stretches import Stretch

_CLOSERS = r"""["\u201d\u2019')\]]"""
_SPACE_BEFORE = re.compile(
    rf"(?:(?<=[^\W_])|(?<={_CLOSERS})|(?<=[\w.!?]\*)) +"
    rf"(?:,(?![,\d])|[.!?](?=[!?]*(?:\s|\*|{_CLOSERS}|\Z))(?! \.)|[;:](?=[\s\"\u201d]|\Z))"
)
"""A space after a word or what closes it, before a mark that ends something; not an emoticon, not a file's suffix."""

_MANY_DOTS = re.compile(r"\.{4,}")
_TWO_DOTS = re.compile(r"\.\.(?<=[^\W\d_]\.\.)(?=[^\W\d_])")
_GLUED_ELLIPSIS = re.compile(r"…(?<=[^\W\d_]…)(?<=[\0-\u0dff]…)(?=[^\W\d_])(?=[\0-\u0dff])")
"""Chinese, Japanese, Thai and others after them in Unicode put no space there."""
_ELLIPSIS = "…".encode()
_COARSE = bytes(
    ord(".") if byte in b",.!?;:" else ord("a") if byte >= 0x80 or chr(byte).isalpha() else byte for byte in range(256)
)
"""Every mark a dot and every letter an `a`: what is sought then looks like one of three things."""
_FRENCH_MARKS = frozenset("!?;:")
_DASHES = re.compile(r"(?<=\S)(?<![-|!<])( *)(?<!-)-{2,3}(?![->])( *)(?=\S|(?<=---)(?:\s|\Z))")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_DRAWN = re.compile(r"\s*\||[-|:+=*_\s]*\Z")


def may_hold_punctuation(reading: Reading) -> bool:
    """Tell, at the pace of an import, whether `find_punctuation` could find anything in a text of the entry."""
    coarse = scan.translate(reading.encoded, _COARSE)
    if scan.find(coarse, b" .") >= 0 or scan.find(coarse, b"a..a") >= 0 or scan.find(coarse, b"....") >= 0:
        return True
    return scan.find(reading.beyond_ascii, _ELLIPSIS) >= 0 and bool(_GLUED_ELLIPSIS.search(reading.text))


def find_punctuation(text: str) -> list[Stretch]:
    """Return spaces before a mark, runs of four and more dots, two dots for three, an ellipsis glued to a word."""
    found = _spaces_before(text)
    if ".." in text:
        found += [Stretch(*match.span(), "...") for match in _MANY_DOTS.finditer(text)]
        found += [Stretch(*match.span(), "... ") for match in _TWO_DOTS.finditer(text)]
    if "…" in text:
        found += [Stretch(*match.span(), "… ") for match in _GLUED_ELLIPSIS.finditer(text)]
    return sorted(outside(found, spans=code_spans(text))) if found else []


def _spaces_before(text: str) -> list[Stretch]:
    """Return the spaces before marks; in French one before `! ? ; :` is right, so these need English around them."""
    found = list(_SPACE_BEFORE.finditer(text))
    if any(match[0][-1] in _FRENCH_MARKS for match in found) and not reads_as_english(text):
        found = [match for match in found if match[0][-1] not in _FRENCH_MARKS]
    return [Stretch(*match.span(), _closed_up(match, text)) for match in found]


def _closed_up(match: re.Match[str], text: str) -> str:
    """Return the mark without its space; a comma glued to the next word gets the space it lacks."""
    mark = match[0].lstrip(" ")
    return ", " if mark == "," and text[match.end() : match.end() + 1].isalpha() else mark


def find_dashes(text: str) -> list[Stretch]:
    """Return `---` in prose and `--` between spaces, with the spaces when they stand on both sides."""
    if "--" not in text:
        return []
    found = [
        stretch
        for line in _LINE.finditer(text)
        if "--" in line[0] and not _DRAWN.match(line[0])
        for match in _DASHES.finditer(text, *line.span())
        if (stretch := _em_dash(match))
    ]
    return outside(found, spans=code_spans(text)) if found else []


def _em_dash(match: re.Match[str]) -> Stretch | None:
    before, after = match.span(1), match.span(2)
    both = before[0] < before[1] and after[0] < after[1]
    if both:
        return Stretch(*match.span(), "—")
    hyphens = after[0] - before[1]
    return Stretch(before[1], after[0], "—") if hyphens == 3 else None
