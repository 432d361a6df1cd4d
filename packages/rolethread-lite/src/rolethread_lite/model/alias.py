"""Other names of tags and characters: what they were called before, or are called elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class AliasKind(StrEnum):
    """What an alias is another name of."""

    TAG = "tag"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name of a tag or a character. Files that still use it are understood when they come back."""

    kind: AliasKind
    """What it is another name of."""
    name: str
    """The other name, unique among aliases of its kind."""
    target: str
    """Key of the tag or the character."""
