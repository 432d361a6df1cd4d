"""A conversation that the assistant opens.

What it finds: an entry whose first spoken turn is the assistant's, as a character's greeting is.

Why it matters for training: some trainers and chat templates want the user to begin; they drop the entry, or only the
greeting. Others learn it as it stands. It is no fault of the entry.

Example: the assistant says `*Ines looks up from her ledger.* You again.`, and the user answers.

Repaired: not by itself; it is a fact to know before you choose a trainer.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.message import ASSISTANT
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_roles
from rolethread_lite.rules.messages.spoken import roles_of, spoken_places
from rolethread_lite.rules.rule import Rule


def _opening(roles: tuple[str, ...]) -> int | None:
    """Return where the assistant opens the conversation, None when it does not; `roles` are meant roles."""
    first = next(iter(spoken_places(roles)), None)
    return first if first is not None and roles[first] == ASSISTANT else None


RULE = Rule(
    code="RT212",
    name="assistant-first",
    family="messages",
    severity=Severity.INFO,
    roles=lambda roles: _opening(meant_roles(roles)) is not None,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding when the assistant speaks first."""
    place = _opening(roles_of(reading.entry))
    if place is not None:
        yield RULE.at_message(place, sentence="The assistant speaks first; some trainers want the user to begin.")
