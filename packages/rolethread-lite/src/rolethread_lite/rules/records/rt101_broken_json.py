"""A line that is not JSON.

What it finds: a line that no reader of JSON accepts: a bracket or quote that is never closed, a comma too many, plain
text, two objects on one line.

Why it matters for training: a trainer stops at such a line, or leaves it out without a word. RoleThread keeps the line
as it is, in its place, so that it can be edited or dropped.

Example: `{"messages": [{"role": "user", "content": "Is the ferry late?"}]`

Repaired: not by itself; the closing brace at the end is for you to add.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.record import Record, RecordReason
from rolethread_lite.rules.records.reasons import check_reason
from rolethread_lite.rules.rule import Reads, Rule

RULE = Rule(code="RT101", name="broken-json", family="records", severity=Severity.ERROR, reads=Reads.RECORD)


def check(record: Record) -> Iterator[Finding]:
    """Yield one finding for a line that is not JSON."""
    return check_reason(RULE, record, reason=RecordReason.BROKEN_JSON, said="The line is not JSON")
