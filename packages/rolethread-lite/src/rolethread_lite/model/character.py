"""Characters, as a workspace knows them besides the turns they speak."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """Somebody who speaks. Turns hold the name, or an alias of it, as their speaker."""

    key: str
    """Its stable key; it never changes, whatever the character is called."""
    name: str
    """The name as it stands in turns, of any script, unique among characters."""
    description: str = ""
    """What the owner says about it."""
    is_active: bool = True
    """Whether it is offered; one that is not keeps everything it spoke."""
    card: str = ""
    """Its character card as JSON, exactly as it came; empty for none."""
    avatar: str = ""
    """Digest of its picture, 32 hexadecimal digits; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar:
    """A picture of a character."""

    digest: str
    """XXH3-128 of its bytes, 32 hexadecimal digits."""
    content: bytes
    """The picture's file, as it came."""
