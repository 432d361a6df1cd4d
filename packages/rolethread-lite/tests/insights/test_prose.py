"""The quick ways of counting agree with the definitions they stand for."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.insights import prose
from rolethread_lite.insights.prose import (
    acted_length_of,
    size_of,
    sizes_of,
    spoken_length,
    spoken_length_of,
    visible_length,
)

PLANES = (range(0x3000), range(0x3000, 0xD800), range(0xD800, 0x20000), range(0x20000, sys.maxunicode + 1, 97))
TEXTS = st.text(
    st.one_of(st.sampled_from("ab1 '\"*\n.,-—\u2019“”\u2018«»„「」你か한é\x1e"), st.characters()), max_size=60
)
PLAIN = st.text(st.sampled_from("ab1 '\"\n.,*?"), max_size=60)
SEVERAL = st.lists(st.one_of(TEXTS, PLAIN), max_size=4)


@pytest.mark.parametrize("plane", PLANES, ids=lambda plane: f"{plane.start:x}")
def test_every_character_divides_words_as_defined(plane: range) -> None:
    wrong = [
        f"{place:04x}"
        for place in plane
        if size_of(text := f"a{chr(place)}b {chr(place)}")[0] != len(prose._WORD.findall(text))
    ]
    assert wrong == []


def test_letters_and_digits_of_all_scripts_are_words() -> None:
    letters = [chr(place) for place in range(0x3000) if unicodedata.category(chr(place))[0] in "LN"]
    assert len(letters) > 5000
    assert [f"{ord(letter):04x}" for letter in letters if size_of(letter)[0] != 1] == []


@given(TEXTS)
def test_words_are_counted_as_defined(text: str) -> None:
    assert size_of(text)[0] == len(prose._WORD.findall(text))


@given(TEXTS, TEXTS)
def test_words_of_two_texts_add_up_over_a_line_break(left: str, right: str) -> None:
    assert size_of(f"{left}\n{right}")[0] == size_of(left)[0] + size_of(right)[0]


@given(TEXTS)
def test_tokens_lie_between_their_two_ratios(text: str) -> None:
    assert len(text) / 3.6 <= size_of(text)[1] <= len(text) + 1


@given(PLAIN)
def test_marks_taken_in_pairs_give_what_the_definition_gives(text: str) -> None:
    found = prose._SPEECH.findall(text) or prose._SINGLE_SPEECH.findall(text)
    assert spoken_length(text) == sum(visible_length(speech) for speech in found)


@given(SEVERAL)
def test_texts_counted_together_give_what_each_gives(texts: list[str]) -> None:
    assert list(zip(*sizes_of(texts), strict=True)) == [size_of(text) for text in texts]
    assert spoken_length_of(texts) == sum(map(spoken_length, texts))
    acted = [found for text in texts for found in prose._ACTION.findall(text)]
    assert acted_length_of(texts) == sum(map(visible_length, acted))


@given(TEXTS)
def test_no_more_is_spoken_or_acted_than_there_is(text: str) -> None:
    assert 0 <= spoken_length(text) <= visible_length(text)
    assert 0 <= acted_length_of([text]) <= visible_length(text)


@pytest.mark.parametrize("unit", ['"a ', "“a ", "'a ", "\u2018a, ", "*a ", 'a\n "', "»a", "„", "' '", '\n \n"'])
def test_open_marks_without_end_take_time_in_proportion(unit: str) -> None:
    # A pattern that starts over at every mark would take hours for this, and run into the time limit.
    text = unit * 60_000
    assert spoken_length(text) <= visible_length(text)
    assert acted_length_of([text]) <= visible_length(text)
