"""Takes duplicates out of one dataset."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, RemoveLine
from rolethread_lite.model.duplicates import EXACT_ONLY, Comparison, OnDuplicate
from rolethread_lite.operations.merge.planning import MergePlan, Watch, changes_of, plan_merge, unwatched
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDuplicates(Operation):
    """Keep one of each entry of a dataset; it takes over tags, notes and speakers of those that are taken out."""

    NAME: ClassVar[str] = "remove-duplicates"
    dataset: str
    """The dataset's name."""
    comparison: Comparison = EXACT_ONLY
    """How entries are compared."""
    keep: OnDuplicate = OnDuplicate.FIRST
    """Which of several duplicates is kept."""

    def plan(self, view: View, *, watch: Watch = unwatched) -> MergePlan:
        """Return what would be kept and taken out."""
        return plan_merge(view, datasets=(self.dataset,), comparison=self.comparison, keep=self.keep, watch=watch)

    def changes(self, view: View) -> Iterator[Change]:
        """Yield what kept entries take over, then a removal for each of the others."""
        plan = self.plan(view)
        yield from changes_of(view, plan.taking)
        for key in plan.removed:
            yield RemoveLine(key=key)

    def label(self) -> str:
        """Name the dataset."""
        kind = "duplicates" if self.comparison.near is None else "near duplicates"
        return f"Remove {kind} from “{self.dataset}”"
