"""The characters of a workspace and their other names, kept in step with what an operation plans."""

from collections.abc import Iterator
from dataclasses import replace

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.stable_key import kept_name, stable_key
from rolethread_lite.store.view import View

_NAMED = 8


class KnownCharacters:
    """Who there is. Every change it makes out it also makes itself, so that the next one fits."""

    def __init__(self, view: View) -> None:
        """Begin with the characters as a view shows them."""
        self._characters = {one.name: one for one in view.items(Character)}
        self._names = {one.key: one.name for one in self._characters.values()}
        self._aliases = {one.name: one for one in view.items(Alias) if one.kind is AliasKind.CHARACTER}

    def get(self, name: str) -> Character | None:
        """Return the character of that name, None when there is none."""
        return self._characters.get(kept_name(name))

    def find(self, name: str) -> Character:
        """Return the character of that name; raises UnknownName, saying whose other name it is."""
        found = self.get(name)
        if found is not None:
            return found
        alias = self._aliases.get(kept_name(name))
        if alias is not None and alias.target in self._names:
            real = self._names[alias.target]
            raise UnknownName(f"{name!r} is another name of the character {real!r}", advice=f"Say {real!r}.")
        raise UnknownName(f"there is no character named {name!r}", advice=self._names_there_are())

    def aliases_of(self, character: Character) -> tuple[Alias, ...]:
        """Return the other names of a character."""
        return tuple(alias for alias in self._aliases.values() if alias.target == character.key)

    def add(self, character: Character) -> Iterator[PutItem]:
        """Yield what brings in a character; raises InvalidValue when its name is taken."""
        taken = self._names.keys() | {alias.target for alias in self._aliases.values()}
        new = replace(character, key=stable_key(character.name, taken=taken))
        yield from self._freed(new.name, key=new.key)
        yield self._put(None, new)

    def change(self, before: Character, after: Character) -> Iterator[PutItem]:
        """Yield what makes a character other than it was; raises InvalidValue when its new name is taken."""
        if before.name != after.name:
            yield from self._freed(after.name, key=after.key)
        if before != after:
            yield self._put(before, after)

    def remove(self, character: Character) -> Iterator[PutItem]:
        """Yield what takes a character away, its other names with it."""
        for alias in self.aliases_of(character):
            yield self._put_alias(alias, None)
        yield self._put(character, None)

    def add_alias(self, name: str, *, to: Character) -> Iterator[PutItem]:
        """Yield what gives a character another name; nothing when it has it. Raises InvalidValue when it is taken."""
        if name == to.name:
            return
        self._refuse_taken(name, key=to.key)
        before = self._aliases.get(name)
        after = Alias(kind=AliasKind.CHARACTER, name=name, target=to.key)
        if before != after:
            yield self._put_alias(before, after)

    def move_alias(self, alias: Alias, *, to: Character) -> PutItem:
        """Return what makes an alias one of another character."""
        return self._put_alias(alias, replace(alias, target=to.key))

    def remove_alias(self, name: str, *, of: Character) -> PutItem:
        """Return what takes another name away from a character; raises UnknownName when it has none such."""
        alias = self._aliases.get(name)
        if alias is None or alias.target != of.key:
            names = ", ".join(one.name for one in self.aliases_of(of)) or "none"
            raise UnknownName(f"{of.name!r} has no other name {name!r}", advice=f"Its other names: {names}.")
        return self._put_alias(alias, None)

    def _freed(self, name: str, *, key: str) -> Iterator[PutItem]:
        """Yield what is in the way of a name and may go: an alias of the same character, or of none."""
        self._refuse_taken(name, key=key)
        alias = self._aliases.get(name)
        if alias is not None:
            yield self._put_alias(alias, None)

    def _refuse_taken(self, name: str, *, key: str) -> None:
        other = self._characters.get(name)
        if other is not None and other.key != key:
            raise InvalidValue(
                f"there is a character named {name!r} already", advice="Merge the two, or choose another name."
            )
        alias = self._aliases.get(name)
        if alias is not None and alias.target != key and alias.target in self._names:
            raise InvalidValue(
                f"{name!r} is another name of the character {self._names[alias.target]!r} already",
                advice="Take it away there first, or choose another name.",
            )

    def _put(self, before: Character | None, after: Character | None) -> PutItem:
        if before is not None:
            del self._characters[before.name]
            del self._names[before.key]
        if after is not None:
            self._characters[after.name] = after
            self._names[after.key] = after.name
        return PutItem(before=before, after=after)

    def _put_alias(self, before: Alias | None, after: Alias | None) -> PutItem:
        if before is not None:
            del self._aliases[before.name]
        if after is not None:
            self._aliases[after.name] = after
        return PutItem(before=before, after=after)

    def _names_there_are(self) -> str:
        names = sorted(self._characters)
        if not names:
            return "There is no character yet: create one, or import a card."
        return f"There are: {', '.join(names[:_NAMED])}{', …' if len(names) > _NAMED else ''}."


def named(names: tuple[str, ...]) -> str:
    """Return names as a label shows them: `“Mira”, “Orsk” and 3 more`."""
    shown = ", ".join(f"“{name}”" for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
