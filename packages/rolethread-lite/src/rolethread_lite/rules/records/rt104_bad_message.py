"""A conversation in which one message cannot be read.

What it finds: a message that is no object, has no role, or has a role that is no text.

Why it matters for training: a trainer stops at such an entry, or leaves all of it out. The line stays where it is; once
the message is corrected it becomes an entry.

Example: `{"messages": [{"role": "user", "content": "Is the ferry late?"}, "As always."]}`

Repaired: not by itself; who says `As always.` is for you to say.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.record import Record, RecordReason
from rolethread_lite.rules.records.reasons import check_reason
from rolethread_lite.rules.rule import Reads, Rule

RULE = Rule(code="RT104", name="bad-message", family="records", severity=Severity.ERROR, reads=Reads.RECORD)


def check(record: Record) -> Iterator[Finding]:
    """Yield one finding for an object in which one message makes no sense."""
    return check_reason(RULE, record, reason=RecordReason.BAD_MESSAGE, said="A message cannot be read")
