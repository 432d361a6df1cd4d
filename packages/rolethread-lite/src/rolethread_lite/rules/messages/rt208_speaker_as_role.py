"""A role that is somebody's name.

What it finds: a role that is no role word of any kind, usually the name of a character.

Why it matters for training: trainers know user, assistant, system and tool only. Whether Mira is the one who is asked
or the one who answers is for you to say; until then the entry is dropped, or training stops.

Example: `{"role": "Mira", "content": "*waves from the pier*"}`

Repaired: not by itself; say once whether Mira is the user or the assistant, and all her turns follow.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import has_other_words, meant_role
from rolethread_lite.rules.rule import Rule

RULE = Rule(code="RT208", name="speaker-as-role", family="messages", severity=Severity.ERROR, roles=has_other_words)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each role that means none."""
    for place, message in enumerate(reading.entry.messages):
        if not meant_role(message.role):
            yield RULE.at_member(place, "role", sentence=_sentence(message.role))


def _sentence(role: str) -> str:
    if not role.strip():
        return "The role is empty; say whether this is a turn of the user or of the assistant."
    return f"The role is a speaker, {role!r}; say whether that is the user or the assistant."
