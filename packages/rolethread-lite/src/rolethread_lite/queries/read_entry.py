"""Reads one entry: what is in it, what was found in it, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.record import Record
from rolethread_lite.rules.checking import check_entry, check_record
from rolethread_lite.store.history import states_of_line
from rolethread_lite.store.view import StoredLine, View


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDetail:
    """One entry, or one kept record, with all that is known of it."""

    entry_id: str
    """The id."""
    number: int
    """Its place in the dataset, from 1."""
    item: Entry | Record
    """The entry with its note, or the record."""
    line: bytes
    """The line as it is kept and projected."""
    findings: tuple[Finding, ...]
    """What the rules find in it."""
    source_line: int | None
    """The line of the imported file it began at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """What one step made of an entry."""

    step: Step
    """The step."""
    before: Entry | Record | None
    """The entry before it, None when it was not there."""
    after: Entry | Record | None
    """The entry after it, None when it was no longer there."""


def read_entry(view: View, *, dataset: str, entry_id: str) -> EntryDetail:
    """Return the entry whose id begins with `entry_id`; raises UnknownName."""
    line = view.line(view.key_of(view.dataset_key(dataset), entry_id))
    item = _item(line)
    findings = check_record(item) if isinstance(item, Record) else check_entry(Reading(item))
    return EntryDetail(
        entry_id=line.entry_id,
        number=view.number_of(line),
        item=item,
        line=line.line,
        findings=tuple(findings),
        source_line=line.source_line,
    )


def read_entries(view: View, *, dataset: str, keys: list[int]) -> Iterator[Entry]:
    """Yield the entries with these keys, records left out."""
    view.dataset(dataset)
    for line in view.lines(keys):
        item = _item(line)
        if isinstance(item, Entry):
            yield item


def entry_history(view: View, *, dataset: str, entry_id: str) -> Iterator[EntryState]:
    """Yield what each step made of an entry, the latest first; steps that are undone are left out."""
    key = view.key_of(view.dataset_key(dataset), entry_id)
    for state in states_of_line(view.connection, key):
        yield EntryState(step=state.step, before=_read(state.before), after=_read(state.after))


def _item(line: StoredLine) -> Entry | Record:
    item = read_stored(line.line)
    return replace(item, note=line.note, entry_id=line.entry_id) if isinstance(item, Entry) else item


def _read(line: bytes | None) -> Entry | Record | None:
    return None if line is None else read_stored(line)
