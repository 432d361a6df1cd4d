"""Compares two files by entry and turn."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from rolethread_lite.files.spots import Spot
from rolethread_lite.model.dataset_difference import DatasetDifference, compare_datasets
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record


class ComparableRow(Protocol):
    """An entry or a record, and where it stands."""

    @property
    def item(self) -> Entry | Record:
        """Return the entry or the record."""
        ...

    @property
    def spot(self) -> Spot:
        """Return where it stands."""
        ...


class Comparable(Protocol):
    """Something with entries that can be read again and again: a file, a dataset."""

    @property
    def shown(self) -> str:
        """Return what it is called."""
        ...

    def rows(self) -> Iterable[ComparableRow]:
        """Yield its entries and records, from the first on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDifference:
    """The difference between two files, and where their entries stand."""

    difference: DatasetDifference
    """What is not the same, by the places of entries."""
    old: "PlacedLines"
    """Where the entries of the old file stand."""
    new: "PlacedLines"
    """Where the entries of the new file stand."""
    records_removed: tuple[tuple[Spot, Record], ...]
    """Lines that are no entries and stand only in the old file."""
    records_added: tuple[tuple[Spot, Record], ...]
    """Lines that are no entries and stand only in the new file."""

    @property
    def is_empty(self) -> bool:
        """Tell whether both files hold the same."""
        return self.difference.is_empty and not self.records_removed and not self.records_added


class PlacedLines:
    """Where the entries of a file stand, 16 bytes each."""

    def __init__(self, file: str) -> None:
        """Begin with no entries of that file."""
        self._file = file
        self._lines = array("Q")
        self._items = array("Q")

    def add(self, spot: Spot) -> None:
        """Add where the next entry stands."""
        self._lines.append(spot.line)
        self._items.append(spot.item or 0)

    def __getitem__(self, place: int) -> Spot:
        """Return where the entry at that place stands."""
        return Spot(file=self._file, line=self._lines[place], item=self._items[place] or None)


def compare_files(old: Comparable, new: Comparable) -> FileDifference:
    """Return what is not the same in two files.

    Both are read twice. Memory holds a digest of each entry, and the entries that differ.
    """
    before, after = _Entries(old), _Entries(new)
    difference = compare_datasets(before, after)
    kept = Counter(record.raw for _, record in before.records) & Counter(record.raw for _, record in after.records)
    return FileDifference(
        difference=difference,
        old=before.places,
        new=after.places,
        records_removed=tuple(_without(before.records, kept)),
        records_added=tuple(_without(after.records, kept)),
    )


class _Entries(Iterable[Entry]):
    """The entries of a file, read anew each time, with where they stand and the records between them."""

    def __init__(self, reader: Comparable) -> None:
        self._reader = reader
        self._forget()

    def _forget(self) -> None:
        self.places = PlacedLines(self._reader.shown)
        self.records: list[tuple[Spot, Record]] = []

    def __iter__(self) -> Iterator[Entry]:
        self._forget()
        for row in self._reader.rows():
            if isinstance(row.item, Record):
                self.records.append((row.spot, row.item))
            else:
                self.places.add(row.spot)
                yield row.item


def _without(records: list[tuple[Spot, Record]], kept: Counter[bytes]) -> Iterator[tuple[Spot, Record]]:
    left = Counter(kept)
    for spot, record in records:
        if left[record.raw]:
            left[record.raw] -= 1
        else:
            yield spot, record
