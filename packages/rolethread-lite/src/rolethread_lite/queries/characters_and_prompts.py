"""Counts characters and system prompts among the selected entries: apart, because names and texts are read."""

from collections import Counter
from dataclasses import replace

from rolethread_lite.model.selection import Selection
from rolethread_lite.queries.count_facets import FacetCount
from rolethread_lite.queries.speakers import character_names
from rolethread_lite.store.aggregates import prompts_by_use, speakers_by_use
from rolethread_lite.store.view import View


def count_characters(view: View, *, dataset: str, selection: Selection, limit: int) -> tuple[FacetCount, ...]:
    """Return the characters who speak most, `limit` at most; one who speaks under two names is in an entry once."""
    key = view.dataset_key(dataset)
    named = character_names(view)
    uses: Counter[str] = Counter()
    for tally in speakers_by_use(view, key, keys=_keys(view, key, selection)):
        uses[named(tally.name)] += tally.entries
    del uses[""]
    return tuple(
        FacetCount(name=name, entries=view.count(key, replace(selection, character=name)))
        for name, _ in uses.most_common(limit)
    )


def count_prompts(
    view: View, *, dataset: str, selection: Selection, limit: int | None = None
) -> tuple[FacetCount, ...]:
    """Return the system prompts of most entries, `limit` at most; all of them where there is none."""
    key = view.dataset_key(dataset)
    tallies = prompts_by_use(view, key, keys=_keys(view, key, selection), limit=-1 if limit is None else limit)
    return tuple(FacetCount(name=tally.name, entries=tally.entries) for tally in tallies)


def _keys(view: View, dataset: int, selection: Selection) -> list[int] | None:
    return None if selection.is_everything else [place.key for place in view.places(dataset, selection)]
