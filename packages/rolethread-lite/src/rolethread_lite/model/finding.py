"""A finding: what a rule saw, where, and whether it can be put right."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How much a finding matters for training; ordered."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def word(self) -> str:
        """Return the name in lower case, as shown everywhere."""
        return self.name.lower()


class Repair(StrEnum):
    """How a rule's findings can be put right."""

    NONE = "none"
    """Only a person can decide."""
    SAFE = "safe"
    """The repair never changes the meaning; all such repairs may be applied together."""
    ASK = "ask"
    """A repair is offered, one by one, with its before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in an entry a finding stands."""

    message: int | None = None
    """Index of the message, None for the entry as a whole."""
    piece: int | None = None
    """Number of the text inside the message, None for the message as a whole."""
    path: str = ""
    """The place in words: `messages[3].content`, `tags[1]`, or empty for the whole entry."""


WHOLE_ENTRY = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a rule found in one entry or record."""

    code: str
    """The rule's code, `RT203`."""
    severity: Severity
    """How much it matters."""
    sentence: str
    """What was found, as a sentence for the owner."""
    place: Place = WHOLE_ENTRY
    """Where it was found."""
    span: tuple[int, int] | None = None
    """Start and end in characters inside the text at `place`, where there is such a span."""
    repair: Repair = Repair.NONE
    """Whether and how this very finding can be put right."""
