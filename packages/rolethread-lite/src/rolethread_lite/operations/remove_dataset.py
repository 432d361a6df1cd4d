"""Takes a dataset out of the workspace, its files with it; undo brings both back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model import change
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDataset(Operation):
    """Take a dataset out of the workspace."""

    NAME: ClassVar[str] = "remove-dataset"
    dataset: str
    """Its name."""

    def changes(self, view: View) -> Iterator[change.Change]:
        """Yield the removal."""
        yield change.RemoveDataset(key=view.dataset_key(self.dataset))

    def label(self) -> str:
        """Name the dataset."""
        return f"Remove dataset “{self.dataset}”"
