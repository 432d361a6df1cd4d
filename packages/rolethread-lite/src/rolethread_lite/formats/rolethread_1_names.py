"""Gives tags, categories, characters and system prompts the slugs that RoleThread 1.0 knows them by."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rolethread_lite.formats.rolethread_1_writing import slugs_for
from rolethread_lite.model.alias import AliasKind
from rolethread_lite.model.cast import Cast
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library
from rolethread_lite.model.rolethread_1 import MappedTurn, slug_of
from rolethread_lite.model.stable_key import kept_name, stable_key
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category, Tag

UNCATEGORIZED = Category(key="uncategorized", name="Uncategorized", place=1000)
"""Where tags stand that have no category: in RoleThread 1.0 every tag in use has one."""


class SpokenTurn(NamedTuple):
    """A turn and who speaks it, by the name that stands there."""

    place: int
    role: str
    speaker: str


class TagNames:
    """The tags of a library by the names that stand in entries."""

    def __init__(self, library: Library) -> None:
        """Look names up in `library`."""
        aliases = [alias for alias in library.aliases if alias.kind is AliasKind.TAG]
        names = {tag.key: tag.name for tag in library.tags}
        self.known = {tag.name: tag for tag in library.tags}
        """The tags by name."""
        self._aliases = {
            alias.name: names[alias.target]
            for alias in aliases
            if alias.target in names and alias.name not in self.known
        }

    def current(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Return tags as they are called now, none empty and none twice."""
        named = (kept_name(tag).strip() for tag in tags)
        return tuple(dict.fromkeys(self._aliases.get(tag, tag) for tag in named if tag))

    def former_slugs(self, used: Iterable[Tag], slugs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the slugs of other names of tags with the slug of the tag, where that is no other tag."""
        taken = set(slugs.values())
        names = {tag.name for tag in used}
        for alias, name in self._aliases.items():
            old = slug_of(alias)
            if old and old not in taken and name in names:
                taken.add(old)
                yield old, slugs[name]


class CategorySlugs:
    """The categories of the tags that are used, by their slugs."""

    def __init__(self, library: Library, used: Iterable[Tag]) -> None:
        """Find the categories of `used`, tags of `library`."""
        used = tuple(used)
        known = {category.key: category for category in (UNCATEGORIZED, *library.categories)}
        slugs = slugs_for(known, word="category")
        self._slugs = {tag.key: slugs[tag.category] for tag in used if tag.category in known}
        self._other = slugs[UNCATEGORIZED.key]
        needed = {self.of(tag) for tag in used if not tag.is_archived}
        categories = sorted(known.values(), key=lambda category: (category.place, slugs[category.key]))
        self.used = {slugs[category.key]: category for category in categories if slugs[category.key] in needed}
        """The categories of tags in use, by slug and in their order."""

    def of(self, tag: Tag | None) -> str:
        """Return the slug of a tag's category, empty when it needs none."""
        if tag is None:
            return ""
        return self._slugs.get(tag.key, "" if tag.is_archived else self._other)


class SpeakerSlugs:
    """The characters that speak, and their turns; who is no character yet becomes one."""

    def __init__(self, library: Library, spoken: Mapping[str, tuple[SpokenTurn, ...]]) -> None:
        """Find the characters of `library` that speak the turns, which are given by the uuid of their entry."""
        known = Cast(library)
        names = sorted({turn.speaker for turns in spoken.values() for turn in turns})
        characters = {name: found for name in names if (found := known.find(name)) is not None}
        keys = set(known.keys)
        for name in names:
            if name not in characters:
                key = stable_key(name, taken=keys)
                keys.add(key)
                characters[name] = Character(key=key, name=name)
        slugs = slugs_for(keys, word="character")
        self.used = dict(sorted({slugs[one.key]: one for one in characters.values()}.items()))
        """The characters that speak, by slug."""
        self.turns = {
            uuid: tuple(_mapped(turn, characters[turn.speaker], slugs) for turn in turns)
            for uuid, turns in spoken.items()
        }
        """The turns with the slugs of their characters, by the uuid of their entry."""


def _mapped(turn: SpokenTurn, character: Character, slugs: Mapping[str, str]) -> MappedTurn:
    return MappedTurn(
        place=turn.place,
        character=slugs[character.key],
        role=turn.role,
        label=None if turn.speaker == character.name else turn.speaker,
    )


def used_prompts(library: Library, texts: set[str]) -> dict[str, SystemPrompt]:
    """Return the system prompts of a library that are among these texts, by their slugs."""
    used = [prompt for prompt in library.prompts if prompt.text.strip() and prompt.text.strip() in texts]
    slugs = slugs_for((prompt.key for prompt in library.prompts), word="prompt")
    return dict(sorted((slugs[prompt.key], prompt) for prompt in used))
