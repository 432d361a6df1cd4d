"""Says what an import of a file would bring, without a workspace and without writing anything."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rolethread_lite.formats.lines import read_line
from rolethread_lite.formats.opening import SourceFacts, open_source
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record
from rolethread_lite.operations.import_file import RECORDS_LISTED, KeptRecord, sidecar_beside

FIRST_ENTRIES = 3
"""How many entries are shown, when nothing else is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What an import would bring."""

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
    has_sidecar: bool
    """Whether a sidecar of RoleThread 1.0 stands beside it."""
    sidecar_fault: str
    """Why the sidecar beside the file would be left aside, empty when there is none or it can be read."""
    first: tuple[Entry, ...]
    """The first entries."""


def preview_import(path: Path, *, first: int = FIRST_ENTRIES) -> ImportPreview:
    """Read a file to its end and return what it holds; raises UnreadableInput when it cannot be read."""
    formats: Counter[str] = Counter()
    listed: list[KeptRecord] = []
    entries: list[Entry] = []
    records = 0
    with open_source(path) as source:
        for line in source.lines():
            read = read_line(line.raw)
            if isinstance(read.item, Record):
                records += 1
                listed += [KeptRecord(number=line.number, reason=read.item.detail)] if records <= RECORDS_LISTED else []
                continue
            formats[read.format] += 1
            entries += [read.item] if len(entries) < first else []
        facts = source.facts
    sidecar, sidecar_fault = sidecar_beside(path)
    return ImportPreview(
        entries=formats.total(),
        records=records,
        listed=tuple(listed),
        formats=tuple(formats.most_common()),
        facts=facts,
        has_sidecar=sidecar is not None,
        sidecar_fault=sidecar_fault,
        first=tuple(entries),
    )
