"""How alike two entries are: the share of what both say among what either says, three words at a time."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import repeat
from typing import NamedTuple

import xxhash

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.learned import LEARNED_IN_TURNS, LEARNED_MEMBERS
from rolethread_lite.model.message import SYSTEM
from rolethread_lite.model.words import words_of

_hash = xxhash.xxh3_64_intdigest


class Shingles(NamedTuple):
    """What is compared of an entry."""

    turns: AbstractSet[int]
    """Every three words of a turn that follow each other, under the turn's role."""
    system: AbstractSet[int]
    """The same of the system prompt."""
    beside: int
    """A digest of what is learned beside the texts."""


def read_shingles(entry: Entry, *, ignore_system: bool = False) -> Shingles:
    """Return what is compared of an entry."""
    system: set[int] = set()
    for message in entry.messages:
        if message.role == SYSTEM and not ignore_system:
            system.update(_shingles(words_of(message.text), SYSTEM))
    return Shingles(read_turns(entry), system, _beside(entry))


def read_turns(entry: Entry) -> AbstractSet[int]:
    """Return what is compared of the turns: nothing where they hold no words at all."""
    found: set[int] = set()
    has_words = False
    for message in entry.messages:
        if message.role != SYSTEM:
            words = words_of(message.text)
            has_words = has_words or bool(words)
            found.update(_shingles(words, message.role))
    return found if has_words else set()


def likeness_of(one: Shingles, other: Shingles) -> float:
    """Return how alike two entries are, from 0 to 1.

    Turns and system prompts are compared apart, and the smaller likeness counts: the same scene under another prompt
    teaches something else, however long it is. So does another tool call, or another preference.
    """
    if one.beside != other.beside:
        return 0.0
    return min(_share(one.turns, other.turns), _share(one.system, other.system))


def _share(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    both = len(one & other)
    either = len(one) + len(other) - both
    return both / either if either else 1.0


def _shingles(words: list[bytes], role: str) -> Iterable[int]:
    seed = _hash(role.encode("utf-8", "surrogatepass"))
    if len(words) < 3:
        return (_hash(b" ".join(words), seed),)
    return map(_hash, map(b" ".join, zip(words, words[1:], words[2:], strict=False)), repeat(seed))


def _beside(entry: Entry) -> int:
    """Return a digest of parts that are no text, of tool calls, and of other members that are learned from."""
    found = [(key.encode(), value) for key, value in sorted(entry.extra) if key in LEARNED_MEMBERS]
    for message in entry.messages:
        found += [(key.encode(), value) for key, value in message.extra if key in LEARNED_IN_TURNS]
        content = message.content
        if isinstance(content, tuple):
            found += [(b"part", part.raw) for part in content if part.text is None]
        elif isinstance(content, bytes):
            found.append((b"content", content))
    return _hash(b"\x00".join(piece for pair in found for piece in pair)) if found else 0
