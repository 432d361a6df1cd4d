"""Tags and their categories, as a workspace knows them besides the entries that have them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A heading under which tags are listed."""

    key: str
    """Its stable key; it never changes, whatever the category is called."""
    name: str
    """Its name, unique among categories."""
    description: str = ""
    """What belongs under it."""
    colour: str = ""
    """A colour as `#rrggbb`, empty for none."""
    place: int = 0
    """Where it stands in lists: smaller numbers first, then by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag that the workspace knows. Entries hold its name; a tag they hold that is not known waits for review."""

    key: str
    """Its stable key; it never changes, whatever the tag is called."""
    name: str
    """The tag as it stands in entries, of any script, unique among tags."""
    category: str = ""
    """Key of its category, empty for none."""
    description: str = ""
    """What it means."""
    colour: str = ""
    """A colour as `#rrggbb`, empty for none."""
    place: int = 0
    """Where it stands in lists: smaller numbers first, then by name."""
    is_archived: bool = False
    """Whether it is no longer offered; entries that have it keep it."""
