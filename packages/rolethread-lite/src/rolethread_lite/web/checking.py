"""What the rules found in a dataset, laid out for the Check page: by family, the worst first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rolethread_lite.files.excerpts import Excerpt, excerpt_of
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Repair
from rolethread_lite.model.selection import Selection
from rolethread_lite.queries.dataset_findings import (
    LikeFinding,
    PlacedFinding,
    RuleCount,
    count_findings,
    first_findings,
    place_finding,
)
from rolethread_lite.rules import LoadedRule, all_rules, get_rule
from rolethread_lite.rules.checking import group_rules
from rolethread_lite.web.address import EntriesAddress
from rolethread_lite.web.comparisons import Comparison
from rolethread_lite.web.filters import rule_title
from rolethread_lite.web.open_entry import title_of
from rolethread_lite.web.rule_words import Paragraph, paragraphs
from rolethread_lite.workspace import Workspace

_PLACES = 5
_MOST_IDS = 100
"""So many entries fit into an address that lists them one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRule:
    """A rule that found something."""

    code: str
    """Its code."""
    title: str
    """Its name."""
    severity: str
    """The word for how much its findings matter."""
    repair: str
    """How its findings are put right: `none`, `safe` or `ask`."""
    entries: int
    """In how many lines it found something."""
    findings: int
    """How many findings there are."""
    address: str
    """Where those entries are listed, empty where no address can say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The rules of one kind that found something, the worst first."""

    title: str
    """What the rules look at."""
    rules: tuple[CheckedRule, ...]
    """The rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlace:
    """One thing a rule found, with the words around it."""

    number: int
    """The place of its line in the dataset, from 1."""
    title: str
    """Who speaks in the entry, or that it is none."""
    sentence: str
    """What was found."""
    excerpt: Excerpt | None
    """The words around it, None where there are none to show."""
    address: str
    """Where the entry is open among those with the same finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDetail:
    """All that is shown of one rule once it is unfolded."""

    words: tuple[Paragraph, ...]
    """What the rule says about itself."""
    places: tuple[ShownPlace, ...]
    """The first things it found."""


def families(workspace: Workspace, dataset: str, address: EntriesAddress) -> tuple[Family, ...]:
    """Return what the rules found that look at one entry or record at a time."""
    with workspace.view() as view:
        counts = count_findings(view, dataset=dataset)
    return tuple(_families({one.code: _rule_of_count(one, address) for one in counts}))


def compared(comparison: Comparison, address: EntriesAddress) -> tuple[CheckedRule, ...]:
    """Return what the rules found that compare entries."""
    return tuple(_compared_rule(code, found, address) for code, found in comparison.found.items() if found)


def detail_of(
    workspace: Workspace, dataset: str, code: str, *, address: EntriesAddress, comparison: Comparison | None
) -> RuleDetail:
    """Return what is shown of one rule; raises UnknownName when there is no such rule."""
    loaded = get_rule(code)
    with workspace.view() as view:
        if loaded.check_group is None:
            found = list(first_findings(view, dataset=dataset, code=code, limit=_PLACES))
            listed = address.selecting(Selection(findings=(code,)))
        else:
            likes = comparison.found.get(code, ()) if comparison is not None else ()
            found = [place_finding(view, dataset=dataset, found=one) for one in likes[:_PLACES]]
            listed = address.selecting(Selection())
    return RuleDetail(words=paragraphs(loaded.page), places=tuple(_shown(one, listed) for one in found))


def safe_codes() -> tuple[str, ...]:
    """Return the codes of the rules whose repairs never change a meaning."""
    return tuple(one.rule.code for one in all_rules() if one.rule.repair is Repair.SAFE)


def compared_titles() -> tuple[str, ...]:
    """Return the names of the rules that compare entries."""
    return tuple(rule_title(one.rule) for one in group_rules())


def _families(rules: Mapping[str, CheckedRule]) -> Iterator[Family]:
    loaded = [one for one in all_rules() if one.rule.code in rules]
    for family in dict.fromkeys(one.rule.family for one in loaded):
        ours = sorted((one.rule for one in loaded if one.rule.family == family), key=lambda one: -one.severity)
        yield Family(title=family.capitalize(), rules=tuple(rules[one.code] for one in ours))


def _rule_of_count(one: RuleCount, address: EntriesAddress) -> CheckedRule:
    listed = str(address.selecting(Selection(findings=(one.code,))))
    return _checked(get_rule(one.code), entries=one.entries, findings=one.findings, address=listed)


def _compared_rule(code: str, found: tuple[LikeFinding, ...], address: EntriesAddress) -> CheckedRule:
    ids = tuple(dict.fromkeys(entry_id for one in found for entry_id in (one.other_id, one.entry_id)))
    listed = str(address.selecting(Selection(entry_ids=ids))) if len(ids) <= _MOST_IDS else ""
    entries = len({one.entry_id for one in found})
    return _checked(get_rule(code), entries=entries, findings=len(found), address=listed)


def _checked(loaded: LoadedRule, *, entries: int, findings: int, address: str) -> CheckedRule:
    rule = loaded.rule
    return CheckedRule(
        code=rule.code,
        title=rule_title(rule),
        severity=rule.severity.word,
        repair=rule.repair.value,
        entries=entries,
        findings=findings,
        address=address,
    )


def _shown(one: PlacedFinding, listed: EntriesAddress) -> ShownPlace:
    return ShownPlace(
        number=one.number,
        title=title_of(one.item) if isinstance(one.item, Entry) else "Not an entry",
        sentence=one.finding.sentence,
        excerpt=excerpt_of(one.item, one.finding),
        address=str(listed.opened(one.entry_id)),
    )
