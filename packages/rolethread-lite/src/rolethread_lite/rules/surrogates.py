"""Finds halves of characters that stand alone, in text and in JSON."""

import re

from rolethread_lite.model import scan
from rolethread_lite.model.json_text import JsonText

REPLACEMENT = "\ufffd"
_IN_TEXT = re.compile("[\ud800-\udfff]+")
_IN_JSON = re.compile(
    rb"(?P<whole>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\xed[\xa0-\xbf][\x80-\xbf]|(?P<escape>\\.)"
)


def find_surrogate(text: str) -> tuple[int, int] | None:
    """Return where the first halves of characters stand in a text, None when there are none."""
    if text.isascii():
        return None
    found = _IN_TEXT.search(text)
    return found.span() if found else None


def replace_surrogates(text: str) -> str:
    """Return the text with a replacement character for each half of a character."""
    return _IN_TEXT.sub(lambda found: REPLACEMENT * len(found[0]), text)


def replace_in_json(raw: JsonText) -> JsonText:
    """Return a JSON value with a replacement character for each half, written as it was, escaped or not."""
    if scan.find(raw, b"\\u") < 0 and scan.find(raw, b"\xed") < 0:
        return raw
    return JsonText(_IN_JSON.sub(_replacement, raw))


def _replacement(found: re.Match[bytes]) -> bytes:
    if found["whole"] or found["escape"]:
        return found[0]
    return rb"\ufffd" if found[0].startswith(b"\\") else REPLACEMENT.encode()
