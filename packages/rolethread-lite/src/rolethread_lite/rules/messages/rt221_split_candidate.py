"""An entry that is long enough to be two.

What it finds: an entry with eight or more turns of the assistant, or with more than 2,000 words of the assistant.

Why it matters for training: what lies beyond the length that a trainer is set to is cut off or dropped with the whole
entry, and one long conversation counts as one example only.

Example: a scene of twelve exchanges.

Repaired: not by itself; split it where the scene allows it, or keep it whole for a model with a long memory.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.spoken import assistant_turns, count_exchanges
from rolethread_lite.rules.rule import Rule

RULE = Rule(code="RT221", name="split-candidate", family="messages", severity=Severity.INFO)

MANY_EXCHANGES = 8
MANY_WORDS = 2000


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding when the entry has many exchanges or many words."""
    exchanges = count_exchanges(reading.roles)
    if exchanges >= MANY_EXCHANGES:
        yield RULE.at_entry(f"The assistant has {exchanges} turns; the entry may be better as two.")
    # Words need a letter and a space each, so most entries are too short to be counted.
    elif len(reading.text) >= 2 * MANY_WORDS:
        words = sum(len(turn.text.split()) for turn in assistant_turns(reading))
        if words > MANY_WORDS:
            yield RULE.at_entry(f"The assistant says {words:,} words; the entry may be better as two.")
