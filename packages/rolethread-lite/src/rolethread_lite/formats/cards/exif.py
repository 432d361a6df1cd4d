"""Finds the card that old programs put into the comment of a WEBP or JPEG picture."""

import struct
from collections.abc import Iterator

from rolethread_lite.formats.cards.fault import BadCard

_EXIF_POINTER = 0x8769
_USER_COMMENT = 0x9286
_EXIF_MARK = b"Exif\0\0"
_CHARSET_BYTES = 8
_ENTRY_BYTES = 12
_START_OF_SCAN = 0xDA
_NO_CARD = "Give the card as PNG, CHARX or JSON."


def card_in_webp(content: bytes) -> bytes:
    """Return the text in the comment of a WEBP picture; raises BadCard when there is none."""
    at = 12
    while at + 8 <= len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        if kind == b"EXIF":
            return _comment(content[at + 8 : at + 8 + length].removeprefix(_EXIF_MARK))
        at += 8 + length + length % 2
    raise BadCard("the picture holds no character card", advice=_NO_CARD)


def card_in_jpeg(content: bytes) -> bytes:
    """Return the text in the comment of a JPEG picture; raises BadCard when there is none."""
    for segment in _segments(content):
        if segment.startswith(_EXIF_MARK):
            return _comment(segment.removeprefix(_EXIF_MARK))
    raise BadCard("the picture holds no character card", advice=_NO_CARD)


def _segments(content: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _START_OF_SCAN:
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        yield content[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)


def _comment(tiff: bytes) -> bytes:
    """Return the user comment of Exif content without the eight bytes that name its character set."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is not None:
            (first,) = struct.unpack_from(f"{order}I", tiff, 4)
            inside = _find(tiff, first, _EXIF_POINTER, order)
            found = _find(tiff, inside[1], _USER_COMMENT, order) if inside else None
            if found:
                return tiff[found[1] + _CHARSET_BYTES : found[1] + found[0]].strip(b"\0")
    except struct.error as fault:
        raise BadCard("the picture's Exif comment is damaged", advice=_NO_CARD) from fault
    raise BadCard("the picture holds no character card", advice=_NO_CARD)


def _find(tiff: bytes, at: int, wanted: int, order: str) -> tuple[int, int] | None:
    """Return count and value of a tag in the directory at `at`, None when it is not there."""
    (number,) = struct.unpack_from(f"{order}H", tiff, at)
    for place in range(number):
        tag, _, count, value = struct.unpack_from(f"{order}HHII", tiff, at + 2 + place * _ENTRY_BYTES)
        if tag == wanted:
            return count, value
    return None
