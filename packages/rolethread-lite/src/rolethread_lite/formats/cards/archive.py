"""Finds the card and its picture in a CHARX archive, in memory: nothing is unpacked onto the disk."""

import io
import lzma
import zipfile
import zlib
from typing import NamedTuple

from rolethread_lite.formats.cards.fault import MOST_BYTES, BadCard
from rolethread_lite.formats.cards.pictures import is_picture
from rolethread_lite.model.json_text import JsonValue, NotJson, decode

MARK = b"PK\x03\x04"
_CARD = "card.json"
_SCHEMES = ("embeded://", "embedded://", "__asset:")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
"""What reading a damaged archive may raise."""


class FoundArchive(NamedTuple):
    """The card of an archive and what came with it."""

    text: bytes
    """The JSON text."""
    picture: bytes
    """The picture, empty for none."""
    notes: tuple[str, ...]
    """What was odd, one sentence each."""


def card_in_archive(content: bytes) -> FoundArchive:
    """Return card and picture of a CHARX archive, also of one appended to another file; raises BadCard."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if _CARD not in names:
                raise _no_card(names)
            text = _member(archive, _CARD)
            icon = _icon_path(text)
            if not icon:
                return FoundArchive(text, b"", ())
            if icon not in names:
                return FoundArchive(text, b"", (f"Its picture “{icon}” is not in the archive.",))
            return _with_picture(archive, text, icon)
    except BadCard:
        raise
    except _DAMAGE as fault:
        raise BadCard(f"the archive is damaged ({fault})") from fault


def _with_picture(archive: zipfile.ZipFile, text: bytes, icon: str) -> FoundArchive:
    try:
        picture = _member(archive, icon)
    except _DAMAGE as fault:
        return FoundArchive(text, b"", (f"Its picture “{icon}” cannot be read: {fault}.",))
    if not is_picture(picture):
        return FoundArchive(text, b"", (f"Its picture “{icon}” is no picture that is known here.",))
    return FoundArchive(text, picture, ())


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    member = archive.getinfo(name)
    if member.flag_bits & 1:
        raise BadCard(f"“{name}” is encrypted", advice="Export the card again without a password.")
    with archive.open(member) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadCard(f"“{name}” unpacks to more than {MOST_BYTES >> 20} MB")
    return content


def _no_card(names: set[str]) -> BadCard:
    if "manifest.json" in names and any(name.startswith("characters/") for name in names):
        return BadCard("it is a Backyard archive, which is not read here", advice="Export a PNG card from Backyard.")
    return BadCard("the archive holds no “card.json”, so that it is no CHARX card", advice="Give a CHARX or PNG card.")


def _icon_path(text: bytes) -> str:
    """Return the path of the main picture inside the archive, empty when the card names none that is in it."""
    icons = [asset for asset in _assets(text) if asset.get("type") == "icon"]
    main = [asset for asset in icons if asset.get("name") == "main"]
    for asset in (*main, *icons):
        uri = asset.get("uri")
        for scheme in _SCHEMES if isinstance(uri, str) else ():
            if str(uri).startswith(scheme):
                return str(uri).removeprefix(scheme).lstrip("/")
    return ""


def _assets(text: bytes) -> list[dict[str, JsonValue]]:
    try:
        value = decode(text)
    except (NotJson, ValueError):
        return []  # whoever reads the card says so
    data = value.get("data") if isinstance(value, dict) else None
    assets = data.get("assets") if isinstance(data, dict) else None
    return [asset for asset in assets if isinstance(asset, dict)] if isinstance(assets, list) else []
