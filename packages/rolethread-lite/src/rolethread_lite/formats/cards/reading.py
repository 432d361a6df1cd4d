"""Reads a character card from whatever file carries it: the first bytes say what it is, never its name."""

import codecs
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats.cards import archive, exif, png
from rolethread_lite.formats.cards.card import CharacterCard
from rolethread_lite.formats.cards.fault import BadCard
from rolethread_lite.formats.cards.texts import card_from_text

MOST_FILE_BYTES = 1 << 28
"""The largest file that is read: 256 MB."""
_JPEG = b"\xff\xd8\xff"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_card_file(path: Path) -> CharacterCard:
    """Return the card in a file; raises UnreadableInput when there is none, or it cannot be read."""
    return read_card(read_file(path), name=str(path))


def read_file(path: Path) -> bytes:
    """Return the bytes of a card's or a picture's file, of a larger one only its beginning; raises UnreadableInput."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_FILE_BYTES + 1)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise UnreadableInput(f"it cannot be read: {reason}", where=str(path), advice="Give another file.") from fault


def read_card(content: bytes, *, name: str) -> CharacterCard:
    """Return the card that a file's bytes hold; `name` is what the file is called in an error.

    JSON (V1, V2, V3, Pygmalion, text-generation-webui), PNG, CHARX, a picture with a CHARX behind it, and the
    comments of WEBP and JPEG are known. Raises UnreadableInput.
    """
    try:
        return _read(content)
    except BadCard as fault:
        raise UnreadableInput(f"no character card can be read: {fault}", where=name, advice=fault.advice) from fault


def _read(content: bytes) -> CharacterCard:
    if len(content) > MOST_FILE_BYTES:
        raise BadCard(f"the file is larger than {MOST_FILE_BYTES >> 20} MB", advice="Give the card on its own.")
    if content.startswith(png.SIGNATURE):
        found = png.card_in_png(content)
        return _with(card_from_text(as_text(found.text)), picture=content, notes=found.notes)
    if content.startswith(archive.MARK) or _has_archive(content):
        return _read_archive(content)
    if content.startswith(_JPEG):
        return _with(card_from_text(as_text(exif.card_in_jpeg(content))), picture=content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _with(card_from_text(as_text(exif.card_in_webp(content))), picture=content)
    text = as_text(content)
    if not text.lstrip().startswith(("{", "[")):
        advice = "Known are JSON, PNG, CHARX, and WEBP or JPEG pictures with a card in them."
        raise BadCard("it is no kind of card that is known here" if text.strip() else "it is empty", advice=advice)
    return card_from_text(text)


def as_text(content: bytes) -> str:
    """Return the text of a card; raises BadCard when it is in no encoding of Unicode."""
    try:
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadCard("it is no known kind of file, and no UTF-8 text", advice="Save it as UTF-8.") from fault


def _has_archive(content: bytes) -> bool:
    return content.lstrip()[:1] != b"{" and archive.MARK in content


def _read_archive(content: bytes) -> CharacterCard:
    found = archive.card_in_archive(content)
    cover = content[: content.index(archive.MARK)] if content.startswith(_JPEG) else b""
    return _with(card_from_text(as_text(found.text)), picture=found.picture or cover, notes=found.notes)


def _with(card: CharacterCard, *, picture: bytes, notes: Iterable[str] = ()) -> CharacterCard:
    return replace(card, picture=picture, warnings=(*notes, *card.warnings))
