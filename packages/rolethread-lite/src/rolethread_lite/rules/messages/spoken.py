"""The turns of an entry by what their roles mean, system messages left aside."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, SYSTEM, USER, Message
from rolethread_lite.model.reading import Reading, Turn
from rolethread_lite.rules.messages.role_words import meant_role, meant_roles

_SPEAKING = (USER, ASSISTANT)
_ORDERS_KEPT = 4096
"""How many orders of roles are remembered."""


def spoken_places(roles: tuple[str, ...]) -> list[int]:
    """Return where the messages stand that are no system messages; `roles` are meant roles."""
    return [place for place, role in enumerate(roles) if role != SYSTEM]


@lru_cache(maxsize=_ORDERS_KEPT)
def first_spoken(roles: tuple[str, ...], *, number: int) -> int | None:
    """Return where the spoken turn of that number stands, from 1; None when there are fewer."""
    places = spoken_places(meant_roles(roles))
    return places[number - 1] if len(places) >= number else None


def repeats(roles: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the places of turns of one side that follow each other; `roles` are meant roles."""
    return [
        (first, second)
        for first, second in pairwise(spoken_places(roles))
        if roles[first] == roles[second] and roles[first] in _SPEAKING
    ]


def has_repeat(roles: tuple[str, ...]) -> bool:
    """Tell whether one side has two turns in a row."""
    return bool(repeats(meant_roles(roles)))


def roles_of(entry: Entry) -> tuple[str, ...]:
    """Return what the roles of the entry's messages mean."""
    return tuple([meant_role(message.role) for message in entry.messages])


def system_messages(reading: Reading) -> list[tuple[int, Message]]:
    """Return the system messages with their places, however the role is spelled."""
    messages = reading.entry.messages
    return [(place, messages[place]) for place in _system_places(reading.roles)]


@lru_cache(maxsize=_ORDERS_KEPT)
def _system_places(roles: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, role in enumerate(meant_roles(roles)) if role == SYSTEM)


@lru_cache(maxsize=_ORDERS_KEPT)
def count_exchanges(roles: tuple[str, ...]) -> int:
    """Count the turns of the assistant, however its role is spelled."""
    return meant_roles(roles).count(ASSISTANT)


def assistant_turns(reading: Reading) -> Iterator[Turn]:
    """Yield the texts of the assistant, however its role is spelled."""
    return (turn for turn in reading.turns if turn.role == ASSISTANT or meant_role(turn.role) == ASSISTANT)


def is_blank(message: Message) -> bool:
    """Tell whether a message has content, all of it text, and says nothing."""
    content = message.content
    if isinstance(content, str):
        return not content or content.isspace()
    if isinstance(content, tuple):
        return all(part.text is not None and not part.text.strip() for part in content)
    return False


def can_spare(entry: Entry) -> bool:
    """Tell whether a message can be dropped without leaving the entry empty."""
    return len(entry.messages) > 1
