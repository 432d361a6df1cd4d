"""Writes entries in another format, and says first what that format cannot carry."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolethread_lite.files.merge import FileCount
from rolethread_lite.files.reading import Reader
from rolethread_lite.formats.format import Format
from rolethread_lite.formats.writing import Loss, losses_of, ordered_losses, strict, write_entry
from rolethread_lite.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionReport:
    """What a conversion does, known before anything is written."""

    files: tuple[FileCount, ...]
    """The files in their order."""
    losses: tuple[Loss, ...]
    """What is not carried over, what is lost most often first."""
    writes_records: bool
    """Whether lines that are no entries are written where they stand."""

    @property
    def entries(self) -> int:
        """Return how many entries are written."""
        return sum(file.entries for file in self.files)

    @property
    def records(self) -> int:
        """Return how many lines are no entries."""
        return sum(file.records for file in self.files)


class Conversion:
    """A conversion: its losses are counted first, then the lines are given out. The files are read twice."""

    def __init__(self, readers: Sequence[Reader], *, to: Format, clean: bool = False) -> None:
        """Read the files and count what would be lost."""
        self._readers = readers
        self._to = to
        self._clean = clean
        self._losses = Counter[str]()
        files = tuple(self._count(reader) for reader in readers)
        self.report = ConversionReport(
            files=files,
            losses=ordered_losses(self._losses),
            writes_records=to.name == "messages" and not clean,
        )
        """What the conversion does."""

    def lines(self) -> Iterator[bytes]:
        """Yield the converted lines without their newlines; a line that is in the format already is copied."""
        for reader in self._readers:
            for row in reader.rows():
                item = row.item
                if isinstance(item, Record):
                    if self.report.writes_records:
                        yield item.raw
                    continue
                in_the_format = row.format == self._to.name and not self._clean
                yield strict(row.raw) if in_the_format else write_entry(item, form=self._to, clean=self._clean)

    def _count(self, reader: Reader) -> FileCount:
        entries = records = 0
        for row in reader.rows():
            if isinstance(row.item, Record):
                records += 1
                continue
            entries += 1
            self._losses.update(losses_of(row.item, form=self._to, clean=self._clean))
        return FileCount(name=reader.shown, entries=entries, records=records)
