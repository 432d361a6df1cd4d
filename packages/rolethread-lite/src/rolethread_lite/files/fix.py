"""Puts right what a file holds, and leaves every byte that need not change where it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.pieces import Piece, pieces_of
from rolethread_lite.files.reading import Reader
from rolethread_lite.files.spelling import respell
from rolethread_lite.files.spots import Spot
from rolethread_lite.formats import get_format
from rolethread_lite.formats.lines import read_line
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.record import Record
from rolethread_lite.rules.checking import check_entry
from rolethread_lite.rules.repairing import repair_finding, repair_safely

_MOST_REPAIRS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """An entry that can be put right."""

    spot: Spot
    """Where it stands."""
    before: Entry
    """The entry as it is."""
    after: Entry
    """The entry as it would be."""
    codes: tuple[str, ...]
    """The codes of the rules whose findings are put right, once for each."""
    text: bytes
    """The line as it would be written."""


class Fix:
    """The repair of one file, read as often as it is asked for; one entry is held at a time.

    The repaired file has the form of the original: a changed line is written in its own format and
    spelling, everything else is copied byte for byte.
    """

    def __init__(self, reader: Reader, *, codes: frozenset[str], unsafe: bool = False) -> None:
        """Prepare to repair what the rules of these codes find."""
        self._reader = reader
        self._codes = codes
        self._unsafe = unsafe
        self._forget()

    def _forget(self) -> None:
        self.entries = 0
        """How many entries were read."""
        self.records = 0
        """How many lines are no entries; they stay as they are."""
        self.changed = 0
        """How many entries were put right."""
        self.repairs = Counter[str]()
        """How many findings were put right, by the code of their rule."""

    def changes(self) -> Iterator[Repaired]:
        """Yield the entries that can be put right."""
        for _, repaired in self._pieces():
            if repaired is not None:
                yield repaired

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes of the repaired file."""
        for piece, repaired in self._pieces():
            yield piece.before
            yield repaired.text if repaired is not None else piece.raw

    def _pieces(self) -> Iterator[tuple[Piece, Repaired | None]]:
        self._forget()
        for piece in pieces_of(self._reader):
            yield piece, self._repair(piece, piece.spot) if piece.spot else None

    def _repair(self, piece: Piece, spot: Spot) -> Repaired | None:
        found = read_line(piece.line)
        if isinstance(found.item, Record):
            self.records += 1
            return None
        self.entries += 1
        before = found.item
        after = self._repaired(before)
        if after is before:
            return None
        codes = tuple(sorted(_put_right(before, after, self._codes).elements()))
        self.changed += 1
        self.repairs.update(codes)
        line = respell(get_format(found.format).write(after), like=piece.raw)
        return Repaired(spot=spot, before=before, after=after, codes=codes, text=line)

    def _repaired(self, entry: Entry) -> Entry:
        safe = repair_safely(entry, codes=self._codes)
        return _repair_boldly(safe, self._codes) if self._unsafe else safe


def _repair_boldly(entry: Entry, codes: frozenset[str]) -> Entry:
    """Return the entry with every repair made that would be asked about, and what is safe after each."""
    refused: set[Finding] = set()
    for _ in range(_MOST_REPAIRS):
        asking = (found for found in check_entry(Reading(entry), codes=codes) if found.repair is Repair.ASK)
        finding = next((found for found in asking if found not in refused), None)
        if finding is None:
            break
        try:
            repaired = repair_finding(entry, finding)
        except InvalidValue:
            repaired = entry
        if repaired == entry:
            refused.add(finding)
        else:
            entry = repair_safely(repaired, codes=codes)
    return entry


def _put_right(before: Entry, after: Entry, codes: frozenset[str]) -> Counter[str]:
    """Count by code the findings that are gone."""
    had = Counter(found.code for found in check_entry(Reading(before), codes=codes))
    has = Counter(found.code for found in check_entry(Reading(after), codes=codes))
    return had - has
