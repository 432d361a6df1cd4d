"""What a prompt that asks for entries is to ask for, every choice of it."""

from dataclasses import dataclass
from enum import StrEnum

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.entry import Entry


class Task(StrEnum):
    """What is asked for."""

    NEW = "new"
    """Entries that are not there yet."""
    CONTINUE = "continue"
    """The given entries with more exchanges behind them."""
    REWRITE = "rewrite"
    """The given entries said anew."""


class Style(StrEnum):
    """How the conversations read."""

    NATURAL = "natural"
    IMMERSIVE = "immersive"
    NARRATIVE = "narrative"
    INSTRUCTIVE = "instructive"


class Tone(StrEnum):
    """The mood they are in."""

    NEUTRAL = "neutral"
    WARM = "warm"
    DRAMATIC = "dramatic"
    PLAYFUL = "playful"
    PROFESSIONAL = "professional"


class Delivery(StrEnum):
    """How the answer is to come."""

    PASTE = "paste"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """A character as the prompt tells of it."""

    name: str
    """Its name."""
    description: str = ""
    """Who it is."""
    personality: str = ""
    """Its personality in short."""
    scenario: str = ""
    """Where it is met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """Everything a prompt is to ask for."""

    task: Task = Task.NEW
    """What is asked for."""
    entries: int = 10
    """How many entries; where given ones are continued or rewritten, their number counts instead."""
    exchanges: int = 3
    """How many exchanges each entry gets; rewritten ones keep theirs."""
    content: str = ""
    """What they are about, in the owner's words."""
    system_prompt: str | None = None
    """The system prompt of every entry, word for word; None leaves it to whoever writes them."""
    characters: tuple[CastMember, ...] = ()
    """Who speaks."""
    tags: tuple[str, ...] = ()
    """Tags every entry is to have."""
    style: Style = Style.NATURAL
    """How they read; entries that are continued keep theirs."""
    tone: Tone = Tone.NEUTRAL
    """The mood they are in."""
    examples: tuple[Entry, ...] = ()
    """Entries to learn from, or those that are continued or rewritten."""
    delivery: Delivery = Delivery.PASTE
    """How the answer is to come."""
    more: str = ""
    """Whatever else is wished, in the owner's words."""

    def __post_init__(self) -> None:
        """Raise InvalidValue for a number that asks for nothing."""
        for number, name in ((self.entries, "entries"), (self.exchanges, "exchanges")):
            if number < 1:
                raise InvalidValue(f"{number} {name} cannot be asked for", advice="Ask for at least one.")
