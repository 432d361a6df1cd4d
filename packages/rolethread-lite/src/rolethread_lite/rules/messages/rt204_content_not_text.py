"""Content that is a number or an object where text belongs.

What it finds: content that is a number, `true` or `false`, an object, or a list that holds anything but content parts.

Why it matters for training: one such line makes the column of a whole dataset a mixture, which loaders refuse; chat
templates print the value as a programmer would write it.

Example: the user asks `How many bells?`, and the assistant's content is the number `5`.

Repaired: the assistant's content is the text `5`. An object or a list is left to you.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Rule

RULE = Rule(
    code="RT204",
    name="content-not-text",
    family="messages",
    severity=Severity.ERROR,
    repair=Repair.ASK,
    needs=(Needs.OTHER_CONTENT,),
)

_NUMBER = re.compile(rb"-?\d[\d.eE+-]*")
_SCALARS = {b"true": "a truth value", b"false": "a truth value"}


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each message whose content is neither text nor parts nor missing."""
    for place, message in enumerate(reading.entry.messages):
        if isinstance(message.content, bytes):
            kind = _kind(message.content)
            clear = kind in ("a number", "a truth value")
            yield RULE.at_content(
                place, sentence=f"The content is {kind}, not text.", repair=Repair.ASK if clear else Repair.NONE
            )


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with the number or truth value written as text."""
    place = finding.place.message
    if place is None:
        return entry
    message = entry.messages[place]
    if not isinstance(message.content, bytes):
        return entry
    return entry.with_message(place, message=replace(message, content=message.content.decode()))


def _kind(raw: bytes) -> str:
    if raw.startswith(b"{"):
        return "an object"
    if raw.startswith(b"["):
        return "a list of something else than parts"
    if _NUMBER.fullmatch(raw):
        return "a number"
    return _SCALARS.get(raw, "no number that JSON knows")
