"""Runs the cases of every rule: `cases/RT203.jsonl` holds those of RT203, one a line.

A case has a `name` and what the rule is given: an `entry` in the messages format, its `line` as text
where the spelling matters, a `record` (`raw`, `reason`, `detail`), or the `entries` of a dataset, which
are one group. It says which `findings` the rule makes, in order, each with `path` and `sentence` and,
where they matter, `span`, `repair` and `severity` (for a dataset `member` and `other` too), or that
there is `none`. `repaired` is the entry, or its line as text, after all its findings that can be
repaired were.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rolethread_lite.formats import messages
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair
from rolethread_lite.model.json_text import JsonValue, decode, split_members
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.record import Record, RecordReason
from rolethread_lite.rules import all_rules, get_rule
from rolethread_lite.rules.checking import check_entry, check_record
from rolethread_lite.rules.repairing import repair_finding
from rolethread_lite.rules.rule import Reads

CASES = Path(__file__).parent / "cases"
GIVEN = frozenset(("entry", "line", "record", "entries"))
KNOWN = GIVEN | {"name", "findings", "repaired", "none"}
LEAST_CASES = 3
WITHOUT_HITS = {"RT222": "only the text of RoleThread 1.0 trips it; see test_system_placeholder.py"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case of a rule: what it is given, and what is expected of it."""

    code: str
    values: dict[str, JsonValue]
    expected: list[dict[str, JsonValue]] = field(default_factory=list)

    @property
    def line(self) -> str:
        """The line of the entry the case is about."""
        line = self.values.get("line")
        return line if isinstance(line, str) else json.dumps(self.values["entry"])


def read_cases(path: Path) -> list[Case]:
    """Return the cases of one file; a case that says nothing or has unknown keys is refused."""
    lines = [line for line in path.read_text("utf-8").split("\n") if line]
    return [_read_case(line, code=path.stem, where=f"{path.name}:{number}") for number, line in enumerate(lines, 1)]


def _read_case(line: str, *, code: str, where: str) -> Case:
    values = decode(line.encode())
    assert isinstance(values, dict), f"{where} is no object"
    assert set(values) <= KNOWN, f"{where} has unknown keys {set(values) - KNOWN}"
    assert len(GIVEN & set(values)) == 1, f"{where} needs one of {sorted(GIVEN)}"
    expected = values.get("findings", [])
    assert isinstance(expected, list)
    assert bool(expected) != ("none" in values), f"{where} needs findings, or `none`"
    return Case(code=code, values=values, expected=[one for one in expected if isinstance(one, dict)])


ALL_CASES = [case for path in sorted(CASES.glob("*.jsonl")) for case in read_cases(path)]


@pytest.mark.parametrize("case", ALL_CASES, ids=[f"{case.code}-{case.values['name']}" for case in ALL_CASES])
def test_case(case: Case) -> None:
    found = _find(case)
    shown = [_shown(finding, like=like) for finding, like in zip(found, case.expected, strict=False)]
    assert (shown, len(found)) == (case.expected, len(case.expected)), [str(finding) for finding in found]
    if "repaired" in case.values:
        assert _in_order(_repaired(case)) == _in_order(_expected_line(case))
    elif "entry" in case.values or "line" in case.values:
        line = messages.write(_entry(case.line))
        assert messages.write(_entry(line.decode("utf-8", "surrogatepass"))) == line


def test_every_rule_has_cases_that_hit_and_that_miss() -> None:
    lacking = {}
    for one in all_rules():
        if one.rule.code in WITHOUT_HITS:
            continue
        cases = [case for case in ALL_CASES if case.code == one.rule.code]
        hits = [case for case in cases if case.expected]
        repaired = [case for case in hits if "repaired" in case.values]
        enough = len(cases) >= LEAST_CASES and 0 < len(hits) < len(cases)
        if not enough or (one.repair is not None and not repaired):
            lacking[one.rule.code] = f"{len(cases)} cases, {len(hits)} hits, {len(repaired)} repaired"
    assert lacking == {}


def test_every_case_file_is_named_after_a_rule_and_every_case_has_its_own_name() -> None:
    assert {case.code for case in ALL_CASES} == {one.rule.code for one in all_rules()}
    names = [(case.code, case.values["name"]) for case in ALL_CASES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def _entry(line: str) -> Entry:
    return messages.read(split_members(line.encode("utf-8", "surrogatepass")))


def _find(case: Case) -> list[dict[str, JsonValue]]:
    rule = get_rule(case.code)
    if rule.check_group is not None:
        return _find_in_group(case)
    if rule.rule.reads is Reads.RECORD:
        record = case.values["record"]
        assert isinstance(record, dict)
        raw, reason, detail = (str(record[key]) for key in ("raw", "reason", "detail"))
        kept = Record(raw=raw.encode(), reason=RecordReason(reason), detail=detail)
        return [_values(finding) for finding in check_record(kept) if finding.code == case.code]
    return [_values(finding) for finding in _check(_entry(case.line), case.code)]


def _check(entry: Entry, code: str) -> list[Finding]:
    """Return the rule's findings; it must find the same alone and among all rules."""
    alone = check_entry(Reading(entry), codes=frozenset((code,)))
    assert [finding for finding in check_entry(Reading(entry)) if finding.code == code] == alone
    return alone


def _find_in_group(case: Case) -> list[dict[str, JsonValue]]:
    """Return what is found in the entries that share a key, as a workspace would put them together."""
    rule = get_rule(case.code)
    assert rule.key is not None
    assert rule.check_group is not None
    entries = case.values["entries"]
    assert isinstance(entries, list)
    read = [_entry(json.dumps(entry)) for entry in entries]
    groups: dict[int, list[int]] = {}
    for place, entry in enumerate(read):
        key = rule.key(Reading(entry))
        if key is not None:
            groups.setdefault(key, []).append(place)
    return [
        _values(found.finding) | {"member": places[found.member], "other": places[found.other]}
        for places in groups.values()
        for found in rule.check_group([read[place] for place in places])
    ]


def _values(finding: Finding) -> dict[str, JsonValue]:
    return {
        "path": finding.place.path,
        "sentence": finding.sentence,
        "span": list(finding.span) if finding.span else None,
        "repair": finding.repair.value,
        "severity": finding.severity.word,
    }


def _shown(values: dict[str, JsonValue], *, like: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return of a finding what the case says something about."""
    return {key: values.get(key) for key in like}


def _repaired(case: Case) -> str:
    """Return the line after every repair of the rule, the last finding first."""
    entry = _entry(case.line)
    left = [finding for finding in _check(entry, case.code) if finding.repair is not Repair.NONE]
    assert left, "nothing can be repaired here"
    while left:
        entry = repair_finding(entry, left[-1])
        now = [finding for finding in _check(entry, case.code) if finding.repair is not Repair.NONE]
        assert len(now) < len(left), "the repair left its finding"
        left = now
    return messages.write(entry).decode("utf-8", "surrogatepass")


def _expected_line(case: Case) -> str:
    repaired = case.values["repaired"]
    return repaired if isinstance(repaired, str) else json.dumps(repaired)


def _in_order(line: str) -> object:
    """Return the value of a line with its keys in their order, repeated ones included."""
    return json.loads(line, object_pairs_hook=lambda pairs: ("object", *pairs))
