"""Divides a file into parts by content and seed, so that the order of its lines never matters."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import xxhash

from rolethread_lite.files.reading import Reader
from rolethread_lite.files.shares import Part, divide
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import get_member
from rolethread_lite.model.message import ASSISTANT
from rolethread_lite.model.record import Record
from rolethread_lite.model.sameness import sameness
from rolethread_lite.model.together import Together

_RECORD = 255
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCount:
    """What one part holds."""

    part: Part
    """The part."""
    entries: int
    """How many entries it holds."""
    groups: int
    """How many groups they form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionReport:
    """How a file is divided."""

    parts: tuple[PartCount, ...]
    """The parts in their order."""
    records: int
    """How many lines are no entries; they go to no part."""
    largest: int
    """How many entries the largest group has, which no part can tear apart."""

    @property
    def entries(self) -> int:
        """Return how many entries there are."""
        return sum(part.entries for part in self.parts)


class Partition:
    """A partition: planned first, then given out part by part.

    Entries that teach the same always go to the same part; so do entries that share a value of `group_by`:
    a tag, a system prompt, a speaker among the assistant's turns, or a member of that key. Memory holds nine
    bytes for each line, and about 200 for each group.
    """

    def __init__(self, reader: Reader, *, parts: tuple[Part, ...], seed: int, group_by: str = "") -> None:
        """Read the file and decide which line goes where."""
        self._reader = reader
        self._together = Together()
        self._records: set[int] = set()
        keys = self._read_keys(group_by)
        groups = array("Q", map(self._together.find, keys))
        sizes = Counter(group for place, group in enumerate(groups) if place not in self._records)
        placed = divide(sizes, parts=parts, seed=seed)
        self._places = bytes(_RECORD if place in self._records else placed[group] for place, group in enumerate(groups))
        self.report = _count(parts, placed, sizes, records=len(self._records))
        """How the file is divided."""

    def lines(self, place: int) -> Iterator[bytes]:
        """Yield the lines of the part at `place` as they stand in the file, without their newlines."""
        for row, chosen in zip(self._reader.rows(), self._places, strict=True):
            if chosen == place:
                yield row.raw

    def _read_keys(self, group_by: str) -> "array[int]":
        keys = array("Q")
        for place, row in enumerate(self._reader.rows()):
            if isinstance(row.item, Record):
                self._records.add(place)
                keys.append(0)
                continue
            key = sameness(row.item) & _MASK
            keys.append(key)
            for value in _values(row.item, group_by):
                self._together.join(key, xxhash.xxh3_64_intdigest(b"value:" + value))
        return keys


def _values(entry: Entry, group_by: str) -> Iterator[bytes]:
    if group_by == "tag":
        yield from (tag.encode("utf-8", "surrogatepass") for tag in entry.tags)
    elif group_by == "system_prompt":
        if entry.system_prompt is not None:
            yield entry.system_prompt.encode("utf-8", "surrogatepass")
    elif group_by == "speaker":
        speakers = {message.speaker for message in entry.messages if message.role == ASSISTANT and message.speaker}
        yield from (speaker.encode("utf-8", "surrogatepass") for speaker in sorted(speakers))
    elif group_by and (value := get_member(entry.extra, group_by)) is not None:
        yield value


def _count(
    parts: tuple[Part, ...], placed: Mapping[int, int], sizes: Mapping[int, int], *, records: int
) -> PartitionReport:
    entries, groups = Counter[int](), Counter[int]()
    for group, place in placed.items():
        entries[place] += sizes[group]
        groups[place] += 1
    counts = tuple(
        PartCount(part=part, entries=entries[place], groups=groups[place]) for place, part in enumerate(parts)
    )
    return PartitionReport(parts=counts, records=records, largest=max(sizes.values(), default=0))
