"""Brings two versions of an entry together by what each changed in the version both come from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from rolethread_lite.model.difference import paired_turns
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, Members, drop_member, get_member, set_member
from rolethread_lite.model.message import Message

_Value = TypeVar("_Value")


class Side(StrEnum):
    """Whose version counts where both changed the same."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeConflict:
    """A place that both versions changed, each in its own way."""

    place: str
    """Where it is: `messages[3].content`, by the place in the version both come from; `note`; a member's key."""
    mine: str
    """What one made of it, empty for nothing."""
    theirs: str
    """What the other made of it, empty for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedEntry:
    """An entry that holds what both versions changed."""

    entry: Entry
    """The entry; where both changed the same, as the preferred side has it."""
    conflicts: tuple[MergeConflict, ...]
    """The places at which a side had to be preferred."""


def merge_entries(base: Entry, mine: Entry, theirs: Entry, *, prefer: Side = Side.MINE) -> MergedEntry:
    """Return one entry with the changes of both; `base` is what both were made from.

    Turns are found again as in a difference. A turn that one removed and the other left alone goes; turns that one
    added stand where they were added. Tags never conflict: what one added is added, what one removed is removed.
    """
    choice = _Choice(prefer)
    merged = replace(
        mine,
        messages=tuple(_merged_messages(base, mine, theirs, choice)),
        tags=_merged_tags(base.tags, mine.tags, theirs.tags),
        note=choice.of("note", base.note, mine.note, theirs.note),
        extra=_merged_members("", base.extra, mine.extra, theirs.extra, choice),
    )
    return MergedEntry(entry=merged, conflicts=tuple(choice.conflicts))


class _Choice:
    """Chooses between three values, and remembers where that was no matter of course."""

    def __init__(self, prefer: Side) -> None:
        self._prefer = prefer
        self.conflicts: list[MergeConflict] = []

    def of(
        self, place: str, base: _Value, mine: _Value, theirs: _Value, shown: "Callable[[_Value], str] | None" = None
    ) -> _Value:
        """Return the value that one of the two changed, or the preferred one where both did."""
        if mine in (theirs, base):
            return theirs
        if theirs == base:
            return mine
        show = shown or _shown
        self.conflicts.append(MergeConflict(place=place, mine=show(mine), theirs=show(theirs)))
        return mine if self._prefer is Side.MINE else theirs


def _merged_tags(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return my tags without those that were taken away there, and with those that were added there."""
    kept = [tag for tag in mine if tag in theirs or tag not in base]
    return (*kept, *(tag for tag in theirs if tag not in base and tag not in kept))


def _merged_members(place: str, base: Members, mine: Members, theirs: Members, choice: _Choice) -> Members:
    merged = mine
    for key in dict.fromkeys(key for key, _ in (*mine, *theirs, *base)):
        was, here, there = (get_member(members, key) for members in (base, mine, theirs))
        chosen = choice.of(f"{place}{key}", was, here, there, _shown_json)
        if chosen != get_member(mine, key):
            merged = drop_member(merged, key) if chosen is None else set_member(merged, key, value=chosen)
    return merged


def _merged_messages(base: Entry, mine: Entry, theirs: Entry, choice: _Choice) -> Iterator[Message]:
    """Yield the turns of both; the turns of the base hold the others apart."""
    ours, others = _Version(base, mine), _Version(base, theirs)
    for place in range(len(base.messages) + 1):
        yield from choice.of(f"messages[{place}]", (), ours.added[place], others.added[place], _shown_turns)
        if place < len(base.messages):
            was, here, there = base.messages[place], ours.kept[place], others.kept[place]
            turn = _merged_turn(place, was, here, there, choice)
            if turn is not None:
                yield turn


class _Version:
    """What one version made of the base's turns."""

    def __init__(self, base: Entry, version: Entry) -> None:
        pairs = paired_turns(base.messages, version.messages)
        places = dict(pairs)
        self.kept = [
            version.messages[places[place]] if place in places else None for place in range(len(base.messages))
        ]
        """The turn that each turn of the base became, None where it was removed."""
        self.added = tuple(_added(base.messages, version.messages, pairs))
        """The turns added before each turn of the base, and behind the last."""


def _added(
    base: Sequence[Message], version: Sequence[Message], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[Message, ...]]:
    """Yield what stands before each turn of the base and behind the last that no turn of the base became."""
    places = dict(pairs)
    start = 0
    for place in range(len(base)):
        if place in places:
            yield tuple(version[start : places[place]])
            start = places[place] + 1
        else:
            yield ()
    yield tuple(version[start:])


def _merged_turn(
    place: int, base: Message, mine: Message | None, theirs: Message | None, choice: _Choice
) -> Message | None:
    if mine is None or theirs is None or base in (mine, theirs) or mine == theirs:
        return choice.of(f"messages[{place}]", base, mine, theirs, _shown_turn)
    at = f"messages[{place}]."
    return replace(
        mine,
        role=choice.of(f"{at}role", base.role, mine.role, theirs.role),
        content=choice.of(f"{at}content", base.content, mine.content, theirs.content),
        speaker=choice.of(f"{at}speaker", base.speaker, mine.speaker, theirs.speaker),
        train=choice.of(f"{at}train", base.train, mine.train, theirs.train),
        alternatives=choice.of(f"{at}alternatives", base.alternatives, mine.alternatives, theirs.alternatives),
        reasoning=choice.of(f"{at}reasoning", base.reasoning, mine.reasoning, theirs.reasoning),
        extra=_merged_members(at, base.extra, mine.extra, theirs.extra, choice),
    )


def _shown(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _shown_json(value: JsonText | None) -> str:
    return _shown(value)


def _shown_turn(turn: Message | None) -> str:
    return "" if turn is None else turn.text


def _shown_turns(turns: tuple[Message, ...]) -> str:
    return "\n".join(turn.text for turn in turns)
