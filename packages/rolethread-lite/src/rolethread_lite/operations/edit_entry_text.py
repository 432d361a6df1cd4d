"""Gives an entry or a kept record another text, as raw JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, ReplaceLine
from rolethread_lite.operations.lines import find_line, parse_entry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class EditEntryText(Operation):
    """Replace an entry, or a kept record, by JSON that the owner wrote."""

    NAME: ClassVar[str] = "edit-entry-text"
    dataset: str
    """The dataset's name."""
    entry_id: str
    """The line's id, or enough of its beginning."""
    text: str
    """The entry as JSON, in any known format; line breaks do not matter."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the new text; raises InvalidValue, with line and column, when it is no entry."""
        stored = find_line(view, dataset=self.dataset, entry_id=self.entry_id)
        line = parse_entry(self.text)
        if line != stored.line:
            yield ReplaceLine(key=stored.key, before=stored.line, line=line)

    def label(self) -> str:
        """Name the entry."""
        return f"Edit entry {self.entry_id[:8]} as JSON"
