"""What the rules compare entries by: what their messages say, under the roles that are meant."""

from rolethread_lite.model import sameness
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.sameness import Said as Said  # noqa: PLC0414 (for the rules of this folder)
from rolethread_lite.model.sameness import hash_encoded as hash_encoded  # noqa: PLC0414
from rolethread_lite.model.sameness import hash_text as hash_text  # noqa: PLC0414
from rolethread_lite.rules.messages.role_words import fold_role, meant_role


def said(message: Message) -> Said:
    """Return what is compared of a message; a speaker's name in place of a role stays a name of its own."""
    return sameness.said(message, role=meant_role(message.role) or fold_role(message.role))


def all_said(entry: Entry) -> tuple[Said, ...]:
    """Return what is compared of an entry, its system prompt included."""
    return tuple(said(message) for message in entry.messages)
