"""Measures all figures of an entry."""

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from rolethread_lite.insights import all_figures
from rolethread_lite.insights.figure import Measured
from rolethread_lite.insights.layout import Layout
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.reading import Reading

Measurements: TypeAlias = tuple[Measured, ...]
"""The figures of one entry, in the order of `all_figures()`."""


def measure(reading: Reading) -> Measurements:
    """Return all figures of an entry, in the order of `all_figures()`."""
    layout = Layout(reading)
    return tuple([ask(layout) for ask in _measures()])


def measure_tags(tags: tuple[str, ...]) -> tuple[tuple[str, Measured], ...]:
    """Return name and value of the figures that tags alone can change."""
    layout = Layout(Reading(Entry(messages=(), tags=tags)))
    return tuple((figure.name, figure.measure(layout)) for figure in all_figures() if figure.reads_tags)


@cache
def _measures() -> tuple[Callable[[Layout], Measured], ...]:
    return tuple(figure.measure for figure in all_figures())
