"""An object that holds no conversation of a known shape.

What it finds: an object in which no format finds turns: no `messages`, no `conversations`, no instruction and answer.

Why it matters for training: what is not recognised cannot be learned. The line stays where it is; where its keys are
only misspelt, correct them and it becomes an entry.

Example: `{"scene": "The harbour at night", "mood": "tense"}`

Repaired: not by itself; nobody but you knows where the turns are.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.record import Record, RecordReason
from rolethread_lite.rules.records.reasons import check_reason
from rolethread_lite.rules.rule import Reads, Rule

RULE = Rule(code="RT103", name="unknown-shape", family="records", severity=Severity.ERROR, reads=Reads.RECORD)


def check(record: Record) -> Iterator[Finding]:
    """Yield one finding for an object that no format recognises."""
    return check_reason(
        RULE, record, reason=RecordReason.UNKNOWN_SHAPE, said="The object holds no conversation that is known here"
    )
