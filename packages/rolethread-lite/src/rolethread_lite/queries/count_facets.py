"""Counts tags, speakers and findings among the selected entries."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from rolethread_lite.model.selection import Selection
from rolethread_lite.queries.speakers import character_names
from rolethread_lite.store.asking import Binding, key_array, rows_as
from rolethread_lite.store.view import View

_COUNTS = (
    "select n.name, u.entries from (select {column} number, count(*) entries from {table} where {key} {among}"
    " group by 1) u join {names} n on n.id=u.number order by 2 desc, 1"
)
_TAGS = ("tag", "entry_tag", "tag_name")
_SPEAKERS = ("speaker", "entry_speaker", "speaker_name")
_FINDINGS = ("code", "finding", "finding_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """In how many of the selected entries something stands."""

    name: str
    """The tag, speaker, system prompt, or rule."""
    entries: int
    """In how many entries."""
    character: str = ""
    """The character that a speaker is, where the workspace knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What the selected entries have in common, each the most frequent first."""

    lines: int
    """How many entries and records are selected."""
    tags: tuple[FacetCount, ...]
    """Their tags."""
    speakers: tuple[FacetCount, ...]
    """Who speaks in them."""
    findings: tuple[FacetCount, ...]
    """The rules that found something, by code."""


def count_facets(view: View, *, dataset: str, selection: Selection) -> Facets:
    """Return the counts over the selected lines, from what is kept; no text is read."""
    scope = _scope(view, view.dataset_key(dataset), selection)
    named = character_names(view)
    return Facets(
        lines=scope.lines,
        tags=_counts(view, _TAGS, scope),
        speakers=tuple(replace(one, character=named(one.name)) for one in _counts(view, _SPEAKERS, scope)),
        findings=_counts(view, _FINDINGS, scope),
    )


class _Scope(NamedTuple):
    """The selected lines, as a condition on their keys."""

    lines: int
    among: str
    values: tuple[Binding, ...]
    is_span: bool
    """Whether they are all lines between two keys."""


def _scope(view: View, dataset: int, selection: Selection) -> _Scope:
    """Return the selected lines; a whole dataset whose keys are its own from first to last needs no list of them."""
    bounds = view.own_keys(dataset) if selection.is_everything else None
    if bounds is not None:
        return _Scope(view.count(dataset, selection), "between ? and ?", bounds, is_span=True)
    keys = [place.key for place in view.places(dataset, selection)]
    values = (key_array(keys),) if keys else ()
    return _Scope(len(keys), "in carray(?)" if keys else "in ()", values, is_span=False)


def _counts(view: View, kind: tuple[str, str, str], scope: _Scope) -> tuple[FacetCount, ...]:
    column, table, names = kind
    key = "+entry" if scope.is_span else "entry"  # the sign keeps to the order of names, in which they are counted
    query = _COUNTS.format(column=column, table=table, names=names, key=key, among=scope.among)
    return tuple(rows_as(_count, view.connection, query, scope.values))


def _count(name: str, entries: int) -> FacetCount:
    return FacetCount(name=name, entries=entries)
