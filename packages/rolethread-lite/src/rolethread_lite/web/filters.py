"""The filters of a list as chips: what each says, and the address without it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rolethread_lite.insights import all_figures
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.selection import LineKind, Selection, Span, TagMode, TagQuery
from rolethread_lite.rules import get_rule
from rolethread_lite.rules.rule import Rule
from rolethread_lite.web.address import RANGES, EntriesAddress

_MODES = {TagMode.ALL: "all of: ", TagMode.NONE: "none of: ", TagMode.EXACTLY: "exactly: ", TagMode.ANY: ""}
_LONGEST = 40
_TO = "\u2013"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is on."""

    words: str
    """What it says."""
    address: str
    """Where it is off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeFilter:
    """A figure with the fields that hold it to a range."""

    name: str
    """Its name."""
    title: str
    """What it is called."""
    least: str
    """The least that is listed, empty for any."""
    most: str
    """The most that is listed, empty for any."""


def ranges_of(address: EntriesAddress) -> tuple[RangeFilter, ...]:
    """Return the ranges that have fields of their own, as they are."""
    spans = dict(address.selection.figures)
    titles = {figure.name: figure.title.partition(" (")[0] for figure in all_figures()}
    return tuple(
        RangeFilter(name=name, title=titles[name], least=_typed(span.least), most=_typed(span.most))
        for name, span in ((name, spans.get(name, Span())) for name in RANGES)
    )


def chips_of(address: EntriesAddress) -> tuple[Chip, ...]:
    """Return a chip for each filter that is on."""
    selection = address.selection
    return tuple(
        Chip(words=words, address=str(address.selecting(without).opened(""))) for words, without in _filters(selection)
    )


def rule_title(rule: Rule) -> str:
    """Return a rule's name as people read it."""
    return rule.name.replace("-", " ").capitalize()


def _filters(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """Yield what each filter says, and the selection without it."""
    if selection.text is not None:
        yield f"“{_short(selection.text.text)}”", replace(selection, text=None)
    yield from _tag_filters(selection)
    for code in selection.findings:
        others = tuple(other for other in selection.findings if other != code)
        yield rule_title(get_rule(code).rule), replace(selection, findings=others)
    if selection.severity is not None:
        yield (
            f"{selection.severity.word}{' or worse' if selection.severity < Severity.ERROR else ''}",
            replace(selection, severity=None),
        )
    if selection.speaker is not None:
        yield f"speaker: {selection.speaker}", replace(selection, speaker=None)
    if selection.character is not None:
        yield f"character: {selection.character}", replace(selection, character=None)
    if selection.system_prompt is not None:
        yield f"prompt: {_short(selection.system_prompt)}", replace(selection, system_prompt=None)
    titles = {figure.name: figure.title for figure in all_figures()}
    for one in selection.figures:
        rest = tuple(other for other in selection.figures if other != one)
        yield f"{titles.get(one[0], one[0])} {_range(one[1])}", replace(selection, figures=rest)
    if selection.kind is not LineKind.ALL:
        words = "not entries" if selection.kind is LineKind.RECORDS else "entries only"
        yield words, replace(selection, kind=LineKind.ALL)
    if selection.entry_ids:
        yield f"{len(selection.entry_ids)} chosen", replace(selection, entry_ids=())


def _tag_filters(selection: Selection) -> Iterator[tuple[str, Selection]]:
    query = selection.tags
    if query is None:
        return
    if not query.names:
        yield "untagged", replace(selection, tags=None)
    for name in query.names:
        others = tuple(other for other in query.names if other != name)
        rest = TagQuery(names=others, mode=query.mode) if others else None
        yield f"{_MODES[query.mode]}{name or '(empty)'}", replace(selection, tags=rest)


def _range(span: Span) -> str:
    if span.least is None:
        return f"up to {span.most or 0:,}"
    if span.most is None:
        return f"from {span.least:,}"
    return f"{span.least:,}{_TO}{span.most:,}" if span.least != span.most else f"{span.least:,}"


def _typed(bound: float | None) -> str:
    return "" if bound is None else f"{bound:.12g}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
