"""Finds a record by the reason for which it was kept."""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding
from rolethread_lite.model.record import Record, RecordReason
from rolethread_lite.rules.rule import Rule


def check_reason(rule: Rule, record: Record, *, reason: RecordReason, said: str) -> Iterator[Finding]:
    """Yield one finding when the record was kept for `reason`: what it is, then the reason's own words."""
    if record.reason is reason:
        detail = record.detail.strip().rstrip(".")
        yield rule.at_entry(f"{said}: {detail}." if detail else f"{said}.")
