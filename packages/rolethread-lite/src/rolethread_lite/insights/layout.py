"""The sizes of an entry's messages, counted once for all figures that need them."""

from functools import lru_cache
from typing import NamedTuple

from rolethread_lite.insights.prose import size_of
from rolethread_lite.model.message import ASSISTANT, SYSTEM, USER
from rolethread_lite.model.reading import Reading


class Layout(NamedTuple):
    """The words and tokens of an entry, by message and by role."""

    roles: tuple[str, ...]
    """The role of every message."""
    words: tuple[int, ...]
    """The words of every message."""
    tokens: tuple[int, ...]
    """The estimated tokens of every message."""
    turn_words: tuple[int, ...]
    """The words of every message that is spoken."""
    assistant_turn_words: tuple[int, ...]
    """The words of every message of the assistant."""
    system_words: int
    """Words in system messages."""
    user_words: int
    """Words in the user's messages."""
    assistant_words: int
    """Words in the assistant's messages."""
    system_tokens: int
    """Estimated tokens in system messages."""
    user_tokens: int
    """Estimated tokens in the user's messages."""
    assistant_tokens: int
    """Estimated tokens in the assistant's messages."""


@lru_cache(maxsize=1)  # the figures of one entry are measured one after the other
def lay_out(reading: Reading) -> Layout:
    """Return the sizes of an entry's messages."""
    messages = reading.entry.messages
    words, tokens = [0] * len(messages), [0] * len(messages)
    for place, _, _, text in reading.turns:
        more_words, more_tokens = size_of(text)
        words[place] += more_words
        tokens[place] += more_tokens
    roles = tuple([message.role for message in messages])
    sizes = list(zip(roles, words, tokens, strict=True))
    turn_words = [some for role, some, _ in sizes if role != SYSTEM]
    answers = [some for role, some, _ in sizes if role == ASSISTANT]
    return Layout(
        roles=roles,
        words=tuple(words),
        tokens=tuple(tokens),
        turn_words=tuple(turn_words),
        assistant_turn_words=tuple(answers),
        system_words=sum(words) - sum(turn_words),
        user_words=sum([some for role, some, _ in sizes if role == USER]),
        assistant_words=sum(answers),
        system_tokens=sum([some for role, _, some in sizes if role == SYSTEM]),
        user_tokens=sum([some for role, _, some in sizes if role == USER]),
        assistant_tokens=sum([some for role, _, some in sizes if role == ASSISTANT]),
    )
