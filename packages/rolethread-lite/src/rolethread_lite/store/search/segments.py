"""Folded text of many entries in a few large buffers, kept up as entries change.

A segment holds the text of many entries, a NUL after each. A changed entry is appended anew and its old place
forgotten; a scan passes over forgotten places. Segments bound how long one search step takes.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from rolethread_lite.model import scan
from rolethread_lite.store.derived import TURN_SEPARATOR

SEGMENT_BYTES = 8 << 20
_SLOT_BITS = 24
_BEYOND_ASCII = 0x80
_WORD_BYTES = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_TRIES = 4
_END = b"\0"

Find = Callable[[bytes, int], int]
"""Returns where the next hit stands behind a position, -1 when there is none."""


class Segment:
    """One sealed buffer: the folded texts of some entries, and where each ends."""

    __slots__ = ("ends", "keys", "text")

    def __init__(self, texts: Iterable[bytes], keys: "array[int]") -> None:
        """Fold the texts and note where each ends; `keys` says whose they are."""
        self.text = scan.fold(_with_single_spaces(_END.join(texts) + _END))
        self.keys = keys
        self.ends = array("q")
        at = scan.find(self.text, _END)
        while at >= 0:
            self.ends.append(at + 1)
            at = scan.find(self.text, _END, at + 1)


class FoldedTexts:
    """The folded texts of one scope, by key."""

    def __init__(self) -> None:
        """Begin empty."""
        self._segments: list[Segment] = []
        self._places: dict[int, int] = {}
        self._waiting: list[bytes] = []
        self._waiting_keys = array("q")
        self._waiting_bytes = 0

    def __len__(self) -> int:
        """Count the keys that have a text."""
        return len(self._places)

    def put(self, key: int, text: str) -> None:
        """Keep a key's text, in place of an earlier one."""
        encoded = _encoded(text)
        self._places[key] = len(self._segments) << _SLOT_BITS | len(self._waiting_keys)
        self._waiting.append(encoded)
        self._waiting_keys.append(key)
        self._waiting_bytes += len(encoded) + 1
        if self._waiting_bytes >= SEGMENT_BYTES:
            self._seal()

    def drop(self, key: int) -> None:
        """Forget a key's text."""
        self._places.pop(key, None)

    def scan(self, sought: bytes, *, alone: bool) -> Iterator[list[int]]:
        """Yield the keys whose text holds `sought`, segment by segment; `alone`, only as whole words."""
        self._seal()
        find = WholeWords(sought).find if alone else _Anywhere(sought).find
        for number, segment in enumerate(self._segments):
            yield list(self._hits(number, segment, find))

    def _hits(self, number: int, segment: Segment, find: Find) -> Iterator[int]:
        text, ends, keys, places = segment.text, segment.ends, segment.keys, self._places
        base = number << _SLOT_BITS
        slot = 0
        at = find(text, 0)
        while at >= 0:
            if at >= ends[slot]:
                slot = bisect_right(ends, at, slot + 1)
            if places.get(keys[slot]) == base | slot:
                yield keys[slot]
            if slot + 1 >= len(ends):
                return
            at = find(text, ends[slot])

    def _seal(self) -> None:
        if self._waiting:
            self._segments.append(Segment(self._waiting, self._waiting_keys))
            self._waiting, self._waiting_keys, self._waiting_bytes = [], array("q"), 0


def sought_form(text: str) -> bytes:
    """Return a searched text in the form in which the buffers hold it; it never reaches from one turn into another."""
    return scan.fold(_with_single_spaces(_encoded(text.replace(TURN_SEPARATOR, " "))))


def _encoded(text: str) -> bytes:
    encoded = text.encode("utf-8", "surrogatepass")
    return encoded.replace(_END, b" ") if _END in encoded else encoded


def _with_single_spaces(text: bytes) -> bytes:
    """Return a text with single spaces for all whitespace, so that a phrase is found across line breaks."""
    spaced = text.translate(_SPACES)
    while b"  " in spaced:
        spaced = spaced.replace(b"  ", b" ")
    return spaced


class _Anywhere:
    """Finds bytes wherever they stand."""

    def __init__(self, sought: bytes) -> None:
        self._sought = sought

    def find(self, text: bytes, start: int) -> int:
        return scan.find(text, self._sought, start)


class WholeWords:
    """Finds bytes where they begin and end at the bounds of words."""

    def __init__(self, sought: bytes) -> None:
        """Find this folded text; where it begins or ends with no letter, that side is always a bound."""
        self._sought = sought
        self._opens_a_word = _is_word(_first(sought, 0))
        self._ends_a_word = _is_word(_before(sought, len(sought)))
        escaped = re.escape(sought)
        before = rb"(?<![0-9A-Za-z_]%b)" % escaped if self._opens_a_word else b""
        after = b"(?![0-9A-Za-z_])" if self._ends_a_word else b""
        # The text itself comes first, so that the expression is searched as quickly as plain text.
        self._pattern = re.compile(escaped + before + after)

    def find(self, text: bytes, start: int) -> int:
        """Return where the next one stands, -1 when there is none.

        Plain search is quickest for a text that mostly stands alone; one that mostly stands inside words, such as
        a single letter, is left to the expression, which passes over those without coming back for each.
        """
        size = len(self._sought)
        at = scan.find(text, self._sought, start)
        for _ in range(_TRIES):
            if at < 0 or self._stands_alone(text, at, at + size):
                return at
            at = scan.find(text, self._sought, at + 1)
        return at if at < 0 else self._find_by_pattern(text, at)

    def _find_by_pattern(self, text: bytes, start: int) -> int:
        found = self._pattern.search(text, start)
        while found is not None and not self._stands_alone(text, found.start(), found.end()):
            found = self._pattern.search(text, found.start() + 1)  # the next one may overlap it
        return -1 if found is None else found.start()

    def _stands_alone(self, text: bytes, start: int, end: int) -> bool:
        if self._opens_a_word and start:
            byte = text[start - 1]
            if byte in _WORD_BYTES or (byte >= _BEYOND_ASCII and _is_word(_before(text, start))):
                return False
        if self._ends_a_word and end < len(text):
            byte = text[end]
            return byte not in _WORD_BYTES and (byte < _BEYOND_ASCII or not _is_word(_first(text, end)))
        return True


def _before(text: bytes, at: int) -> str:
    return text[max(0, at - 4) : at].decode("utf-8", "ignore")[-1:]


def _first(text: bytes, at: int) -> str:
    return text[at : at + 4].decode("utf-8", "ignore")[:1]


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_SPACES = bytes.maketrans(b"\t\n\r\v\f", b"     ")
