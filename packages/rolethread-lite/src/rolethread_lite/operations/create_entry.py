"""Adds an entry written by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.formats import messages
from rolethread_lite.model.change import Change, InsertLine
from rolethread_lite.model.entry import Entry
from rolethread_lite.operations.lines import find_line
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateEntry(Operation):
    """Add an entry to a dataset."""

    NAME: ClassVar[str] = "create-entry"
    dataset: str
    """The dataset's name."""
    entry: Entry
    """The entry."""
    after: str = ""
    """Id of the entry it follows; empty for the end."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the new entry."""
        behind = find_line(view, dataset=self.dataset, entry_id=self.after).key if self.after else None
        key = view.dataset_key(self.dataset)
        yield InsertLine(dataset=key, line=messages.write(self.entry), after=behind, note=self.entry.note)

    def label(self) -> str:
        """Name the dataset."""
        return f"Create an entry in “{self.dataset}”"
