"""Puts a copy of entries behind each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, InsertLine
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateEntries(Operation):
    """Put a copy of each selected entry behind it, everything it came with included."""

    NAME: ClassVar[str] = "duplicate-entries"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a copy for each."""
        for stored in view.lines(selected_keys(view, dataset=self.dataset, selection=self.selection)):
            yield InsertLine(
                dataset=stored.dataset,
                line=stored.line,
                after=stored.key,
                seed=bytes.fromhex(stored.entry_id),
                note=stored.note,
                is_record=stored.is_record,
            )

    def label(self) -> str:
        """Name the dataset."""
        return f"Duplicate entries in “{self.dataset}”"
