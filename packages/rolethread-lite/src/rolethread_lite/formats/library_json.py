"""A library as JSON: whole in a file of its own, or the part in a sidecar that goes with a dataset."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import xxhash

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.json_object import JsonObject, NotAsExpected
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Avatar, Character
from rolethread_lite.model.json_text import JsonValue, NotJson, decode
from rolethread_lite.model.library import Library
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag

MARK = "rolethread_library"
"""The member by which a library file is known; its value is the version."""
VERSION = 1
_BOM = b"\xef\xbb\xbf"
_Read = TypeVar("_Read")


def write_library(library: Library) -> bytes:
    """Return a library as a file of JSON: the same library gives the same bytes."""
    avatars: dict[str, JsonValue] = {
        avatar.digest: base64.b64encode(avatar.content).decode()
        for avatar in sorted(library.avatars, key=lambda avatar: avatar.digest)
    }
    return as_bytes({MARK: VERSION, **library_members(library), **({"avatars": avatars} if avatars else {})})


def read_library(raw: bytes, *, where: str) -> Library:
    """Return the library of a file; raises UnreadableInput when it is none, damaged, or of a newer version."""
    return read_marked(raw, mark=MARK, version=VERSION, read=_read_file, where=where)


def library_members(library: Library) -> dict[str, JsonValue]:
    """Return the members that hold a library, without pictures; lists keep their order."""
    return {
        "categories": [_category(one) for one in library.categories],
        "tags": [_tag(one) for one in library.tags],
        "aliases": [{"kind": one.kind.value, "name": one.name, "target": one.target} for one in library.aliases],
        "characters": [_character(one) for one in library.characters],
        "system_prompts": [_prompt(one, library) for one in library.prompts],
    }


def library_from(root: JsonObject) -> Library:
    """Return the library that an object's members hold; raises NotAsExpected."""
    prompts = [_read_prompt(item) for item in root.items("system_prompts")]
    return Library(
        categories=tuple(_read_category(item) for item in root.items("categories")),
        tags=tuple(_read_tag(item) for item in root.items("tags")),
        aliases=tuple(_read_alias(item) for item in root.items("aliases")),
        characters=tuple(_read_character(item) for item in root.items("characters")),
        prompts=tuple(prompt for prompt, _ in prompts),
        versions=tuple(version for _, versions in prompts for version in versions),
    )


def as_bytes(value: JsonValue) -> bytes:
    """Return JSON laid out for people and for version control, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


def read_marked(raw: bytes, *, mark: str, version: int, read: Callable[[JsonObject], _Read], where: str) -> _Read:
    """Return what `read` makes of a marked file; raises UnreadableInput, also for a newer version."""
    try:
        root = JsonObject(decode(raw.removeprefix(_BOM)))
        found = root.number(mark)
        if found <= version:
            return read(root)
    except NotJson as fault:
        raise _unusable(f"it is not JSON ({fault})", where) from fault
    except NotAsExpected as fault:
        raise _unusable(str(fault), where) from fault
    raise UnreadableInput(
        f"It was written by a newer RoleThread (its version {found}, known here up to {version}).",
        where=where,
        advice="Update RoleThread to read it.",
    )


def _unusable(reason: str, where: str) -> UnreadableInput:
    return UnreadableInput(f"Cannot be used: {reason}.", where=where, advice="Put it right, or leave it out.")


def _read_file(root: JsonObject) -> Library:
    avatars = tuple(_read_avatar(digest, text) for digest, text in root.texts("avatars"))
    return replace(library_from(root), avatars=avatars)


def _read_avatar(digest: str, text: str) -> Avatar:
    try:
        content = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise NotAsExpected(f"avatars.{digest} is not a picture in Base64") from fault
    if xxhash.xxh3_128_hexdigest(content) != digest:
        raise NotAsExpected(f"avatars.{digest} is not the picture with this digest")
    return Avatar(digest=digest, content=content)


def _category(one: Category) -> JsonValue:
    return {
        "key": one.key,
        "name": one.name,
        "description": one.description,
        "colour": one.colour,
        "place": one.place,
    }


def _read_category(item: JsonObject) -> Category:
    return Category(
        key=item.text("key"),
        name=item.text("name"),
        description=item.maybe_text("description"),
        colour=item.maybe_text("colour"),
        place=item.number("place", otherwise=0),
    )


def _tag(one: Tag) -> JsonValue:
    return {
        "key": one.key,
        "name": one.name,
        "category": one.category,
        "description": one.description,
        "colour": one.colour,
        "place": one.place,
        "archived": one.is_archived,
    }


def _read_tag(item: JsonObject) -> Tag:
    return Tag(
        key=item.text("key"),
        name=item.text("name"),
        category=item.maybe_text("category"),
        description=item.maybe_text("description"),
        colour=item.maybe_text("colour"),
        place=item.number("place", otherwise=0),
        is_archived=item.flag("archived", otherwise=False),
    )


def _read_alias(item: JsonObject) -> Alias:
    kind = item.text("kind")
    if kind not in set(AliasKind):
        raise NotAsExpected(f"{kind!r} is no kind of alias")
    return Alias(kind=AliasKind(kind), name=item.text("name"), target=item.text("target"))


def _character(one: Character) -> JsonValue:
    return {
        "key": one.key,
        "name": one.name,
        "description": one.description,
        "active": one.is_active,
        "card": one.card,
        "avatar": one.avatar,
    }


def _read_character(item: JsonObject) -> Character:
    return Character(
        key=item.text("key"),
        name=item.text("name"),
        description=item.maybe_text("description"),
        is_active=item.flag("active", otherwise=True),
        card=item.maybe_text("card"),
        avatar=item.maybe_text("avatar"),
    )


def _prompt(one: SystemPrompt, library: Library) -> JsonValue:
    earlier: list[JsonValue] = [
        {"version": version.version, "text": version.text} for version in library.versions if version.prompt == one.key
    ]
    return {
        "key": one.key,
        "name": one.name,
        "text": one.text,
        "description": one.description,
        "active": one.is_active,
        "version": one.version,
        "earlier": earlier,
    }


def _read_prompt(item: JsonObject) -> tuple[SystemPrompt, tuple[PromptVersion, ...]]:
    prompt = SystemPrompt(
        key=item.text("key"),
        name=item.text("name"),
        text=item.maybe_text("text"),
        description=item.maybe_text("description"),
        is_active=item.flag("active", otherwise=True),
        version=item.number("version", otherwise=1),
    )
    versions = tuple(
        PromptVersion(prompt=prompt.key, version=one.number("version"), text=one.maybe_text("text"))
        for one in item.items("earlier")
    )
    return prompt, versions
