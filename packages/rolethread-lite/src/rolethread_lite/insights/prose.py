"""Counts words, estimated tokens, speech and action in a text, in any script, at the pace of an import.

A word is a run of letters and digits, accents included; an apostrophe inside does not end it, a hyphen
does. Chinese characters and Japanese kana are written without spaces, so each one counts as a word.
"""

import re

import regex

_IDEOGRAPHS = (
    r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
"""Chinese characters, kana and bopomofo."""

_HANGUL = r"\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"

_WORD = regex.compile(
    rf"[{_IDEOGRAPHS}]|[[\p{{L}}\p{{N}}]--[{_IDEOGRAPHS}]][[\p{{L}}\p{{M}}\p{{N}}'\u2019]--[{_IDEOGRAPHS}]]*",
    regex.VERSION1,
)
"""The definition of a word; everything below that counts words without it must agree with it."""

_IDEOGRAPH_RUN = re.compile(rf"[{_IDEOGRAPHS}]+")

_DENSE = re.compile(rf"[{_IDEOGRAPHS}{_HANGUL}]+")
"""Runs of characters that are about one token each."""

_APOSTROPHE = "\u2019".encode()
_ASCII = bytes(range(128))
_NOT_STARTING = b"'" + bytes(range(0x80, 0xC0))
_LETTER_LEADS = (*range(0xC3, 0xCA), 0xCE, 0xCF, 0xD0, 0xD1)
_WORD_BYTES = bytes(
    ord("a") if (chr(byte).isalnum() and byte < 128) or byte in _LETTER_LEADS else ord(" ") for byte in range(256)
)
_EASY = re.compile(
    rb"(?:\xe2\x80[\x90-\xa6\xb9\xba]|\xc2[\xa0-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf]|\xc3[\x80-\x96\x98-\xb6\xb8-\xbf]"
    rb"|[\xc4-\xc9\xd0\xd1][\x80-\xbf]|\xce[\x91-\xa1\xa3-\xbf]|\xcf[\x80-\x8e]"
    rb"|\xf0\x9f[\x8c-\x98\x9a\x9b\xa4-\xa7][\x80-\xbf])*+"
)
"""Characters beyond ASCII whose first byte tells whether they are letters: most of what European languages use."""

_SPEECH = re.compile(
    r'"(?<!\d")(?:[^"\n]*+"|(?=\S)[^"\n]*+(?=\n\s*+"))'
    r"|“[^“”]*+(?:”|(?<=\n)(?=“))"
    r'|„[^„“”"]*+[“”"]'
    r"|”[^“”\n]*+”"
    r"|«[^«»]*+»|»[^«»\n]*+[«»]"
    r"|「[^」]*+」|『[^』]*+』"
)
"""Speech between marks. A mark left open counts only when the next paragraph opens with one again."""

_SINGLE_SPEECH = re.compile(
    r"'(?<!\w')(?=\w)[^\n]{0,2000}?[,.!?…—-]'(?!\w)|\u2018(?=\S)[^\u2018\n]{0,2000}?\u2019(?!\w)"
)
"""Speech between single marks: the closing one stands after punctuation, where no apostrophe does."""

_ACTION = re.compile(r"\*(?<![\w*]\*)(?![*\s])[^*]*+(?<!\s)\*(?![\w*])")
"""Text in single asterisks that touch it; doubled asterisks are emphasis."""


def size_of(text: str) -> tuple[int, int]:
    """Return the words and the estimated tokens of a text."""
    if text.isascii():
        marked = text.encode().translate(_WORD_BYTES, b"'")
        return marked.count(b" a") + marked.startswith(b"a"), (10 * len(text) + 35) // 36
    return _size_beyond_ascii(text)


def spoken_length(text: str) -> int:
    """Count the characters of a text that stand in speech marks, marks included, line breaks not."""
    if '"' in text and text.isascii():
        parts = text.split('"')
        said = "".join(parts[1::2])
        # Marks in pairs, none of them after a number and none closed on another line, need no closer look.
        if len(parts) % 2 and "\n" not in said and not any(map(str.isdigit, [part[-1:] for part in parts[:-1:2]])):
            return len(said) + len(parts) - 1
    return visible_length("".join(_SPEECH.findall(text) or _SINGLE_SPEECH.findall(text)))


def acted_length(text: str) -> int:
    """Count the characters of a text that stand in single asterisks, asterisks included, line breaks not."""
    return visible_length("".join(_ACTION.findall(text))) if "*" in text else 0


def visible_length(text: str) -> int:
    """Count the characters of a text without its line breaks."""
    return len(text) - text.count("\n")


def _size_beyond_ascii(text: str) -> tuple[int, int]:
    encoded = text.encode("utf-8", "surrogatepass")
    if _EASY.fullmatch(encoded.translate(None, _ASCII)):
        marked = encoded.replace(_APOSTROPHE, b"").translate(_WORD_BYTES, _NOT_STARTING)
        return marked.count(b" a") + marked.startswith(b"a"), (10 * len(text) + 35) // 36
    dense = sum(map(len, _DENSE.findall(text)))
    ideographs = sum(map(len, _IDEOGRAPH_RUN.findall(text)))
    # The definition is slow on every character it meets, so it only meets those that may join others.
    spaced = _IDEOGRAPH_RUN.sub(" ", text) if ideographs else text
    return ideographs + len(_WORD.findall(spaced)), dense + (10 * (len(text) - dense) + 35) // 36
