"""Adds the figures of many entries up, one entry at a time, in memory that does not grow with their texts."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TypeAlias

import xxhash

from rolethread_lite.insights import all_figures
from rolethread_lite.insights.binning import Bin, histogram, median
from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.measuring import Measurements, measure
from rolethread_lite.model.message import SYSTEM
from rolethread_lite.model.reading import Reading

Values: TypeAlias = "Counter[int] | Counter[float] | array[int] | array[float]"
"""All values of a figure: how often each stands there, or each of them."""

PROMPT_OPENING = 300
"""Of a longer system prompt, only so many characters are shown; all of it counts when prompts are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSummary:
    """One figure over a dataset."""

    name: str
    """The figure's name."""
    title: str
    """Its name shown to people."""
    unit: str
    """What is counted, or empty for a share."""
    count: int
    """How many values there are: one an entry, or one a turn."""
    total: float
    """Their sum."""
    mean: float
    """Their mean, 0 without values."""
    median: float
    """The middle value, 0 without values."""
    least: float
    """The smallest value, 0 without values."""
    most: float
    """The largest value, 0 without values."""
    histogram: tuple[Bin, ...]
    """How the values are spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCount:
    """How much a tag, a system prompt or a speaker is used."""

    name: str
    """The tag, the prompt's text, or the speaker."""
    entries: int
    """In how many entries it stands."""
    turns: int
    """How many turns a speaker has; for tags and prompts, how many turns their entries have."""
    character: str = ""
    """The character that a speaker is, where a workspace knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCount:
    """How often a rule found something."""

    code: str
    """The rule's code."""
    findings: int
    """How many findings there are."""
    entries: int
    """In how many entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSummary:
    """All that is counted over a dataset."""

    entries: int
    """How many entries there are."""
    records: int
    """How many lines are no entries."""
    figures: tuple[FigureSummary, ...]
    """Every figure, in the order of `all_figures()`."""
    tags: tuple[UseCount, ...]
    """Every tag, the most used first."""
    prompts: tuple[UseCount, ...]
    """Every system prompt, the most used first."""
    speakers: tuple[UseCount, ...]
    """Every speaker, the one in most entries first."""
    findings: tuple[CodeCount, ...] = ()
    """Findings by code, where rules were run too."""


def summarise(figure: Figure, values: Values) -> FigureSummary:
    """Return what the values of a figure come to; the order they came in does not matter."""
    tally = _tally(values)
    count = sum(times for _, times in tally)
    total = _total(figure.shape, tally)
    return FigureSummary(
        name=figure.name,
        title=figure.title,
        unit=figure.unit,
        count=count,
        total=total,
        mean=total / count if count else 0.0,
        median=median(tally),
        least=tally[0][0] if tally else 0,
        most=tally[-1][0] if tally else 0,
        histogram=histogram(figure.shape, tally),
    )


class Uses:
    """Entries and turns by name."""

    def __init__(self) -> None:
        """Start with no names."""
        self.entries: Counter[str] = Counter()
        """Entries in which a name stands."""
        self.turns: Counter[str] = Counter()
        """Turns that belong to a name."""

    def add(self, name: str, *, turns: int) -> None:
        """Add an entry in which the name stands."""
        self.entries[name] += 1
        self.turns[name] += turns

    def merge(self, other: "Uses") -> None:
        """Add all that another table has."""
        self.entries.update(other.entries)
        self.turns.update(other.turns)

    def table(self, shown: Mapping[str, str] | None = None) -> tuple[UseCount, ...]:
        """Return the names, the most used first, each as it is to be shown."""
        order = sorted(self.entries.items(), key=lambda item: (-item[1], item[0]))
        names = shown or {}
        return tuple(
            UseCount(name=names.get(name, name), entries=entries, turns=self.turns[name]) for name, entries in order
        )


class Summary:
    """The sums over the entries added so far; two of them can be put together."""

    def __init__(self) -> None:
        """Start with no entries."""
        figures = all_figures()
        self.entries = 0
        """How many entries were added."""
        self.counts = {figure.name: Counter[int]() for figure in figures if figure.shape is not Shape.SHARE}
        """How often each value of a figure was measured, for figures in whole numbers."""
        self.shares = {figure.name: array("d") for figure in figures if figure.shape is Shape.SHARE}
        """Every value that was measured, for shares."""
        self.tags = Uses()
        """How the tags are used."""
        self.prompts = Uses()
        """How the system prompts are used, by digest: prompts can be long, and all different."""
        self.speakers = Uses()
        """How often each speaker speaks."""
        self.prompt_openings: dict[str, str] = {}
        """What is shown of each system prompt, by digest."""

    def add(self, reading: Reading, *, measured: Measurements | None = None) -> None:
        """Add an entry, and its figures when they have been measured already."""
        self.entries += 1
        for figure, value in zip(all_figures(), measured or measure(reading), strict=True):
            if isinstance(value, tuple):
                self.counts[figure.name].update(value)
            elif figure.shape is Shape.SHARE:
                self.shares[figure.name].append(value)
            else:
                self.counts[figure.name][int(value)] += 1
        self._add_uses(reading)

    def merge(self, other: "Summary") -> None:
        """Add all that another summary has added."""
        self.entries += other.entries
        for name, counts in other.counts.items():
            self.counts[name].update(counts)
        for name, shares in other.shares.items():
            self.shares[name].extend(shares)
        self.tags.merge(other.tags)
        self.prompts.merge(other.prompts)
        self.speakers.merge(other.speakers)
        self.prompt_openings |= other.prompt_openings

    def finish(self, *, records: int = 0, findings: Iterable[CodeCount] = ()) -> DatasetSummary:
        """Return what all entries added so far come to."""
        return DatasetSummary(
            entries=self.entries,
            records=records,
            figures=tuple(summarise(figure, self._values(figure)) for figure in all_figures()),
            tags=self.tags.table(),
            prompts=self.prompts.table(self.prompt_openings),
            speakers=self.speakers.table(),
            findings=tuple(findings),
        )

    def _values(self, figure: Figure) -> Values:
        return self.shares[figure.name] if figure.shape is Shape.SHARE else self.counts[figure.name]

    def _add_uses(self, reading: Reading) -> None:
        messages = reading.entry.messages
        turns = len(messages) - reading.roles.count(SYSTEM)
        for tag in set(reading.entry.tags):
            self.tags.add(tag, turns=turns)
        for prompt in {message.text for message in messages if message.role == SYSTEM}:
            key = xxhash.xxh3_128_hexdigest(prompt.encode("utf-8", "surrogatepass"))
            if key not in self.prompt_openings:
                self.prompt_openings[key] = _opening(prompt)
            self.prompts.add(key, turns=turns)
        speakers = [message.speaker for message in messages if message.speaker is not None and message.role != SYSTEM]
        for speaker, spoken in Counter(speakers).items() if speakers else ():
            self.speakers.add(speaker, turns=spoken)


def _opening(prompt: str) -> str:
    return prompt if len(prompt) <= PROMPT_OPENING else prompt[:PROMPT_OPENING] + "…"


def _tally(values: Values) -> list[tuple[float, int]]:
    """Return each value with how often it stands there, in ascending order."""
    counted: dict[int, int] | dict[float, int] = values if isinstance(values, Counter) else Counter(values)
    return sorted((value, times) for value, times in counted.items() if times > 0)


def _total(shape: Shape, tally: list[tuple[float, int]]) -> float:
    products = [value * times for value, times in tally]
    return fsum(products) if shape is Shape.SHARE else sum(products)
