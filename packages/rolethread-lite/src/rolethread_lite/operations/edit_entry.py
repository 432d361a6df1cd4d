"""Gives an entry other content."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.errors import EntryChanged
from rolethread_lite.formats import messages
from rolethread_lite.model.change import Change, ReplaceLine, SetNote
from rolethread_lite.model.entry import Entry
from rolethread_lite.operations.lines import find_entry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class EditEntry(Operation):
    """Replace what an entry says by what the owner made of it."""

    NAME: ClassVar[str] = "edit-entry"
    dataset: str
    """The dataset's name."""
    entry_id: str
    """The entry's id, or enough of its beginning."""
    entry: Entry
    """The entry as it shall be, its note included."""
    before: Entry | None = None
    """The entry as the owner saw it; if it is no longer that, the edit is refused."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the new text and the new note, as far as they differ; raises EntryChanged."""
        stored, now = find_entry(view, dataset=self.dataset, entry_id=self.entry_id)
        if self.before is not None and self.before != replace(now, note=stored.note):
            raise EntryChanged("the entry was changed meanwhile", advice="Look at it as it is now, then edit it again.")
        line = messages.write(self.entry)
        if line != stored.line:
            yield ReplaceLine(key=stored.key, before=stored.line, line=line)
        if self.entry.note != stored.note:
            yield SetNote(key=stored.key, note=self.entry.note)

    def label(self) -> str:
        """Name the entry."""
        return f"Edit entry {self.entry_id[:8]}"
