"""Duplicates: entries that teach the same, or nearly the same; which of them is kept, and what it takes over."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.grouping import Grouping
from rolethread_lite.model.message import SYSTEM, Message
from rolethread_lite.model.nearness import NearSearch
from rolethread_lite.model.sameness import said, sameness
from rolethread_lite.model.shingles import Shingles, likeness_of, read_shingles
from rolethread_lite.model.together import Together

LEAST_NEAR, MOST_NEAR, USUAL_NEAR = 0.5, 1.0, 0.85
"""The likenesses from which entries can be taken for near duplicates, and the usual one."""


class OnDuplicate(StrEnum):
    """Which of several entries that teach the same is kept."""

    FIRST = "first"
    LAST = "last"
    LONGEST = "longest"
    """The one with the most text; the first of several."""
    KEEP = "keep"
    """All of them."""


class DuplicateKind(StrEnum):
    """How a duplicate is one."""

    EXACT = "exact"
    """Its turns are the same but for spaces."""
    NEAR = "near"
    """Its turns are alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How entries are compared."""

    ignore_system: bool = False
    """Whether system prompts are left out."""
    near: float | None = None
    """From which likeness on entries are near duplicates, 0.5 to 1; None looks for exact ones only."""

    def __post_init__(self) -> None:
        """Raise InvalidValue for a likeness that cannot be asked for."""
        if self.near is not None and not LEAST_NEAR <= self.near <= MOST_NEAR:
            raise InvalidValue(
                f"{self.near} is no likeness from which entries are near duplicates",
                advice=f"Choose one from {LEAST_NEAR} to {MOST_NEAR}; the usual one is {USUAL_NEAR}.",
            )


EXACT_ONLY = Comparison()
"""System prompts count, and near duplicates are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenSpeaker:
    """A speaker that a kept entry takes over, because nobody was named in its turn."""

    message: int
    """Index of the message in the kept entry."""
    speaker: str
    """Who speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A duplicate, and what the entry that is kept in its place takes over from it."""

    number: int
    """The number of the duplicate."""
    kind: DuplicateKind
    """How it is one."""
    likeness: float
    """How alike the two are, from 0 to 1; between members of a long chain it can be less than was asked for."""
    tags: tuple[str, ...] = ()
    """Tags that are taken over."""
    speakers: tuple[TakenSpeaker, ...] = ()
    """Speakers that are taken over."""
    has_note: bool = False
    """Whether its note is taken over."""

    @property
    def gives(self) -> bool:
        """Tell whether anything is taken over."""
        return bool(self.tags or self.speakers or self.has_note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What becomes of a group of duplicates."""

    kept: int
    """The number of the entry that is kept."""
    entry: Entry
    """That entry, with what it takes over."""
    left_out: tuple[LeftOut, ...]
    """The others, in their order."""

    @property
    def is_changed(self) -> bool:
        """Tell whether the entry takes anything over."""
        return any(one.gives for one in self.left_out)


class DuplicateSearch:
    """Finds groups of duplicates among entries that are known by numbers."""

    def __init__(self, comparison: Comparison) -> None:
        """Compare as `comparison` says."""
        self._comparison = comparison
        self._grouping = Grouping()
        near = comparison.near
        self._near = None if near is None else NearSearch(near, ignore_system=comparison.ignore_system)

    def add(self, entry: Entry, *, number: int) -> None:
        """Take an entry in; numbers come in ascending order."""
        self._grouping.add(sameness(entry, ignore_system=self._comparison.ignore_system), number=number)
        if self._near is not None:
            self._near.add(entry, number=number)

    def candidates(self) -> frozenset[int]:
        """Return the numbers of all entries that may be in a group."""
        exact = frozenset(number for group in self._grouping.groups() for number in group)
        return exact if self._near is None else exact | self._near.candidates()

    def groups(self, read: Callable[[int], Entry]) -> tuple[tuple[int, ...], ...]:
        """Return the numbers of each group in their order; `read` returns one of the candidates."""
        if self._near is None:
            return self._grouping.groups()
        together = Together()
        for first, *others in self._grouping.groups():
            for other in others:
                together.join(first, other)
        self._near.join(together, read=read)
        return together.groups()


def settle(
    numbers: Sequence[int],
    *,
    read: Callable[[int], Entry],
    keep: OnDuplicate,
    comparison: Comparison,
    with_speakers: bool = True,
) -> Settled:
    """Decide which entry of a group is kept, and unite tags, notes and speakers of all into it.

    `read` returns an entry by its number; one at a time is held. Without `with_speakers`, speakers are left alone: the
    entry is written in a format that has no place for them.
    """
    kept = _chosen(numbers, read, keep)
    united = read(kept)
    judge = _Judge(united, comparison)
    left_out: list[LeftOut] = []
    for number in numbers:
        if number == kept:
            continue
        entry = read(number)
        kind, likeness = judge.judge(entry)
        tags = tuple(tag for tag in dict.fromkeys(entry.tags) if tag not in united.tags)
        speakers = tuple(_speakers_for(united, entry)) if with_speakers else ()
        has_note = bool(entry.note) and entry.note not in united.note.split("\n\n")
        found = LeftOut(number=number, kind=kind, likeness=likeness, tags=tags, speakers=speakers, has_note=has_note)
        if found.gives:
            united = _with(united, found, note=entry.note)
        left_out.append(found)
    return Settled(kept=kept, entry=united, left_out=tuple(left_out))


class _Judge:
    """Says how alike others are to one entry."""

    def __init__(self, kept: Entry, comparison: Comparison) -> None:
        self._ignore_system = comparison.ignore_system
        self._is_near = comparison.near is not None
        self._kept = kept

    def judge(self, entry: Entry) -> tuple[DuplicateKind, float]:
        """Return whether an entry is an exact or a near duplicate, and how alike it is."""
        if not self._is_near or sameness(entry, ignore_system=self._ignore_system) == self._sameness:
            return DuplicateKind.EXACT, 1.0
        likeness = likeness_of(self._shingles, read_shingles(entry, ignore_system=self._ignore_system))
        return DuplicateKind.NEAR, likeness

    @cached_property
    def _sameness(self) -> int:
        return sameness(self._kept, ignore_system=self._ignore_system)

    @cached_property
    def _shingles(self) -> Shingles:
        return read_shingles(self._kept, ignore_system=self._ignore_system)


def _chosen(numbers: Sequence[int], read: Callable[[int], Entry], keep: OnDuplicate) -> int:
    """Return the number of the entry that is kept."""
    if keep is OnDuplicate.LAST:
        return numbers[-1]
    if keep is OnDuplicate.LONGEST:
        lengths = [sum(len(message.text) for message in read(number).messages) for number in numbers]
        return numbers[lengths.index(max(lengths))]
    return numbers[0]


def _speakers_for(kept: Entry, other: Entry) -> Iterator[TakenSpeaker]:
    """Yield who speaks in turns of the kept entry that name nobody, as the same turn of the other one says."""
    if all(message.speaker is None for message in other.messages):
        return
    for (place, mine), (_, yours) in zip(_turns(kept), _turns(other), strict=False):
        if mine.speaker is None and yours.speaker is not None and _says_the_same(mine, yours):
            yield TakenSpeaker(message=place, speaker=yours.speaker)


def _turns(entry: Entry) -> list[tuple[int, Message]]:
    return [(place, message) for place, message in enumerate(entry.messages) if message.role != SYSTEM]


def _says_the_same(one: Message, other: Message) -> bool:
    return said(one, role=one.role) == said(other, role=other.role)


def _with(entry: Entry, found: LeftOut, *, note: str) -> Entry:
    messages = list(entry.messages)
    for taken in found.speakers:
        messages[taken.message] = replace(messages[taken.message], speaker=taken.speaker)
    notes = f"{entry.note}\n\n{note}" if entry.note and found.has_note else note if found.has_note else entry.note
    return replace(entry, messages=tuple(messages), tags=(*entry.tags, *found.tags), note=notes)
