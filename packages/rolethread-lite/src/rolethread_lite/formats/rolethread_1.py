"""What RoleThread 1.0 keeps beside a dataset: its sidecar of tags, characters, speakers and system prompts.

The rows themselves need no format of their own: they are messages, or ShareGPT where they were never
converted, with `_rolethread` among the other members.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.model.character import Character
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonValue, NotJson, decode, get_member
from rolethread_lite.model.library import Library
from rolethread_lite.model.message import Message
from rolethread_lite.model.rolethread_1 import MappedTurn, Registry, RegistryParts, RegistryTag, registry_tag, settle
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category

SIDECAR_SUFFIX = ".registry.json"
KIND = "rolethread.tag_registry"
SCHEMA_VERSION = 1
STAMP = "_rolethread"
"""The member in which RoleThread 1.0 keeps an entry's uuid."""
_COMPRESSED = (".gz", ".zst")
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar(Registry):
    """A sidecar: what goes with one dataset."""

    dataset: str
    """The uuid of the dataset, empty when it is missing."""
    filename: str
    """The name of the file it stands beside, empty when it is missing."""


def find_sidecar(path: Path) -> Path | None:
    """Return the sidecar that stands beside a dataset, None when there is none."""
    name = path.name
    for suffix in _COMPRESSED:
        name = name.removesuffix(suffix)
    sidecar = path.with_name(Path(name).stem + SIDECAR_SUFFIX) if name else path
    return sidecar if sidecar != path and sidecar.is_file() else None


def read_sidecar(path: Path) -> Sidecar:
    """Return what a sidecar says, without the items in it that are damaged: they are named in `left_out`.

    Raises UnreadableInput when it cannot be read, or is no sidecar of RoleThread 1.0.
    """
    try:
        value = decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        return _read(_Object(value, "the file"))
    except OSError as fault:
        raise _unreadable(path, (fault.strerror or str(fault)).lower()) from fault
    except NotJson as fault:
        raise _unreadable(path, f"it is not JSON ({fault})") from fault
    except _Wrong as fault:
        raise _unreadable(path, str(fault)) from fault


def library_of(registry: Registry) -> Library:
    """Return the library that goes with a dataset of RoleThread 1.0."""
    return registry.library


def with_speakers(entry: Entry, registry: Registry) -> Entry:
    """Return the entry with the characters' names as speakers, where the registry knows them and none is set."""
    mapped = {turn.place: turn for turn in registry.turns.get(entry_uuid(entry), ())}
    if not mapped:
        return entry
    messages = tuple(_spoken_by(message, mapped.get(place), registry) for place, message in enumerate(entry.messages))
    return replace(entry, messages=messages)


def entry_uuid(entry: Entry) -> str:
    """Return the uuid that RoleThread 1.0 gave an entry, empty when it gave none."""
    return stamped(entry, "entry_uuid")


def stamped(entry: Entry, key: str) -> str:
    """Return a text of the stamp that RoleThread 1.0 put on an entry, empty when there is none."""
    raw = get_member(entry.extra, STAMP)
    try:
        value = decode(raw) if raw is not None else None
    except NotJson:
        return ""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _spoken_by(message: Message, turn: MappedTurn | None, registry: Registry) -> Message:
    # Where another role stands at that place, turns were moved after the sidecar was written.
    if turn is None or message.speaker is not None or message.role != turn.role:
        return message
    return replace(message, speaker=registry.names.get(turn.character))


class _Wrong(ValueError):
    """Something in the sidecar is not what it must be; the text says what."""


class _Object:
    """An object of the sidecar that knows where it stands, so that a fault can say so."""

    def __init__(self, value: JsonValue, where: str) -> None:
        if not isinstance(value, dict):
            raise _Wrong(f"{where} is not an object")
        self.members: Mapping[str, JsonValue] = value
        self._where = "" if where == "the file" else f"{where}."

    def text(self, key: str) -> str:
        found = self.maybe_text(key)
        if not found:
            raise _Wrong(f"{self._where}{key} is missing or empty")
        return found

    def maybe_text(self, key: str) -> str:
        found = self.members.get(key)
        if found is not None and not isinstance(found, str):
            raise _Wrong(f"{self._where}{key} is not a text")
        return found or ""

    def number(self, key: str) -> int:
        found = self.members.get(key)
        if type(found) is not int:
            raise _Wrong(f"{self._where}{key} is not a whole number")
        return found

    def place(self) -> int:
        """Return where the object stands in lists, 0 when nothing usable says so."""
        found = self.members.get("sort_order")
        return found if type(found) is int and abs(found) < 1 << 31 else 0

    def is_active(self) -> bool:
        return self.members.get("is_active") is not False

    def member(self, key: str) -> "_Object":
        return _Object(self.members.get(key), f"{self._where}{key}")

    def read_items(self, key: str, read: "Callable[[_Object], _Read]", left_out: list[str]) -> tuple[_Read, ...]:
        """Return what `read` makes of each item of a list; what is wrong with the others is noted."""
        found = self.members.get(key)
        if found is not None and not isinstance(found, list):
            left_out.append(f"{self._where}{key} is not a list")
            return ()
        return tuple(self._each(key, found or [], read, left_out))

    def _each(
        self, key: str, values: list[JsonValue], read: "Callable[[_Object], _Read]", left_out: list[str]
    ) -> Iterator[_Read]:
        for place, value in enumerate(values):
            try:
                yield read(_Object(value, f"{self._where}{key}[{place}]"))
            except _Wrong as fault:
                left_out.append(str(fault))


def _read(root: _Object) -> Sidecar:
    _check_kind(root.member("metadata"))
    left_out: list[str] = []
    parts = _read_parts(root, left_out)
    uuid, filename = _name_dataset(root, left_out)
    known = settle(replace(parts, left_out=tuple(left_out)))
    return Sidecar(
        dataset=uuid,
        filename=filename,
        library=known.library,
        turns=known.turns,
        names=known.names,
        left_out=known.left_out,
    )


def _check_kind(metadata: _Object) -> None:
    kind, version = metadata.text("kind"), metadata.number("schema_version")
    if kind != KIND:
        raise _Wrong(f"metadata.kind is {kind!r}, not {KIND!r}")
    if version != SCHEMA_VERSION:
        raise _Wrong(f"metadata.schema_version is {version}; only {SCHEMA_VERSION} is known here")


def _name_dataset(root: _Object, left_out: list[str]) -> tuple[str, str]:
    try:
        dataset = root.member("dataset")
        return dataset.text("dataset_uuid"), dataset.maybe_text("filename")
    except _Wrong as fault:
        left_out.append(str(fault))
        return "", ""


def _read_parts(root: _Object, left_out: list[str]) -> RegistryParts:
    categories = root.read_items("categories", _read_category, left_out)
    return RegistryParts(
        categories=tuple(category for category, _ in categories),
        closed=frozenset(category.key for category, is_active in categories if not is_active),
        tags=root.read_items("tags", _read_tag, left_out),
        renames=root.read_items("aliases", _read_rename, left_out),
        characters=root.read_items("characters", _read_character, left_out),
        prompts=root.read_items("system_prompts", _read_prompt, left_out),
        turns=dict(root.read_items("entry_character_mappings", lambda item: _read_mapping(item, left_out), left_out)),
        left_out=(),
    )


def _read_category(item: _Object) -> tuple[Category, bool]:
    return Category(key=item.text("slug"), name=item.text("name"), place=item.place()), item.is_active()


def _read_tag(item: _Object) -> RegistryTag:
    lifecycle = item.members.get("lifecycle")
    status = item.maybe_text("status") or "active"
    return registry_tag(
        slug=item.text("slug"),
        name=item.text("name"),
        category=item.maybe_text("category_slug"),
        place=item.place(),
        status="archived" if status == "active" and not item.is_active() else status,
        lifecycle=lifecycle if isinstance(lifecycle, dict) else {},
    )


def _read_rename(item: _Object) -> tuple[str, str]:
    return item.text("old_slug"), item.text("new_slug")


def _read_character(item: _Object) -> Character:
    return Character(
        key=item.text("slug"),
        name=item.text("display_name"),
        description=item.maybe_text("description"),
        is_active=item.is_active(),
    )


def _read_mapping(item: _Object, left_out: list[str]) -> tuple[str, tuple[MappedTurn, ...]]:
    return item.text("entry_uuid"), item.read_items("turns", _read_turn, left_out)


def _read_turn(turn: _Object) -> MappedTurn:
    return MappedTurn(
        place=turn.number("turn_index"),
        character=turn.text("character_slug"),
        role=turn.text("training_role"),
        label=turn.maybe_text("source_role_label") or None,
    )


def _read_prompt(item: _Object) -> SystemPrompt:
    return SystemPrompt(
        key=item.text("slug"),
        name=item.text("name"),
        text=item.text("content"),
        description=item.maybe_text("description"),
        is_active=item.is_active(),
    )


def _unreadable(path: Path, reason: str) -> UnreadableInput:
    return UnreadableInput(
        f"cannot be used as the sidecar of a RoleThread 1.0 dataset: {reason}.",
        where=str(path),
        advice="Put it right, or move it elsewhere to read the dataset without its speakers.",
    )
