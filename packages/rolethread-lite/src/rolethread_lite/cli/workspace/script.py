"""Reads an entry that somebody wrote by hand: JSON, or lines that begin with who speaks."""

import re

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.record import Record
from rolethread_lite.operations.lines import parse_entry

_OPENING = re.compile(r"^(system|user|assistant|tool)(?: \(([^()\n]+)\))?:[ \t]?", re.MULTILINE)


def read_written(text: str) -> Entry:
    """Return the entry that a text holds; raises InvalidValue when it holds none.

    A text that begins with a brace is JSON in any known format. Any other is a script: `user: …`, or with a
    speaker `assistant (Maren): …`; lines that begin otherwise go on with the turn above them.
    """
    if text.lstrip().startswith("{"):
        item = read_stored(parse_entry(text))
        if isinstance(item, Record):
            raise InvalidValue(f"this is not an entry: {item.detail}", advice="Correct it and try again.")
        return item
    return Entry(messages=tuple(_turns(text)))


def _turns(text: str) -> list[Message]:
    openings = list(_OPENING.finditer(text))
    before = text[: openings[0].start()] if openings else text
    if not openings or before.strip():
        raise InvalidValue(
            "the text does not say who speaks first",
            advice="Begin each turn with `user:`, `assistant:` or `system:`, or give JSON.",
        )
    ends = [opening.start() for opening in openings[1:]] + [len(text)]
    return [
        Message(role=opening[1], content=text[opening.end() : end].strip("\n"), speaker=opening[2])
        for opening, end in zip(openings, ends, strict=True)
    ]
