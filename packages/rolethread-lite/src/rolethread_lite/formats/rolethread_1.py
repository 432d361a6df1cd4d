"""Reads the sidecar that RoleThread 1.0 kept beside a dataset: tags, characters, who speaks which turn, prompts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import get_member, split_members

SIDECAR_ENDING = ".registry.json"
KIND = "rolethread.tag_registry"
_PLACEHOLDER_DIGEST = "44191dbf9dacbc53d1b68b07a2c96508a7a70d6fabd2b0e59209e9fa2f3e9ab6"


class _Metadata(msgspec.Struct):
    kind: str = ""
    schema_version: int = 0


class _Dataset(msgspec.Struct):
    dataset_uuid: str = ""
    filename: str = ""


class _Turn(msgspec.Struct):
    turn_index: int
    character_slug: str
    training_role: str = ""
    source_role_label: str | None = None


class _Mapping(msgspec.Struct):
    entry_uuid: str
    turns: list[_Turn] = []


class _Character(msgspec.Struct):
    slug: str
    display_name: str = ""
    description: str | None = None
    is_active: bool = True


class _Category(msgspec.Struct):
    slug: str
    name: str = ""


class _Tag(msgspec.Struct):
    slug: str
    name: str = ""
    category_slug: str | None = None
    status: str = "active"


class _Alias(msgspec.Struct):
    old_slug: str
    new_slug: str | None = None
    action: str = ""


class _Prompt(msgspec.Struct):
    slug: str
    name: str = ""
    content: str = ""
    description: str | None = None
    is_active: bool = True


class _Document(msgspec.Struct):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    dataset: _Dataset = msgspec.field(default_factory=_Dataset)
    categories: list[_Category] = []
    tags: list[_Tag] = []
    aliases: list[_Alias] = []
    characters: list[_Character] = []
    entry_character_mappings: list[_Mapping] = []
    system_prompts: list[_Prompt] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarCharacter:
    """A character of the sidecar."""

    slug: str
    """The key under which turns name it."""
    name: str
    """The name shown to people."""
    description: str
    """What the owner wrote about it."""
    is_active: bool
    """Whether it was in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarTag:
    """A tag of the sidecar."""

    slug: str
    """The name it has in entries."""
    name: str
    """The name shown to people."""
    category: str | None
    """The slug of its category."""
    status: str
    """`active`, `archived` or `hidden`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarAlias:
    """An earlier name of a tag."""

    old_slug: str
    """The earlier name."""
    new_slug: str | None
    """The name that took its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarPrompt:
    """A system prompt of the library."""

    name: str
    """Its name."""
    content: str
    """Its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenTurn:
    """Who speaks one turn of an entry."""

    message: int
    """Index of the message; system messages count."""
    character: str
    """Slug of the character."""
    label: str | None
    """The role as it stood in the file before it was mapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """All that a sidecar of RoleThread 1.0 says."""

    dataset_uuid: str
    """The id of the dataset."""
    filename: str
    """The name of its file."""
    categories: tuple[tuple[str, str], ...]
    """Slug and name of every category."""
    tags: tuple[SidecarTag, ...]
    """Every tag that its entries use."""
    aliases: tuple[SidecarAlias, ...]
    """Earlier names of tags."""
    characters: tuple[SidecarCharacter, ...]
    """Every character that speaks."""
    turns: tuple[tuple[str, tuple[SpokenTurn, ...]], ...]
    """Who speaks, by the entry's uuid."""
    prompts: tuple[SidecarPrompt, ...]
    """The system prompts of the library."""


def find_sidecar(path: Path) -> Path | None:
    """Return the sidecar beside a dataset's file, None when there is none."""
    found = path.with_name(f"{path.stem}{SIDECAR_ENDING}")
    return found if found.is_file() and found != path else None


def read_sidecar(path: Path) -> Sidecar:
    """Read a sidecar; raises UnreadableInput when it is none of version 1."""
    try:
        document = msgspec.json.decode(path.read_bytes(), type=_Document)
    except OSError as fault:
        raise _unreadable(path, (fault.strerror or str(fault)).lower()) from fault
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as fault:
        raise _unreadable(path, str(fault)) from fault
    if document.metadata.kind != KIND or document.metadata.schema_version != 1:
        raise _unreadable(path, "it is no sidecar of RoleThread 1.0")
    return _sidecar(document)


def with_speakers(entry: Entry, sidecar: Sidecar) -> Entry:
    """Return the entry with the speakers that the sidecar names, where it names none itself."""
    uuid = entry_uuid(entry)
    turns = next((turns for known, turns in sidecar.turns if known == uuid), ()) if uuid else ()
    names = {character.slug: character.name for character in sidecar.characters}
    for turn in turns:
        if 0 <= turn.message < len(entry.messages) and entry.messages[turn.message].speaker is None:
            message = replace(entry.messages[turn.message], speaker=names.get(turn.character, turn.character))
            entry = entry.with_message(turn.message, message=message)
    return entry


def entry_uuid(entry: Entry) -> str | None:
    """Return the id that RoleThread 1.0 gave an entry, None when it has none."""
    stamp = get_member(entry.extra, "_rolethread")
    if stamp is None or not stamp.startswith(b"{"):
        return None
    raw = get_member(split_members(stamp), "entry_uuid")
    return raw[1:-1].decode() if raw is not None and raw.startswith(b'"') else None


def is_placeholder_prompt(text: str) -> bool:
    """Tell whether a system prompt is the one that RoleThread 1.0 put where there was none."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == _PLACEHOLDER_DIGEST


def _sidecar(document: _Document) -> Sidecar:
    return Sidecar(
        dataset_uuid=document.dataset.dataset_uuid,
        filename=document.dataset.filename,
        categories=tuple((category.slug, category.name) for category in document.categories),
        tags=tuple(
            SidecarTag(slug=tag.slug, name=tag.name, category=tag.category_slug, status=tag.status)
            for tag in document.tags
        ),
        aliases=tuple(SidecarAlias(old_slug=alias.old_slug, new_slug=alias.new_slug) for alias in document.aliases),
        characters=tuple(_character(character) for character in document.characters),
        turns=tuple((mapping.entry_uuid, _turns(mapping.turns)) for mapping in document.entry_character_mappings),
        prompts=tuple(SidecarPrompt(name=prompt.name, content=prompt.content) for prompt in document.system_prompts),
    )


def _character(character: _Character) -> SidecarCharacter:
    return SidecarCharacter(
        slug=character.slug,
        name=character.display_name or character.slug,
        description=character.description or "",
        is_active=character.is_active,
    )


def _turns(turns: Iterable[_Turn]) -> tuple[SpokenTurn, ...]:
    return tuple(
        SpokenTurn(message=turn.turn_index, character=turn.character_slug, label=turn.source_role_label)
        for turn in turns
    )


def _unreadable(path: Path, reason: str) -> UnreadableInput:
    return UnreadableInput(
        f"the sidecar cannot be read: {reason}",
        where=str(path),
        advice="Move it away to import the dataset without its speakers.",
    )
