"""Lists the duplicates of a dataset, group by group."""

from dataclasses import dataclass

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.duplicates import (
    EXACT_ONLY,
    Comparison,
    DuplicateKind,
    DuplicateSearch,
    LeftOut,
    OnDuplicate,
    settle,
)
from rolethread_lite.model.entry import Entry
from rolethread_lite.store.view import StoredLine, View


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateMember:
    """An entry that stands in the dataset already."""

    entry_id: str
    """Its id."""
    kind: DuplicateKind
    """How it is a duplicate of the first of its group."""
    likeness: float
    """How alike the two are, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateGroup:
    """Entries that teach the same, or nearly."""

    first_id: str
    """The id of the first of them."""
    members: tuple[DuplicateMember, ...]
    """The others, in their order."""


def duplicate_groups(view: View, *, dataset: str, comparison: Comparison = EXACT_ONLY) -> tuple[DuplicateGroup, ...]:
    """Return the groups of duplicates, in the order of their first entries; all entries are read.

    Raises UnknownName for a dataset there is not.
    """
    search = DuplicateSearch(comparison)
    keys: list[int] = []
    for stored in view.all_lines(view.dataset_key(dataset)):
        item = _read(stored)
        if item is not None:
            search.add(item, number=len(keys))
            keys.append(stored.key)

    def _entry(number: int) -> Entry:
        return _read(view.line(keys[number])) or Entry(messages=())

    def _member(one: LeftOut) -> DuplicateMember:
        entry_id = view.line(keys[one.number]).entry_id
        return DuplicateMember(entry_id=entry_id, kind=one.kind, likeness=one.likeness)

    settled = [
        settle(group, read=_entry, keep=OnDuplicate.FIRST, comparison=comparison) for group in search.groups(_entry)
    ]
    return tuple(
        DuplicateGroup(first_id=view.line(keys[one.kept]).entry_id, members=tuple(map(_member, one.left_out)))
        for one in settled
    )


def _read(stored: StoredLine) -> Entry | None:
    item = None if stored.is_record else read_stored(stored.line)
    return item if isinstance(item, Entry) else None
