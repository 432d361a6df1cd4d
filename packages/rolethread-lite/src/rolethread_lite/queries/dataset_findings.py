"""Tells what the rules found in a dataset."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.record import Record
from rolethread_lite.model.selection import Selection
from rolethread_lite.rules import LoadedRule, all_rules
from rolethread_lite.rules.checking import check_entry, check_record, group_rules
from rolethread_lite.store.aggregates import findings_by_code, groups_by
from rolethread_lite.store.view import View

LARGEST_GROUP = 1000
"""Of a larger group of alike entries, only the first so many are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """How often one rule found something."""

    code: str
    """The rule's code."""
    severity: Severity
    """The worst severity among its findings."""
    entries: int
    """In how many entries and records."""
    findings: int
    """How many findings there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeFinding:
    """What a rule that compares entries found at one of them."""

    entry_id: str
    """The entry it is about."""
    other_id: str
    """The entry it is compared with."""
    finding: Finding
    """The finding."""


def count_findings(view: View, *, dataset: str) -> tuple[RuleCount, ...]:
    """Return how often each rule found something in a dataset, by code; rules that compare entries are not asked."""
    known = {one.rule.code for one in all_rules()}
    return tuple(
        RuleCount(code=code, severity=Severity(severity), entries=entries, findings=findings)
        for code, severity, entries, findings in findings_by_code(view, view.dataset_key(dataset))
        if code in known
    )


def compare_entries(
    view: View,
    *,
    dataset: str,
    codes: frozenset[str] | None = None,
    watch: Callable[[int, int], None] = lambda _done, _whole: None,
) -> Iterator[LikeFinding]:
    """Yield what the rules that compare entries find, rule by rule; `codes` limits the rules.

    `watch` is told how many of how many lines were read; what it raises ends the comparison.
    """
    groups = [(one, keys) for one in group_rules() for keys in _groups(view, dataset, one, codes)]
    whole, done = sum(len(keys) for _, keys in groups), 0
    for one, keys in groups:
        watch(done, whole)
        yield from _compare_group(view, one, keys)
        done += len(keys)
    watch(whole, whole)


def _groups(view: View, dataset: str, one: LoadedRule, codes: frozenset[str] | None) -> Iterator[list[int]]:
    """Yield the keys of the lines that a rule compares, group by group."""
    if codes is None or one.rule.code in codes:
        for keys in groups_by(view, view.dataset_key(dataset), f"key_{one.rule.code.lower()}", least=2):
            yield keys[:LARGEST_GROUP]


def _compare_group(view: View, one: LoadedRule, keys: list[int]) -> Iterator[LikeFinding]:
    items = [(line.entry_id, read_stored(line.line)) for line in view.lines(keys)]
    pairs = [(entry_id, item) for entry_id, item in items if isinstance(item, Entry)]
    if one.check_group is None:
        return
    for found in one.check_group([item for _, item in pairs]):
        yield LikeFinding(entry_id=pairs[found.member][0], other_id=pairs[found.other][0], finding=found.finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFinding:
    """A finding and the entry or record it was made in."""

    entry_id: str
    """The id."""
    number: int
    """Its place in the dataset, from 1."""
    item: Entry | Record
    """What it was found in."""
    finding: Finding
    """What was found."""


def first_findings(view: View, *, dataset: str, code: str, limit: int) -> Iterator[PlacedFinding]:
    """Yield the first findings of one rule, in the order of the dataset; the other entries are not read."""
    places = view.places(view.dataset_key(dataset), Selection(findings=(code,)), limit=limit)
    left = limit
    for line in view.lines(place.key for place in places):
        item = read_stored(line.line)
        found = check_record(item) if isinstance(item, Record) else check_entry(Reading(item), codes=frozenset((code,)))
        for finding in [finding for finding in found if finding.code == code][:left]:
            left -= 1
            yield PlacedFinding(entry_id=line.entry_id, number=view.number_of(line), item=item, finding=finding)


def place_finding(view: View, *, dataset: str, found: LikeFinding) -> PlacedFinding:
    """Return the finding of a rule that compares entries with its entry, the other one named by its number."""
    key = view.dataset_key(dataset)
    line = view.line(view.key_of(key, found.entry_id))
    other = view.number_of(view.line(view.key_of(key, found.other_id)))
    sentence = found.finding.sentence.replace("{other}", f"entry {other}")
    return PlacedFinding(
        entry_id=line.entry_id,
        number=view.number_of(line),
        item=read_stored(line.line),
        finding=replace(found.finding, sentence=sentence),
    )
