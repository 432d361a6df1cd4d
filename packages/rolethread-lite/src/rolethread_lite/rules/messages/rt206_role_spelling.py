"""A role that is spelled in another way than trainers spell it.

What it finds: a role in capitals or with spaces around it, a typing error such as `uesr`, and words that can mean one
role only: `human`, `gpt`, `sys`.

Why it matters for training: trainers compare roles letter by letter; a role they do not know makes them drop the entry
or stop.

Example: `{"role": "Human", "content": "Is the ferry late?"}`

Repaired: `{"role": "user", "content": "Is the ferry late?"}`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import SPELLINGS, fold_role, has_other_words, set_meant_role
from rolethread_lite.rules.rule import Rule

RULE = Rule(
    code="RT206",
    name="role-spelling",
    family="messages",
    severity=Severity.WARNING,
    repair=Repair.SAFE,
    roles=has_other_words,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each role that is clear, but spelled in another way."""
    for place, message in enumerate(reading.entry.messages):
        meant = SPELLINGS.get(fold_role(message.role), message.role)
        if meant != message.role:
            yield RULE.at_member(place, "role", sentence=f"The role {message.role!r} is spelled {meant!r} by trainers.")


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with this role spelled as trainers spell it."""
    return set_meant_role(entry, finding.place.message)
