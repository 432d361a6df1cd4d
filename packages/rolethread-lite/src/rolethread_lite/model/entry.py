"""An entry: one training example, a conversation with its tags and note."""

from dataclasses import dataclass, replace

from rolethread_lite.model.json_text import Members
from rolethread_lite.model.message import ASSISTANT, SYSTEM, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A conversation with everything that came with it."""

    messages: tuple[Message, ...]
    """The turns in their order."""
    tags: tuple[str, ...] = ()
    """Tag names as written, in their order."""
    note: str = ""
    """The owner's remark; it lives in the sidecar, not in the dataset's lines."""
    extra: Members = ()
    """Every other member of the source object, as it was written."""
    layout: tuple[str, ...] = ()
    """The keys in the order they came in; empty for an entry made here."""
    entry_id: str = ""
    """The stable id, 32 hexadecimal digits; empty outside a workspace."""

    def __eq__(self, other: object) -> bool:
        """Compare what the entries hold; id and layout are not part of it."""
        return isinstance(other, Entry) and self._held() == other._held()

    def __hash__(self) -> int:
        """Hash what the entry holds."""
        return hash(self._held())

    def _held(self) -> tuple[object, ...]:
        return (self.messages, self.tags, self.note, tuple(sorted(self.extra)))

    @property
    def system_prompt(self) -> str | None:
        """Return the text of the first system message, None when there is none."""
        return next((message.text for message in self.messages if message.role == SYSTEM), None)

    @property
    def turns(self) -> tuple[Message, ...]:
        """Return the messages that are spoken, without system messages."""
        return tuple(message for message in self.messages if message.role != SYSTEM)

    @property
    def exchanges(self) -> int:
        """Count the assistant's turns, each an answer with what led to it."""
        return sum(message.role == ASSISTANT for message in self.messages)

    def with_message(self, place: int, *, message: Message) -> "Entry":
        """Return the entry with the message at `place` replaced."""
        messages = (*self.messages[:place], message, *self.messages[place + 1 :])
        return replace(self, messages=messages)

    def without_message(self, place: int) -> "Entry":
        """Return the entry without the message at `place`."""
        return replace(self, messages=(*self.messages[:place], *self.messages[place + 1 :]))
