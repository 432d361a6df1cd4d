"""Puts entries elsewhere in their dataset."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import FIRST, Change, MoveLines
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import find_line, selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View

TOP = "top"
END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEntries(Operation):
    """Put the selected lines together behind another one, in the order they have."""

    NAME: ClassVar[str] = "move-entries"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The lines."""
    after: str
    """Id of the line they shall follow, or `top`, or `end`."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the move; raises InvalidValue when the line to follow is among those that move."""
        keys = tuple(selected_keys(view, dataset=self.dataset, selection=self.selection))
        after = self._behind(view)
        if after in keys:
            raise InvalidValue("entries cannot follow one of themselves", advice="Choose an entry that stays in place.")
        if keys:
            yield MoveLines(dataset=view.dataset_key(self.dataset), keys=keys, after=after)

    def _behind(self, view: View) -> int | None:
        if self.after == TOP:
            return FIRST
        return None if self.after == END else find_line(view, dataset=self.dataset, entry_id=self.after).key

    def label(self) -> str:
        """Name the dataset."""
        return f"Move entries in “{self.dataset}”"
