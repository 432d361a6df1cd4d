"""Finds characters that nobody sees: of no width, for another direction, or not in their composed form."""

import re
import unicodedata
from collections.abc import Iterator

from rolethread_lite.rules.text.fences import code_spans
from rolethread_lite.rules.text.stretches import Stretch

INVISIBLE = re.compile(r"[\u200b-\u200d\u2028\u2029\u2060\ufeff]")
_MARK = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CLUSTERS = re.compile(r"[\0-\x7f]?[^\0-\x7f]+")
_JOINS = re.compile(r"[\u0590-\u1fff]")
_EMOJI = re.compile(r"[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf]")
_LINE_BREAKS = "\u2028\u2029"
_NO_WIDTH_SPACE = "\u200b"
_NON_JOINER = "\u200c"
_JOINER = "\u200d"


def find_invisible(text: str) -> list[Stretch]:
    """Return the characters of no width that have no work to do, and the separators that mean a line break."""
    if text.isascii():
        return []
    return [
        Stretch(*match.span(), "\n" if match[0] in _LINE_BREAKS else "")
        for match in INVISIBLE.finditer(text)
        if not _has_work(text, match.start())
    ]


def _has_work(text: str, at: int) -> bool:
    """Tell whether the character joins an emoji or the letters of a script that needs it."""
    character, before, after = text[at], text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if character == _NO_WIDTH_SPACE:
        return bool(_UNSPACED.match(before) and _UNSPACED.match(after))
    if character in (_JOINER, _NON_JOINER) and _JOINS.match(before):
        return True
    return character == _JOINER and bool(_EMOJI.match(before) and _EMOJI.match(after))


def find_direction_marks(text: str) -> list[Stretch]:
    """Return the marks that set a direction, in a text without a letter that is written from the right."""
    if text.isascii() or _RIGHT_TO_LEFT.search(text):
        return []
    return [Stretch(*match.span(), "") for match in _MARK.finditer(text)]


def find_uncomposed(text: str) -> list[Stretch]:
    """Return the stretches that are not in Unicode's composed form (NFC), code left alone."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return []
    return list(_uncomposed(text))


def _uncomposed(text: str) -> Iterator[Stretch]:
    at = 0
    for start, end in (*code_spans(text), (len(text), len(text))):
        for cluster in _CLUSTERS.finditer(text, at, start):
            composed = unicodedata.normalize("NFC", cluster[0])
            if composed != cluster[0]:
                yield Stretch(*cluster.span(), composed)
        at = end
