"""What the rules that compare entries found, kept until something changes: they read texts, so they are asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from rolethread_lite.queries.dataset_findings import LikeFinding, compare_entries
from rolethread_lite.rules.checking import group_rules
from rolethread_lite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What comparing the entries of a dataset came to."""

    revision: int
    """The state of the workspace it is true for."""
    found: dict[str, tuple[LikeFinding, ...]]
    """What each of those rules found, by its code; nothing found is there too."""


class Comparisons:
    """The latest comparison of each dataset."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[int, Comparison] = {}

    def keep(self, dataset: int, comparison: Comparison) -> None:
        """Keep the comparison of a dataset in place of an older one."""
        self._kept[dataset] = comparison

    def find(self, dataset: int, *, revision: int) -> Comparison | None:
        """Return the comparison of a dataset, None where there is none or the workspace changed since."""
        kept = self._kept.get(dataset)
        return kept if kept is not None and kept.revision == revision else None


def compare(workspace: Workspace, dataset: str, *, watch: Callable[[int, int], None]) -> Comparison:
    """Compare the entries of a dataset; `watch` is told how many of how many were read."""
    found: dict[str, list[LikeFinding]] = {one.rule.code: [] for one in group_rules()}
    with workspace.view() as view:
        for one in compare_entries(view, dataset=dataset, watch=watch):
            found[one.finding.code].append(one)
        return Comparison(revision=view.revision, found={code: tuple(those) for code, those in found.items()})
