"""Finds the card in a PNG picture by walking its chunks; the picture itself is never decoded."""

import base64
import binascii
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from rolethread_lite.formats.cards.fault import MOST_BYTES, BadCard

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORDS = ("ccv3", "chara")
"""The chunks that hold a card, the better one first."""
_HEAD = struct.Struct(">I4s")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_ENCRYPTED = b"rcc||"
_STRIPPED = "Get the picture from its source again: chats, websites and image programs often strip cards from pictures."


class FoundText(NamedTuple):
    """The text of a card, and what was odd about finding it."""

    text: bytes
    """The JSON text."""
    notes: tuple[str, ...]
    """One sentence each."""


class _Chunk(NamedTuple):
    kind: bytes
    content: bytes
    is_intact: bool


def card_in_png(content: bytes) -> FoundText:
    """Return the text of the card in a PNG, the newer one where there are two; raises BadCard when there is none."""
    notes: list[str] = []
    found: dict[str, list[tuple[_Chunk, bytes]]] = {keyword: [] for keyword in _KEYWORDS}
    for chunk in _chunks(content, notes):
        keyword, _, rest = chunk.content.partition(b"\0")
        name = keyword.decode("latin-1").lower()
        if chunk.kind in _TEXTS and name in found:
            found[name].append((chunk, rest))
    candidates = [(keyword, *one) for keyword in _KEYWORDS for one in found[keyword]]
    if not candidates:
        cut = f"; {notes[0][:1].lower()}{notes[0][1:].rstrip('.')}" if notes else ""
        raise BadCard(f"the picture holds no character card{cut}", advice=_STRIPPED)
    notes += [f"It holds more than one card as “{name}”; the first was read." for name in found if len(found[name]) > 1]
    return _first_readable(candidates, notes)


def _first_readable(candidates: list[tuple[str, _Chunk, bytes]], notes: list[str]) -> FoundText:
    fault: BadCard | None = None
    for keyword, chunk, rest in candidates:
        try:
            text = _unwrapped(_TEXTS[chunk.kind](rest))
        except BadCard as found:
            notes.append(f"The card in “{keyword}” was passed over: {found}.")
            fault = fault or found
            continue
        if not chunk.is_intact:
            notes.append(f"The checksum of “{keyword}” is wrong; the card was read all the same.")
        return FoundText(text, tuple(notes))
    raise fault or BadCard("the picture holds no character card", advice=_STRIPPED)


def _chunks(content: bytes, notes: list[str]) -> Iterator[_Chunk]:
    """Yield the chunks up to the end of the picture; notes where it ends too early."""
    at = len(SIGNATURE)
    while at + _HEAD.size <= len(content):
        length, kind = _HEAD.unpack_from(content, at)
        start, end = at + _HEAD.size, at + _HEAD.size + length
        if end + 4 > len(content):
            break
        if kind == b"IEND":
            return
        if kind in _TEXTS:
            inside = content[start:end]
            is_intact = zlib.crc32(kind + inside) == int.from_bytes(content[end : end + 4], "big")
            yield _Chunk(kind, inside, is_intact)
        at = end + 4
    notes.append("The picture ends too early.")


def _plain(rest: bytes) -> bytes:
    return rest


def _compressed(rest: bytes) -> bytes:
    return inflate(rest[1:])


def _international(rest: bytes) -> bytes:
    is_compressed = rest[:1] == b"\1"
    text = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return inflate(text) if is_compressed else text


_TEXTS = {b"tEXt": _plain, b"zTXt": _compressed, b"iTXt": _international}


def inflate(content: bytes) -> bytes:
    """Return what zlib packed, as far as a card may be; raises BadCard."""
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(content, MOST_BYTES + 1)
    except zlib.error as fault:
        raise BadCard("its compression is damaged") from fault
    if len(text) > MOST_BYTES:
        raise BadCard(f"it unpacks to more than {MOST_BYTES >> 20} MB")
    if not unpacking.eof:
        raise BadCard("its compression ends too early")
    return text


def _unwrapped(text: bytes) -> bytes:
    """Return the JSON that stands in a chunk, mostly as base64; raises BadCard."""
    if text.lstrip().startswith(b"{"):
        return text
    if text.startswith(_ENCRYPTED):
        raise BadCard("it is encrypted by RisuAI", advice="Export it from RisuAI as a plain card.")
    dense = b"".join(text.split()).strip(b"\0").rstrip(b"=").translate(_URL_SAFE)
    if len(dense) > MOST_BYTES * 2:
        raise BadCard(f"it is larger than {MOST_BYTES >> 20} MB")
    try:
        return base64.b64decode(dense + b"=" * (-len(dense) % 4), validate=True)
    except binascii.Error as fault:
        raise BadCard("its base64 is broken") from fault
