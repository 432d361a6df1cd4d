"""A greeting that nobody answered.

What it finds: an entry in which nobody but the assistant speaks, nearly always in a single turn. Chat programs
leave these behind when a chat was opened and closed again.

Why it matters for training: the model learns a greeting out of nothing, again for every chat that was opened; trainers
that want a user turn drop the entry.

Example: the assistant says `*Ines looks up from her ledger.* You again.`, and there the entry ends.

Repaired: not by itself; carry on the conversation, or remove the entry.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.message import ASSISTANT
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_roles
from rolethread_lite.rules.messages.spoken import roles_of, spoken_places
from rolethread_lite.rules.rule import Rule


def _is_greeting_only(roles: tuple[str, ...]) -> bool:
    return {roles[place] for place in spoken_places(roles)} == {ASSISTANT}


RULE = Rule(
    code="RT215",
    name="greeting-only",
    family="messages",
    severity=Severity.WARNING,
    roles=lambda roles: _is_greeting_only(meant_roles(roles)),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding when nobody but the assistant speaks."""
    if _is_greeting_only(roles_of(reading.entry)):
        yield RULE.at_entry("The entry is a greeting that nobody answers.")
