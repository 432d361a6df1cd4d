"""Words, numbers, bars and columns, each by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.cli.charts import bar, spread
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import clip, pad, visible, width_of
from rolethread_lite.cli.wording import count, listing, number, plural, share, size


@pytest.mark.parametrize(
    ("value", "noun", "words"),
    [
        (0, "entry", "no entries"),
        (1, "entry", "1 entry"),
        (2000, "entry", "2,000 entries"),
        (1, "finding", "1 finding"),
        (3, "loss", "3 losses"),
        (2, "system prompt", "2 system prompts"),
        (2, "info", "2 info"),
    ],
)
def test_counts(value: int, noun: str, words: str) -> None:
    assert count(value, noun) == words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "0 %"),
        (0, 5, "0 %"),
        (1, 3, "33 %"),
        (1, 100_000, "<0.1 %"),
        (1, 12, "8.3 %"),
        (5, 5, "100 %"),
        (1, 50, "2 %"),
    ],
)
def test_shares(part: int, whole: int, words: str) -> None:
    assert share(part, whole) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "no bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 KB"),
        (2_640_000_000, "2.6 GB"),
        (10**16, "10,000.0 TB"),
    ],
)
def test_sizes(value: int, words: str) -> None:
    assert size(value) == words


def test_listings() -> None:
    assert [listing(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert number(1234.56, digits=1) == "1,234.6"
    assert plural("reply") == "replies"


@given(value=st.floats(0, 1e9), most=st.floats(1e-3, 1e9), width=st.integers(1, 60))
def test_a_bar_is_never_longer_than_its_place_and_never_invisible(value: float, most: float, width: int) -> None:
    drawn = bar(value, most=most, width=width)
    assert len(drawn) <= width
    assert bool(drawn) == (value > 0)


@given(first=st.integers(0, 1000), second=st.integers(0, 1000))
def test_a_larger_value_has_no_shorter_bar(first: int, second: int) -> None:
    low, high = sorted((first, second))
    assert len(bar(low, most=1000, width=40)) <= len(bar(high, most=1000, width=40))


@given(counts=st.lists(st.integers(0, 10**6)))
def test_a_spread_has_one_column_for_each_bin(counts: list[int]) -> None:
    drawn = spread(counts)
    assert len(drawn) == len(counts)
    assert all((mark == "\u00b7") == (size == 0) for mark, size in zip(drawn, counts, strict=True))


@given(text=st.text())
def test_visible_text_is_one_line_that_steers_nothing(text: str) -> None:
    shown = visible(text)
    assert "\n" not in shown
    assert "\x1b" not in shown
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown


@given(text=st.text(), width=st.integers(1, 20))
def test_clipped_text_fits(text: str, width: int) -> None:
    assert width_of(clip(text, width=width)) <= width


def test_wide_characters_take_two_columns() -> None:
    assert width_of("\u732b a\u0301") == 4
    assert clip("\u732b\u732b\u732b", width=5) == "\u732b\u732b\u2026"
    assert pad("\u732b", width=4, right=True) == "  \u732b"


def test_a_table_lines_up() -> None:
    columns = (Column(title="name"), Column(title="n", right=True), Column(title="rest", most=4))
    lines = table(columns, [("\u732b", "1", "short"), ("longer", "1,000", "x")])
    assert lines[1:] == ["  \u732b          1  sho\u2026", "  longer  1,000  x"]
    assert table((Column(title=""),), []) == []
