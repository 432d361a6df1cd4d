"""Checks a file: what the rules find line by line, then what they find between its entries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rolethread_lite.files.reading import Reader, Row, read_entry
from rolethread_lite.files.shelf import Shelf, ShelvedEntries
from rolethread_lite.files.spots import Spot
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.grouping import Grouping
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.record import Record
from rolethread_lite.rules import LoadedRule
from rolethread_lite.rules.checking import check_entry, check_record, group_rules, keys_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding and where it was made."""

    spot: Spot
    """Where the entry or record stands."""
    finding: Finding
    """What was found."""
    item: Entry | Record
    """What it was found in."""

    @property
    def where(self) -> str:
        """Return the place in words: `file.jsonl:42 messages[3].content`."""
        return f"{self.spot.words} {self.finding.place.path}".rstrip()


Observe = Callable[[Reading], None]
"""Called with every entry of a file."""


class Check:
    """The check of one file; its counts are complete once its findings have been read to the end.

    Memory holds 24 bytes for each entry and each rule that compares entries. What is to be compared
    waits in a temporary file.
    """

    def __init__(self, reader: Reader, *, codes: frozenset[str], observe: Observe | None = None) -> None:
        """Prepare to check with the rules of these codes; `observe` is shown every entry on the way."""
        self._reader = reader
        self._codes = codes
        self._observe = observe
        self._comparing = [place for place, one in enumerate(group_rules()) if one.rule.code in codes]
        self._groupings = {place: Grouping() for place in self._comparing}
        self.entries = 0
        """How many entries were read."""
        self.records = 0
        """How many records were read."""

    def findings(self) -> Iterator[Found]:
        """Yield what is found: line by line, then between entries."""
        for row in self._reader.rows():
            yield from self._check_row(row)
        groups = {place: grouping.groups() for place, grouping in self._groupings.items()}
        if any(groups.values()):
            yield from self._compare(groups)

    def _check_row(self, row: Row) -> Iterator[Found]:
        item = row.item
        if isinstance(item, Record):
            self.records += 1
            found = [finding for finding in check_record(item) if finding.code in self._codes]
        else:
            self.entries += 1
            reading = Reading(item)
            if self._observe is not None:
                self._observe(reading)
            found = check_entry(reading, codes=self._codes)
            self._note_keys(row.place, reading)
        for finding in found:
            yield Found(spot=row.spot, finding=finding, item=item)

    def _note_keys(self, place: int, reading: Reading) -> None:
        if not self._comparing:
            return
        keys = keys_of(reading)
        for rule in self._comparing:
            key = keys[rule]
            if key is not None:
                self._groupings[rule].add(key, number=place)

    def _compare(self, groups: dict[int, tuple[tuple[int, ...], ...]]) -> Iterator[Found]:
        wanted = {place for together in groups.values() for group in together for place in group}
        spots: dict[int, Spot] = {}
        with Shelf() as shelf:
            for row in self._reader.rows():
                if row.place in wanted:
                    shelf.put(row.place, line=row.line)
                    spots[row.place] = row.spot
            for rule, together in groups.items():
                for group in together:
                    entries = ShelvedEntries(shelf, group, read=read_entry)
                    yield from _compare_group(group_rules()[rule], entries, [spots[place] for place in group])


def _compare_group(one: LoadedRule, entries: Sequence[Entry], spots: Sequence[Spot]) -> Iterator[Found]:
    if one.check_group is None:
        return
    for found in one.check_group(entries):
        sentence = found.finding.sentence.replace("{other}", spots[found.other].inside)
        yield Found(
            spot=spots[found.member], finding=replace(found.finding, sentence=sentence), item=entries[found.member]
        )
