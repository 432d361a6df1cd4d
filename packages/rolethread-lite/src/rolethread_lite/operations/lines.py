"""Reads entries for operations and turns edited ones into changes."""

from collections.abc import Callable, Iterator

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats import messages
from rolethread_lite.formats.lines import read_line, read_stored
from rolethread_lite.model.change import Change, InsertLine, ReplaceLine
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import compact
from rolethread_lite.model.record import Record
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.json_faults import describe_fault
from rolethread_lite.store.view import StoredLine, View


def find_line(view: View, *, dataset: str, entry_id: str) -> StoredLine:
    """Return the line whose id begins with `entry_id`; raises UnknownName."""
    key = view.dataset_key(dataset)
    return view.line(view.key_of(key, entry_id))


def find_entry(view: View, *, dataset: str, entry_id: str) -> tuple[StoredLine, Entry]:
    """Return an entry and its line; raises UnknownName, and InvalidValue for a record."""
    stored = find_line(view, dataset=dataset, entry_id=entry_id)
    return stored, as_entry(stored)


def as_entry(stored: StoredLine) -> Entry:
    """Return the entry that a line holds; raises InvalidValue for a record."""
    item = read_stored(stored.line)
    if isinstance(item, Record):
        raise InvalidValue(
            f"entry {stored.entry_id[:8]} is a kept record, not an entry: {item.detail}",
            advice="Edit it as text until it is valid, then try again.",
        )
    return item


def selected_keys(view: View, *, dataset: str, selection: Selection) -> list[int]:
    """Return the keys of the selected lines in their order; raises UnknownName."""
    return [place.key for place in view.places(view.dataset_key(dataset), selection)]


def edited(view: View, *, dataset: str, selection: Selection, edit: Callable[[Entry], Entry]) -> Iterator[Change]:
    """Yield a change for every selected entry that `edit` returns differently; records are passed over."""
    for stored in view.lines(selected_keys(view, dataset=dataset, selection=selection)):
        item = None if stored.is_record else read_stored(stored.line)
        if isinstance(item, Entry):
            yield from replaced(stored, before=item, after=edit(item))


def replaced(stored: StoredLine, *, before: Entry, after: Entry) -> Iterator[Change]:
    """Yield the change from one entry to another, nothing when they are the same."""
    if before != after:
        yield ReplaceLine(key=stored.key, before=stored.line, line=messages.write(after))


def inserted(stored: StoredLine, *, entry: Entry) -> InsertLine:
    """Return the change that puts an entry made from a line behind it."""
    return InsertLine(
        dataset=stored.dataset, line=messages.write(entry), after=stored.key, seed=bytes.fromhex(stored.entry_id)
    )


def parse_entry(text: str) -> bytes:
    """Return the line for an entry given as JSON in any known format.

    Raises InvalidValue with line and column when it is not JSON, or with the reason when it is no entry.
    """
    read = read_line(compact(text.strip().encode("utf-8", "surrogatepass")))
    if isinstance(read.item, Record):
        raise InvalidValue(
            f"this is not an entry: {describe_fault(text, read.item)}", advice="Correct it and try again."
        )
    return read.line
