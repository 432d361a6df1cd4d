"""What the import page says of a file that waits: what is in it, and what its owner wants done with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from rolethread_lite.errors import RoleThreadError
from rolethread_lite.formats.opening import SourceFacts
from rolethread_lite.formats.rolethread_1 import with_speakers
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_difference import (
    ItemDifference,
    LibraryDifference,
    LibraryStanding,
    compare_libraries,
)
from rolethread_lite.model.library_taking import LibraryChoice, LibraryRule, chosen
from rolethread_lite.model.message import Message
from rolethread_lite.operations.dataset_names import LONGEST
from rolethread_lite.operations.import_report import KeptRecord
from rolethread_lite.operations.incoming import dataset_name_for
from rolethread_lite.operations.library.beside import Beside
from rolethread_lite.operations.preview_import import ImportPreview
from rolethread_lite.web.acting import Form
from rolethread_lite.web.looking import Look
from rolethread_lite.web.uploads import WaitingFile

RECORDS_SHOWN = 5
MESSAGES_SHOWN = 8
ITEMS_SHOWN = 200

RULES: tuple[tuple[LibraryRule, str], ...] = (
    (LibraryRule.NEW, "Only what is new"),
    (LibraryRule.MINE, "New and missing; where both say something, yours stays"),
    (LibraryRule.THEIRS, "All of it; where both say something, theirs counts"),
    (LibraryRule.NONE, "Nothing"),
)
"""What can be taken of a library, each with its words."""

_STANDINGS: Mapping[LibraryStanding, str] = MappingProxyType(
    {
        LibraryStanding.NEW: "new",
        LibraryStanding.FULLER: "fuller there",
        LibraryStanding.CONFLICT: "different there",
        LibraryStanding.SAME: "the same",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to become of a file."""

    is_wanted: bool = True
    """Whether it is imported at all."""
    name: str = ""
    """What its new dataset is called."""
    into: int = 0
    """Key of the dataset that it is added to, 0 for a new one."""
    library: LibraryRule = LibraryRule.NEW
    """What is taken of its library."""
    choices: tuple[LibraryChoice, ...] = ()
    """Choices about single things of it."""
    fault: str = ""
    """Why it cannot be so, empty as long as it can."""

    @property
    def sides(self) -> dict[str, str]:
        """Return which side was chosen, by what the choice is about."""
        return {choice.item: choice.side.value for choice in self.choices}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCard:
    """A file that waits, as the page shows it."""

    file: WaitingFile
    """The file."""
    wish: Wish
    """What is to become of it."""
    is_read: bool
    """Whether it was read to its end."""
    fault: RoleThreadError | None = None
    """Why it cannot be read."""
    entries: int = 0
    """How many entries there are."""
    records: int = 0
    """How many lines are no entries."""
    listed: tuple[KeptRecord, ...] = ()
    """The first of those lines."""
    formats: tuple[tuple[str, int], ...] = ()
    """How many lines there are of each format."""
    facts: tuple[str, ...] = ()
    """What a person may not expect of the file."""
    first: tuple[tuple[Message, ...], ...] = ()
    """The first messages of the first entries."""
    labels: tuple[str, ...] = ()
    """The names that stand as a role."""
    beside: Beside = field(default_factory=Beside)
    """What stands beside the file."""
    brings: str = ""
    """What its library would bring, in words; empty for nothing."""
    items: tuple[tuple[ItemDifference, str], ...] = ()
    """What is in that library and not here, with how it stands."""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing in the file."""
        return self.is_read and self.fault is None and not self.entries and not self.records


def card_of(file: WaitingFile, look: Look, *, wish: Wish, library: Library, patience: float) -> FileCard:
    """Return a file as it is shown, as far as it is known after waiting so many seconds."""
    if not look.wait(patience):
        return FileCard(file=file, wish=wish, is_read=False)
    preview = look.preview
    if preview is None:
        return FileCard(file=file, wish=wish, is_read=True, fault=look.fault)
    difference = compare_libraries(library, preview.offer.beside.library)
    return FileCard(
        file=file,
        wish=wish,
        is_read=True,
        entries=preview.entries,
        records=preview.records,
        listed=preview.listed[:RECORDS_SHOWN],
        formats=preview.formats,
        facts=tuple(_unexpected(preview.facts)),
        first=tuple(_with_speakers(entry, preview).messages[:MESSAGES_SHOWN] for entry in preview.first),
        labels=preview.labels if preview.offer.beside.speakers is None else (),
        beside=preview.offer.beside,
        brings=_summary(difference) if difference.brings_something else "",
        items=tuple(
            (item, _STANDINGS[item.standing]) for item in difference.items if item.standing is not LibraryStanding.SAME
        )[:ITEMS_SHOWN],
    )


def _with_speakers(entry: Entry, preview: ImportPreview) -> Entry:
    """Return an entry as it would come in: a sidecar of RoleThread 1.0 says who speaks."""
    sidecar = preview.offer.beside.speakers
    return entry if sidecar is None else with_speakers(entry, sidecar)


def first_wishes(
    looks: Sequence[tuple[WaitingFile, Look]], *, into: int, is_free: Callable[[str], bool]
) -> dict[int, Wish]:
    """Return what the form says of each file before anybody touched it; every name is one that is free."""
    taken: set[str] = set()
    wishes: dict[int, Wish] = {}
    for file, look in looks:
        name = look.preview.dataset if look.preview is not None else dataset_name_for(Path(file.name))
        free = free_name(name[:LONGEST], is_free=lambda one: one.casefold() not in taken and is_free(one))
        taken.add(free.casefold())
        wishes[file.number] = Wish(name=free, into=into)
    return wishes


def read_wish(form: Form, file: WaitingFile) -> Wish:
    """Return what a form says about a file."""
    number = file.number
    rule = form.text(f"library-{number}")
    choices = (chosen(text) for text in form.texts(f"choice-{number}") if text)
    return Wish(
        is_wanted=form.has(f"take-{number}"),
        name=form.text(f"name-{number}"),
        into=form.number(f"into-{number}"),
        library=LibraryRule(rule) if rule in set(LibraryRule) else LibraryRule.NONE,
        choices=tuple(choice for choice in choices if choice is not None),
    )


def free_name(name: str, *, is_free: Callable[[str], bool]) -> str:
    """Return a name that no dataset has, with a number behind it where that is needed."""
    candidate, number = name, 1
    while not is_free(candidate):
        number += 1
        candidate = f"{name[: LONGEST - 8]} {number}"
    return candidate


def _summary(difference: LibraryDifference) -> str:
    """Return in one phrase what a library would bring: `3 new, 1 different there, 8 the same`."""
    counts = [(difference.count(standing), word) for standing, word in _STANDINGS.items()]
    return ", ".join(f"{many:,} {word}" for many, word in counts if many)


def _unexpected(facts: SourceFacts) -> Iterator[str]:
    """Yield what a person may not expect of a file; a plain file needs no words."""
    if facts.encoding != "utf-8":
        yield f"encoded as {facts.encoding}"
    if facts.compression:
        yield f"compressed with {facts.compression}"
    if facts.has_bom:
        yield "begins with a byte order mark"
    if facts.framing in _FRAMINGS:
        yield _FRAMINGS[facts.framing]
    if facts.blank_lines:
        yield f"{facts.blank_lines:,} blank {'line' if facts.blank_lines == 1 else 'lines'} passed over"
    if facts.latin1_lines:
        first = f", the first is line {facts.first_latin1_line}" if facts.first_latin1_line is not None else ""
        lines = "line is" if facts.latin1_lines == 1 else "lines are"
        yield f"{facts.latin1_lines:,} {lines} not UTF-8 and read as Windows-1252{first}"


_FRAMINGS = {"array": "one list of entries", "values": "entries that span several lines"}
