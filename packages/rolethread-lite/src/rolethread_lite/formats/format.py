"""What a format is: how it is recognised, read and written, and what it cannot carry."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, Members
from rolethread_lite.model.record import RecordReason


class NotAnEntry(ValueError):
    """The object is not an entry of this format; it becomes a kept record."""

    def __init__(self, reason: RecordReason, *, detail: str) -> None:
        """Keep the reason and its words: `messages[2] is a number, not an object`."""
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write an entry as one JSON object. A format's module holds it as `FORMAT`."""

    name: str
    """The name used on the command line: `sharegpt`."""
    title: str
    """The name shown to people: `ShareGPT`."""
    precedence: int
    """Formats are asked in ascending order, and the first that recognises an object reads it."""
    recognises: Callable[[Members], bool]
    """Tell from an object's members whether it is in this format."""
    read: Callable[[Members], Entry]
    """Return the entry. Raises NotAnEntry when the object only looks like this format."""
    write: Callable[[Entry], JsonText]
    """Return the entry as one line. Everything in the entry that `losses` does not name is in it."""
    losses: Callable[[Entry], Iterable[str]]
    """Name what this format cannot carry of this entry, each in a few words: `alternatives`."""
