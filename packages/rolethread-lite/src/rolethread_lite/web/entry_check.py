"""What is found in an entry while it is typed, and how long it has become."""

from collections.abc import Iterator
from dataclasses import dataclass

from rolethread_lite.insights import all_figures
from rolethread_lite.insights.measuring import measure
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules import get_rule
from rolethread_lite.rules.checking import check_entry
from rolethread_lite.web.filters import rule_title
from rolethread_lite.web.json_view import JsonFault, units
from rolethread_lite.web.typed_entry import TypedEntry, as_shown

_COUNTED = (("tokens", "Tokens, about"), ("words", "Words"), ("turns", "Turns"), ("exchanges", "Exchanges"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFinding:
    """A finding in the entry as it is typed."""

    title: str
    """The rule's name."""
    severity: str
    """The severity's word."""
    sentence: str
    """What was found."""
    number: int | None
    """The message's number, from 1; None for the entry as a whole."""
    box: str
    """Id of the box it is about, empty for none."""
    span: tuple[int, int] | None
    """The stretch of that box, as browsers count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What is known of the entry as it is typed."""

    findings: tuple[TypedFinding, ...] = ()
    """What was found, the worst first."""
    counts: tuple[tuple[str, int], ...] = ()
    """How long it is, by what is counted."""
    fault: JsonFault | None = None
    """Why the JSON that is typed is no entry."""
    is_blank: bool = False
    """Whether nothing was typed yet."""


def check_typed(typed: TypedEntry) -> Check:
    """Return what the rules and figures say of an entry that is being typed."""
    if typed.is_blank:
        return Check(is_blank=True)
    try:
        entry = typed.entry()
    except JsonFault as fault:
        return Check(fault=fault)
    reading = Reading(entry)
    findings = sorted(check_entry(reading), key=lambda one: -one.severity)
    return Check(findings=tuple(_findings(findings, typed, entry)), counts=_counts(reading))


def _counts(reading: Reading) -> tuple[tuple[str, int], ...]:
    values = dict(zip((figure.name for figure in all_figures()), measure(reading), strict=True))
    found = ((title, values[name]) for name, title in _COUNTED)
    return tuple((title, value) for title, value in found if isinstance(value, int))


def _findings(findings: list[Finding], typed: TypedEntry, entry: Entry) -> Iterator[TypedFinding]:
    for one in findings:
        place = one.place.message
        box, span = ("", None) if place is None or place >= len(typed.cards) else _box(one, place, typed, entry)
        yield TypedFinding(
            title=rule_title(get_rule(one.code).rule),
            severity=one.severity.word,
            sentence=one.sentence,
            number=None if place is None else place + 1,
            box=box,
            span=span,
        )


def _box(finding: Finding, place: int, typed: TypedEntry, entry: Entry) -> tuple[str, tuple[int, int] | None]:
    key, text = typed.cards[place].key, entry.messages[place].content
    if not isinstance(text, str):
        return f"role-{key}", None
    if finding.span is None:
        return f"text-{key}", None
    start, end = (units(as_shown(text[:edge])) for edge in finding.span)
    return f"text-{key}", (start, end)
