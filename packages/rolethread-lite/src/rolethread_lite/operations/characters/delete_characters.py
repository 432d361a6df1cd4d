"""Takes characters out of the registry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.operations.characters.known import KnownCharacters, named
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteCharacters(Operation):
    """Take characters and their aliases out of the registry; turns keep the names as they stand."""

    NAME: ClassVar[str] = "delete-characters"
    names: tuple[str, ...]
    """The characters."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each character and each alias that goes; raises UnknownName."""
        known = KnownCharacters(view)
        for character in {one.key: one for one in map(known.find, self.names)}.values():
            yield from known.remove(character)

    def label(self) -> str:
        """Name the characters."""
        return f"Delete {named(self.names)} from the characters"
