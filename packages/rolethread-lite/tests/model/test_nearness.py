"""What is taken for alike is alike, and what is alike is found."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.nearness import NearSearch
from rolethread_lite.model.shingles import likeness_of, read_shingles
from rolethread_lite.model.together import Together

WORDS = ("lantern", "inn", "heron", "bridge", "rain", "Mira", "asks", "late", "door", "song", "the", "of")


def _entry(words: list[str]) -> Entry:
    return Entry(messages=(Message.plain("user", " ".join(words)),))


def _together(entries: list[Entry], least: float) -> Together:
    search, together = NearSearch(least), Together()
    for number, entry in enumerate(entries):
        search.add(entry, number=number)
    search.join(together, read=entries.__getitem__)
    return together


def _truly_together(entries: list[Entry], least: float) -> Together:
    """Compare each with each."""
    together = Together()
    shingles = [read_shingles(entry) for entry in entries]
    for one, other in itertools.combinations(range(len(entries)), 2):
        if shingles[one].turns and likeness_of(shingles[one], shingles[other]) >= least:
            together.join(one, other)
    return together


@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=12), max_size=12),
    least=st.sampled_from([0.5, 0.7, 0.85, 1.0]),
)
def test_nothing_is_together_that_is_not_alike(texts: list[list[str]], least: float) -> None:
    entries = [_entry(words) for words in texts]
    truth = _truly_together(entries, least)
    for group in _together(entries, least).groups():
        assert len({truth.find(number) for number in group}) == 1


@pytest.mark.parametrize("least", [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95])
@pytest.mark.parametrize("length", [30, 120, 600])
def test_pairs_that_are_just_alike_enough_are_found(least: float, length: int) -> None:
    entries: list[Entry] = []
    for pair in range(100):
        words = [f"w{pair}x{number}" for number in range(length)]
        shared = math.ceil(least * (length - 2)) + 2  # so many of the threes stand in both
        entries += [_entry(words), _entry(words[:shared])]
    together = _together(entries, least)
    assert sum(together.find(2 * pair) == together.find(2 * pair + 1) for pair in range(100)) >= 96


def test_chains_become_one_group() -> None:
    words = [f"w{number}" for number in range(200)]
    entries = [_entry(words[start : start + 100]) for start in range(0, 40, 4)]
    assert likeness_of(read_shingles(entries[0]), read_shingles(entries[-1])) < 0.6
    assert _together(entries, 0.85).groups() == (tuple(range(10)),)


def test_many_copies_and_many_of_one_mould_take_no_time_to_speak_of() -> None:
    mould = [f"m{number}" for number in range(60)]
    entries = [_entry([*mould, *(f"{entry}x{number}" for number in range(30))]) for entry in range(300)]
    copies = [_entry([*mould, "twice"])] * 300
    groups = _together([*entries, *copies], 0.85).groups()
    assert groups == (tuple(range(300, 600)),)
