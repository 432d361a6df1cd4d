"""A message: one turn of a conversation, with everything it came with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast

from rolethread_lite.model.json_text import (
    JsonText,
    Members,
    encode_text,
    get_member,
    join_members,
    set_member,
    split_members,
)

SYSTEM = "system"
USER = "user"
ASSISTANT = "assistant"
TOOL = "tool"
ROLES = frozenset((SYSTEM, USER, ASSISTANT, TOOL))
"""The roles that trainers know; anything else in `role` is a spelling, or somebody's name."""

TextKey: TypeAlias = Literal["text", "value", "content"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a message whose content is a list: a text, an image, a tool's answer."""

    kind: str
    """The part's `type`, or an empty string when it has none."""
    text: str | None
    """The text of a text part, None for every other kind."""
    raw: JsonText
    """The whole part as it was written."""

    def with_text(self, text: str) -> "Part":
        """Return the part with another text, every other member kept."""
        members = split_members(self.raw)
        key = next((key for key, _ in members if key in ("text", "value", "content")), "text")
        return replace(self, text=text, raw=join_members(set_member(members, key, value=encode_text(text))))


Content: TypeAlias = "str | tuple[Part, ...] | JsonText | None"
"""Text, parts, any other JSON value as it was written, or None for null and for no content at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn: who speaks in which role, what is said, and what else the source said about it."""

    role: str
    """The role as written; one of ROLES once it has been put right, never guessed from a name."""
    content: Content
    """Text, parts, another JSON value, or None."""
    speaker: str | None = None
    """Who speaks, where the source names a person besides the role."""
    train: bool | None = None
    """Whether the turn is to be learned; None leaves it to the trainer."""
    alternatives: tuple[str, ...] = ()
    """Other texts that stood in this place (swipes); the content is the chosen one."""
    reasoning: str | None = None
    """What the assistant thought before it spoke."""
    extra: Members = ()
    """Every other member, as it was written."""
    layout: tuple[str, ...] = ()
    """The keys in the order and spelling they came in; empty for a message made here."""

    @staticmethod
    def plain(role: str, content: str, *, layout: tuple[str, ...] = ("role", "content")) -> "Message":
        """Return a message that is just a role and a text: nearly all there are."""
        message = _Draft()
        message.role = role
        message.content = content
        message.speaker = message.train = message.reasoning = None
        message.alternatives = message.extra = ()
        message.layout = layout
        # A frozen dataclass sets its fields the slow way, and a dataset has millions of these.
        object.__setattr__(message, "__class__", Message)
        return cast("Message", message)

    def __eq__(self, other: object) -> bool:
        """Compare what the message says; the layout is how it was spelled."""
        return isinstance(other, Message) and self._said() == other._said()

    def __hash__(self) -> int:
        """Hash what the message says."""
        return hash(self._said())

    def _said(self) -> tuple[object, ...]:
        return (
            self.role,
            self.content,
            self.speaker,
            self.train,
            self.alternatives,
            self.reasoning,
            tuple(sorted(self.extra)),
        )

    @property
    def is_plain(self) -> bool:
        """Tell whether the message is a role and a text, and nothing more."""
        if not isinstance(self.content, str) or self.extra or self.alternatives:
            return False
        return self.speaker is None and self.train is None and self.reasoning is None

    @property
    def pieces(self) -> tuple[str, ...]:
        """Return the texts of the message: the content, or the text of each text part."""
        content = self.content
        if isinstance(content, str):
            return (content,)
        if isinstance(content, tuple):
            return tuple(part.text for part in content if part.text is not None)
        return ()

    @property
    def text(self) -> str:
        """Return all the text of the message, parts joined by a newline."""
        content = self.content
        return content if isinstance(content, str) else "\n".join(self.pieces)

    @property
    def has_tool_calls(self) -> bool:
        """Tell whether the message calls tools, and so may lack content."""
        return any(key in ("tool_calls", "function_call") for key, _ in self.extra)

    def with_piece(self, piece: int, *, text: str) -> "Message":
        """Return the message with its text number `piece` replaced, parts that are no text untouched."""
        content = self.content
        if not isinstance(content, tuple):
            return replace(self, content=text)
        places = [place for place, part in enumerate(content) if part.text is not None]
        chosen = places[piece]
        parts = tuple(part.with_text(text) if place == chosen else part for place, part in enumerate(content))
        return replace(self, content=parts)

    def piece_paths(self) -> Iterator[str]:
        """Yield where each text stands inside the message: `content`, or `content[2].text`."""
        content = self.content
        if isinstance(content, str):
            yield "content"
        elif isinstance(content, tuple):
            for place, part in enumerate(content):
                if part.text is not None:
                    yield f"content[{place}].text"

    def get_extra(self, key: str) -> JsonText | None:
        """Return an uninterpreted member as it was written, None when it is not there."""
        return get_member(self.extra, key)


PLAIN_LAYOUT = ("role", "content")
"""The keys of nearly every message there is."""


class _Draft:
    """A message whose fields can still be set; it becomes a message when they are."""

    __slots__ = Message.__slots__
    role: str
    content: Content
    speaker: str | None
    train: bool | None
    alternatives: tuple[str, ...]
    reasoning: str | None
    extra: Members
    layout: tuple[str, ...]
