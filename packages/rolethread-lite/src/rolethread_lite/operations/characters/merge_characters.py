"""Makes one character of several."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change
from rolethread_lite.model.character import Character
from rolethread_lite.operations.characters.known import KnownCharacters, named
from rolethread_lite.operations.characters.turns import respoken
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCharacters(Operation):
    """Make one character of several: the names of the others become its aliases, their turns its own."""

    NAME: ClassVar[str] = "merge-characters"
    names: tuple[str, ...]
    """The characters that are taken in."""
    into: str
    """The character they become; what it has of its own is kept, what it lacks it gets from the first that has it."""
    keep_entries: bool = False
    """Whether the turns keep the old names, which are understood as aliases."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the characters that go, the names that move, and every turn that changes."""
        known = KnownCharacters(view)
        target = known.find(self.into)
        others = list({one.key: one for one in map(known.find, self.names)}.values())
        if target in others or not others:
            raise InvalidValue(
                f"{target.name!r} cannot be merged into itself" if others else "there is nothing to merge",
                advice="Name one or more other characters.",
            )
        for other in others:
            aliases = known.aliases_of(other)
            for alias in aliases:
                yield known.move_alias(alias, to=target)
            yield from known.remove(other)
            yield from known.add_alias(other.name, to=target)
        yield from known.change(target, _completed(target, others))
        if not self.keep_entries:
            yield from respoken(view, names=frozenset(other.name for other in others), by=target.name)

    def label(self) -> str:
        """Name all of them."""
        return f"Merge {named(self.names)} into character “{self.into}”"


def _completed(target: Character, others: list[Character]) -> Character:
    """Return the character with what it lacks and others have: all their descriptions, the first card and picture."""
    descriptions = "\n\n".join(dict.fromkeys(other.description for other in others if other.description))
    return replace(
        target,
        description=target.description or descriptions,
        card=target.card or next((other.card for other in others if other.card), ""),
        avatar=target.avatar or next((other.avatar for other in others if other.avatar), ""),
    )
