"""The library: tags, aliases, characters and system prompts that a workspace keeps for all its datasets."""

from dataclasses import dataclass
from typing import TypeAlias

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Avatar, Character
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag

LibraryItem: TypeAlias = Category | Tag | Alias | Character | SystemPrompt | PromptVersion
"""Anything the library holds."""

Item: TypeAlias = LibraryItem | Setting
"""Anything a workspace keeps one by one besides its datasets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A whole library, or the part of one that goes with a dataset."""

    categories: tuple[Category, ...] = ()
    """Categories, in the order of their lists."""
    tags: tuple[Tag, ...] = ()
    """Tags, in the order of their lists."""
    aliases: tuple[Alias, ...] = ()
    """Aliases, by kind and name."""
    characters: tuple[Character, ...] = ()
    """Characters, by name."""
    prompts: tuple[SystemPrompt, ...] = ()
    """System prompts, by name."""
    versions: tuple[PromptVersion, ...] = ()
    """Earlier versions of system prompts, by prompt and number."""
    avatars: tuple[Avatar, ...] = ()
    """Pictures of the characters, where they are given along."""

    @property
    def items(self) -> tuple[LibraryItem, ...]:
        """Return everything but the pictures; what others refer to comes first."""
        return (*self.categories, *self.tags, *self.characters, *self.aliases, *self.prompts, *self.versions)

    def names_of(self, character: Character) -> tuple[str, ...]:
        """Return the names under which a character speaks: its own, then its aliases."""
        aliases = (alias for alias in self.aliases if alias.kind is AliasKind.CHARACTER)
        return (character.name, *(alias.name for alias in aliases if alias.target == character.key))
