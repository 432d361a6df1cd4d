"""Texts are compared by words, and nothing of them is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.model.runs import MOST_WORDS, RunKind, compare_texts

SIGNS = {RunKind.KEPT: "=", RunKind.REMOVED: "-", RunKind.ADDED: "+"}
TEXTS = st.text(st.one_of(st.sampled_from("ab  \n.,'你好é"), st.characters()), max_size=50)
SENTENCES = st.lists(st.sampled_from(("the", "a", "fox", "ran", ".", ",", "\n", " ")), max_size=30).map(" ".join)


def _shown(before: str, after: str) -> list[str]:
    return [SIGNS[run.kind] + run.text for run in compare_texts(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("Same.", "Same.", ["=Same."]),
        ("", "New.", ["+New."]),
        ("Old.", "", ["-Old."]),
        ("She ran home.", "She walked home.", ["=She ", "-ran", "+walked", "= home."]),
        ("She ran.", "She ran fast.", ["=She ran", "+ fast", "=."]),
        ("one two three four", "one 2 3 four", ["=one ", "-two three", "+2 3", "= four"]),
        ("a line\nb line", "c line\nd line", ["-a", "+c", "= line\n", "-b", "+d", "= line"]),
        ("我是猫", "我是狗", ["=我是", "-猫", "+狗"]),
        ("café", "cafe", ["-café", "+cafe"]),
        ("Hi.", "Hi!", ["=Hi", "-.", "+!"]),
    ],
)
def test_changes_are_told_by_words(before: str, after: str, expected: list[str]) -> None:
    assert _shown(before, after) == expected


def test_long_texts_are_compared_by_lines() -> None:
    lines = [f"line {number} of many\n" for number in range(MOST_WORDS)]
    changed = [*lines[:2000], "another line 2000 entirely\n", *lines[2001:]]
    found = compare_texts("".join(lines), "".join(changed))
    assert [run.text for run in found[1:3]] == ["line 2000 of many\n", "another line 2000 entirely\n"]
    assert [run.kind for run in found] == [RunKind.KEPT, RunKind.REMOVED, RunKind.ADDED, RunKind.KEPT]


@given(st.one_of(TEXTS, SENTENCES), st.one_of(TEXTS, SENTENCES))
def test_runs_hold_both_texts(before: str, after: str) -> None:
    runs = compare_texts(before, after)
    assert "".join(run.text for run in runs if run.kind is not RunKind.ADDED) == before
    assert "".join(run.text for run in runs if run.kind is not RunKind.REMOVED) == after


@given(st.one_of(TEXTS, SENTENCES), st.one_of(TEXTS, SENTENCES))
def test_runs_are_as_few_as_can_be(before: str, after: str) -> None:
    runs = compare_texts(before, after)
    assert all(run.text for run in runs)
    assert all(left.kind is not right.kind for left, right in pairwise(runs))
    assert (RunKind.ADDED, RunKind.REMOVED) not in [(left.kind, right.kind) for left, right in pairwise(runs)]


@given(SENTENCES)
def test_equal_texts_are_kept(text: str) -> None:
    assert {run.kind for run in compare_texts(text, text)} <= {RunKind.KEPT}


def test_repetitive_texts_take_bounded_time() -> None:
    before, after = "a b c " * 800, "b a c " * 800
    assert "".join(run.text for run in compare_texts(before, after) if run.kind is not RunKind.ADDED) == before
