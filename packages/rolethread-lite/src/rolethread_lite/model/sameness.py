"""When two entries are the same: the same turns, spacing left aside, whatever else their lines say.

The one home of this idea: what is merged, divided into parts, and reported by rules is compared by it.
"""

import xxhash

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.learned import LEARNED_IN_TURNS, LEARNED_MEMBERS
from rolethread_lite.model.message import SYSTEM, Message

_SPACES = b" \t\n\r\x0b\x0c"
_POSITIVE = (1 << 63) - 1
_END_OF_TEXT = b"\x00"
_END_OF_TURN = b"\x01"
_NO_TEXT = b"\x02"
"""Before a value that is no text, so that the number 5 is not the text `5`."""

Said = tuple[bytes, ...]
"""A message as it is compared: its role, what it says, and what is learned beside that."""


def said(message: Message, *, role: str) -> Said:
    """Return what is compared of a message that speaks in `role`: runs of whitespace count as one space."""
    pieces = [role.encode("utf-8", "surrogatepass")]
    content = message.content
    if isinstance(content, str):
        pieces.append(_spaced(content))
    elif isinstance(content, tuple):
        pieces += [_spaced(part.text) if part.text is not None else part.raw for part in content]
    elif content is not None:
        pieces.append(_NO_TEXT + content)
    if message.extra:
        pieces += [value for key, value in message.extra if key in LEARNED_IN_TURNS]
    return tuple(pieces)


def sameness(entry: Entry, *, ignore_system: bool = False) -> int:
    """Return a number of 128 bits that entries share when they teach the same.

    Roles and texts count, and so do tool calls, parts that are no text, and other members that are learned from,
    such as preferences. Tags, notes, speakers' names and ids do not.
    """
    digest = xxhash.xxh3_128()
    for message in entry.messages:
        if ignore_system and message.role == SYSTEM:
            continue
        for piece in said(message, role=message.role):
            digest.update(piece)
            digest.update(_END_OF_TEXT)
        digest.update(_END_OF_TURN)
    for key, value in sorted(entry.extra):
        if key in LEARNED_MEMBERS:
            digest.update(b"%b\x02%b\x02" % (key.encode(), value))
    return digest.intdigest()


def hash_text(text: str) -> int:
    """Return a number for a text that spacing does not change, and that fits a database's integer."""
    return hash_encoded(text.encode("utf-8", "surrogatepass"))


def hash_encoded(text: bytes) -> int:
    """Return the same for a text in UTF-8."""
    return xxhash.xxh3_64_intdigest(text.translate(None, _SPACES)) & _POSITIVE


def _spaced(text: str) -> bytes:
    return " ".join(text.split()).encode("utf-8", "surrogatepass")
