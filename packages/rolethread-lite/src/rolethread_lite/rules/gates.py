"""Finds out in one look at the texts of an entry which rules may find something there."""

from collections import defaultdict

from rolethread_lite.model import scan
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Rule

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n.,:;!?'\"*-()")
"""What stands in nearly every text, so that waiting for it rules nothing out."""
_NOT_ASCII_IN_LOWER_CASE = ("\u0130".encode(), "\u212a".encode())
"""The two characters outside ASCII with an ASCII letter in their lower case."""

_Sought = tuple[tuple[bytes, tuple[int, ...]], ...]
"""Texts, each with the places of the rules that wait for it."""


class Gates:
    """The texts and characters that some rules wait for, arranged so that few must be sought."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Arrange the gates of `rules`; a rule is known by its place among them."""
        exact, folded = _sought(rules, "anchors"), _sought(rules, "folded_anchors")
        self._exact = _without_gate(exact)
        self._folded = _without_gate(folded)
        self._behind: dict[int, tuple[_Sought, _Sought]] = {
            byte: (_with_gate(exact, byte), _with_gate(folded, byte))
            for byte in {_gate(text) for text in (*exact, *folded)}
            if byte is not None
        }
        self._characters = _characters(rules)
        self._watched = bytes(sorted({*self._behind, *self._characters}))

    def opened_by(self, reading: Reading) -> set[int]:
        """Return the places of the rules that wait for something that stands in the texts of an entry."""
        opened: set[int] = set()
        encoded = reading.encoded
        for text, places in self._exact:
            if scan.find(encoded, text) >= 0:
                opened.update(places)
        if self._folded:
            lowered = _lowered(reading)
            for text, places in self._folded:
                if scan.find(lowered, text) >= 0:
                    opened.update(places)
        if scan.find_any(encoded, self._watched) >= 0:
            self._open_behind(reading, opened)
        return opened

    def _open_behind(self, reading: Reading, opened: set[int]) -> None:
        """Add the rules behind the watched bytes."""
        encoded = reading.encoded
        for byte in [byte for byte in self._watched if byte in encoded]:
            opened.update(self._characters.get(byte, ()))
            exact, folded = self._behind.get(byte, ((), ()))
            for text, places in exact:
                if scan.find(encoded, text) >= 0:
                    opened.update(places)
            for text, places in folded:
                if scan.find(_lowered(reading), text) >= 0:
                    opened.update(places)


def _lowered(reading: Reading) -> bytes:
    """Return the texts in lower case, as far as it matters to ASCII: many times faster outside ASCII."""
    if reading.beyond_ascii and _has_odd_capital(reading.beyond_ascii):
        return reading.lowered
    return reading.encoded.lower()


def _has_odd_capital(characters: bytes) -> bool:
    return any(scan.find(characters, capital) >= 0 for capital in _NOT_ASCII_IN_LOWER_CASE)


def _sought(rules: tuple[Rule, ...], field: str) -> dict[bytes, tuple[int, ...]]:
    places: dict[bytes, list[int]] = defaultdict(list)
    for place, rule in enumerate(rules):
        for text in rule.anchors if field == "anchors" else rule.folded_anchors:
            places[text.encode()].append(place)
    return {text: tuple(found) for text, found in places.items()}


def _characters(rules: tuple[Rule, ...]) -> dict[int, tuple[int, ...]]:
    places: dict[int, list[int]] = defaultdict(list)
    for place, rule in enumerate(rules):
        for byte in rule.characters.encode():
            places[byte].append(place)
    return {byte: tuple(found) for byte, found in places.items()}


def _gate(text: bytes) -> int | None:
    """Return a byte of the text that stands in few texts, None when all of it is plain."""
    return next((byte for byte in text if byte not in _PLAIN), None)


def _without_gate(sought: dict[bytes, tuple[int, ...]]) -> _Sought:
    return tuple((text, places) for text, places in sought.items() if _gate(text) is None)


def _with_gate(sought: dict[bytes, tuple[int, ...]], byte: int) -> _Sought:
    return tuple((text, places) for text, places in sought.items() if _gate(text) == byte)
