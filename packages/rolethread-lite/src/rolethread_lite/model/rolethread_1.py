"""What RoleThread 1.0 knows besides the entries, told in the words used here.

Its sidecars and its database say the same in two spellings. Whoever reads one collects the parts as they stand;
what follows from them, here, is the same for both.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library
from rolethread_lite.model.stable_key import folded_name
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category, Tag

_Named = TypeVar("_Named", Category, Character, SystemPrompt)
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")
_CAPITALS = frozenset(("ai", "id", "llm", "rp"))
_ACTIVE = "active"
_HIDDEN = "hidden"
_IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedTurn:
    """A turn of an entry that is spoken by a character."""

    place: int
    """Index of the message, system messages counted."""
    character: str
    """The slug of the character."""
    role: str
    """The role the turn is trained in."""
    label: str | None
    """What stood in the role's place before, None when it was a role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryTag:
    """A tag as RoleThread 1.0 keeps it."""

    tag: Tag
    """The tag, archived unless it is in use."""
    is_waiting: bool
    """Whether it was only met in a file and waits for somebody to take it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryParts:
    """What was read, part by part; nothing is compared yet."""

    categories: tuple[Category, ...]
    """Categories in their order."""
    closed: frozenset[str]
    """Slugs of the categories that are no longer in use."""
    tags: tuple[RegistryTag, ...]
    """Tags in their order."""
    renames: tuple[tuple[str, str], ...]
    """Slugs that tags had, and the slugs that stand for them now, the oldest first."""
    characters: tuple[Character, ...]
    """Characters in their order."""
    prompts: tuple[SystemPrompt, ...]
    """System prompts in their order."""
    turns: Mapping[str, tuple[MappedTurn, ...]]
    """Which character speaks which turn, by the entry's uuid."""
    left_out: tuple[str, ...]
    """What could not be read, each in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """What RoleThread 1.0 knows besides the entries, ready for use here."""

    library: Library
    """Categories, tags, aliases, characters and system prompts; tags that only wait for review are not in it."""
    turns: Mapping[str, tuple[MappedTurn, ...]]
    """Which character speaks which turn, by the entry's uuid."""
    names: Mapping[str, str]
    """The names under which characters speak, by their slugs; no two are the same."""
    left_out: tuple[str, ...]
    """What could not be used, each in a few words."""


def slug_of(name: str) -> str:
    """Return what RoleThread 1.0 makes of a name: a-z and 0-9, joined by underscores; empty where nothing is left."""
    return _NOT_IN_A_SLUG.sub("_", name.lower()).strip("_")


def display_name_of(slug: str) -> str:
    """Return the name that RoleThread 1.0 shows for a slug."""
    return " ".join(word.upper() if word in _CAPITALS else word.capitalize() for word in slug.split("_") if word)


def registry_tag(
    *, slug: str, name: str, category: str, place: int, status: str, lifecycle: Mapping[str, object]
) -> RegistryTag:
    """Return a tag as the parts of RoleThread 1.0 tell it; `status` is not `active` for one that is not in use.

    The slug is what stands in entries, so it is the tag's name. A tag that was deleted keeps the category it had.
    """
    origin = lifecycle.get("archive_origin") or ("deleted" if category else _IMPORTED)
    former = lifecycle.get("previous_category_slug")
    tag = Tag(
        key=slug,
        name=slug,
        category=category or (former if isinstance(former, str) else ""),
        description="" if name == display_name_of(slug) else name,
        place=place,
        is_archived=status != _ACTIVE,
    )
    return RegistryTag(tag=tag, is_waiting=status not in (_ACTIVE, _HIDDEN) and origin == _IMPORTED)


def settle(parts: RegistryParts) -> Registry:
    """Return what follows from the parts: one thing for each slug and name, aliases that lead to their last target."""
    left_out = list(parts.left_out)
    categories = _named_apart(_once(parts.categories, left_out), left_out)
    characters = _named_apart(_once(parts.characters, left_out), left_out)
    prompts = _named_apart(_once(parts.prompts, left_out), left_out)
    tags, aliases = _settle_tags(parts, {category.key for category in categories}, left_out)
    names = _names_of(characters, parts.turns, left_out)
    aliases += _labels(parts.turns, names, {character.key for character in characters})
    library = Library(
        categories=categories,
        tags=tags,
        aliases=tuple(sorted(aliases, key=lambda alias: (alias.kind, alias.name))),
        characters=characters,
        prompts=prompts,
    )
    return Registry(library=library, turns=parts.turns, names=names, left_out=tuple(left_out))


def _once(items: Iterable[_Named], left_out: list[str]) -> list[_Named]:
    """Return the first of each slug."""
    kept: dict[str, _Named] = {}
    again = [item for item in items if kept.setdefault(item.key, item) is not item]
    left_out += [f"a second {_word(item)} with the slug {item.key!r}" for item in again]
    return list(kept.values())


def _named_apart(items: Iterable[_Named], left_out: list[str]) -> tuple[_Named, ...]:
    """Return the items with names of which no two are the same: a later one gets its slug behind its name."""
    taken: set[str] = set()
    apart: list[_Named] = []
    for item in items:
        name = item.name
        while name in taken:
            name = f"{name} ({item.key})"
        taken.add(name)
        if name != item.name:
            left_out.append(f"the name {item.name!r} of a second {_word(item)}, which is now {name!r}")
        apart.append(item if name == item.name else replace(item, name=name))
    return tuple(apart)


def _word(item: Category | Character | SystemPrompt) -> str:
    return {Category: "category", Character: "character", SystemPrompt: "system prompt"}[type(item)]


def _settle_tags(
    parts: RegistryParts, categories: set[str], left_out: list[str]
) -> tuple[tuple[Tag, ...], list[Alias]]:
    """Return the tags that somebody took up, and the aliases that lead to them."""
    known: dict[str, Tag] = {}
    for found in parts.tags:
        if found.tag.key in known:
            left_out.append(f"a second tag with the slug {found.tag.key!r}")
        elif not found.is_waiting:
            known[found.tag.key] = _in_its_category(found.tag, parts.closed, categories, left_out)
    newest = dict(parts.renames)
    active = {key for key, tag in known.items() if not tag.is_archived}
    aliases = []
    for old in newest:
        target = _last_target(old, newest, active, known)
        if old in active or (old in known and target not in active):
            left_out.append(f"the alias {old!r}, which is a tag of its own")
        elif target is None:
            left_out.append(f"the alias {old!r}, which leads to no tag")
        else:
            aliases.append(Alias(kind=AliasKind.TAG, name=old, target=target))
            known.pop(old, None)
    return tuple(known.values()), aliases


def _in_its_category(tag: Tag, closed: frozenset[str], categories: set[str], left_out: list[str]) -> Tag:
    if tag.category and tag.category not in categories:
        if not tag.is_archived:
            left_out.append(f"the category {tag.category!r} of the tag {tag.name!r}, which is not listed")
        return replace(tag, category="")
    return replace(tag, is_archived=tag.is_archived or tag.category in closed)


def _last_target(old: str, newest: Mapping[str, str], active: set[str], known: Mapping[str, Tag]) -> str | None:
    """Return the tag that a chain of renames leads to, None when it leads to none, or in a circle."""
    seen = {old}
    slug = newest[old]
    while slug not in active and slug in newest and slug not in seen:
        seen.add(slug)
        slug = newest[slug]
    return slug if slug in known and slug not in seen else None


def _names_of(
    characters: tuple[Character, ...], turns: Mapping[str, tuple[MappedTurn, ...]], left_out: list[str]
) -> dict[str, str]:
    """Return the names of all who speak; one who is not listed speaks under the name that its slug tells."""
    names = {character.key: character.name for character in characters}
    for slug in dict.fromkeys(turn.character for mapped in turns.values() for turn in mapped):
        if slug not in names:
            name = display_name_of(slug) or slug
            names[slug] = f"{name} ({slug})" if name in names.values() else name
            left_out.append(f"the character {slug!r}, which is not listed and now speaks as {names[slug]!r}")
    return names


def _labels(turns: Mapping[str, tuple[MappedTurn, ...]], names: Mapping[str, str], listed: set[str]) -> Iterator[Alias]:
    """Yield the other names that stood in files for characters, those that stood for one only."""
    spoken = defaultdict[str, set[str]](set)
    labels = dict[str, str]()
    for turn in (turn for mapped in turns.values() for turn in mapped):
        if turn.label and turn.label.strip():
            spoken[folded_name(turn.label)].add(turn.character)
            labels[turn.label.strip()] = turn.character
    named = {folded_name(name) for name in names.values()}
    for label, slug in labels.items():
        folded = folded_name(label)
        if folded not in named and len(spoken[folded]) == 1 and slug in listed:
            yield Alias(kind=AliasKind.CHARACTER, name=label, target=slug)
