"""Sums over a dataset: the numbers a person would get, in any order, from any source."""

import json
import pickle
from array import array
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.formats import messages
from rolethread_lite.insights import all_figures, get_figure
from rolethread_lite.insights.binning import MOST_BINS, Bin, histogram
from rolethread_lite.insights.figure import Shape
from rolethread_lite.insights.measuring import measure
from rolethread_lite.insights.summary import PROMPT_OPENING, CodeCount, Summary, UseCount, summarise
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import split_members
from rolethread_lite.model.message import Message
from rolethread_lite.model.reading import Reading

COUNTS = st.lists(st.one_of(st.integers(0, 40), st.integers(0, 100_000)), min_size=1, max_size=40)
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=40)

TAIL = tuple((low, high, 0) for low, high in pairwise((5, 10, 20, 50, 100, 200, 500)))


def _bins(*spans: tuple[float, float, int]) -> tuple[Bin, ...]:
    return tuple(Bin(low=low, high=high, count=count) for low, high, count in spans)


def _entry(*texts: str, tags: tuple[str, ...] = (), speaker: str | None = None) -> Entry:
    roles = ("system", "user", "assistant")
    turns = [Message(role=role, content=text) for role, text in zip(roles, texts, strict=False)]
    if speaker is not None:
        turns.append(Message(role="assistant", content="Yes.", speaker=speaker))
    return Entry(messages=tuple(turns), tags=tags)


def _summary(*entries: Entry) -> Summary:
    summary = Summary()
    for entry in entries:
        summary.add(Reading(entry))
    return summary


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ()),
        ([3], _bins((3, 4, 1))),
        ([0, 1, 1, 3], _bins((0, 1, 1), (1, 2, 2), (2, 3, 0), (3, 4, 1))),
        ([17, 25, 39], _bins(*((low, low + 2, int(low in (16, 24, 38))) for low in range(16, 40, 2)))),
        ([1, 1, 2, 700], _bins((1, 2, 2), (2, 5, 1), *TAIL, (500, 1000, 1))),
    ],
    ids=["nothing", "one value", "few values", "even steps", "a long tail"],
)
def test_bins_of_whole_numbers_have_round_edges(values: list[int], expected: tuple[Bin, ...]) -> None:
    assert histogram(Shape.COUNT, sorted(Counter(values).items())) == expected


def test_bins_of_shares_are_twentieths() -> None:
    bins = histogram(Shape.SHARE, [(0.0, 2), (0.05, 1), (0.999, 1), (1.0, 3)])
    assert [(bar.low, bar.high) for bar in bins] == [(place / 20, (place + 1) / 20) for place in range(20)]
    assert [bar.count for bar in bins] == [2, 1, *[0] * 17, 4]


@given(COUNTS)
def test_every_whole_number_falls_in_one_bin(values: list[int]) -> None:
    bins = summarise(get_figure("words"), Counter(values)).histogram
    assert [bar.count for bar in bins] == [sum(bar.low <= value < bar.high for value in values) for bar in bins]
    assert sum(bar.count for bar in bins) == len(values)
    assert all(left.high == right.low for left, right in pairwise(bins))
    assert bins[0].low <= min(values) < bins[0].high
    assert bins[-1].low <= max(values) < bins[-1].high
    assert len(bins) <= MOST_BINS + 1


@given(SHARES)
def test_every_share_falls_in_one_bin(values: list[float]) -> None:
    bins = summarise(get_figure("speech_share"), array("d", values)).histogram
    last = bins[-1]
    assert [bar.count for bar in bins] == [
        sum(bar.low <= value < bar.high or (bar is last and value == 1) for value in values) for bar in bins
    ]


def test_a_summary_has_the_numbers_a_person_gets() -> None:
    found = summarise(get_figure("turns"), Counter([2, 2, 4, 12]))
    assert (found.name, found.title, found.unit) == ("turns", "Turns", "turns")
    assert (found.count, found.total, found.mean, found.median, found.least, found.most) == (4, 20, 5.0, 3.0, 2, 12)


def test_a_summary_of_nothing_is_zero() -> None:
    found = summarise(get_figure("turns"), Counter())
    assert (found.count, found.total, found.mean, found.median, found.least, found.most) == (0, 0, 0, 0, 0, 0)
    assert found.histogram == ()


@given(COUNTS)
def test_values_may_come_counted_or_one_by_one(values: list[int]) -> None:
    figure = get_figure("turn_words")
    assert summarise(figure, array("I", values)) == summarise(figure, Counter(values))


@given(st.permutations([0.1, 0.2, 0.3, 0.7, 0.7]))
def test_the_order_of_values_changes_nothing(values: list[float]) -> None:
    figure = get_figure("action_share")
    assert summarise(figure, array("d", values)) == summarise(figure, Counter([0.1, 0.2, 0.3, 0.7, 0.7]))


def test_a_dataset_is_summed_up_over_entries_and_turns() -> None:
    entries = [_entry("Be kind.", "Hello there", "Oh, hi there, you"), _entry("Be kind.", "Bye")]
    found = _summary(*entries).finish(records=3, findings=[CodeCount(code="RT101", findings=2, entries=1)])
    figures = {figure.name: figure for figure in found.figures}
    assert (found.entries, found.records, found.findings[0].code) == (2, 3, "RT101")
    assert list(figures) == [figure.name for figure in all_figures()]
    assert (figures["words"].count, figures["words"].total) == (2, 11)
    assert (figures["turn_words"].count, figures["turn_words"].total, figures["turn_words"].most) == (3, 7, 4)
    assert figures["user_reply_balance"].mean == pytest.approx((2 / 6 + 1) / 2)


def test_tags_prompts_and_speakers_are_counted_by_entry_and_turn() -> None:
    entries = [
        _entry("Be kind.", "Hi", "Hey", tags=("b", "a", "a"), speaker="Mara"),
        _entry("Be kind.", "Hi", tags=("b",)),
        _entry("Be brief.", "Hi", speaker="Mara"),
    ]
    found = _summary(*entries).finish()
    assert found.tags == (UseCount(name="b", entries=2, turns=4), UseCount(name="a", entries=1, turns=3))
    assert found.prompts == (
        UseCount(name="Be kind.", entries=2, turns=4),
        UseCount(name="Be brief.", entries=1, turns=2),
    )
    assert found.speakers == (UseCount(name="Mara", entries=2, turns=2),)


def test_long_prompts_are_shortened_but_told_apart() -> None:
    long = "x" * PROMPT_OPENING
    found = _summary(_entry(long + "1"), _entry(long + "2"), _entry(long)).finish()
    assert sorted(prompt.name for prompt in found.prompts) == [long, long + "…", long + "…"]


def test_figures_measured_before_are_taken_as_they_are() -> None:
    reading = Reading(_entry("Be kind.", "Hi"))
    zeros = tuple(() if isinstance(value, tuple) else 0 for value in measure(reading))
    summary = Summary()
    summary.add(reading, measured=zeros)
    assert {figure.total for figure in summary.finish().figures} == {0}


def test_a_summary_can_travel_between_processes() -> None:
    summary = _summary(_entry("Be kind.", "Hi", tags=("a",)))
    assert pickle.loads(pickle.dumps(summary)).finish() == summary.finish()  # noqa: S301  # our own bytes


@pytest.mark.samples
def test_real_entries_are_measured(samples_folder: Path) -> None:
    summary = Summary()
    for line in (samples_folder / "messages" / "lf_reason_tool_use_50.jsonl").read_bytes().splitlines():
        summary.add(Reading(messages.read(split_members(line))))
    figures = {figure.name: figure for figure in summary.finish().figures}
    assert figures["messages"].count == 50
    assert figures["words"].total > 1000
    assert all(0 <= figures[name].least <= figures[name].most <= 1 for name in ("speech_share", "action_share"))
    json.dumps([figure.mean for figure in figures.values()], allow_nan=False)
