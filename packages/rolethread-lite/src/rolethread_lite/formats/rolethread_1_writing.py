"""Writes entries as RoleThread 1.0 keeps them, and says first what it does not keep.

It opens a file only when every content is a text, and breaks lines wherever Python does, also inside a text.
Both are seen to here, so that what is written opens.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rolethread_lite.formats import messages
from rolethread_lite.formats.rolethread_1 import STAMP, entry_uuid
from rolethread_lite.formats.speaker_names import without_speaker
from rolethread_lite.formats.writing import strict
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import (
    JsonText,
    Members,
    drop_member,
    encode_text,
    has_member,
    join_members,
    set_member,
)
from rolethread_lite.model.message import ASSISTANT, SYSTEM, USER, Message
from rolethread_lite.model.rolethread_1 import slug_of

VERSION = "1.0.0"
"""The version that the stamp names."""
VALIDATED_AT = "2000-01-01T00:00:00Z"
"""The instant that every stamp names: the same entry is to give the same line, so no clock is asked."""
ENDINGS = (".jsonl", ".json", ".txt")
"""How the names of files end that RoleThread 1.0 opens."""

_DIGEST_DIGITS = 8
_ROLES = frozenset((SYSTEM, USER, ASSISTANT))
_NOT_BESIDE = ("messages", "tags", "conversations")
_NOT_IN_TURNS = ("role", "content")
_LINE_BREAKS = "\x85\u2028\u2029"
_ESCAPED_BREAKS = {character.encode(): f"\\u{ord(character):04x}".encode() for character in _LINE_BREAKS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """By what RoleThread 1.0 knows an entry."""

    entry: str
    """The uuid of the entry."""
    dataset: str
    """The uuid of its dataset."""


def as_uuid(digits: str) -> str:
    """Return 32 hexadecimal digits as a uuid of version 4; the six bits that say so are given up."""
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def derived_uuid(*sources: str) -> str:
    """Return a uuid that follows from these texts."""
    return as_uuid(_digest("\0".join(sources)))


def slugs_for(names: Iterable[str], *, word: str) -> dict[str, str]:
    """Return a slug for each name, no two the same; a name that is one keeps it.

    What has no letter from a to z gets a slug of `word` and digits that follow from the name.
    """
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(set(names), key=lambda one: (slug_of(one) != one, one)):
        base = _plain_slug(name) or f"{word}_{_digest(name)[:_DIGEST_DIGITS]}"
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}_{number}"
        taken.add(slug)
        slugs[name] = slug
    return slugs


def write_line(entry: Entry, *, tags: Mapping[str, str], stamp: Stamp) -> bytes:
    """Return the line of an entry with its tags as slugs and without its speakers, which stand in the sidecar."""
    slugs = tuple(dict.fromkeys(tags[tag] for tag in entry.tags if tag in tags))
    layout = entry.layout or ("messages", "tags")
    written = replace(
        entry,
        messages=tuple(_as_turn(message) for message in entry.messages),
        tags=slugs,
        note="",
        extra=_stamped(entry, stamp),
        layout=layout if "tags" in layout else (*layout, "tags"),
    )
    return escape_breaks(strict(messages.write(written)))


def escape_breaks(text: bytes) -> bytes:
    """Return JSON text in which no character stands that RoleThread 1.0 takes for the end of a line."""
    for character, escape in _ESCAPED_BREAKS.items():
        text = text.replace(character, escape)
    return text


def name_losses(entry: Entry) -> Iterator[str]:
    """Name what RoleThread 1.0 does not keep of an entry, or keeps without showing it; tags and speakers apart."""
    if entry.note:
        yield "note"
    yield from (f"the member {key!r}" for key in _NOT_BESIDE if has_member(entry.extra, key))
    for name, is_there in _LOSSES_IN_TURNS.items():
        if any(is_there(message) for message in entry.messages):
            yield name
    line = messages.write(entry)
    if strict(line) != line:
        yield "characters and numbers that JSON does not have"


def reusable_uuid(entry: Entry, *, taken: set[str], entry_id: str) -> str:
    """Return the uuid that an entry came with, or one that follows from its id where another entry has that one."""
    uuid = entry_uuid(entry)
    return uuid if uuid.strip() and uuid not in taken else as_uuid(entry_id)


def _stamped(entry: Entry, stamp: Stamp) -> Members:
    extra = entry.extra
    for key in _NOT_BESIDE:
        extra = drop_member(extra, key)
    return set_member(extra, STAMP, value=_stamp_text(stamp))


def _stamp_text(stamp: Stamp) -> JsonText:
    """Return the stamp with exactly the members that RoleThread 1.0 writes."""
    return join_members(
        (
            ("version", encode_text(VERSION)),
            ("native", JsonText(b"true")),
            ("validated_at", encode_text(VALIDATED_AT)),
            ("entry_uuid", encode_text(stamp.entry)),
            ("dataset_uuid", encode_text(stamp.dataset)),
        )
    )


def _as_turn(message: Message) -> Message:
    """Return a message whose content is a text, whatever it was, and that only the sidecar gives a speaker."""
    extra = message.extra
    for key in _NOT_IN_TURNS:
        extra = drop_member(extra, key)
    return without_speaker(replace(message, content=_as_content(message), extra=extra))


def _as_content(message: Message) -> str:
    content = message.content
    if isinstance(content, bytes):
        return content.decode("utf-8", "surrogatepass")
    return message.text


def _has_line_break(message: Message) -> bool:
    return any(character in message.text for character in _LINE_BREAKS)


_LOSSES_IN_TURNS: dict[str, Callable[[Message], bool]] = {
    "content that is not plain text": lambda message: not isinstance(message.content, str),
    "alternatives (they stay in the file, unseen)": lambda message: bool(message.alternatives),
    "training marks (they stay in the file, unseen)": lambda message: message.train is not None,
    "reasoning (it stays in the file, unseen)": lambda message: message.reasoning is not None,
    "speakers of turns without a role": lambda message: message.speaker is not None and not message.role,
    "spaces around texts (taken away when it opens the file)": lambda message: message.text != message.text.strip(),
    "roles it does not know (they stay in the file)": lambda message: message.role not in _ROLES,
    "line separators in texts (escaped; lost when it saves the file)": _has_line_break,
}


def _plain_slug(name: str) -> str:
    """Return a slug in which letters with accents are those without."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return slug_of("".join(character for character in folded if not unicodedata.combining(character)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
