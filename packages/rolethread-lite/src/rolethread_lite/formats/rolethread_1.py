"""What RoleThread 1.0 keeps beside a dataset: its sidecar of tags, characters, speakers and system prompts.

The rows themselves need no format of their own: they are messages, or ShareGPT where they were never
converted, with `_rolethread` among the other members.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonValue, NotJson, decode, get_member
from rolethread_lite.model.message import Message

SIDECAR_SUFFIX = ".registry.json"
KIND = "rolethread.tag_registry"
SCHEMA_VERSION = 1
_COMPRESSED = (".gz", ".zst")
_PLACEHOLDER_SHA256 = "44191dbf9dacbc53d1b68b07a2c96508a7a70d6fabd2b0e59209e9fa2f3e9ab6"


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarCategory:
    """A category of tags."""

    slug: str
    """Its stable short name."""
    name: str
    """The name shown to people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarTag:
    """A tag."""

    slug: str
    """The tag as it stands in the entries."""
    name: str
    """The name shown to people."""
    category: str | None
    """The slug of its category, None when it has none."""
    status: str
    """`active` or `archived`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarAlias:
    """A tag that was renamed, or merged into another one."""

    old: str
    """The slug it had."""
    new: str | None
    """The slug that stands for it now, None when there is none."""
    action: str
    """`rename` or `merge`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarCharacter:
    """A character."""

    slug: str
    """Its stable short name."""
    name: str
    """The name shown to people."""
    description: str
    """What is said about it, empty when nothing is."""


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
class SidecarPrompt:
    """A system prompt of the library."""

    slug: str
    """Its stable short name."""
    name: str
    """The name shown to people."""
    content: str
    """The prompt."""
    description: str
    """What is said about it, empty when nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What RoleThread 1.0 knew about a dataset besides its rows."""

    dataset: str
    """The dataset's id."""
    filename: str
    """The name of the file it stands beside."""
    categories: tuple[SidecarCategory, ...]
    """Categories of the tags."""
    tags: tuple[SidecarTag, ...]
    """Tags that the entries use."""
    aliases: tuple[SidecarAlias, ...]
    """Tags that were renamed."""
    characters: tuple[SidecarCharacter, ...]
    """Characters that speak."""
    turns: Mapping[str, tuple[MappedTurn, ...]]
    """Which character speaks which turn, by the entry's id."""
    prompts: tuple[SidecarPrompt, ...]
    """System prompts of the whole library."""
    names: Mapping[str, str]
    """The characters' names by their slugs."""


def find_sidecar(path: Path) -> Path | None:
    """Return the sidecar that stands beside a dataset, None when there is none."""
    name = path.name
    for suffix in _COMPRESSED:
        name = name.removesuffix(suffix)
    sidecar = path.with_name(Path(name).stem + SIDECAR_SUFFIX) if name else path
    return sidecar if sidecar != path and sidecar.is_file() else None


def read_sidecar(path: Path) -> Sidecar:
    """Return what a sidecar says; raises UnreadableInput when it is no sidecar of RoleThread 1.0, or damaged."""
    try:
        value = decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        return _read(_Object(value, "the file"))
    except OSError as fault:
        raise _unreadable(path, (fault.strerror or str(fault)).lower()) from fault
    except NotJson as fault:
        raise _unreadable(path, f"it is not JSON ({fault})") from fault
    except _Wrong as fault:
        raise _unreadable(path, str(fault)) from fault


def with_speakers(entry: Entry, sidecar: Sidecar) -> Entry:
    """Return the entry with the characters' names as speakers, where the sidecar knows them and none is set."""
    mapped = {turn.place: turn for turn in sidecar.turns.get(_entry_uuid(entry), ())}
    if not mapped:
        return entry
    messages = tuple(_spoken_by(message, mapped.get(place), sidecar) for place, message in enumerate(entry.messages))
    return replace(entry, messages=messages)


def is_placeholder_prompt(text: str) -> bool:
    """Tell whether a text is the prompt that RoleThread 1.0 wrote where a conversation had none."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == _PLACEHOLDER_SHA256


def _spoken_by(message: Message, turn: MappedTurn | None, sidecar: Sidecar) -> Message:
    # Where another role stands at that place, turns were moved after the sidecar was written.
    if turn is None or message.speaker is not None or message.role != turn.role:
        return message
    return replace(message, speaker=sidecar.names.get(turn.character))


def _entry_uuid(entry: Entry) -> str:
    raw = get_member(entry.extra, "_rolethread")
    try:
        value = decode(raw) if raw is not None else None
    except NotJson:
        return ""
    uuid = value.get("entry_uuid") if isinstance(value, dict) else None
    return uuid if isinstance(uuid, str) else ""


class _Wrong(ValueError):
    """Something in the sidecar is not what it must be; the text says what."""


class _Object:
    """An object of the sidecar that knows where it stands, so that a fault can say so."""

    def __init__(self, value: JsonValue, where: str) -> None:
        if not isinstance(value, dict):
            raise _Wrong(f"{where} is not an object")
        self._members = value
        self._where = "" if where == "the file" else f"{where}."

    def text(self, key: str) -> str:
        found = self.maybe_text(key)
        if not found:
            raise _Wrong(f"{self._where}{key} is missing or empty")
        return found

    def maybe_text(self, key: str) -> str | None:
        found = self._members.get(key)
        if found is not None and not isinstance(found, str):
            raise _Wrong(f"{self._where}{key} is not a text")
        return found

    def number(self, key: str) -> int:
        found = self._members.get(key)
        if type(found) is not int:
            raise _Wrong(f"{self._where}{key} is not a whole number")
        return found

    def member(self, key: str) -> "_Object":
        return _Object(self._members.get(key), f"{self._where}{key}")

    def items(self, key: str) -> "Iterator[_Object]":
        found = self._members.get(key)
        if found is not None and not isinstance(found, list):
            raise _Wrong(f"{self._where}{key} is not a list")
        for place, item in enumerate(found or ()):
            yield _Object(item, f"{self._where}{key}[{place}]")


def _read(root: _Object) -> Sidecar:
    _check_kind(root.member("metadata"))
    dataset = root.member("dataset")
    characters = tuple(_read_character(item) for item in root.items("characters"))
    return Sidecar(
        dataset=dataset.text("dataset_uuid"),
        filename=dataset.text("filename"),
        categories=tuple(
            SidecarCategory(slug=item.text("slug"), name=item.text("name")) for item in root.items("categories")
        ),
        tags=tuple(_read_tag(item) for item in root.items("tags")),
        aliases=tuple(_read_alias(item) for item in root.items("aliases")),
        characters=characters,
        turns={
            item.text("entry_uuid"): tuple(_read_turn(turn) for turn in item.items("turns"))
            for item in root.items("entry_character_mappings")
        },
        prompts=tuple(_read_prompt(item) for item in root.items("system_prompts")),
        names={character.slug: character.name for character in characters},
    )


def _check_kind(metadata: _Object) -> None:
    kind, version = metadata.text("kind"), metadata.number("schema_version")
    if kind != KIND:
        raise _Wrong(f"metadata.kind is {kind!r}, not {KIND!r}")
    if version != SCHEMA_VERSION:
        raise _Wrong(f"metadata.schema_version is {version}; only {SCHEMA_VERSION} is known here")


def _read_tag(item: _Object) -> SidecarTag:
    return SidecarTag(
        slug=item.text("slug"),
        name=item.text("name"),
        category=item.maybe_text("category_slug"),
        status=item.maybe_text("status") or "active",
    )


def _read_alias(item: _Object) -> SidecarAlias:
    return SidecarAlias(old=item.text("old_slug"), new=item.maybe_text("new_slug"), action=item.text("action"))


def _read_character(item: _Object) -> SidecarCharacter:
    return SidecarCharacter(
        slug=item.text("slug"), name=item.text("display_name"), description=item.maybe_text("description") or ""
    )


def _read_turn(item: _Object) -> MappedTurn:
    return MappedTurn(
        place=item.number("turn_index"),
        character=item.text("character_slug"),
        role=item.text("training_role"),
        label=item.maybe_text("source_role_label"),
    )


def _read_prompt(item: _Object) -> SidecarPrompt:
    return SidecarPrompt(
        slug=item.text("slug"),
        name=item.text("name"),
        content=item.text("content"),
        description=item.maybe_text("description") or "",
    )


def _unreadable(path: Path, reason: str) -> UnreadableInput:
    return UnreadableInput(
        f"cannot be used as the sidecar of a RoleThread 1.0 dataset: {reason}.",
        where=str(path),
        advice="Put it right, or move it elsewhere to read the dataset without its speakers.",
    )
