"""Gives a character another name, in the registry and in every turn it speaks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.operations.characters.known import KnownCharacters
from rolethread_lite.operations.characters.turns import respoken
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameCharacter(Operation):
    """Give a character another name, also in the turns of all datasets; the old name becomes an alias."""

    NAME: ClassVar[str] = "rename-character"
    name: str
    """The name it has."""
    to: str
    """The name it gets."""
    keep_entries: bool = False
    """Whether the turns keep the old name, which is understood as an alias."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the new name and every turn that changes; raises InvalidValue when the name is taken."""
        known = KnownCharacters(view)
        before = known.find(self.name)
        after = replace(before, name=usable_name(self.to, word="character"))
        if after == before:
            return
        yield from known.change(before, after)
        yield from known.add_alias(before.name, to=after)
        if not self.keep_entries:
            yield from respoken(view, names=(before.name,), by=after.name)

    def label(self) -> str:
        """Name both names."""
        return f"Rename character “{self.name}” to “{self.to.strip()}”"
