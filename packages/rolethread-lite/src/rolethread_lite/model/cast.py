"""The cast: which character somebody is who speaks under a name."""

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library
from rolethread_lite.model.stable_key import folded_name, kept_name


class Cast:
    """The characters of a library by the names under which they speak."""

    def __init__(self, library: Library) -> None:
        """Look names up in `library`."""
        keys = {character.key: character for character in library.characters}
        aliases = [alias for alias in library.aliases if alias.kind is AliasKind.CHARACTER]
        names = {alias.name: keys[alias.target] for alias in aliases if alias.target in keys}
        names |= {character.name: character for character in library.characters}
        self.aliases: dict[str, Alias] = {alias.name: alias for alias in aliases}
        """The aliases of characters, by name."""
        self.keys = frozenset(keys)
        """The keys of all characters."""
        self._names = names
        self._folded = {folded_name(name): names[name] for name in reversed(names)}

    def find(self, name: str) -> Character | None:
        """Return the character of exactly this name or alias, active or not; None when there is none."""
        return self._names.get(kept_name(name))

    def find_alike(self, name: str) -> Character | None:
        """Return the character of this name or alias, if need be of one that differs only in case, width or spaces."""
        return self.find(name) or self._folded.get(folded_name(kept_name(name)))
