"""An entry laid out for rules and figures: its texts side by side, encoded once for all of them."""

from functools import cached_property
from typing import NamedTuple

from rolethread_lite.model.entry import Entry

_ASCII = bytes(range(128))


class Turn(NamedTuple):
    """One text of an entry and where it stands."""

    message: int
    """Index of the message."""
    piece: int
    """Number of the text inside the message; 0 for plain content."""
    role: str
    """The message's role as written."""
    text: str
    """The text itself."""


class Reading:
    """One entry with what several rules and figures ask of it, each computed once."""

    def __init__(self, entry: Entry) -> None:
        """Lay out the texts of `entry`."""
        self.entry = entry
        messages = entry.messages
        self.roles = tuple([message.role for message in messages])
        """The role of every message."""
        texts = [content for message in messages if isinstance(content := message.content, str)]
        self.is_plain = len(texts) == len(messages)
        """Whether the content of every message is a text, so that the texts are those of the messages one by one."""
        self.texts = texts if self.is_plain else [text for message in messages for text in message.pieces]
        """Every text of the entry, in its order."""
        self.text = "\n\n".join(["", *self.texts, ""])
        """All texts, each between two newlines and two newlines: the edges of a text can be sought as well."""
        self.encoded = self.text.encode("utf-8", "surrogatepass")
        """`text` as UTF-8, lone surrogates included."""
        self.beyond_ascii = b"" if self.text.isascii() else self.encoded.translate(None, _ASCII)
        """The characters of `encoded` that are not ASCII, in their order: few in most texts."""

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Return every text with its place."""
        return tuple(
            Turn(place, piece, message.role, text)
            for place, message in enumerate(self.entry.messages)
            for piece, text in enumerate(message.pieces)
        )

    @cached_property
    def lowered(self) -> bytes:
        """Return `text` in lower case as UTF-8, lone surrogates included."""
        return self.text.lower().encode("utf-8", "surrogatepass")
