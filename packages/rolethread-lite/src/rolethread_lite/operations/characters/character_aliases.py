"""Gives a character another name under which it speaks, or takes one away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.characters.known import KnownCharacters, named
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCharacterAliases(Operation):
    """Give a character other names; turns that are spoken under them are its own, as they stand."""

    NAME: ClassVar[str] = "add-character-aliases"
    name: str
    """The character's name."""
    aliases: tuple[str, ...]
    """The other names."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each name it does not have yet; raises InvalidValue for one that is somebody else's."""
        known = KnownCharacters(view)
        character = known.find(self.name)
        for alias in self.aliases:
            yield from known.add_alias(usable_name(alias, word="character"), to=character)

    def label(self) -> str:
        """Name the character and the names."""
        return f"Let {named(self.aliases)} mean the character “{self.name}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCharacterAliases(Operation):
    """Take other names away from a character; turns keep them as they stand."""

    NAME: ClassVar[str] = "remove-character-aliases"
    name: str
    """The character's name."""
    aliases: tuple[str, ...]
    """The other names."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each name that goes; raises UnknownName for one it does not have."""
        known = KnownCharacters(view)
        character = known.find(self.name)
        for alias in dict.fromkeys(self.aliases):
            yield known.remove_alias(kept_name(alias), of=character)

    def label(self) -> str:
        """Name the character and the names."""
        return f"Let {named(self.aliases)} no longer mean the character “{self.name}”"
