"""Labels: names that stand where a role belongs, and a guess at whose turns they mark.

A guess is read off each conversation by itself: who begins, who answers, what stands beside it. A dataset's guess is
what most of its conversations say, with how many of them say so. It is always only a guess.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from rolethread_lite.model.character import Character
from rolethread_lite.model.message import ASSISTANT, ROLES, SYSTEM, TOOL, USER
from rolethread_lite.model.stable_key import folded_name

CALL = "call"
"""The meaning of a word for a turn in which a tool is called: no side of the conversation."""
NARRATOR = "Narrator"
"""Under which name a narrator speaks who is no character."""

_NARRATORS = frozenset(
    map(
        folded_name,
        (
            "narrator",
            "narration",
            "narrative",
            "storyteller",
            "gm",
            "dm",
            "gamemaster",
            "game_master",
            "game-master",
            "dungeonmaster",
            "dungeon_master",
            "dungeon-master",
            "erzähler",
            "erzählerin",
            "narrador",
            "narradora",
            "narrateur",
            "narratrice",
            "narratore",
            "рассказчик",
            "рассказчица",
            "повествователь",
            "راوي",
            "الراوي",
            "旁白",
            "叙述者",
            "敘述者",
            "解说",
            "ナレーター",
            "ナレーション",
            "語り手",
            "내레이터",
            "나레이션",
            "해설자",
        ),
    )
)
_LEAST_TURNS_OF_THREE = 4


class MappedRole(StrEnum):
    """What becomes of the turns of a label."""

    USER = "user"
    ASSISTANT = "assistant"
    SYSTEM = "system"
    TOOL = "tool"
    NARRATOR = "narrator"
    """Turns of the assistant, told by nobody in particular."""
    SKIP = "skip"
    """They stay exactly as they are."""


class Hint(NamedTuple):
    """What one conversation says about a label."""

    as_role: MappedRole
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerGuess:
    """A guess at what a label means; only the owner knows."""

    as_role: MappedRole
    """What its turns would become; SKIP when there is nothing to go by."""
    reason: str
    """What the guess rests on, in a few words."""
    agreeing: int = 0
    """In how many entries something says so."""
    character: str = ""
    """The character of the library that it would speak as, empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerLabel:
    """A name under which turns are spoken: one that stands as their role, or beside it."""

    label: str
    """The name as written."""
    is_role: bool
    """Whether it stands where a role belongs; otherwise it is the speaker beside a role."""
    entries: int
    """In how many entries it stands."""
    turns: int
    """How many turns it has."""
    example: str
    """How one of its turns begins."""
    character: Character | None
    """The character that it is already, by name or alias, active or not."""
    guess: SpeakerGuess | None
    """For one that stands as a role, what it may mean; None for a speaker, whose role is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerMapping:
    """What the owner says that a label means."""

    label: str
    """The name as it stands in role or speaker."""
    as_role: MappedRole
    """What its turns become."""
    character: str = ""
    """Who speaks them from now on: a character of the library, a new one, or just a name; empty leaves the label."""


def is_narrator(label: str) -> bool:
    """Tell whether a name is a word for somebody who tells the story."""
    return folded_name(label) in _NARRATORS


def read_hints(roles: Sequence[str], *, meanings: Mapping[str, str]) -> dict[str, Hint]:
    """Return what one conversation says about the labels in it; those it says nothing about are left out.

    `roles` holds the role or label of each message; `meanings` holds every label with the role its word often stands
    for, CALL, or an empty text for a name.
    """
    labels = [role for role in dict.fromkeys(roles) if role in meanings]
    hints = {label: hint for label in labels if (hint := _hint_of_word(label, meanings[label]))}
    words = _words_that_fit(roles, {label: meanings[label] for label in labels if label not in hints})
    hints |= {label: Hint(MappedRole(role), f"the word often stands for the {role}") for label, role in words.items()}
    seats = [words.get(role, role) for role in roles if role in words or role not in hints]
    names = [label for label in labels if label not in hints]
    return hints | _hints_of_order(
        [seat for seat in seats if seat not in (SYSTEM, TOOL)], names, has_system=SYSTEM in seats
    )


def conclude(hints: Iterable[Hint], *, character: Character | None) -> SpeakerGuess:
    """Return the guess that most conversations point to; no guess at a role where they do not agree."""
    counts = Counter(hints)
    by_role: Counter[MappedRole] = Counter()
    for hint, times in counts.items():
        by_role[hint.as_role] += times
    name = character.name if character is not None else ""
    role, agreeing = min(by_role.items(), key=lambda pair: (-pair[1], pair[0]), default=(MappedRole.SKIP, 0))
    if 2 * agreeing > by_role.total():
        reason = min((hint for hint in counts if hint.as_role is role), key=lambda hint: (-counts[hint], hint)).reason
        return SpeakerGuess(as_role=role, reason=reason, agreeing=agreeing, character=name)
    if character is not None:
        return SpeakerGuess(as_role=MappedRole.ASSISTANT, reason="a character of the library", character=name)
    reason = "the conversations do not agree" if counts else "nothing says whose side this is"
    return SpeakerGuess(as_role=MappedRole.SKIP, reason=reason)


def _hint_of_word(label: str, meaning: str) -> Hint | None:
    """Return what a label is whatever stands beside it: tools and narrators."""
    if meaning == CALL:
        return Hint(MappedRole.SKIP, "a call of a tool")
    if meaning == TOOL:
        return Hint(MappedRole.TOOL, "a word for what a tool answers")
    return Hint(MappedRole.NARRATOR, "a word for who tells the story") if is_narrator(label) else None


def _words_that_fit(roles: Sequence[str], meanings: Mapping[str, str]) -> dict[str, str]:
    """Return the labels that may be taken for role words: where nothing else has that role, they are no names."""
    claims = Counter(meanings.values())
    return {
        label: meaning
        for label, meaning in meanings.items()
        if meaning in ROLES
        and claims[meaning] == 1
        and meaning not in roles
        and (meaning != SYSTEM or (roles[0] == label and roles.count(label) == 1))
    }


def _hints_of_order(seats: Sequence[str], names: Sequence[str], *, has_system: bool) -> dict[str, Hint]:
    """Return what the order of the turns says about names."""
    sides = {USER, ASSISTANT}.intersection(seats)
    if not sides:
        return _hints_among_names(seats, names, has_system=has_system)
    if len(sides) == 1:
        hint = _ANSWERS_USER if USER in sides else _ASKS_ASSISTANT
        return dict.fromkeys(names, hint)
    found = {name: _side_of(seats, name) for name in names}
    return {
        name: Hint(MappedRole(side), f"stands where a turn of the {side} would") for name, side in found.items() if side
    }


_ANSWERS_USER = Hint(MappedRole.ASSISTANT, "speaks with the user, and nobody else answers")
_ASKS_ASSISTANT = Hint(MappedRole.USER, "speaks with the assistant, and there is no user")
_BEGINS = Hint(MappedRole.USER, "two take turns, and this one begins")
_ANSWERS = Hint(MappedRole.ASSISTANT, "two take turns, and this one answers")
_OPENS = Hint(MappedRole.SYSTEM, "stands once, before two who take turns")
_FIRST_OF_MANY = Hint(MappedRole.USER, "several speak, and this one begins")
_ONE_OF_MANY = Hint(MappedRole.ASSISTANT, "several speak, and somebody else begins")


def _hints_among_names(seats: Sequence[str], names: Sequence[str], *, has_system: bool) -> dict[str, Hint]:
    """Return what is likely where nobody is marked as user or assistant."""
    if len(names) == 2 and _take_turns(seats):
        return {names[0]: _BEGINS, names[1]: _ANSWERS}
    is_opened = len(names) == 3 and seats.count(names[0]) == 1 and len(seats) >= _LEAST_TURNS_OF_THREE
    if is_opened and not has_system and _take_turns(seats[1:]):
        return {names[0]: _OPENS, names[1]: _BEGINS, names[2]: _ANSWERS}
    if len(names) < 2:
        return {}
    return {name: _FIRST_OF_MANY if name == names[0] else _ONE_OF_MANY for name in names}


def _take_turns(seats: Sequence[str]) -> bool:
    """Tell whether just two speak strictly by turns."""
    return len(set(seats)) == 2 and all(one != other for one, other in pairwise(seats))


def _side_of(seats: Sequence[str], name: str) -> str:
    """Return the side whose turn is missing where somebody speaks; empty when that cannot be told."""
    counts = Counter(_missing_side(seats, place) for place, seat in enumerate(seats) if seat == name)
    side, times = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return side if 2 * times > counts.total() else ""


def _missing_side(seats: Sequence[str], place: int) -> str:
    before = next((seat for seat in reversed(seats[:place]) if seat in _OTHER_SIDE), "")
    after = next((seat for seat in seats[place + 1 :] if seat in _OTHER_SIDE), "")
    return _OTHER_SIDE[before or after] if not (before and after) or before == after else ""


_OTHER_SIDE = {USER: ASSISTANT, ASSISTANT: USER}
