"""A conversation without an answer to learn.

What it finds: an entry with messages of which none is the assistant's. While a role is somebody's name (RT208), nobody
knows yet who is the assistant, and nothing is said.

Why it matters for training: a model learns the assistant's turns. Trainers drop such an entry or stop at it.

Example: the user says `Is the ferry late?`, and nobody answers.

Repaired: not by itself; write the answer, or remove the entry.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.message import ASSISTANT
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_roles
from rolethread_lite.rules.messages.spoken import roles_of
from rolethread_lite.rules.rule import Rule


def _lacks_assistant(roles: tuple[str, ...]) -> bool:
    return bool(roles) and ASSISTANT not in roles and "" not in roles


RULE = Rule(
    code="RT214",
    name="no-assistant",
    family="messages",
    severity=Severity.WARNING,
    roles=lambda roles: _lacks_assistant(meant_roles(roles)),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding when no message is the assistant's."""
    if _lacks_assistant(roles_of(reading.entry)):
        yield RULE.at_entry("No turn is the assistant's, so there is nothing to learn.")
