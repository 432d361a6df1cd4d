"""Folded text of many entries in a few large buffers, kept up as entries change.

A segment holds the text of many entries, a NUL after each. A changed entry is appended anew and its old place
forgotten; a scan passes over forgotten places. Segments bound how long one search step takes. Those beyond what may
stay in memory lie in a file.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from rolethread_lite.model import scan
from rolethread_lite.store.derived import TURN_SEPARATOR
from rolethread_lite.store.search.room import Held, Room

SEGMENT_BYTES = 8 << 20
_SLOT_BITS = 24
_BEYOND_ASCII = 0x80
_WORD_BYTES = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_TRIES = 4
_END = b"\0"
_TWO_SPACES = b"  "
_NOWHERE = -1

Find = Callable[[Held, int], int]
"""Returns where the next hit stands behind a position, -1 when there is none."""


class Segment:
    """One sealed buffer: the folded texts of some entries, and where each ends."""

    __slots__ = ("ends", "keys", "text")

    def __init__(self, texts: Iterable[bytes], keys: "array[int]", *, room: Room) -> None:
        """Fold the texts, keep them in `room` and note where each ends; `keys` says whose they are."""
        folded = scan.fold(_with_single_spaces(_END.join(texts) + _END))
        self.keys = keys
        self.ends = array("q")
        at = scan.find(folded, _END)
        while at >= 0:
            self.ends.append(at + 1)
            at = scan.find(folded, _END, at + 1)
        self.text = room.keep(folded)


class FoldedTexts:
    """The folded texts of one scope, by key."""

    def __init__(self, room: Room) -> None:
        """Begin empty; what is put is kept in `room`."""
        self._room = room
        self._segments: list[Segment] = []
        self._moved: dict[int, int] = {}
        """Where the keys are now that were dropped at some time; all others are where they were put."""
        self._waiting: list[bytes] = []
        self._waiting_keys = array("q")
        self._waiting_bytes = 0

    def put(self, key: int, text: str) -> None:
        """Keep the text of a key that has none; one that has must be dropped first."""
        encoded = _encoded(text)
        if key in self._moved:
            self._moved[key] = len(self._segments) << _SLOT_BITS | len(self._waiting_keys)
        self._waiting.append(encoded)
        self._waiting_keys.append(key)
        self._waiting_bytes += len(encoded) + 1
        if self._waiting_bytes >= SEGMENT_BYTES:
            self._seal()

    def drop(self, key: int) -> None:
        """Forget the text of a key, if it has one."""
        self._moved[key] = _NOWHERE

    def scan(self, sought: bytes, *, alone: bool) -> Iterator[list[int]]:
        """Yield the keys whose text holds `sought`, segment by segment; `alone`, only as whole words."""
        self._seal()
        find = WholeWords(sought).find if alone else _Anywhere(sought).find
        for number, segment in enumerate(self._segments):
            yield list(self._hits(number, segment, find))

    def _hits(self, number: int, segment: Segment, find: Find) -> Iterator[int]:
        text, ends, keys, moved = segment.text, segment.ends, segment.keys, self._moved
        base = number << _SLOT_BITS
        slot = 0
        at = find(text, 0)
        while at >= 0:
            if at >= ends[slot]:
                slot = bisect_right(ends, at, slot + 1)
            if moved.get(keys[slot], base | slot) == base | slot:
                yield keys[slot]
            if slot + 1 >= len(ends):
                return
            at = find(text, ends[slot])

    def _seal(self) -> None:
        if self._waiting:
            self._segments.append(Segment(self._waiting, self._waiting_keys, room=self._room))
            self._waiting, self._waiting_keys, self._waiting_bytes = [], array("q"), 0


def sought_form(text: str) -> bytes:
    """Return a searched text in the form in which the buffers hold it; it never reaches from one turn into another."""
    return scan.fold(_with_single_spaces(_encoded(text.replace(TURN_SEPARATOR, " "))))


def _encoded(text: str) -> bytes:
    encoded = text.encode("utf-8", "surrogatepass")
    return encoded.replace(_END, b" ") if _END in encoded else encoded


def _with_single_spaces(text: bytes) -> bytes:
    """Return a text with single spaces for all whitespace, so that a phrase is found across line breaks."""
    return b"".join(_single_spaced(text.translate(_SPACES)))


def _single_spaced(text: bytes) -> Iterator[bytes]:
    """Yield a text in pieces, without the second and later ones of spaces that follow each other."""
    begin, at = 0, scan.find(text, _TWO_SPACES)
    while at >= 0:
        yield text[begin : at + 1]
        begin = at + 2
        while text.startswith(b" ", begin):
            begin += 1
        at = scan.find(text, _TWO_SPACES, begin)
    yield text[begin:]


class _Anywhere:
    """Finds bytes wherever they stand."""

    def __init__(self, sought: bytes) -> None:
        self._sought = sought

    def find(self, text: Held, start: int) -> int:
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

    def find(self, text: Held, start: int) -> int:
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

    def _find_by_pattern(self, text: Held, start: int) -> int:
        found = self._pattern.search(text, start)
        while found is not None and not self._stands_alone(text, found.start(), found.end()):
            found = self._pattern.search(text, found.start() + 1)  # the next one may overlap it
        return -1 if found is None else found.start()

    def _stands_alone(self, text: Held, start: int, end: int) -> bool:
        if self._opens_a_word and start:
            byte = text[start - 1]
            if byte in _WORD_BYTES or (byte >= _BEYOND_ASCII and _is_word(_before(text, start))):
                return False
        if self._ends_a_word and end < len(text):
            byte = text[end]
            return byte not in _WORD_BYTES and (byte < _BEYOND_ASCII or not _is_word(_first(text, end)))
        return True


def _before(text: Held, at: int) -> str:
    return bytes(text[max(0, at - 4) : at]).decode("utf-8", "ignore")[-1:]


def _first(text: Held, at: int) -> str:
    return bytes(text[at : at + 4]).decode("utf-8", "ignore")[:1]


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_SPACES = bytes.maketrans(b"\t\n\r\v\f", b"     ")
