"""How alike system prompts are, word by word, and which of many differ only in a few words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor
from operator import eq
from typing import TypeAlias

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.runs import matching_blocks
from rolethread_lite.model.words import words_of

LEAST_LIKENESS = 0.7
"""Below this, alike prompts are not looked for: they would be found by chance."""
_END = -1
_ROUNDING = 1e-9
_BITS = 1024

Words: TypeAlias = tuple[str, ...]
"""The words of a text, without case and punctuation."""


def prompt_words(text: str) -> Words:
    """Return the words of a system prompt; one without any is told from others by its marks."""
    words = b" ".join(words_of(text)).decode("utf-8", "surrogatepass")
    return tuple(words.split(" ")) if words else (text.strip(),)


def word_likeness(before: Words, after: Words) -> float:
    """Return the share of words that two texts have in common in the same order, from 0 to 1."""
    both = len(before) + len(after)
    if before == after or not both:
        return 1.0
    return 2 * sum(size for _, _, size in matching_blocks(before, after)) / both


def check_likeness(least: float) -> None:
    """Raise InvalidValue for a likeness that would bring together what has nothing to do with each other."""
    if not LEAST_LIKENESS <= least <= 1:
        raise InvalidValue(f"{least:g} is no useful likeness", advice=f"Give one from {LEAST_LIKENESS:g} to 1.")


def near_groups(texts: Sequence[str], *, least: float) -> list[list[int]]:
    """Return groups of texts that are alike at least so much, as places in `texts`.

    The first text of a group, in the order given, is the one that all others of it are like. Groups of one are
    left out. Nothing is missed for the sake of speed: texts that share so many words in order share a pair of
    neighbouring words among their rarest ones, and only such texts are compared.
    """
    by_words: defaultdict[Words, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        by_words[prompt_words(text)].append(place)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    leaders = _Leaders(texts=list(by_words), least=least)
    pairs = _rarest_pairs(leaders.texts, least)
    for number, (places, rarest) in enumerate(zip(by_words.values(), pairs, strict=True)):
        groups[leaders.leader_of(number, rarest)] += places
    found = [sorted(group) for group in groups.values() if len(group) > 1]
    return sorted(found)


@dataclass(slots=True, kw_only=True)
class _Leaders:
    """Texts that others may be like, found by the rarest of their pairs of words."""

    texts: Sequence[Words]
    least: float
    by_pair: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    sketches: dict[int, int] = field(default_factory=dict)
    bits: dict[str | tuple[str, int], int] = field(default_factory=dict)

    def leader_of(self, place: int, pairs: Sequence[int]) -> int:
        """Return the first of them that a text is like; one that is like none joins them."""
        sketch, sketches = self._sketch(self.texts[place]), self.sketches
        # A text with more words than this is not alike; the two differ in so many words at most.
        longest = len(self.texts[place]) * (2 - self.least) / self.least
        most = (1 - self.least) * (len(self.texts[place]) + longest) + _ROUNDING
        near: set[int] = set().union(*(self.by_pair.get(pair, ()) for pair in pairs))
        for leader in sorted([one for one in near if (sketch ^ sketches[one]).bit_count() <= most]):
            if self._are_alike(leader, place):
                return leader
        self.sketches[place] = sketch
        for pair in pairs:
            self.by_pair[pair].append(place)
        return place

    def _are_alike(self, leader: int, place: int) -> bool:
        before, after = self.texts[leader], self.texts[place]
        # Words that stand at the same places stand in the same order; most variants of a text need no closer look.
        in_place = sum(map(eq, before, after))
        enough = self.least * (len(before) + len(after)) / 2 - _ROUNDING
        return in_place >= enough or word_likeness(before, after) >= self.least

    def _sketch(self, words: Words) -> int:
        """Return a few bits of a text; two texts differ in no more of them than in words."""
        sketch = 0
        for word, times in Counter(words).items():
            sketch ^= self._bit(word)
            for number in range(1, times):
                sketch ^= self._bit((word, number))
        return sketch

    def _bit(self, word: str | tuple[str, int]) -> int:
        return self.bits.setdefault(word, 1 << len(self.bits) % _BITS)


def _rarest_pairs(texts: Sequence[Words], least: float) -> Iterator[list[int]]:
    """Yield the rarest pairs of neighbouring words of each text, as many as two alike texts may differ in, and one."""
    numbers: dict[str, int] = {}
    pairs = [_pairs([numbers.setdefault(word, len(numbers)) for word in words]) for words in texts]
    times = Counter(pair for each in pairs for pair in each)
    for words, each in zip(texts, pairs, strict=True):
        yield sorted(sorted(each), key=times.__getitem__)[: _most_lost(len(words), least) + 1]


def _pairs(words: list[int]) -> set[int]:
    """Return the pairs of neighbouring words of a text, its two ends counted as words."""
    padded = [_END, *words, _END]
    return {(one << 32) + other for one, other in pairwise(padded)}


def _most_lost(words: int, least: float) -> int:
    """Return how many pairs of a text can be missing from one that it is like at least so much.

    A word that is not in the other text takes two pairs with it, and a word that only the other text has takes
    one. With n and m words of which k are shared, 2k >= least * (n + m); it is worst where the other text is as
    short as that allows.
    """
    shortest = ceil(words * least / (2 - least) - _ROUNDING)
    lost = words * (2 - 1.5 * least) + shortest * (1 - 1.5 * least)
    return max(0, floor(lost + _ROUNDING))


def shared_words(wanted: Words, words: Words) -> float:
    """Return the share of the wanted words that are among others, in any order; a quick look before a close one."""
    return (Counter(wanted) & Counter(words)).total() / len(wanted) if wanted else 0.0
