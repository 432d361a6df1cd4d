"""The turns of an entry by what their roles mean, system messages left aside."""

from collections.abc import Iterator
from itertools import pairwise

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, SYSTEM, USER, Message
from rolethread_lite.model.reading import Reading, Turn
from rolethread_lite.rules.messages.role_words import meant_role, meant_roles

_SPEAKING = (USER, ASSISTANT)


def spoken_places(roles: tuple[str, ...]) -> list[int]:
    """Return where the messages stand that are no system messages; `roles` are meant roles."""
    return [place for place, role in enumerate(roles) if role != SYSTEM]


def first_spoken(entry: Entry, *, number: int) -> int | None:
    """Return where the spoken turn of that number stands, from 1; None when there are fewer."""
    left = number
    for place, message in enumerate(entry.messages):
        if message.role in _SPEAKING or meant_role(message.role) != SYSTEM:
            left -= 1
            if left == 0:
                return place
    return None


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


def system_messages(entry: Entry) -> list[tuple[int, Message]]:
    """Return the system messages with their places, however the role is spelled."""
    return [
        (place, message)
        for place, message in enumerate(entry.messages)
        if message.role not in _SPEAKING and meant_role(message.role) == SYSTEM
    ]


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
