"""The words of a text as near duplicates are compared by them: letters and digits, without case and punctuation.

Where words are written without spaces between them, as in Chinese, Japanese or Thai, every character is a word.
"""

import re
import unicodedata

import regex

_TO_WORDS = bytes(byte if byte > 127 or chr(byte).isalnum() else ord(" ") for byte in range(256))
_PUNCTUATION = re.compile(rb"\xe2\x80[\x80-\xbf]")
"""Quotation marks, dashes and dots beyond ASCII: with them gone, most texts are ASCII."""
_UNSPACED = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Yi}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Javanese}"
    r"\p{Balinese}\p{Tai_Le}\p{New_Tai_Lue}\p{Tai_Tham}\p{Tai_Viet}"
)
_LETTER = r"\p{L}\p{N}"
_WORD = regex.compile(
    rf"[[{_LETTER}]&&[{_UNSPACED}]]\p{{M}}*|[[{_LETTER}]--[{_UNSPACED}]](?:[[{_LETTER}\p{{M}}]--[{_UNSPACED}]])*",
    regex.VERSION1,
)


def words_of(text: str) -> list[bytes]:
    """Return the words of a text in their order, in lower case."""
    encoded = text.encode("utf-8", "surrogatepass")
    if not encoded.isascii():
        encoded = _PUNCTUATION.sub(b" ", encoded)
        if not encoded.isascii():
            folded = unicodedata.normalize("NFKC", text).casefold()
            return [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(folded)]
    return encoded.lower().translate(_TO_WORDS).split()
