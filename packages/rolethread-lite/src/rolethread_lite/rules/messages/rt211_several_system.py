"""Several system messages at the beginning.

What it finds: a second system message before anybody has spoken. One that comes later is found by RT210.

Why it matters for training: most trainers use the first one and drop the entry, or the other ones, without a word.

Example: a system message says `You are Ines.`, and a second one says `It is night.`

Repaired: not by itself; join them into one in the wording you want.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.message import SYSTEM
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_roles
from rolethread_lite.rules.messages.spoken import roles_of
from rolethread_lite.rules.rule import Rule

RULE = Rule(
    code="RT211",
    name="several-system",
    family="messages",
    severity=Severity.WARNING,
    roles=lambda roles: meant_roles(roles[:2]) == (SYSTEM, SYSTEM),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each leading system message after the first."""
    for place, role in enumerate(roles_of(reading.entry)):
        if role != SYSTEM:
            return
        if place:
            yield RULE.at_message(place, sentence="There is more than one system message; most trainers use the first.")
