"""Makes a new, empty dataset."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import NEW_KEY, Change, CreateDataset
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeDataset(Operation):
    """Make a new, empty dataset."""

    NAME: ClassVar[str] = "create-dataset"
    dataset: str
    """Its name."""

    def changes(self, view: View) -> Iterator[Change]:  # noqa: ARG002 (nothing has to be read)
        """Yield the dataset."""
        yield CreateDataset(key=NEW_KEY, name=usable_name(self.dataset))

    def label(self) -> str:
        """Name the dataset."""
        return f"Create dataset “{self.dataset}”"
