"""The stand-in for a system prompt that RoleThread 1.0 wrote.

What it finds: a system message that is, letter by letter, the text RoleThread 1.0 put where a conversation had no
system prompt.

Why it matters for training: nobody wrote it for this conversation, and it ends up in every example: the model learns a
system prompt that says nothing about the scene.

Example: a file that RoleThread 1.0 imported from ShareGPT, in which every entry starts with the same system prompt.

Repaired: the same entry without that system message.
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.message import SYSTEM
from rolethread_lite.model.placeholder_prompt import is_placeholder_prompt
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_roles
from rolethread_lite.rules.messages.spoken import can_spare, system_messages
from rolethread_lite.rules.rule import Rule

RULE = Rule(
    code="RT222",
    name="system-placeholder",
    family="messages",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    roles=lambda roles: SYSTEM in meant_roles(roles),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each system message that is the stand-in."""
    for place, message in system_messages(reading):
        if is_placeholder_prompt(message.text):
            offered = Repair.ASK if can_spare(reading.entry) else Repair.NONE
            sentence = "The system prompt is the stand-in that RoleThread 1.0 wrote where there was none."
            yield RULE.at_message(place, sentence=sentence, repair=offered)


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without this system message."""
    place = finding.place.message
    return entry if place is None else entry.without_message(place)
