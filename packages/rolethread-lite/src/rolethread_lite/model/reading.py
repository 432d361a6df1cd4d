"""An entry laid out for rules and figures: its texts side by side, encoded once for all of them."""

from functools import cached_property
from typing import NamedTuple

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, SYSTEM, USER


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
    """One entry with what several rules and figures ask of it, each computed once and only when asked."""

    def __init__(self, entry: Entry) -> None:
        """Lay out the texts of `entry`."""
        self.entry = entry
        turns: list[Turn] = []
        for place, message in enumerate(entry.messages):
            content = message.content
            if isinstance(content, str):
                turns.append(Turn(place, 0, message.role, content))
            else:
                turns.extend(Turn(place, piece, message.role, text) for piece, text in enumerate(message.pieces))
        self.turns = tuple(turns)
        """Every text of the entry, in its order."""

    @cached_property
    def assistant(self) -> tuple[Turn, ...]:
        """Return the assistant's texts."""
        return tuple(turn for turn in self.turns if turn.role == ASSISTANT)

    @cached_property
    def user(self) -> tuple[Turn, ...]:
        """Return the user's texts."""
        return tuple(turn for turn in self.turns if turn.role == USER)

    @cached_property
    def system(self) -> tuple[Turn, ...]:
        """Return the system texts."""
        return tuple(turn for turn in self.turns if turn.role == SYSTEM)

    @cached_property
    def text(self) -> str:
        """Return all texts, two newlines between them."""
        return "\n\n".join(turn.text for turn in self.turns)

    @cached_property
    def assistant_text(self) -> str:
        """Return the assistant's texts, two newlines between them."""
        return "\n\n".join(turn.text for turn in self.assistant)

    @cached_property
    def encoded(self) -> bytes:
        """Return `text` as UTF-8, lone surrogates included."""
        return self.text.encode("utf-8", "surrogatepass")

    @cached_property
    def lowered(self) -> bytes:
        """Return `text` in lower case as UTF-8, lone surrogates included."""
        return self.text.lower().encode("utf-8", "surrogatepass")
