"""Cuts an entry into several at chosen turns."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import SYSTEM
from rolethread_lite.operations.lines import find_entry, inserted, replaced
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEntry(Operation):
    """Cut an entry before chosen messages; every part keeps the opening system messages, tags and unknown keys.

    The first part keeps the entry's place, id and note.
    """

    NAME: ClassVar[str] = "split-entry"
    dataset: str
    """The dataset's name."""
    entry_id: str
    """The entry's id, or enough of its beginning."""
    before: tuple[int, ...]
    """Indexes of the messages with which a new part begins, counted from 0."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the first part in place of the entry, and the others behind it; raises InvalidValue."""
        stored, entry = find_entry(view, dataset=self.dataset, entry_id=self.entry_id)
        first, *others = parts_of(entry, before=self.before)
        yield from replaced(stored, before=entry, after=first)
        for part in others:
            yield inserted(stored, entry=part)

    def label(self) -> str:
        """Name the entry."""
        return f"Split entry {self.entry_id[:8]}"


def parts_of(entry: Entry, *, before: tuple[int, ...]) -> tuple[Entry, ...]:
    """Return the parts of an entry cut before the messages with these indexes; raises InvalidValue."""
    opening = next((place for place, message in enumerate(entry.messages) if message.role != SYSTEM), 0)
    points = sorted(set(before))
    if not points or points[0] <= opening or points[-1] >= len(entry.messages):
        raise InvalidValue(
            "an entry is split between two of its turns",
            advice=f"Choose messages from {opening + 1} to {len(entry.messages) - 1}.",
        )
    prompts = entry.messages[:opening]
    bounds = (opening, *points, len(entry.messages))
    return tuple(replace(entry, messages=prompts + entry.messages[start:end]) for start, end in pairwise(bounds))
