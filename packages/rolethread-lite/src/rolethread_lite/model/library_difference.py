"""The difference between two libraries: what the other one has that is new here, the same, fuller, or at odds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.card_difference import differing_members
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library, LibraryItem
from rolethread_lite.model.library_matching import Named, Place, places_of
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag

_Held = TypeVar("_Held", bound=LibraryItem)


class LibraryStanding(StrEnum):
    """How something of another library stands to this one."""

    NEW = "new"
    """There is nothing like it here."""
    SAME = "same"
    """It says nothing that is not here already."""
    FULLER = "fuller"
    """It says something where nothing is said here."""
    CONFLICT = "conflict"
    """It says something else than what is said here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One thing that the two say differently."""

    name: str
    """What it is: `description`, `category`, `card.personality`."""
    mine: str
    """What is said here; empty for nothing."""
    theirs: str
    """What the other library says."""

    @property
    def field(self) -> str:
        """Return the field of the item that it belongs to."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDifference:
    """One thing of the other library, and what is here in its place."""

    item: str
    """What it is called when somebody chooses: `tag:battle`, `tag-alias:fight`."""
    standing: LibraryStanding
    """How it stands to what is here."""
    mine: LibraryItem | None
    """What is here, None when nothing is."""
    theirs: LibraryItem
    """What the other library has, under the keys by which it is known here."""
    fields: tuple[FieldDifference, ...] = ()
    """What the two say differently, field by field."""
    versions: tuple[PromptVersion, ...] = ()
    """The other library's earlier versions, for a system prompt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDifference:
    """What another library would bring."""

    mine: Library
    """The library as it is here."""
    items: tuple[ItemDifference, ...]
    """Everything the other one holds; what others refer to comes first."""

    @property
    def brings_something(self) -> bool:
        """Tell whether there is anything that is not here already."""
        return any(item.standing is not LibraryStanding.SAME for item in self.items)

    def count(self, standing: LibraryStanding) -> int:
        """Count what stands so."""
        return sum(item.standing is standing for item in self.items)


COMPARED: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        Category: ("name", "description", "colour"),
        Tag: ("category", "description", "colour", "is_archived"),
        Alias: ("target",),
        Character: ("description", "is_active", "card", "avatar"),
        SystemPrompt: ("name", "text", "description", "is_active"),
    }
)
"""What is compared of each kind. Entries hold tags and speakers by name, so that another name becomes an alias."""

_WORDS: Mapping[type, str] = MappingProxyType(
    {Category: "category", Tag: "tag", Character: "character", SystemPrompt: "prompt"}
)


def compare_libraries(mine: Library, theirs: Library) -> LibraryDifference:
    """Return what `theirs` would bring to `mine`: matched by key, then by name, then by alias."""
    held = _as_kept(theirs)
    categories = places_of(mine.categories, held.categories)
    tags = places_of(
        mine.tags,
        held.tags,
        my_aliases=_aliases(mine, AliasKind.TAG),
        their_aliases=_aliases(held, AliasKind.TAG),
    )
    cast = places_of(
        mine.characters,
        held.characters,
        my_aliases=_aliases(mine, AliasKind.CHARACTER),
        their_aliases=_aliases(held, AliasKind.CHARACTER),
    )
    prompts = places_of(mine.prompts, held.prompts)
    names = _category_names(mine, held, categories)
    placed = [replace(tag, category=_key_here(categories, tag.category)) for tag in held.tags]
    pictured = _with_known_pictures(held, mine, cast)
    items = (
        *_differences(mine.categories, held.categories, categories, names),
        *_differences(mine.tags, placed, tags, names),
        *_differences(mine.characters, pictured, cast, names),
        *_alias_differences(mine, held, AliasKind.TAG, tags),
        *_alias_differences(mine, held, AliasKind.CHARACTER, cast),
        *_prompt_differences(mine, held, prompts),
    )
    return LibraryDifference(mine=mine, items=items)


def item_name(item: LibraryItem) -> str:
    """Return what something is called when somebody chooses: `tag:battle`, `character-alias:Ana`."""
    if isinstance(item, Alias):
        return f"{item.kind.value}-alias:{item.name}"
    if isinstance(item, PromptVersion):
        return f"prompt-version:{item.prompt}"
    return f"{_WORDS[type(item)]}:{item.name}"


def _differences(
    mine: Sequence[Named], theirs: Iterable[Named], places: Mapping[str, Place], names: Mapping[str, str]
) -> Iterator[ItemDifference]:
    """Yield how each thing of one kind stands to what is here."""
    known = {item.key: item for item in mine}
    for item in theirs:
        place = places[item.key]
        yield _difference(known.get(place.key), replace(item, key=place.key), names, is_same=place.is_same)


def _difference(
    mine: LibraryItem | None, theirs: LibraryItem, names: Mapping[str, str], *, is_same: bool
) -> ItemDifference:
    if mine is None:
        return ItemDifference(item=item_name(theirs), standing=LibraryStanding.NEW, mine=None, theirs=theirs)
    found = tuple(_field_differences(mine, theirs, names)) if is_same else ()
    return ItemDifference(
        item=item_name(theirs), standing=_standing(mine, found), mine=mine, theirs=theirs, fields=found
    )


def _standing(mine: LibraryItem, found: Sequence[FieldDifference]) -> LibraryStanding:
    if not found:
        return LibraryStanding.SAME
    is_empty = all(getattr(mine, one.field) == "" for one in found)
    return LibraryStanding.FULLER if is_empty else LibraryStanding.CONFLICT


def _field_differences(mine: LibraryItem, theirs: LibraryItem, names: Mapping[str, str]) -> Iterator[FieldDifference]:
    """Yield what the two say differently; where the other says nothing, there is nothing to take."""
    for name in COMPARED[type(mine)]:
        before, after = getattr(mine, name), getattr(theirs, name)
        if after in (before, ""):
            continue
        if name == "card":
            members = differing_members(before, after)
            yield from (
                FieldDifference(name=f"card.{one.name}" if one.name else name, mine=one.mine, theirs=one.theirs)
                for one in members
            )
        else:
            yield FieldDifference(name=name, mine=_shown(name, before, names), theirs=_shown(name, after, names))


def _shown(name: str, value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get(str(value), str(value)) if name in ("category", "target") else str(value)


def _alias_differences(
    mine: Library, theirs: Library, kind: AliasKind, places: Mapping[str, Place]
) -> Iterator[ItemDifference]:
    """Yield the other names that the other library knows, its own names of what is called otherwise here among them."""
    here, there = _named(mine, kind), _named(theirs, kind)
    known = {alias.name: alias for alias in mine.aliases if alias.kind is kind}
    titles = {item.key: item.name for item in (*there, *here)}
    taken = {item.name for item in (*here, *(one for one in there if not places[one.key].is_there))}
    wanted = {item.name: item.key for item in there if places[item.key].is_there and places[item.key].is_same}
    wanted = {alias.name: alias.target for alias in theirs.aliases if alias.kind is kind} | wanted
    for name, target in wanted.items():
        if name not in taken and target in places:
            alias = Alias(kind=kind, name=name, target=places[target].key)
            yield _difference(known.get(name), alias, titles, is_same=True)


def _prompt_differences(mine: Library, theirs: Library, places: Mapping[str, Place]) -> Iterator[ItemDifference]:
    older = {(one.prompt, one.text) for one in mine.versions}
    differences = _differences(mine.prompts, theirs.prompts, places, {})
    for prompt, found in zip(theirs.prompts, differences, strict=True):
        key = found.theirs.key if isinstance(found.theirs, SystemPrompt) else prompt.key
        versions = tuple(replace(one, prompt=key) for one in theirs.versions if one.prompt == prompt.key)
        is_older = (key, prompt.text) in older
        kept = tuple(one for one in found.fields if not (is_older and one.name == "text"))
        standing = found.standing if found.mine is None else _standing(found.mine, kept)
        yield replace(found, fields=kept, standing=standing, versions=versions)


def _named(library: Library, kind: AliasKind) -> Sequence[Tag] | Sequence[Character]:
    return library.tags if kind is AliasKind.TAG else library.characters


def _key_here(places: Mapping[str, Place], key: str) -> str:
    return places[key].key if key in places else ""


def _aliases(library: Library, kind: AliasKind) -> list[Alias]:
    return [alias for alias in library.aliases if alias.kind is kind]


def _category_names(mine: Library, theirs: Library, places: Mapping[str, Place]) -> dict[str, str]:
    named = {places[category.key].key: category.name for category in theirs.categories}
    return named | {category.key: category.name for category in mine.categories}


def _with_known_pictures(theirs: Library, mine: Library, places: Mapping[str, Place]) -> list[Character]:
    """Return the other library's characters without pictures that neither came along nor are here."""
    given = {avatar.digest for avatar in theirs.avatars}
    known = {character.key: character.avatar for character in mine.characters}
    return [
        character
        if character.avatar in given or character.avatar == known.get(places[character.key].key)
        else replace(character, avatar="")
        for character in theirs.characters
    ]


def _as_kept(library: Library) -> Library:
    """Return a library as a workspace can hold it: without half surrogate pairs, and nothing in it twice."""
    return Library(
        categories=_kept(library.categories),
        tags=_kept(library.tags),
        aliases=_kept(library.aliases),
        characters=_kept(library.characters),
        prompts=_kept(library.prompts),
        versions=_kept(library.versions),
        avatars=library.avatars,
    )


def _mended(item: _Held) -> _Held:
    make: Callable[..., _Held] = type(item)
    return make(**{one.name: _mended_text(getattr(item, one.name)) for one in fields(item)})


def _mended_text(value: object) -> object:
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if type(value) is str else value


def _kept(items: Iterable[_Held]) -> tuple[_Held, ...]:
    """Return the items, of those with one key or one name the first."""
    kept: dict[str, _Held] = {}
    keys: set[str] = set()
    for item in map(_mended, items):
        key = item.key if isinstance(item, Category | Tag | Character | SystemPrompt) else ""
        name = f"{item.prompt} {item.version}" if isinstance(item, PromptVersion) else item_name(item)
        if name not in kept and key not in keys:
            kept[name] = item
            keys |= {key} - {""}
    return tuple(kept.values())
