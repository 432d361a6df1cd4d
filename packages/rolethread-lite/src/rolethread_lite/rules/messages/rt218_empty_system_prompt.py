"""A system prompt that says nothing.

What it finds: a system message of nothing but whitespace.

Why it matters for training: chat templates write the frame of a system prompt around nothing, and the model learns that
frame as one more way to begin; most people wanted no system prompt at all.

Example: a system message says `""`, the user says `Is the ferry late?`, the assistant answers `As always.`

Repaired: the user says `Is the ferry late?`, the assistant answers `As always.`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.message import SYSTEM
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import meant_roles
from rolethread_lite.rules.messages.spoken import can_spare, is_blank, system_messages
from rolethread_lite.rules.rule import Rule

RULE = Rule(
    code="RT218",
    name="empty-system-prompt",
    family="messages",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    roles=lambda roles: SYSTEM in meant_roles(roles),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each system message without a word."""
    for place, message in system_messages(reading):
        if is_blank(message):
            offered = Repair.ASK if can_spare(reading.entry) else Repair.NONE
            yield RULE.at_message(place, sentence="The system prompt is empty.", repair=offered)


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without this system message."""
    place = finding.place.message
    return entry if place is None else entry.without_message(place)
