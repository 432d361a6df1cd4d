"""Runs the rules: over an entry, over tags alone, over a record, and names the groups of a dataset."""

from functools import cache

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.record import Record
from rolethread_lite.rules import LoadedRule, all_rules
from rolethread_lite.rules.rule import Reads


def check_entry(reading: Reading, *, codes: frozenset[str] | None = None) -> list[Finding]:
    """Return what the rules about entries and tags find, by code and then by place; `codes` limits the rules."""
    found: list[Finding] = []
    for one in all_rules():
        if one.check is None or (codes is not None and one.rule.code not in codes):
            continue
        if one.rule.may_find(reading):
            found.extend(one.check(reading))
    return found


def check_tags(tags: tuple[str, ...]) -> list[Finding]:
    """Return what the rules about tags find, by code."""
    reading = Reading(Entry(messages=(), tags=tags))
    return [
        finding
        for one in all_rules()
        if one.check is not None and one.rule.code in tag_codes()
        for finding in one.check(reading)
    ]


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
    return tuple(one.key(reading) if one.key is not None else None for one in group_rules())
