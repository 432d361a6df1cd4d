"""Takes over what another version of a dataset has that this one has not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.formats import messages
from rolethread_lite.model.change import FIRST, Change, InsertLine, RemoveLine, ReplaceLine, SetNote
from rolethread_lite.model.three_way import Side
from rolethread_lite.operations.differences.planning import Difference, DifferenceKind, plan_differences
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDifferences(Operation):
    """Take over what another version of a dataset has: its new entries, its changes, its removals.

    With the version both were made from, what both changed is brought together turn by turn. The order of the entries
    stays.
    """

    NAME: ClassVar[str] = "take-differences"
    dataset: str
    """The dataset's name."""
    source: str
    """The name of the dataset that is the other version."""
    base: str = ""
    """The name of the dataset both were made from; empty when there is none."""
    kinds: tuple[DifferenceKind, ...] = (*DifferenceKind,)
    """What is taken over."""
    entries: tuple[str, ...] = ()
    """Beginnings of the ids of the entries concerned; none means all."""
    prefer: Side = Side.MINE
    """Whose version counts where both changed the same."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each difference as a change; raises UnknownName for a dataset or an entry there is not."""
        key = view.dataset_key(self.dataset)
        for difference in self.planned(view):
            yield from _changes(difference, dataset=key)

    def planned(self, view: View) -> Iterator[Difference]:
        """Yield each difference that is taken over, before it is made; raises as `changes` does."""
        if self.source in (self.dataset, ""):
            raise InvalidValue("a dataset has no differences from itself", advice="Name another dataset.")
        missing = set(self.entries)
        for difference in plan_differences(
            view, mine=self.dataset, theirs=self.source, base=self.base, prefer=self.prefer
        ):
            asked = {start for start in self.entries if difference.planned.entry_id.startswith(start)}
            missing -= asked
            if difference.planned.kind in self.kinds and (asked or not self.entries):
                yield difference
        if missing:
            raise UnknownName(
                f"no entry that differs has an id that begins with {min(missing)!r}",
                advice="Compare the datasets to see which entries differ.",
            )

    def label(self) -> str:
        """Name both datasets."""
        return f"Take changes from “{self.source}” into “{self.dataset}”"


def _changes(difference: Difference, *, dataset: int) -> Iterator[Change]:
    planned, line, after = difference
    merged = planned.merged
    if line is None:
        if merged is not None:
            yield InsertLine(
                dataset=dataset,
                line=messages.write(replace(merged, note="")),
                after=FIRST if after is None else after,
                note=merged.note,
                entry_id=planned.entry_id,
            )
    elif merged is None:
        yield RemoveLine(key=line.key)
    else:
        text = messages.write(merged)
        if planned.mine is not None and replace(merged, note="") != replace(planned.mine, note=""):
            yield ReplaceLine(key=line.key, before=line.line, line=text)
        if merged.note != line.note:
            yield SetNote(key=line.key, note=merged.note)
