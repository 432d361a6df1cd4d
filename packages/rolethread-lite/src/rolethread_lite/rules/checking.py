"""Runs the rules: over an entry, over tags alone, over a record, and names the groups of a dataset.

Most entries trip no rule, so what decides the speed is how little is asked of an entry before a rule
is left out. The texts of an entry are looked through once for the few bytes that rules wait for
(`gates`); words are then sought only where it is needed; what depends on the roles alone is looked up.
"""

from functools import cache, lru_cache
from itertools import chain

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.record import Record
from rolethread_lite.rules import LoadedRule, all_rules
from rolethread_lite.rules.gates import Gates
from rolethread_lite.rules.placing import with_exact_path
from rolethread_lite.rules.rule import CheckEntry, GroupKey, Needs, Reads, met_needs

_KINDS_OF_ENTRIES = 4096
"""How many orders of roles are remembered."""


def check_entry(reading: Reading, *, codes: frozenset[str] | None = None) -> list[Finding]:
    """Return what the rules about entries and tags find, by code and then by place; `codes` limits the rules."""
    entry = reading.entry
    met = met_needs(reading)
    gates, checks = _gates(codes), _checks(codes)
    chosen, waiting = _chosen_by_roles(reading.roles, met, codes)
    opened = gates.opened_by(reading)
    if not opened.isdisjoint(waiting):
        chosen = tuple(sorted((*chosen, *(opened & waiting))))
    found = list(chain.from_iterable([checks[place](reading) for place in chosen]))
    if found and Needs.OTHER_CONTENT in met:
        found = [with_exact_path(finding, entry) for finding in found]
    return found


def check_tags(tags: tuple[str, ...]) -> list[Finding]:
    """Return what the rules about tags find, by code and then by place."""
    reading = Reading(Entry(messages=(), tags=tags))
    return list(chain.from_iterable([check(reading) for check in _tag_checks()]))


@cache
def tag_codes() -> frozenset[str]:
    """Return the codes of the rules whose findings change with the tags alone."""
    return frozenset(one.rule.code for one in all_rules() if one.rule.reads is Reads.TAGS)


def check_record(record: Record) -> list[Finding]:
    """Return what the rules about records find, by code."""
    return [finding for one in all_rules() if one.check_record is not None for finding in one.check_record(record)]


@cache
def group_rules() -> tuple[LoadedRule, ...]:
    """Return the rules that compare the entries of a dataset, by code."""
    return tuple(one for one in all_rules() if one.key is not None)


def keys_of(reading: Reading) -> tuple[int | None, ...]:
    """Return the entry's group for each of `group_rules`, None where it belongs to none."""
    return tuple([key(reading) for key in _keys()])


@cache
def _keys() -> tuple[GroupKey, ...]:
    return tuple(one.key for one in all_rules() if one.key is not None)


@lru_cache(maxsize=64)
def _rules(codes: frozenset[str] | None) -> tuple[LoadedRule, ...]:
    """Return the rules that are run on an entry, by code."""
    return tuple(one for one in all_rules() if one.check is not None and (codes is None or one.rule.code in codes))


@lru_cache(maxsize=64)
def _checks(codes: frozenset[str] | None) -> tuple[CheckEntry, ...]:
    return tuple(one.check for one in _rules(codes) if one.check is not None)


@lru_cache(maxsize=64)
def _gates(codes: frozenset[str] | None) -> Gates:
    return Gates(tuple(one.rule for one in _rules(codes)))


@lru_cache(maxsize=_KINDS_OF_ENTRIES)
def _chosen_by_roles(
    roles: tuple[str, ...], met: frozenset[Needs], codes: frozenset[str] | None
) -> tuple[tuple[int, ...], frozenset[int]]:
    """Return the places of the rules that may find something in such an entry, and of those that wait for a text."""
    possible = {
        place: one.rule.waits_for_text
        for place, one in enumerate(_rules(codes))
        if not (one.rule.needs and met.isdisjoint(one.rule.needs)) and (one.rule.roles is None or one.rule.roles(roles))
    }
    chosen = tuple(place for place, waits in possible.items() if not waits)
    return chosen, frozenset(possible).difference(chosen)


@cache
def _tag_checks() -> tuple[CheckEntry, ...]:
    return tuple(one.check for one in all_rules() if one.check is not None and one.rule.reads is Reads.TAGS)
