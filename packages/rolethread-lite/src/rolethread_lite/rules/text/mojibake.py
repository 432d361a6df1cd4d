"""Finds text that was decoded with the wrong table (`Ã©` for `é`), and reads it again with the right one."""

import re

from rolethread_lite.rules.text.stretches import Stretch

_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)} | {
    bytes([byte]).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # cp1252 has nothing there; such bytes came through as they were
}
"""The byte that a character was, whether Windows-1252 or Latin-1 was taken for the table."""

_NEXT = "".join(re.escape(character) for character, byte in _BYTES.items() if 0x80 <= byte < 0xC0)
_ODD = "".join(
    re.escape(character)
    for character, byte in _BYTES.items()
    if 0x80 <= byte < 0xC0
    and character not in "\u201a\u201e\u2026\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u2039\u203a"
)
_SEQUENCE = rf"[Â-ß][{_NEXT}]|[à-ï][{_NEXT}]{{2}}|[ð-ô][{_NEXT}]{{3}}"
_PAIR = re.compile(rf"[Â-ô][{_NEXT}]")
_SEQUENCES = re.compile(_SEQUENCE)
_CERTAIN = re.compile(
    rf"(?<![A-ZÀ-Þ])Ã[{_ODD}]|(?<![A-ZÀ-Þ])Â[\xa0-\xbf]|â€[{_NEXT}]|ðŸ[{_NEXT}]{{2}}|ï»¿|(?:{_SEQUENCE}){{3}}"
)
"""What hardly stands in a text that was read rightly; a single `é—¡` may well."""

_LOST = re.compile(r"\ufffd+|(?:ï¿½)+|â\?\?")


def find_mojibake(text: str) -> list[Stretch]:
    """Return what was decoded wrongly and can be read again, each with what it was."""
    if text.isascii() or not _PAIR.search(text) or not _CERTAIN.search(text):
        return []
    found = (Stretch(*match.span(), _read_again(match[0])) for match in _SEQUENCES.finditer(text))
    return [stretch for stretch in found if stretch.text]


def find_lost(text: str) -> list[Stretch]:
    """Return the places where a character was lost for good."""
    return [Stretch(*match.span(), match[0]) for match in _LOST.finditer(text)]


def _read_again(sequence: str) -> str:
    """Return the one character these were, or nothing when they were none that is seen."""
    try:
        character = bytes(_BYTES[character] for character in sequence).decode()
    except UnicodeDecodeError:
        return ""
    return character if character >= "\xa0" and character != "\ufffd" else ""
