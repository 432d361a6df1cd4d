"""Takes entries out of a dataset; undo brings them back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, RemoveLine
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteEntries(Operation):
    """Take the selected entries and records out of their dataset."""

    NAME: ClassVar[str] = "delete-entries"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The lines."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a removal for each."""
        for key in selected_keys(view, dataset=self.dataset, selection=self.selection):
            yield RemoveLine(key=key)

    def label(self) -> str:
        """Name the dataset."""
        return f"Delete entries from “{self.dataset}”"
