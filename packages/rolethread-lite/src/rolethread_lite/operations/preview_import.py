"""Says what an import of a file would bring, without writing anything."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rolethread_lite.formats.lines import ReadLine
from rolethread_lite.formats.opening import RawLine, SourceFacts, open_source
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_difference import compare_libraries
from rolethread_lite.model.record import Record
from rolethread_lite.operations.import_lines import read_incoming
from rolethread_lite.operations.import_report import RECORDS_LISTED, KeptRecord, LibraryOffer
from rolethread_lite.operations.incoming import Incoming, facts_of_bundle, opened_incoming
from rolethread_lite.rules.messages.labels import is_label

FIRST_ENTRIES = 3
"""How many entries are shown, when nothing else is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What an import would bring."""

    dataset: str
    """What the dataset would be called."""
    entries: int
    """How many entries there are."""
    records: int
    """How many lines are no entries."""
    listed: tuple[KeptRecord, ...]
    """The first of those lines."""
    formats: tuple[tuple[str, int], ...]
    """How many lines there are of each format, the most frequent first."""
    facts: SourceFacts
    """What was seen of the file."""
    first: tuple[Entry, ...]
    """The first entries."""
    labels: tuple[str, ...]
    """The names that stand as a role, the one in most messages first."""
    offer: LibraryOffer = field(default_factory=LibraryOffer)
    """What stands beside the file, and what it would change in the library."""


def preview_import(
    path: Path, *, first: int = FIRST_ENTRIES, library: Library | None = None, sidecar: Path | None = None
) -> ImportPreview:
    """Read a file to its end and return what it holds; raises UnreadableInput when it cannot be read.

    What stands beside it is compared with `library`, the one of the workspace it would come into.
    """
    with opened_incoming(path, sidecar=sidecar) as incoming:
        seen = _Seen(first)
        facts = seen.read(incoming)
    beside = incoming.beside
    difference = compare_libraries(library or Library(), beside.library)
    return ImportPreview(
        dataset=incoming.name,
        entries=seen.formats.total(),
        records=seen.records,
        listed=tuple(seen.listed),
        formats=tuple(seen.formats.most_common()),
        facts=facts,
        first=tuple(seen.entries),
        labels=tuple(role for role, _ in seen.roles.most_common() if is_label(role)),
        offer=LibraryOffer(beside=beside, difference=difference),
    )


class _Seen:
    """What was seen of a file so far."""

    def __init__(self, first: int) -> None:
        self._first = first
        self.formats: Counter[str] = Counter()
        self.listed: list[KeptRecord] = []
        self.entries: list[Entry] = []
        self.records = 0
        self.roles: Counter[str] = Counter()

    def read(self, incoming: Incoming) -> SourceFacts:
        """Look at every line, and return what was seen of the file itself."""
        if incoming.bundle is not None:
            self._look(incoming.bundle.lines(), is_kept=True)
            return facts_of_bundle(incoming.path, size=incoming.path.stat().st_size)
        with open_source(incoming.path) as source:
            self._look(source.lines(), is_kept=False)
            return source.facts

    def _look(self, lines: Iterator[RawLine], *, is_kept: bool) -> None:
        for line in lines:
            self._count(line.number, read_incoming(line.raw, is_kept=is_kept))

    def _count(self, number: int, line: ReadLine) -> None:
        if isinstance(line.item, Record):
            self.records += 1
            if self.records <= RECORDS_LISTED:
                self.listed.append(KeptRecord(number=number, reason=line.item.detail))
            return
        self.formats[line.format] += 1
        self.roles.update(message.role for message in line.item.messages)
        if len(self.entries) < self._first:
            self.entries.append(line.item)
