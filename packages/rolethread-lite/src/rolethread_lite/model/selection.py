"""A selection: which entries of a dataset are meant, said by what they hold."""

from dataclasses import dataclass
from enum import StrEnum

from rolethread_lite.model.finding import Severity


class SearchMode(StrEnum):
    """How a searched text is understood; upper and lower case are always the same."""

    CONTAINS = "contains"
    """The text stands somewhere, also inside words."""
    WORDS = "words"
    """Every word of it stands somewhere, in any order."""
    PHRASE = "phrase"
    """Its words stand together in this order, whole words at both ends."""
    WHOLE_WORD = "word"
    """Every word of it stands somewhere as a whole word."""
    REGEX = "regex"
    """It is a regular expression that fits somewhere in one turn."""


class SearchScope(StrEnum):
    """Whose turns are searched."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    OTHER = "other"
    """Tools, and every role that is none of the others."""


SPOKEN = (SearchScope.USER, SearchScope.ASSISTANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuery:
    """A text to be found."""

    text: str
    """What is searched for."""
    mode: SearchMode = SearchMode.CONTAINS
    """How it is understood."""
    scopes: tuple[SearchScope, ...] = SPOKEN
    """Whose turns are searched."""


class TagMode(StrEnum):
    """How several tags are combined."""

    ANY = "any"
    ALL = "all"
    EXACTLY = "exactly"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagQuery:
    """Tags an entry must have; no names with EXACTLY means untagged entries."""

    names: tuple[str, ...]
    """Tag names as written."""
    mode: TagMode = TagMode.ANY
    """How they are combined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A range of a figure; None leaves an end open."""

    least: float | None = None
    """The smallest number that fits."""
    most: float | None = None
    """The largest number that fits."""


class LineKind(StrEnum):
    """Which lines of a dataset are meant."""

    ALL = "all"
    ENTRIES = "entries"
    RECORDS = "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Conditions that all must hold; an empty selection means everything."""

    text: TextQuery | None = None
    """A text that stands in the entry."""
    tags: TagQuery | None = None
    """Tags it has."""
    findings: tuple[str, ...] = ()
    """Codes of rules of which at least one found something."""
    severity: Severity | None = None
    """The least severity of something that was found."""
    speaker: str | None = None
    """Somebody who speaks in it, by exactly this name."""
    character: str | None = None
    """A character of the library who speaks in it, under its name or an alias."""
    system_prompt: str | None = None
    """Its system prompt, exactly."""
    figures: tuple[tuple[str, Span], ...] = ()
    """Figures by name, with the range they must be in."""
    kind: LineKind = LineKind.ALL
    """Entries, records, or both."""
    entry_ids: tuple[str, ...] = ()
    """Ids of the entries that are meant; none means all."""

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing is asked for."""
        return self == Selection()
