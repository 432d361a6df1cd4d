"""Counts tags, speakers, system prompts and findings among the selected entries."""

from dataclasses import dataclass, replace

from rolethread_lite.model.selection import Selection
from rolethread_lite.queries.speakers import character_names
from rolethread_lite.store.asking import key_array, rows_as
from rolethread_lite.store.view import View

_TAGS = (
    "select n.name, count(*) from entry_tag t join tag_name n on n.id=t.tag"
    " where t.entry in carray(?) group by n.name order by 2 desc, 1"
)
_SPEAKERS = (
    "select n.name, count(*) from entry_speaker s join speaker_name n on n.id=s.speaker"
    " where s.entry in carray(?) group by n.name order by 2 desc, 1"
)
_PROMPTS = (
    "select p.text, count(*) from figure f join prompt_text p on p.id=f.prompt"
    " where f.id in carray(?) group by p.id order by 2 desc, 1"
)
_FINDINGS = (
    "select c.name, count(*) from finding f join finding_code c on c.id=f.code"
    " where f.entry in carray(?) group by c.name order by 2 desc, 1"
)


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
    prompts: tuple[FacetCount, ...]
    """Their system prompts."""
    findings: tuple[FacetCount, ...]
    """The rules that found something, by code."""


def count_facets(view: View, *, dataset: str, selection: Selection) -> Facets:
    """Return the counts over the selected lines, from what is kept; no text is read."""
    keys = [place.key for place in view.places(view.dataset_key(dataset), selection)]
    named = character_names(view)
    return Facets(
        lines=len(keys),
        tags=_counts(view, _TAGS, keys),
        speakers=tuple(replace(one, character=named(one.name)) for one in _counts(view, _SPEAKERS, keys)),
        prompts=_counts(view, _PROMPTS, keys),
        findings=_counts(view, _FINDINGS, keys),
    )


def _counts(view: View, query: str, keys: list[int]) -> tuple[FacetCount, ...]:
    return tuple(rows_as(_count, view.connection, query, (key_array(keys),))) if keys else ()


def _count(name: str, entries: int) -> FacetCount:
    return FacetCount(name=name, entries=entries)
