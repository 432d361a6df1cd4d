"""Every figure measures what a person counts by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from rolethread_lite import insights
from rolethread_lite.errors import UnknownName
from rolethread_lite.formats import messages
from rolethread_lite.insights import all_figures, figures_version, get_figure
from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.layout import Layout
from rolethread_lite.insights.measuring import measure, measure_tags
from rolethread_lite.model.json_text import split_members
from rolethread_lite.model.reading import Reading

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "cases" / "figures.jsonl").read_text("utf-8").splitlines()]


def _reading(case: dict[str, object]) -> Reading:
    line = json.dumps(case["entry"], ensure_ascii=False).encode()
    return Reading(messages.read(split_members(line)))


def _wanted(figure: Figure, value: object) -> object:
    if figure.shape is Shape.SHARE:
        assert isinstance(value, list)
        return pytest.approx(value[0] / value[1], abs=1e-12)
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_figures_are_what_a_person_counts(case: dict[str, object]) -> None:
    reading, expected = _reading(case), case["expected"]
    assert isinstance(expected, dict)
    assert expected
    for name, value in expected.items():
        figure = get_figure(name)
        assert figure.measure(Layout(reading)) == _wanted(figure, value), name


def test_every_figure_has_a_case_that_is_not_zero() -> None:
    nothing: tuple[object, ...] = (0, [], [0, 1])
    shown = {name for case in CASES for name, value in case["expected"].items() if value not in nothing}
    assert shown == {figure.name for figure in all_figures()}


def test_the_figures_are_the_pinned_ones() -> None:
    pinned = (HERE / "figures.txt").read_text("utf-8").splitlines()
    assert [f"{figure.name} {figure.shape.value}" for figure in all_figures()] == pinned


def test_only_tags_are_read_from_tags() -> None:
    assert measure_tags(("a", "b", "c")) == (("tags", 3),)


def test_all_figures_are_measured_in_their_order() -> None:
    reading = _reading(CASES[0])
    assert measure(reading) == tuple(figure.measure(Layout(reading)) for figure in all_figures())


def test_an_unknown_figure_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="assistant_words"):
        get_figure("no-such-figure")


@pytest.fixture
def _fresh_walk() -> Iterator[None]:
    all_figures.cache_clear()
    yield
    all_figures.cache_clear()


@pytest.mark.usefixtures("_fresh_walk")
def test_a_walk_that_finds_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insights.pkgutil, "iter_modules", lambda _: iter(()))
    with pytest.raises(LookupError, match="no figure"):
        all_figures()


@pytest.mark.usefixtures("_fresh_walk")
def test_two_figures_of_one_name_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = (SimpleNamespace(name="words"), SimpleNamespace(name="words"))
    monkeypatch.setattr(insights.pkgutil, "iter_modules", lambda _: iter(twice))
    with pytest.raises(LookupError, match="same name"):
        all_figures()


@pytest.mark.usefixtures("_fresh_walk")
def test_the_version_changes_with_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    before = figures_version()
    assert figures_version() == before
    all_figures.cache_clear()
    monkeypatch.setattr(insights.pkgutil, "iter_modules", lambda _: iter((SimpleNamespace(name="words"),)))
    assert figures_version() != before
