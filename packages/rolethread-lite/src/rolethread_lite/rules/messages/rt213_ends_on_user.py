"""A conversation that ends with the user.

What it finds: an entry whose last spoken turn is the user's.

Why it matters for training: the last turn has no answer, so nothing is learned from it; some trainers drop the whole
entry for it.

Example: the assistant says `As always.`, the user says `Then I will wait.`, and there the entry ends.

Repaired: not by itself; write the answer, or remove the last turn.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.message import USER
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_roles
from rolethread_lite.rules.messages.spoken import roles_of, spoken_places
from rolethread_lite.rules.rule import Rule


def _unanswered(roles: tuple[str, ...]) -> int | None:
    """Return where the user's last turn stands when nothing follows it; `roles` are meant roles."""
    places = spoken_places(roles)
    return places[-1] if places and roles[places[-1]] == USER else None


RULE = Rule(
    code="RT213",
    name="ends-on-user",
    family="messages",
    severity=Severity.INFO,
    roles=lambda roles: _unanswered(meant_roles(roles)) is not None,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding when the user speaks last."""
    place = _unanswered(roles_of(reading.entry))
    if place is not None:
        yield RULE.at_message(place, sentence="The conversation ends with the user; the last turn has no answer.")
