"""Tells what a dataset comes to: its figures, tags, speakers, system prompts and findings."""

from collections import Counter

from rolethread_lite.insights import all_figures
from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.insights.summary import CodeCount, DatasetSummary, UseCount, Values, summarise
from rolethread_lite.store.aggregates import (
    NameTally,
    findings_by_code,
    packed_values_of,
    prompts_by_use,
    speakers_by_use,
    tags_by_use,
    values_of,
)
from rolethread_lite.store.derived import unpack_turns
from rolethread_lite.store.view import View


def summarise_dataset(view: View, *, dataset: str) -> DatasetSummary:
    """Return the sums over a dataset, from what is kept; no text is read."""
    found = view.dataset(dataset)
    return DatasetSummary(
        entries=found.entries,
        records=found.records,
        figures=tuple(summarise(figure, _values(view, found.key, figure)) for figure in all_figures()),
        tags=_uses(tags_by_use(view, found.key)),
        prompts=_uses(prompts_by_use(view, found.key)),
        speakers=_uses(speakers_by_use(view, found.key)),
        findings=tuple(
            CodeCount(code=tally.code, findings=tally.findings, entries=tally.entries)
            for tally in findings_by_code(view, found.key)
        ),
    )


def _values(view: View, dataset: int, figure: Figure) -> Values:
    if figure.shape is not Shape.PER_TURN:
        return values_of(view, dataset, figure.name)
    counts: Counter[int] = Counter()
    for packed in packed_values_of(view, dataset, figure.name):
        counts.update(unpack_turns(packed))
    return counts


def _uses(tallies: list[NameTally]) -> tuple[UseCount, ...]:
    return tuple(UseCount(name=name, entries=entries, turns=turns or 0) for name, entries, turns in tallies)
