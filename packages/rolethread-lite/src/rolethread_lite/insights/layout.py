"""What figures read of an entry: its messages by role, their words and tokens, each counted once for all figures."""

from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from rolethread_lite.insights.prose import sizes_of, visible_length
from rolethread_lite.model.message import ASSISTANT, SYSTEM, USER
from rolethread_lite.model.reading import Reading

_ORDERS_KEPT = 4096
"""How many orders of roles are remembered."""


class Layout:
    """An entry laid out for its figures."""

    def __init__(self, reading: Reading) -> None:
        """Count the words and tokens of every message."""
        self.entry = reading.entry
        """The entry."""
        words, tokens = _sizes_by_message(reading)
        system, user, assistant, spoken = _masks(reading.roles)
        self.words = sum(words)
        """Words in all messages."""
        self.tokens = sum(tokens)
        """Estimated tokens in all messages."""
        self.turn_words = tuple(compress(words, spoken))
        """The words of every message that is spoken."""
        self.assistant_turn_words = tuple(compress(words, assistant))
        """The words of every message of the assistant."""
        self.system_words = sum(compress(words, system))
        """Words in system messages."""
        self.user_words = sum(compress(words, user))
        """Words in the user's messages."""
        self.assistant_words = sum(self.assistant_turn_words)
        """Words in the assistant's messages."""
        self.system_tokens = sum(compress(tokens, system))
        """Estimated tokens in system messages."""
        self.user_tokens = sum(compress(tokens, user))
        """Estimated tokens in the user's messages."""
        self.assistant_tokens = sum(compress(tokens, assistant))
        """Estimated tokens in the assistant's messages."""
        self.assistant_texts = _texts_of(reading, assistant)
        """The texts of the assistant."""
        self.assistant_length = visible_length("".join(self.assistant_texts))
        """The characters of the assistant's texts, without line breaks."""


class _Masks(NamedTuple):
    """Which messages are of a role, each a yes or no for every message."""

    system: tuple[bool, ...]
    user: tuple[bool, ...]
    assistant: tuple[bool, ...]
    spoken: tuple[bool, ...]


@lru_cache(maxsize=_ORDERS_KEPT)
def _masks(roles: tuple[str, ...]) -> _Masks:
    system, user, assistant = (tuple(role == sought for role in roles) for sought in (SYSTEM, USER, ASSISTANT))
    return _Masks(system, user, assistant, tuple(role != SYSTEM for role in roles))


def _sizes_by_message(reading: Reading) -> tuple[list[int], list[int]]:
    words, tokens = sizes_of(reading.texts)
    if reading.is_plain:
        return words, tokens
    summed_words, summed_tokens = [0] * len(reading.roles), [0] * len(reading.roles)
    for turn, more_words, more_tokens in zip(reading.turns, words, tokens, strict=True):
        summed_words[turn.message] += more_words
        summed_tokens[turn.message] += more_tokens
    return summed_words, summed_tokens


def _texts_of(reading: Reading, mask: tuple[bool, ...]) -> list[str]:
    if reading.is_plain:
        return list(compress(reading.texts, mask))
    return [text for message in compress(reading.entry.messages, mask) for text in message.pieces]
