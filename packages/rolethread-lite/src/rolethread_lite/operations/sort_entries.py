"""Puts all entries of a dataset in the order of a figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import ArrangeLines, Change
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class SortEntries(Operation):
    """Order a dataset by a figure; entries with the same number keep their order, records go last."""

    NAME: ClassVar[str] = "sort-entries"
    dataset: str
    """The dataset's name."""
    figure: str
    """The figure's name."""
    descending: bool = False
    """Whether the largest comes first."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the new order, if it is another one; raises UnknownName for a figure there is not."""
        dataset = view.dataset(self.dataset)
        keys = view.keys_by_figure(dataset.key, self.figure, descending=self.descending)
        if keys != view.keys_in_order(dataset.key):
            yield ArrangeLines(dataset=dataset.key, keys=tuple(keys))

    def label(self) -> str:
        """Name the dataset and the figure."""
        return f"Sort “{self.dataset}” by {self.figure}"
