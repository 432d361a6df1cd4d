"""Puts findings right: one at a time when somebody chose it, or all that are safe together."""

from collections.abc import Iterable
from functools import cache

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules import all_rules, get_rule
from rolethread_lite.rules.checking import check_entry

_ROUNDS = 100


def repair_finding(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with this one finding put right and everything else as it was.

    Raises InvalidValue when the finding has no repair.
    """
    repair = get_rule(finding.code).repair
    if repair is None or finding.repair is Repair.NONE:
        raise InvalidValue(
            f"a finding of {finding.code} cannot be repaired by itself.",
            where=finding.place.path,
            advice="Edit the entry instead.",
        )
    return repair(entry, finding)


def repair_safely(entry: Entry, *, codes: frozenset[str] | None = None) -> Entry:
    """Return the entry with every safe repair made, until none is left; `codes` limits the rules."""
    chosen = _repairing_codes() if codes is None else _repairing_codes() & codes
    for _ in range(_ROUNDS):
        repaired = _repair_once(entry, chosen)
        if repaired is entry:
            break
        entry = repaired
    return entry


def _repair_once(entry: Entry, codes: frozenset[str]) -> Entry:
    """Return the entry after the safe repairs of the first rule that offers any."""
    safe = [finding for finding in check_entry(Reading(entry), codes=codes) if finding.repair is Repair.SAFE]
    if not safe:
        return entry
    return _repair_all(entry, [finding for finding in safe if finding.code == safe[0].code])


def _repair_all(entry: Entry, findings: Iterable[Finding]) -> Entry:
    """Return the entry after one rule's repairs, from the end so that earlier places keep their meaning."""
    repaired = entry
    for finding in sorted(findings, key=_position, reverse=True):
        if _still_stands(finding, entry, repaired):
            repaired = repair_finding(repaired, finding)
    return repaired


def _position(finding: Finding) -> tuple[int, int, int, str]:
    place = finding.place
    start = finding.span[0] if finding.span else -1
    return (
        -1 if place.message is None else place.message,
        -1 if place.piece is None else place.piece,
        start,
        place.path,
    )


def _still_stands(finding: Finding, before: Entry, now: Entry) -> bool:
    """Tell whether what the finding is about is untouched, or changed only behind it."""
    place = finding.place
    if place.message is None:
        return before is now
    if len(before.messages) != len(now.messages):
        return False
    old, new = before.messages[place.message], now.messages[place.message]
    if old is new:
        return True
    if place.piece is None or finding.span is None:
        return False
    end = finding.span[1]
    old_pieces, new_pieces = old.pieces, new.pieces
    return len(old_pieces) == len(new_pieces) and (
        old_pieces[place.piece][:end] == new_pieces[place.piece][:end] and old.role == new.role
    )


@cache
def _repairing_codes() -> frozenset[str]:
    return frozenset(one.rule.code for one in all_rules() if one.repair is not None)
