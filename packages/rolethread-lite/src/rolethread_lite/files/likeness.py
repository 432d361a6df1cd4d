"""When two entries are the same for training: the same turns, whatever else their lines say."""

from collections.abc import Iterator

import xxhash

from rolethread_lite.formats.writing import LEARNED_IN_TURNS, LEARNED_MEMBERS
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import SYSTEM, Message

_END_OF_TEXT = b"\x00"
_END_OF_TURN = b"\x01"


def likeness(entry: Entry, *, ignore_system: bool = False) -> int:
    """Return a number of 128 bits that entries share when they teach the same.

    Roles and texts count, runs of whitespace as one space; so do tool calls, parts that are no text,
    and other members that are learned from, such as preferences. Tags, notes, speakers' names and ids do not.
    """
    digest = xxhash.xxh3_128()
    for message in entry.messages:
        if ignore_system and message.role == SYSTEM:
            continue
        for piece in _said(message):
            digest.update(piece)
            digest.update(_END_OF_TEXT)
        digest.update(_END_OF_TURN)
    for key, value in sorted(entry.extra):
        if key in LEARNED_MEMBERS:
            digest.update(b"%b\x02%b\x02" % (key.encode(), value))
    return digest.intdigest()


def _said(message: Message) -> Iterator[bytes]:
    yield message.role.encode("utf-8", "surrogatepass")
    content = message.content
    if isinstance(content, str):
        yield _normal(content)
    elif isinstance(content, tuple):
        for part in content:
            yield _normal(part.text) if part.text is not None else part.raw
    elif content is not None:
        yield content
    for key, value in message.extra:
        if key in LEARNED_IN_TURNS:
            yield value


def _normal(text: str) -> bytes:
    return " ".join(text.split()).encode("utf-8", "surrogatepass")
