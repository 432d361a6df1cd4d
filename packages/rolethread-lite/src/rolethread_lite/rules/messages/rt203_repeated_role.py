"""Two turns of the same side in a row.

What it finds: a user turn that follows a user turn, or an assistant turn that follows an assistant turn, system
messages left aside. In a scene with several characters this may be just what you want.

Why it matters for training: many trainers and chat templates ask user and assistant to take turns; they drop such an
entry, or stop. Others learn it as it stands.

Example: the user says `Is the ferry late?`, the user says `Hello?`, the assistant answers `As always.`

Repaired: not by itself; join the two turns, put an answer between them, or keep them for a trainer that takes them.
"""

from collections.abc import Iterator

from rolethread_lite.model.finding import Finding, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.spoken import has_repeat, repeats, roles_of
from rolethread_lite.rules.rule import Rule

RULE = Rule(code="RT203", name="repeated-role", family="messages", severity=Severity.WARNING, roles=has_repeat)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn that follows one of its own side."""
    roles = roles_of(reading.entry)
    for _, place in repeats(roles):
        yield RULE.at_message(
            place, sentence=f"Two {roles[place]} turns follow each other; many trainers want the sides to take turns."
        )
