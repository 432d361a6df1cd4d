"""A system message in the middle of a conversation.

What it finds: a system message that stands after a turn has been spoken. Narrators and scene changes are often written
like this.

Why it matters for training: many trainers take a system message at the very beginning only; they drop the entry, or
stop, when it comes later.

Example: the user says `Is the ferry late?`, and then a system message says `A storm is coming.`

Repaired: not by itself; move it to the beginning, fold it into the next turn, or keep it for a trainer that takes it.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.message import SYSTEM
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_roles
from rolethread_lite.rules.messages.spoken import roles_of, spoken_places
from rolethread_lite.rules.rule import Rule


def _late_places(roles: tuple[str, ...]) -> list[int]:
    """Return where system messages stand after the first spoken turn; `roles` are meant roles."""
    first = next(iter(spoken_places(roles)), len(roles))
    return [place for place, role in enumerate(roles) if role == SYSTEM and place > first]


RULE = Rule(
    code="RT210",
    name="system-not-first",
    family="messages",
    severity=Severity.WARNING,
    roles=lambda roles: bool(_late_places(meant_roles(roles))),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each system message that comes after a spoken turn."""
    for place in _late_places(roles_of(reading.entry)):
        yield RULE.at_message(
            place, sentence="A system message stands after a spoken turn; many trainers want it at the beginning."
        )
