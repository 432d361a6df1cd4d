"""What an import was asked to do, and what it did."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rolethread_lite.formats.opening import SourceFacts
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_difference import LibraryDifference
from rolethread_lite.model.library_taking import LibraryChoice, LibraryRule
from rolethread_lite.operations.import_lines import IncomingLine
from rolethread_lite.operations.library.beside import Beside
from rolethread_lite.operations.library.entry_edits import RenamedTag

RECORDS_LISTED = 100
"""How many lines that are no entries a report names one by one; all are counted and kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How a file comes in."""

    library: LibraryRule = LibraryRule.NONE
    """What is taken of the library that stands beside the file."""
    choices: tuple[LibraryChoice, ...] = ()
    """Choices about single things of it."""
    tags: tuple[str, ...] = ()
    """Tags that every entry gets."""
    keeps_old_tags: bool = False
    """Whether old names of tags stay as they are."""
    sidecar: Path | None = None
    """A sidecar, or a database of RoleThread 1.0, in place of what stands beside the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """A line that is no entry, as a report names it."""

    number: int
    """The line of the file it began at."""
    reason: str
    """Why it is no entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryOffer:
    """What stands beside a file, and what of it is taken."""

    beside: Beside = field(default_factory=Beside)
    """What stands beside the file."""
    difference: LibraryDifference = field(default_factory=lambda: LibraryDifference(mine=Library(), items=()))
    """What it would bring to the library."""
    taken: int = 0
    """How many changes of the library were made."""
    notes: int = 0
    """How many notes found their lines."""

    @property
    def notes_left(self) -> int:
        """Count the notes whose lines are not in the file, or are others now."""
        return len(self.beside.notes) - self.notes


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did."""

    dataset: str
    """The dataset's name."""
    step: Step | None
    """The step of the history, None when the file held nothing."""
    entries: int
    """How many entries were read."""
    records: int
    """How many lines were kept that are no entries."""
    listed: tuple[KeptRecord, ...]
    """The first of those lines."""
    formats: tuple[tuple[str, int], ...]
    """How many lines there were of each format, the most frequent first."""
    facts: SourceFacts
    """What was seen of the file."""
    offer: LibraryOffer = field(default_factory=LibraryOffer)
    """What stood beside the file, and what of it was taken."""
    renamed: tuple[tuple[RenamedTag, int], ...] = ()
    """Tags that came under an old name, and in how many entries."""
    tags: tuple[str, ...] = ()
    """Tags that every entry got."""


class Tally:
    """Counts what an import reads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.entries = 0
        self.records = 0
        self.formats: Counter[str] = Counter()
        self.renamed: Counter[RenamedTag] = Counter()
        self.listed: list[KeptRecord] = []

    @property
    def lines(self) -> int:
        """Return how many lines were read."""
        return self.entries + self.records

    def count(self, lines: Iterable[IncomingLine]) -> None:
        """Count some lines."""
        for line in lines:
            self.renamed.update(line.renamed)
            if line.load.is_record:
                self.records += 1
                if len(self.listed) < RECORDS_LISTED:
                    self.listed.append(KeptRecord(number=line.load.number or 0, reason=line.detail))
            else:
                self.entries += 1
                self.formats[line.format] += 1
