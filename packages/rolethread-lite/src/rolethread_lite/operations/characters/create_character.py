"""Makes a new character."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.character import Character
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.characters.card_text import usable_avatar, usable_card
from rolethread_lite.operations.characters.known import KnownCharacters
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCharacter(Operation):
    """Make a new character; turns that are spoken under its name are its own from then on."""

    NAME: ClassVar[str] = "create-character"
    name: str
    """Its name, as it stands in turns."""
    description: str = ""
    """What is said about it."""
    card: str = ""
    """Its character card as JSON, empty for none."""
    avatar: str = ""
    """Digest of its picture, which the workspace keeps already; empty for none."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the character; raises InvalidValue for a name that is taken or unusable, and for a broken card."""
        character = Character(
            key="",
            name=usable_name(self.name, word="character"),
            description=kept_name(self.description),
            card=usable_card(self.card),
            avatar=usable_avatar(view, self.avatar),
        )
        yield from KnownCharacters(view).add(character)

    def label(self) -> str:
        """Name the character."""
        return f"Create character “{self.name.strip()}”"
