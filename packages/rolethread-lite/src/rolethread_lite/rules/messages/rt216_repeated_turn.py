"""The same turn twice in a row.

What it finds: two turns of one side that follow each other and say exactly the same, system messages left aside. Two
speakers who say the same are not meant.

Why it matters for training: exports of chats double a turn that was sent again; the model learns to say everything
twice.

Example: the user says `Is the ferry late?`, the user says `Is the ferry late?`, the assistant answers `As always.`

Repaired: the user says `Is the ferry late?`, the assistant answers `As always.`
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.message import Content, Message
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.spoken import has_repeat, repeats, roles_of
from rolethread_lite.rules.rule import Rule

RULE = Rule(
    code="RT216",
    name="repeated-turn",
    family="messages",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    roles=has_repeat,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each turn that says what the one before it said."""
    messages = reading.entry.messages
    for first, second in repeats(roles_of(reading.entry)):
        said = _said(messages[first])
        if said and said == _said(messages[second]) and messages[first].speaker == messages[second].speaker:
            yield RULE.at_message(second, sentence="The turn says the same as the one before it.")


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry without the second of the two turns."""
    place = finding.place.message
    return entry if place is None else entry.without_message(place)


def _said(message: Message) -> Content:
    """Return what a message says, the same for a plain text and a list of one text; empty when it is blank."""
    content = message.content
    if isinstance(content, bytes):
        return content.decode("utf-8", "surrogatepass")
    if isinstance(content, tuple) and len(content) == 1 and content[0].text is not None:
        content = content[0].text
    return content.strip() if isinstance(content, str) else content
