"""What two entries are compared by: roles and texts, spacing left aside."""

import xxhash

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.rules.messages.role_words import fold_role, meant_role

_SPACES = b" \t\n\r\x0b\x0c"
_TO_SPACE = str.maketrans("\t\n\r\x0b\x0c", "     ")
_POSITIVE = (1 << 63) - 1

Said = tuple[str, object]
"""A message as it is compared: its role, and what it says."""


def hash_text(text: str) -> int:
    """Return a number for a text that spacing does not change, and that fits a database's integer."""
    return hash_encoded(text.encode("utf-8", "surrogatepass"))


def hash_encoded(text: bytes) -> int:
    """Return the same for a text in UTF-8."""
    return xxhash.xxh3_64_intdigest(text.translate(None, _SPACES)) & _POSITIVE


def said(message: Message) -> Said:
    """Return what is compared of a message: its role, its text with single spaces, and what it calls."""
    calls = tuple(member for member in message.extra if member[0] in ("tool_calls", "function_call"))
    content = message.content
    if isinstance(content, str):
        return (role_of(message), (_spaced(content), calls))
    if isinstance(content, tuple):
        parts = tuple(part.raw if part.text is None else _spaced(part.text) for part in content)
        return (role_of(message), (parts[0] if len(parts) == 1 else parts, calls))
    return (role_of(message), (content, calls))


def role_of(message: Message) -> str:
    """Return the role a message is compared by; a speaker's name stays a name of its own."""
    return meant_role(message.role) or fold_role(message.role)


def all_said(entry: Entry) -> tuple[Said, ...]:
    """Return what is compared of an entry, its system prompt included."""
    return tuple(said(message) for message in entry.messages)


def _spaced(text: str) -> str:
    """Return the text with ASCII whitespace taken together, the same whitespace that the hashes leave out."""
    return " ".join(part for part in text.translate(_TO_SPACE).split(" ") if part)
