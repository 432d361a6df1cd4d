"""Gives a character another description, card or picture."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.characters.card_text import usable_avatar, usable_card
from rolethread_lite.operations.characters.known import KnownCharacters
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCharacter(Operation):
    """Give a character another description, card or picture; what is not named stays as it is."""

    NAME: ClassVar[str] = "edit-character"
    name: str
    """The character's name."""
    description: str | None = None
    """What is said about it, None to leave it."""
    card: str | None = None
    """Its character card as JSON, empty to take it away, None to leave it."""
    avatar: str | None = None
    """Digest of its picture, which the workspace keeps already; empty to take it away, None to leave it."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the character as it becomes, nothing when it is so already."""
        known = KnownCharacters(view)
        before = known.find(self.name)
        after = replace(
            before,
            description=before.description if self.description is None else kept_name(self.description),
            card=before.card if self.card is None else usable_card(self.card),
            avatar=before.avatar if self.avatar is None else usable_avatar(view, self.avatar),
        )
        yield from known.change(before, after)

    def label(self) -> str:
        """Name the character."""
        return f"Edit character “{self.name}”"
