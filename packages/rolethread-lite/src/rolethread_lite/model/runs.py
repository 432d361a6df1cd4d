"""The difference between two texts as runs of what was kept, removed and added, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

MOST_WORDS = 5000
"""A text of more words and marks than this is compared line by line."""

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|\s+|[^\w\s]"
)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class RunKind(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text with one fate.

    Kept and removed runs joined are the text before; kept and added ones are the text after.
    """

    kind: RunKind
    """Whether it was kept, removed or added."""
    text: str
    """The stretch, never empty."""


def compare_texts(before: str, after: str) -> tuple[Run, ...]:
    """Return the difference between two texts, a removed stretch always before the one added in its place."""
    if before == after:
        return (Run(kind=RunKind.KEPT, text=before),) if before else ()
    old, new = _tokens(before), _tokens(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = _LINE.findall(before), _LINE.findall(after)
    return tuple(_tidy(_steps(old, new)))


def _tokens(text: str) -> list[str]:
    """Return the words, spaces and marks of a text; joined, they are the text."""
    return _TOKEN.findall(text)


def matching_blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield where the same items stand in both: place before, place after, how many; the last has length 0.

    Equal ends are taken off first: an edit touches little of a text, and the rest is not searched.
    """
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    room = shorter - head
    tail = next((place for place in range(room) if old[-1 - place] != new[-1 - place]), room)
    yield 0, 0, head
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail])
    for start, other, size in middle.get_matching_blocks():
        yield start + head, other + head, size
    yield len(old) - tail, len(new) - tail, tail
    yield len(old), len(new), 0


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[RunKind, str]]:
    place = other = 0
    for start, start_after, size in matching_blocks(old, new):
        yield RunKind.REMOVED, "".join(old[place:start])
        yield RunKind.ADDED, "".join(new[other:start_after])
        yield RunKind.KEPT, "".join(old[start : start + size])
        place, other = start + size, start_after + size


def _tidy(steps: Iterator[tuple[RunKind, str]]) -> Iterator[Run]:
    """Join neighbours, and let single spaces between changes go with them: words read better than crumbs."""
    found = [step for step in steps if step[1]]
    changes = [kind is not RunKind.KEPT or _is_crumb(found, place) for place, (kind, _) in enumerate(found)]
    for is_change, group in groupby(zip(changes, found, strict=True), key=lambda pair: pair[0]):
        stretch = [step for _, step in group]
        if not is_change:
            yield Run(kind=RunKind.KEPT, text="".join(text for _, text in stretch))
            continue
        for kind, other in ((RunKind.REMOVED, RunKind.ADDED), (RunKind.ADDED, RunKind.REMOVED)):
            text = "".join(text for step, text in stretch if step is not other)
            if text:
                yield Run(kind=kind, text=text)


def _is_crumb(found: list[tuple[RunKind, str]], place: int) -> bool:
    """Tell whether a kept run is only space between two changes."""
    inside = 0 < place < len(found) - 1
    return inside and found[place][1].isspace() and "\n" not in found[place][1]
