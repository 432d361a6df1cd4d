"""Tells what a dataset, or a selection of it, comes to: its figures, tags, speakers, system prompts and findings."""

from dataclasses import replace

from rolethread_lite.insights import all_figures
from rolethread_lite.insights.figure import Shape
from rolethread_lite.insights.summary import CodeCount, DatasetSummary, FigureSummary, UseCount, summarise
from rolethread_lite.model.selection import LineKind, Selection
from rolethread_lite.model.watch import Watch, unwatched
from rolethread_lite.queries.speakers import character_names
from rolethread_lite.store.aggregates import (
    NameTally,
    findings_by_code,
    prompts_by_use,
    speakers_by_use,
    tags_by_use,
    values_of,
)
from rolethread_lite.store.view import View


def summarise_dataset(
    view: View, *, dataset: str, selection: Selection | None = None, watch: Watch = unwatched
) -> DatasetSummary:
    """Return the sums over a dataset, or over its selected lines, from what is kept; no text is read.

    `watch` is told now and then how many lines of how many are counted; what it raises ends the counting.
    """
    key, keys = view.dataset_key(dataset), None
    if selection is not None and not selection.is_everything:
        keys = [place.key for place in view.places(key, selection)]
    entries, records = _counts(view, dataset, selection, keys)
    told = _Told(watch, entries + records)
    figures = _figures(view, key, keys, told)
    tags = _uses(tags_by_use(view, key, keys=keys))
    told.add(0)
    prompts = _uses(prompts_by_use(view, key, keys=keys))
    told.add(0)
    speakers, named = _uses(speakers_by_use(view, key, keys=keys)), character_names(view)
    return DatasetSummary(
        entries=entries,
        records=records,
        figures=figures,
        tags=tags,
        prompts=prompts,
        speakers=tuple(replace(use, character=named(use.name)) for use in speakers),
        findings=tuple(
            CodeCount(code=tally.code, findings=tally.findings, entries=tally.entries)
            for tally in findings_by_code(view, key, keys=keys)
        ),
    )


class _Told:
    """Adds up how many lines are counted, and tells it."""

    def __init__(self, watch: Watch, whole: int) -> None:
        self._watch = watch
        self._whole = whole
        self._done = 0

    def add(self, lines: int) -> None:
        self._done += lines
        self._watch(self._done, self._whole)


def _counts(view: View, dataset: str, selection: Selection | None, keys: list[int] | None) -> tuple[int, int]:
    if keys is None or selection is None:
        found = view.dataset(dataset)
        return found.entries, found.records
    if selection.kind is LineKind.ENTRIES:
        return len(keys), 0
    records = view.count(view.dataset_key(dataset), replace(selection, kind=LineKind.RECORDS))
    return len(keys) - records, records


def _figures(view: View, dataset: int, keys: list[int] | None, told: _Told) -> tuple[FigureSummary, ...]:
    packed = [figure.name for figure in all_figures() if figure.shape is Shape.PER_TURN]
    single = [figure.name for figure in all_figures() if figure.shape is not Shape.PER_TURN]
    values = values_of(view, dataset, single=single, packed=packed, keys=keys, watch=told.add)
    return tuple(summarise(figure, values[figure.name]) for figure in all_figures())


def _uses(tallies: list[NameTally]) -> tuple[UseCount, ...]:
    return tuple(UseCount(name=name, entries=entries, turns=turns or 0) for name, entries, turns in tallies)
