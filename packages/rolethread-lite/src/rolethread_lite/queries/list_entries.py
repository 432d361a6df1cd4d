"""Lists entries, a page at a time."""

from dataclasses import dataclass

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.selection import Selection
from rolethread_lite.store.view import StoredLine, View

PAGE = 50
"""Entries on a page, when nothing else is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEntry:
    """One line of a list of entries."""

    entry_id: str
    """The id."""
    number: int
    """Its place in the dataset, from 1."""
    position: int
    """Where it stands; pass the last one on to get the next page."""
    item: Entry | None
    """The entry, None for a kept record."""
    opening: str
    """The first words that are spoken, or the record's text."""
    severity: Severity | None
    """The worst that was found in it."""
    findings: int
    """How many findings there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """A page of entries."""

    entries: tuple[ListedEntry, ...]
    """The entries in their order."""
    next_after: int | None
    """The position behind which the next page begins, None when this is the last."""


def list_entries(
    view: View, *, dataset: str, selection: Selection | None = None, after: int | None = None, limit: int = PAGE
) -> EntryPage:
    """Return the selected entries behind a position; the cost does not grow with how far that is.

    Raises UnknownName for a dataset there is not, InvalidValue for a text that cannot be searched for.
    """
    key = view.dataset_key(dataset)
    places = view.places(key, selection or Selection(), after=after, limit=limit + 1)
    lines = list(view.lines(place.key for place in places[:limit]))
    worst = view.worst_findings([line.key for line in lines])
    return EntryPage(
        entries=tuple(
            _listed(line, number, worst.get(line.key))
            for line, number in zip(lines, view.numbers_of(lines), strict=True)
        ),
        next_after=places[limit - 1].position if len(places) > limit else None,
    )


def _listed(line: StoredLine, number: int, worst: tuple[int, int] | None) -> ListedEntry:
    item = None if line.is_record else read_stored(line.line)
    entry = item if isinstance(item, Entry) else None
    spoken = next((message.text for message in entry.turns if message.text.strip()), "") if entry else ""
    opening = spoken if entry else line.line[:200].decode("utf-8", "replace")
    return ListedEntry(
        entry_id=line.entry_id,
        number=number,
        position=line.position,
        item=entry,
        opening=" ".join(opening.split())[:200],
        severity=Severity(worst[0]) if worst else None,
        findings=worst[1] if worst else 0,
    )
