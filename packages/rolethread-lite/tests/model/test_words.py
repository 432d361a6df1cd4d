"""Words are what is left without case, punctuation and spaces; scripts without spaces are taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.words import words_of

CASES = (
    ("*She smiles.* Is it LATE?", "she smiles is it late"),
    ("", ""),
    ("… — !", ""),
    ("\u201cIs it late?\u201d", "is it late"),
    ("don't don\u2019t", "don t don t"),
    ("snake_case a-b", "snake case a b"),
    ("Stra\u00dfe STRASSE", "strasse strasse"),
    ("caf\u00e9 cafe\u0301", "caf\u00e9 caf\u00e9"),
    ("\uff21\uff22\uff23", "abc"),
    ("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u0e2a \u0e27\u0e31 \u0e2a \u0e14\u0e35"),
    ("\u4f60\u597d\uff0cab\u4e16\u754c\u3002", "\u4f60 \u597d ab \u4e16 \u754c"),
    ("\u3053\u3093\u306b\u3061\u306f", "\u3053 \u3093 \u306b \u3061 \u306f"),
    ("\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u060c \u0646\u0639\u0645", None),
    ("\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e", None),
    ("\U0001f642 hi \U0001f642", "hi"),
    ("\ud800 ok", "ok"),
)


@pytest.mark.parametrize(("text", "words"), CASES)
def test_words(text: str, words: str | None) -> None:
    found = [word.decode("utf-8", "surrogatepass") for word in words_of(text)]
    if words is None:
        assert len(found) == 2  # vowel signs do not tear a word apart
    else:
        assert found == words.split()


@given(text=st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_text_has_the_same_words_beside_other_characters(text: str) -> None:
    assert words_of(f"{text} \u0434") == [*words_of(text), "\u0434".encode()]
    assert words_of(f"{text} \u2014") == words_of(text)
