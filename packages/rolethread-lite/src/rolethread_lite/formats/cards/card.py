"""A character card as it is read: what it says, the very text it came as, and its picture."""

from dataclasses import dataclass
from enum import StrEnum

import xxhash


class CardSpec(StrEnum):
    """Which kind of card it is."""

    V1 = "V1"
    V2 = "V2"
    V3 = "V3"
    PYGMALION = "Pygmalion"
    WEBUI = "text-generation-webui"


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterCard:
    """A character card; what is not named here is kept in its text."""

    spec: CardSpec
    """Which kind of card it is."""
    raw: str
    """Its JSON text, exactly as it came."""
    name: str = ""
    """The character's name; some cards have none."""
    nickname: str = ""
    """What it is called in conversations, where that is another name."""
    description: str = ""
    """Who it is."""
    personality: str = ""
    """Its personality in short."""
    scenario: str = ""
    """Where the conversation takes place."""
    first_message: str = ""
    """Its greeting."""
    alternate_greetings: tuple[str, ...] = ()
    """Other greetings."""
    example_dialogue: str = ""
    """How it speaks, as the card writes it."""
    system_prompt: str = ""
    """The system prompt the card asks for."""
    post_history_instructions: str = ""
    """What the card wants to be said behind the conversation."""
    creator: str = ""
    """Who made the card."""
    creator_notes: str = ""
    """What its maker says to people who use it; it belongs into no prompt."""
    tags: tuple[str, ...] = ()
    """Its tags."""
    has_lorebook: bool = False
    """Whether a lorebook stands in it."""
    picture: bytes = b""
    """The picture's file; empty when there is none."""
    warnings: tuple[str, ...] = ()
    """What is odd about the card, one sentence each."""

    @property
    def picture_digest(self) -> str:
        """Return the digest by which a character names the picture, empty when there is none."""
        return xxhash.xxh3_128_hexdigest(self.picture) if self.picture else ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return the names besides its own under which the character may speak."""
        nickname = self.nickname.strip()
        return (nickname,) if nickname and nickname != self.name.strip() else ()
