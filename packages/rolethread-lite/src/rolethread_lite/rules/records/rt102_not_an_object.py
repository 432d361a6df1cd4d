"""A line that is JSON, but no object.

What it finds: a line that holds a list, a text, a number, `true`, `false` or `null`.

Why it matters for training: an entry is an object with messages; a trainer stops at anything else, or leaves it out.

Example: `["Is the ferry late?", "As always."]`

Repaired: not by itself; nobody but you knows what the list was meant to be.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.record import Record, RecordReason
from rolethread_lite.rules.records.reasons import check_reason
from rolethread_lite.rules.rule import Reads, Rule

RULE = Rule(code="RT102", name="not-an-object", family="records", severity=Severity.ERROR, reads=Reads.RECORD)


def check(record: Record) -> Iterator[Finding]:
    """Yield one finding for a line that holds another JSON value than an object."""
    return check_reason(RULE, record, reason=RecordReason.NOT_AN_OBJECT, said="The line is JSON, but no object")
