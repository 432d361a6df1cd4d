"""An entry without a single message.

What it finds: an entry whose list of messages is empty.

Why it matters for training: there is nothing to learn, and several trainers stop at the first such line.

Example: `{"messages": [], "tags": ["harbour"]}`

Repaired: not by itself; write the conversation, or remove the entry.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule

RULE = Rule(code="RT201", name="no-messages", family="messages", severity=Severity.ERROR, roles=lambda roles: not roles)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding when there is no message."""
    if not reading.entry.messages:
        yield RULE.at_path("messages", sentence="The entry has no messages.")
