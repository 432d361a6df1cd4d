"""Gives an entry a note."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, SetNote
from rolethread_lite.operations.lines import find_line
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEntry(Operation):
    """Give an entry a note, or take it away."""

    NAME: ClassVar[str] = "note-entry"
    dataset: str
    """The dataset's name."""
    entry_id: str
    """The entry's id, or enough of its beginning."""
    note: str
    """The note; empty for none."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the note, if it is another one."""
        stored = find_line(view, dataset=self.dataset, entry_id=self.entry_id)
        if stored.note != self.note:
            yield SetNote(key=stored.key, note=self.note)

    def label(self) -> str:
        """Name the entry."""
        return f"Note on entry {self.entry_id[:8]}"
