"""What the address of a list of entries says: the only place that knows the names of its parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from starlette.datastructures import QueryParams

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.selection import (
    SPOKEN,
    LineKind,
    SearchMode,
    SearchScope,
    Selection,
    Span,
    TagMode,
    TagQuery,
    TextQuery,
)

_Word = TypeVar("_Word")
_SEVERITIES: Mapping[str, Severity] = MappingProxyType({one.name.lower(): one for one in Severity})
RANGES = ("tokens", "exchanges", "turns")
"""Figures whose least and most are fields of their own in the filters: `tokens-least`, `tokens-most`."""
FILE_ORDER = ""
"""The order of the list that needs no word: as the entries stand in their dataset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesAddress:
    """Which entries of which dataset are listed, in which order, from where on, and which one is open."""

    dataset: int
    """Key of the dataset."""
    selection: Selection
    """The entries."""
    order: str = FILE_ORDER
    """The figure they are sorted by, `-` before it for the largest first; FILE_ORDER for their own order."""
    after: str = ""
    """The cursor behind which the page begins, empty for the first page."""
    before: str = ""
    """The cursor before which the page ends, empty when `after` says where it begins."""
    open_id: str = ""
    """The id of the entry that is open, empty for none."""

    @property
    def path(self) -> str:
        """Return the path of the page."""
        return f"/d/{self.dataset}/entries"

    @property
    def query(self) -> str:
        """Return which entries are listed in which order, without page and open entry."""
        return str(QueryParams(list(_parameters(replace(self, after="", before="", open_id="")))))

    def __str__(self) -> str:
        """Return the one address of this view; what is as usual is left out."""
        return f"{self.path}?{QueryParams(list(_parameters(self)))}".rstrip("?")

    def opened(self, entry_id: str) -> "EntriesAddress":
        """Return the address with another entry open."""
        return replace(self, open_id=entry_id)

    @property
    def opening(self) -> str:
        """Return the address of this view up to the id of the entry that is open, which follows."""
        address = str(self.opened(""))
        return f"{address}{'&' if '?' in address else '?'}open="

    def turned(self, *, after: str = "", before: str = "") -> "EntriesAddress":
        """Return the address of another page of the same list."""
        return replace(self, after=after, before=before)

    def selecting(self, selection: Selection) -> "EntriesAddress":
        """Return the address of the first page of other entries."""
        return replace(self, selection=selection, after="", before="")


def read_address(parameters: QueryParams, *, dataset: int) -> EntriesAddress:
    """Return what an address says; raises InvalidValue for what no page of ours links to."""
    return EntriesAddress(
        dataset=dataset,
        selection=read_selection(parameters),
        order=parameters.get("sort", FILE_ORDER),
        after=parameters.get("after", ""),
        before=parameters.get("before", ""),
        open_id=parameters.get("open", ""),
    )


def read_selection(parameters: QueryParams) -> Selection:
    """Return the selection that parameters say; raises InvalidValue for a word there is not."""
    return Selection(
        text=_text(parameters),
        tags=_tags(parameters),
        findings=tuple(sorted(set(parameters.getlist("finding")))),
        severity=_word(parameters, "severity", _SEVERITIES),
        speaker=parameters.get("speaker") or None,
        character=parameters.get("character") or None,
        system_prompt=parameters.get("prompt") or None,
        figures=tuple(_span(word) for word in dict.fromkeys((*parameters.getlist("figure"), *_ranges(parameters)))),
        kind=_word(parameters, "lines", {one.value: one for one in LineKind}) or LineKind.ALL,
        entry_ids=tuple(parameters.getlist("id")),
    )


def selection_parameters(selection: Selection) -> Iterable[tuple[str, str]]:
    """Yield the parameters that say a selection; what is as usual is left out."""
    if selection.text is not None:
        yield from _text_parameters(selection.text)
    if selection.tags is not None:
        yield from (("tag", name) for name in selection.tags.names)
        if selection.tags.mode is not TagMode.ANY or not selection.tags.names:
            yield "tags", selection.tags.mode.value
    yield from (("finding", code) for code in selection.findings)
    if selection.severity is not None:
        yield "severity", selection.severity.name.lower()
    for name, value in (
        ("speaker", selection.speaker),
        ("character", selection.character),
        ("prompt", selection.system_prompt),
    ):
        if value is not None:
            yield name, value
    yield from (("figure", write_span(name, span)) for name, span in selection.figures)
    if selection.kind is not LineKind.ALL:
        yield "lines", selection.kind.value
    yield from (("id", entry_id) for entry_id in selection.entry_ids)


def write_span(name: str, span: Span) -> str:
    """Return a figure and its range as one word: `words:100-500`."""
    least = "" if span.least is None else f"{span.least:.12g}"
    most = "" if span.most is None else f"{span.most:.12g}"
    return f"{name}:{least}-{most}"


def _parameters(address: EntriesAddress) -> Iterable[tuple[str, str]]:
    yield from selection_parameters(address.selection)
    for name, value in (
        ("sort", address.order),
        ("after", address.after),
        ("before", address.before),
        ("open", address.open_id),
    ):
        if value:
            yield name, value


def _text(parameters: QueryParams) -> TextQuery | None:
    text = parameters.get("q", "")
    if not text.strip():
        return None
    scopes = tuple(scope for scope in SearchScope if scope.value in parameters.getlist("in")) or SPOKEN
    mode = _word(parameters, "mode", {one.value: one for one in SearchMode}) or SearchMode.CONTAINS
    return TextQuery(text=text, mode=mode, scopes=scopes)


def _text_parameters(query: TextQuery) -> Iterable[tuple[str, str]]:
    yield "q", query.text
    if query.mode is not SearchMode.CONTAINS:
        yield "mode", query.mode.value
    if frozenset(query.scopes) != frozenset(SPOKEN):
        yield from (("in", scope.value) for scope in query.scopes)


def _tags(parameters: QueryParams) -> TagQuery | None:
    names = tuple(dict.fromkeys(parameters.getlist("tag")))
    mode = _word(parameters, "tags", {one.value: one for one in TagMode}) or TagMode.ANY
    if not names and mode is not TagMode.EXACTLY:
        return None
    return TagQuery(names=names, mode=mode)


def _word(parameters: QueryParams, name: str, words: Mapping[str, _Word]) -> _Word | None:
    given = parameters.get(name, "")
    if not given:
        return None
    if given not in words:
        raise InvalidValue(f"{given!r} is none of {', '.join(words)}", where=name, advice="Clear the filters.")
    return words[given]


def _span(word: str) -> tuple[str, Span]:
    name, _, numbers = word.partition(":")
    least, dash, most = numbers.partition("-")
    try:
        if name and dash:
            return name, Span(least=_bound(least), most=_bound(most))
    except ValueError:
        pass  # said below
    raise InvalidValue(f"{word!r} is no range of a figure", where="figure", advice="Clear the filters.")


def _ranges(parameters: QueryParams) -> Iterable[str]:
    """Yield the ranges that were typed, as the words that say them."""
    for name in RANGES:
        least, most = (parameters.get(f"{name}-{end}", "").strip() for end in ("least", "most"))
        if least or most:
            yield f"{name}:{least}-{most}"


def _bound(text: str) -> float | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() else float(text)
