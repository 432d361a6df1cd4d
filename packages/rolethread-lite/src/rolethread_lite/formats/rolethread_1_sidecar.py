"""Writes the sidecar that RoleThread 1.0 reads beside a dataset."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from rolethread_lite.formats.rolethread_1 import KIND, SCHEMA_VERSION
from rolethread_lite.formats.rolethread_1_writing import VERSION
from rolethread_lite.model.character import Character
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.rolethread_1 import MappedTurn, display_name_of
from rolethread_lite.model.starting_tags import STARTING_CATEGORIES, STARTING_TAGS
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category, Tag

EXPORTED_AT = "2000-01-01T00:00:00.000000+00:00"
"""The instant that every sidecar names, as every stamp does."""
APPLICATION = "RoleThread Lite"

_OWN_CATEGORIES = frozenset(category.key for category in STARTING_CATEGORIES)
_OWN_TAGS = frozenset(tag.key for tag in STARTING_TAGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SluggedTag:
    """A tag under the slug that RoleThread 1.0 knows it by."""

    slug: str
    """The slug."""
    name: str
    """The name as it stands in entries here."""
    tag: Tag | None
    """What the library knows of it, None for a tag that waits for review."""
    category: str
    """The slug of its category, empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarContent:
    """Everything that goes with one dataset; what others refer to by slug is keyed by it."""

    dataset: str
    """The uuid of the dataset."""
    filename: str
    """The name of the file it stands beside."""
    entries: int
    """How many entries there are."""
    usage: Mapping[str, int]
    """In how many entries each tag stands, by its slug."""
    categories: Mapping[str, Category]
    """Categories of the tags."""
    tags: tuple[SluggedTag, ...]
    """Tags that the entries have."""
    aliases: tuple[tuple[str, str], ...]
    """Slugs that tags had, and the slugs that stand for them now."""
    characters: Mapping[str, Character]
    """Characters that speak."""
    turns: Mapping[str, tuple[MappedTurn, ...]]
    """Which character speaks which turn, by the entry's uuid."""
    prompts: Mapping[str, SystemPrompt]
    """System prompts of the library that the entries have."""


def write_sidecar(content: SidecarContent) -> bytes:
    """Return the sidecar, its members in the order in which RoleThread 1.0 writes them."""
    whole: dict[str, JsonValue] = {
        "metadata": {
            "schema_version": SCHEMA_VERSION,
            "kind": KIND,
            "exported_at": EXPORTED_AT,
            "app_name": APPLICATION,
            "app_version": VERSION,
        },
        "dataset": {
            "dataset_uuid": content.dataset,
            "filename": content.filename,
            "entry_count": content.entries,
            "tag_usage_counts": dict(content.usage),
        },
        "categories": [_category(slug, category) for slug, category in content.categories.items()],
        "tags": [_tag(tag) for tag in content.tags],
        "aliases": [_alias(old, new) for old, new in content.aliases],
        "characters": [_character(slug, character) for slug, character in content.characters.items()],
        "entry_character_mappings": [
            {"entry_uuid": uuid, "turns": [_turn(turn) for turn in turns]} for uuid, turns in content.turns.items()
        ],
        "system_prompts": [_prompt(slug, prompt) for slug, prompt in content.prompts.items()],
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()


def _category(slug: str, category: Category) -> JsonValue:
    return {
        "slug": slug,
        "name": category.name,
        "sort_order": category.place,
        "is_active": True,
        "is_builtin": slug in _OWN_CATEGORIES,
    }


def _tag(tag: SluggedTag) -> JsonValue:
    is_active = tag.tag is not None and not tag.tag.is_archived
    return {
        "slug": tag.slug,
        "name": display_name_of(tag.slug) if tag.slug == tag.name else tag.name,
        "category_slug": tag.category if is_active else None,
        "sort_order": 0 if tag.tag is None else tag.tag.place,
        "status": "active" if is_active else "archived",
        "is_active": is_active,
        "is_builtin": tag.slug in _OWN_TAGS,
        "lifecycle": {} if is_active else _archived(tag),
    }


def _archived(tag: SluggedTag) -> dict[str, JsonValue]:
    """Return what RoleThread 1.0 says of a tag that is not in use: it was deleted, or only met in a file."""
    if tag.tag is None:
        return {
            "archive_origin": "imported",
            "archive_reason": "unknown_import",
            "lifecycle_state": "archived",
            "visible_badge": "Imported",
        }
    former: dict[str, JsonValue] = {"previous_category_slug": tag.category} if tag.category else {}
    return {
        "archive_origin": "deleted",
        "archive_reason": "user_soft_delete",
        "lifecycle_state": "archived",
        **former,
        "visible_badge": "Deleted",
    }


def _alias(old: str, new: str) -> JsonValue:
    return {
        "old_slug": old,
        "new_slug": new,
        "action": "rename",
        "metadata": {
            "alias_type": "rename",
            "lifecycle_state": "hidden",
            "new_slug": new,
            "old_slug": old,
            "resolver_behavior": "map_to_target",
        },
    }


def _character(slug: str, character: Character) -> JsonValue:
    return {
        "slug": slug,
        "display_name": character.name,
        "description": character.description or None,
        "is_active": character.is_active,
    }


def _turn(turn: MappedTurn) -> JsonValue:
    return {
        "turn_index": turn.place,
        "character_slug": turn.character,
        "training_role": turn.role,
        "source_role_label": turn.label,
    }


def _prompt(slug: str, prompt: SystemPrompt) -> JsonValue:
    return {
        "slug": slug,
        "name": prompt.name,
        "content": prompt.text.strip(),
        "description": prompt.description or None,
        "is_active": prompt.is_active,
    }
