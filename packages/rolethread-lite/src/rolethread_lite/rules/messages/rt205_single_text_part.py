"""Content that is a list with nothing but one text in it.

What it finds: content written as a list of one part that has a text and nothing else.

Why it matters for training: it says the same as the plain text, but a dataset that mixes both is refused by loaders
that want one type for a column, and simple chat templates print the list's brackets.

Example: the user's content is `[{"type": "text", "text": "Is the ferry late?"}]`.

Repaired: the user's content is `"Is the ferry late?"`.
"""

from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.json_text import split_members
from rolethread_lite.model.message import Message
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule

RULE = Rule(
    code="RT205",
    name="single-text-part",
    family="messages",
    severity=Severity.INFO,
    repair=Repair.SAFE,
    needs=(Needs.OTHER_CONTENT,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each message whose content is one text in a list."""
    for place, message in enumerate(reading.entry.messages):
        if _single_text(message) is not None:
            yield RULE.at_content(place, sentence="The content is a list of one text; plain text says the same.")


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with this text as plain content."""
    place = finding.place.message
    if place is None:
        return entry
    message = entry.messages[place]
    text = _single_text(message)
    return entry if text is None else entry.with_message(place, message=replace(message, content=text))


def _single_text(message: Message) -> str | None:
    """Return the text of the one part, None when there are more parts or the part says more."""
    content = message.content
    if not isinstance(content, tuple) or len(content) != 1 or content[0].text is None:
        return None
    part = content[0]
    return part.text if len(split_members(part.raw)) == (2 if part.kind else 1) else None
