"""Gives a dataset another name; its files follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model import change
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameDataset(Operation):
    """Give a dataset another name."""

    NAME: ClassVar[str] = "rename-dataset"
    dataset: str
    """Its name now."""
    name: str
    """Its new name."""

    def changes(self, view: View) -> Iterator[change.Change]:
        """Yield the new name."""
        yield change.RenameDataset(key=view.dataset_key(self.dataset), name=usable_name(self.name))

    def label(self) -> str:
        """Name both names."""
        return f"Rename dataset “{self.dataset}” to “{self.name}”"
