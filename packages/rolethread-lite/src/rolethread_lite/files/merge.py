"""Brings files together: duplicates are found by what they teach, one of each is kept, tags are united."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from rolethread_lite.files.grouping import Grouping
from rolethread_lite.files.likeness import likeness
from rolethread_lite.files.reading import Reader, Row, read_entry, write_row
from rolethread_lite.files.shelf import Shelf, ShelvedEntries
from rolethread_lite.files.spots import Spot
from rolethread_lite.formats.messages import FORMAT as MESSAGES
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record

_PLACE_BITS = 40


class OnDuplicate(StrEnum):
    """Which of several entries that teach the same is kept."""

    FIRST = "first"
    LAST = "last"
    LONGEST = "longest"
    """The one with the most text; the first of several."""
    KEEP = "keep"
    """All of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An entry that was left out because another one teaches the same."""

    left_out: Spot
    """Where it stands."""
    kept: Spot
    """Where the one stands that was kept."""
    tags: tuple[str, ...]
    """Tags that the kept one took over from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCount:
    """What one of the files held."""

    name: str
    """The file as it was named."""
    entries: int
    """How many entries it holds."""
    records: int
    """How many of its lines are no entries; they are kept where they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge found and decided."""

    files: tuple[FileCount, ...]
    """The files in their order."""
    duplicates: tuple[Duplicate, ...]
    """What is left out, in the order of the files."""
    formats: tuple[tuple[str, int], ...]
    """How many entries came in each format, by name."""
    retagged: int
    """How many kept entries took over tags."""

    @property
    def entries(self) -> int:
        """Return how many entries were read."""
        return sum(file.entries for file in self.files)

    @property
    def records(self) -> int:
        """Return how many lines are no entries."""
        return sum(file.records for file in self.files)

    @property
    def kept(self) -> int:
        """Return how many entries are kept."""
        return self.entries - len(self.duplicates)

    @property
    def is_mixed(self) -> bool:
        """Tell whether entries came in several formats, so that all are written in the messages format."""
        return len(self.formats) > 1


class Merge:
    """A merge: planned first, so that it can be shown, then given out line by line.

    The files are read twice, and a third time when there are duplicates. Memory holds 24 bytes for each
    entry, and a little more for each duplicate.
    """

    def __init__(self, readers: Sequence[Reader], *, keep: OnDuplicate, ignore_system: bool = False) -> None:
        """Read the files and decide what is kept."""
        self._readers = readers
        self._keep = keep
        self._ignore_system = ignore_system
        self._formats = Counter[str]()
        self._tags: Mapping[int, tuple[str, ...]] = MappingProxyType({})
        self._left_out: frozenset[int] = frozenset()
        grouping = Grouping()
        files = tuple(self._count(place, grouping) for place in range(len(readers)))
        duplicates = tuple(self._decide(grouping.groups()))
        self.report = MergeReport(
            files=files,
            duplicates=duplicates,
            formats=tuple(sorted(self._formats.items())),
            retagged=len(self._tags),
        )
        """What was found and decided."""

    def lines(self) -> Iterator[bytes]:
        """Yield the merged lines without their newlines."""
        for number, row in self._rows():
            if number in self._left_out:
                continue
            yield self._line(number, row)

    def _line(self, number: int, row: Row) -> bytes:
        item = row.item
        if isinstance(item, Record):
            return item.raw
        tags = self._tags.get(number)
        if tags is not None:
            item = replace(item, tags=tags)
        if self.report.is_mixed:
            return MESSAGES.write(item)
        return row.raw if tags is None else write_row(row, item)

    def _rows(self) -> Iterator[tuple[int, Row]]:
        for place, reader in enumerate(self._readers):
            for row in reader.rows():
                yield (place << _PLACE_BITS) + row.place, row

    def _count(self, place: int, grouping: Grouping) -> FileCount:
        reader = self._readers[place]
        entries = records = 0
        for row in reader.rows():
            if isinstance(row.item, Record):
                records += 1
                continue
            entries += 1
            self._formats[row.format] += 1
            if self._keep is not OnDuplicate.KEEP:
                key = likeness(row.item, ignore_system=self._ignore_system)
                grouping.add(key, number=(place << _PLACE_BITS) + row.place)
        return FileCount(name=reader.shown, entries=entries, records=records)

    def _decide(self, groups: Sequence[tuple[int, ...]]) -> Iterator[Duplicate]:
        """Choose what is kept of each group, and yield what is left out."""
        if not groups:
            return
        found: list[tuple[int, Duplicate]] = []
        tags: dict[int, tuple[str, ...]] = {}
        wanted = {number for group in groups for number in group}
        spots: dict[int, Spot] = {}
        with Shelf() as shelf:
            for number, row in self._rows():
                if number in wanted:
                    shelf.put(number, line=row.line)
                    spots[number] = row.spot
            for group in groups:
                entries = ShelvedEntries(shelf, group, read=read_entry)
                kept = self._choose(entries)
                united, left_out = _unite(entries, kept, [spots[number] for number in group])
                found.extend((group[place], duplicate) for place, duplicate in left_out)
                if united != entries[kept].tags:
                    tags[group[kept]] = united
        self._tags = MappingProxyType(tags)
        self._left_out = frozenset(number for number, _ in found)
        yield from (duplicate for _, duplicate in sorted(found, key=lambda pair: pair[0]))

    def _choose(self, entries: Sequence[Entry]) -> int:
        if self._keep is OnDuplicate.LAST:
            return len(entries) - 1
        if self._keep is OnDuplicate.LONGEST:
            lengths = [sum(len(message.text) for message in entry.messages) for entry in entries]
            return lengths.index(max(lengths))
        return 0


def _unite(
    entries: Sequence[Entry], kept: int, spots: Sequence[Spot]
) -> tuple[tuple[str, ...], list[tuple[int, Duplicate]]]:
    """Return the tags of all entries of a group, those of the kept one first, and what is left out."""
    tags = list(entries[kept].tags)
    found: list[tuple[int, Duplicate]] = []
    for place, entry in enumerate(entries):
        if place == kept:
            continue
        new = tuple(tag for tag in dict.fromkeys(entry.tags) if tag not in tags)
        tags.extend(new)
        found.append((place, Duplicate(left_out=spots[place], kept=spots[kept], tags=new)))
    return tuple(tags), found
