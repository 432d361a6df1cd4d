"""Brings datasets of the workspace together into a new one: copied unseen, adopted in one step."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import AdoptLines, CreateDataset
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.duplicates import EXACT_ONLY, Comparison, OnDuplicate
from rolethread_lite.model.shuffling import shuffled
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.operations.merge.planning import MergePlan, Watch, changes_of, plan_merge, unwatched
from rolethread_lite.store.loading import BATCH, Load
from rolethread_lite.store.store import Store
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """What is to be merged, and how."""

    datasets: tuple[str, ...]
    """Names of the datasets, in the order in which their entries come."""
    name: str
    """The name of the new dataset."""
    comparison: Comparison = EXACT_ONLY
    """How entries are compared."""
    keep: OnDuplicate = OnDuplicate.FIRST
    """Which of several duplicates is kept."""
    seed: int | None = None
    """The number to shuffle the entries by; None keeps their order."""

    def as_json(self) -> str:
        """Return all of it, for the history."""
        return json.dumps(
            {
                "operation": "merge-datasets",
                "datasets": list(self.datasets),
                "dataset": self.name,
                "keep": self.keep.value,
                "ignore_system": self.comparison.ignore_system,
                "near": self.comparison.near,
                "seed": self.seed,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedDatasets:
    """What a merge of datasets did."""

    dataset: str
    """The new dataset's name."""
    plan: MergePlan
    """What was kept, and what was left out."""
    step: Step | None
    """The step of the history."""


def preview_merge(view: View, merging: Merging, *, watch: Watch = unwatched) -> MergePlan:
    """Return what a merge would keep and leave out; nothing is written.

    Raises UnknownName for a dataset there is not, InvalidValue for a name that is taken or datasets named twice.
    """
    name = usable_name(merging.name)
    if (other := view.name_in_the_way(name)) is not None:
        raise InvalidValue(f"a dataset named {other!r} already exists", advice="Choose another name.")
    if not merging.datasets or len(set(merging.datasets)) < len(merging.datasets):
        raise InvalidValue(
            "a merge needs datasets, each named once", advice="To rid one dataset of duplicates, remove them there."
        )
    return plan_merge(view, datasets=merging.datasets, comparison=merging.comparison, keep=merging.keep, watch=watch)


def merge_datasets(store: Store, merging: Merging, *, watch: Watch = unwatched) -> MergedDatasets:
    """Bring datasets together into a new one as one step; they themselves stay as they are.

    Raises what `preview_merge` does, and WorkspaceMoved when somebody else changes the workspace meanwhile.
    """
    name = usable_name(merging.name)
    with store.view() as view:
        plan = preview_merge(view, merging, watch=watch)
    # No view is open while lines are copied: the database could not tidy up behind them.
    with store.load(name) as load:
        copies = dict(_copied(load, plan.keys, seed=merging.seed, watch=watch))
        step = _adopt(store, plan, load=load.key, merging=merging, copies=copies)
    return MergedDatasets(dataset=name, plan=plan, step=step)


def _copied(load: Load, keys: Sequence[int], *, seed: int | None, watch: Watch) -> Iterator[tuple[int, int]]:
    """Copy lines in their new order, and yield the key of each with that of its copy."""
    order = keys if seed is None else [keys[number] for number in shuffled(range(len(keys)), seed=seed)]
    for start in range(0, len(order), BATCH):
        watch("lines copied", start, len(order))
        batch = order[start : start + BATCH]
        yield from zip(batch, load.copy(batch), strict=True)


def _adopt(store: Store, plan: MergePlan, *, load: int, merging: Merging, copies: dict[int, int]) -> Step | None:
    name = usable_name(merging.name)
    label = f"Merge {', '.join(f'“{one}”' for one in merging.datasets)} into “{name}”"
    with store.view() as view:
        changes = chain(
            (CreateDataset(key=load, name=name), AdoptLines(dataset=load, load=load)),
            changes_of(view, plan.taking, copies=copies),
        )
        return store.commit(changes, label=label, operation=merging.as_json(), base=plan.revision)
