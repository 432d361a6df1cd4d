"""Brings files together: duplicates are found by what they teach, one of each is kept, tags and speakers are united."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rolethread_lite.files.reading import Reader, Row, read_entry, write_row
from rolethread_lite.files.shelf import Shelf
from rolethread_lite.files.spots import Spot
from rolethread_lite.formats import get_format
from rolethread_lite.formats.messages import FORMAT as MESSAGES
from rolethread_lite.model.duplicates import (
    EXACT_ONLY,
    Comparison,
    DuplicateKind,
    DuplicateSearch,
    LeftOut,
    OnDuplicate,
    Settled,
    TakenSpeaker,
    settle,
)
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, USER, Message
from rolethread_lite.model.record import Record
from rolethread_lite.model.shuffling import shuffled
from rolethread_lite.rules.tags.tag_list import raw_tags, set_tags, tidy_tags

PAIRS_SHOWN = 3
"""How many near duplicates a report holds with their texts, to be looked at."""
_PLACE_BITS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An entry that was left out because another one teaches the same, or nearly."""

    left_out: Spot
    """Where it stands."""
    kept: Spot
    """Where the one stands that was kept."""
    kind: DuplicateKind
    """How it is a duplicate."""
    likeness: float
    """How alike the two are, from 0 to 1."""
    tags: tuple[str, ...]
    """Tags that the kept one took over from it."""
    speakers: tuple[TakenSpeaker, ...]
    """Speakers that the kept one took over from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPair:
    """A near duplicate with both texts."""

    duplicate: Duplicate
    """What was decided."""
    left_out: Entry
    """The entry that was left out."""
    kept: Entry
    """The one that was kept, as it stood."""


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
    pairs: tuple[NearPair, ...]
    """The first near duplicates among them."""
    formats: tuple[tuple[str, int], ...]
    """How many entries came in each format, by name."""
    retagged: int
    """How many kept entries took over tags."""
    voiced: int
    """How many kept entries took over speakers."""

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
    def near(self) -> int:
        """Return how many of the duplicates are near ones."""
        return sum(one.kind is DuplicateKind.NEAR for one in self.duplicates)

    @property
    def is_mixed(self) -> bool:
        """Tell whether entries came in several formats, so that all are written in the messages format."""
        return len(self.formats) > 1


class Merge:
    """A merge: planned first, so that it can be shown, then given out line by line.

    The files are read twice, and a third time when there are duplicates. Memory holds 24 bytes for each
    entry, 150 more where near duplicates are sought, and a little more for each duplicate.
    """

    def __init__(
        self,
        readers: Sequence[Reader],
        *,
        keep: OnDuplicate,
        comparison: Comparison = EXACT_ONLY,
        seed: int | None = None,
    ) -> None:
        """Read the files and decide what is kept; with a `seed`, lines are given out shuffled by it."""
        self._readers = readers
        self._keep = keep
        self._comparison = comparison
        self._seed = seed
        self._formats = Counter[str]()
        self._changed: Mapping[int, Entry] = MappingProxyType({})
        self._left_out: frozenset[int] = frozenset()
        search = DuplicateSearch(self._comparison)
        files = tuple(self._count(place, search) for place in range(len(readers)))
        self.report = self._settle(files, search)
        """What was found and decided."""

    def lines(self) -> Iterator[bytes]:
        """Yield the merged lines without their newlines."""
        if self._seed is None:
            yield from (line for _, line in self._numbered())
            return
        numbers = array("Q")
        with Shelf() as shelf:
            for number, line in self._numbered():
                shelf.put(number, line=line)
                numbers.append(number)
            yield from map(shelf.get, shuffled(numbers, seed=self._seed))

    def _numbered(self) -> Iterator[tuple[int, bytes]]:
        for number, row in self._rows():
            if number not in self._left_out:
                yield number, self._line(number, row)

    def _line(self, number: int, row: Row) -> bytes:
        if isinstance(row.item, Record):
            return row.item.raw
        changed = self._changed.get(number)
        if self.report.is_mixed:
            return MESSAGES.write(changed or row.item)
        return row.raw if changed is None else write_row(row, changed)

    def _rows(self) -> Iterator[tuple[int, Row]]:
        for place, reader in enumerate(self._readers):
            for row in reader.rows():
                yield (place << _PLACE_BITS) + row.place, row

    def _count(self, place: int, search: DuplicateSearch) -> FileCount:
        reader = self._readers[place]
        entries = records = 0
        for row in reader.rows():
            if isinstance(row.item, Record):
                records += 1
                continue
            entries += 1
            self._formats[row.format] += 1
            if self._keep is not OnDuplicate.KEEP:
                search.add(row.item, number=(place << _PLACE_BITS) + row.place)
        return FileCount(name=reader.shown, entries=entries, records=records)

    def _settle(self, files: tuple[FileCount, ...], search: DuplicateSearch) -> MergeReport:
        """Choose what is kept of each group, and report what is left out."""
        spots: dict[int, Spot] = {}
        tally = _Tally()
        pairs: tuple[NearPair, ...] = ()
        if candidates := search.candidates():
            with Shelf() as shelf:
                for number, row in self._rows():
                    if number in candidates:
                        shelf.put(number, line=row.line)
                        spots[number] = row.spot
                for settled in self._settled(search, shelf):
                    tally.take(settled)
                pairs = tuple(_pair(shelf, spots, *one) for one in tally.near()[:PAIRS_SHOWN])
        self._changed, self._left_out = MappingProxyType(tally.changed), tally.left_out
        return MergeReport(
            files=files,
            duplicates=tuple(_duplicate(spots, *one) for one in tally.decided()),
            pairs=pairs,
            formats=tuple(sorted(self._formats.items())),
            retagged=tally.retagged,
            voiced=tally.voiced,
        )

    def _settled(self, search: DuplicateSearch, shelf: Shelf) -> Iterator[Settled]:
        carries = len(self._formats) > 1 or all(map(_carries_speakers, self._formats))

        def _read(number: int) -> Entry:
            return _read_with_tags(shelf.get(number))

        for group in search.groups(_read):
            yield settle(group, read=_read, keep=self._keep, comparison=self._comparison, with_speakers=carries)


class _Tally:
    """What was decided, group by group."""

    def __init__(self) -> None:
        self.changed: dict[int, Entry] = {}
        self.retagged = 0
        self.voiced = 0
        self._decided: list[tuple[LeftOut, int]] = []

    def take(self, settled: Settled) -> None:
        """Add the decision about one group."""
        self._decided += [(one, settled.kept) for one in settled.left_out]
        if settled.is_changed:
            self.changed[settled.kept] = settled.entry
            self.retagged += any(one.tags for one in settled.left_out)
            self.voiced += any(one.speakers for one in settled.left_out)

    @property
    def left_out(self) -> frozenset[int]:
        """Return the numbers of all that is left out."""
        return frozenset(one.number for one, _ in self._decided)

    def decided(self) -> list[tuple[LeftOut, int]]:
        """Return what is left out in its order, each with the number of what is kept."""
        return sorted(self._decided, key=lambda pair: pair[0].number)

    def near(self) -> list[tuple[LeftOut, int]]:
        """Return the near duplicates among it."""
        return [pair for pair in self.decided() if pair[0].kind is DuplicateKind.NEAR]


def _read_with_tags(line: bytes) -> Entry:
    """Return the entry of a line with its tags, also those that are written as something else than a list of texts."""
    entry = read_entry(line)
    raw = raw_tags(entry)
    return entry if raw is None else set_tags(entry, tidy_tags(raw))


def _carries_speakers(form: str) -> bool:
    """Tell whether a format has a place for who speaks."""
    spoken = (Message(role=USER, content="?", speaker="?"), Message(role=ASSISTANT, content="?", speaker="!"))
    return not list(get_format(form).losses(Entry(messages=spoken)))


def _duplicate(spots: Mapping[int, Spot], found: LeftOut, kept: int) -> Duplicate:
    return Duplicate(
        left_out=spots[found.number],
        kept=spots[kept],
        kind=found.kind,
        likeness=found.likeness,
        tags=found.tags,
        speakers=found.speakers,
    )


def _pair(shelf: Shelf, spots: Mapping[int, Spot], found: LeftOut, kept: int) -> NearPair:
    return NearPair(
        duplicate=_duplicate(spots, found, kept),
        left_out=read_entry(shelf.get(found.number)),
        kept=read_entry(shelf.get(kept)),
    )
