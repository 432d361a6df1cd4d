"""Makes characters of names that speak in entries and are nobody's yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change
from rolethread_lite.model.character import Character
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.characters.known import KnownCharacters, named
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptCharacters(Operation):
    """Make characters of names under which somebody speaks; those that are characters already stay as they are."""

    NAME: ClassVar[str] = "adopt-characters"
    names: tuple[str, ...]
    """The names, as they stand in turns."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a character for each name; raises InvalidValue for one that cannot be a name as it stands."""
        known = KnownCharacters(view)
        for name in self.names:
            if not can_be_adopted(name):
                raise InvalidValue(
                    f"{name!r} cannot be a character's name as it stands in turns",
                    advice="Give those turns another speaker.",
                )
            if known.get(name) is None:
                yield from known.add(Character(key="", name=kept_name(name)))

    def label(self) -> str:
        """Name them."""
        return f"Adopt {named(self.names)} as characters"


def can_be_adopted(name: str) -> bool:
    """Tell whether a speaker's name can be a character's just as it stands."""
    try:
        return usable_name(name, word="character") == kept_name(name)
    except InvalidValue:
        return False
