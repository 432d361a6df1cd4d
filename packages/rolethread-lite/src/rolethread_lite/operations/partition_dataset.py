"""Divides a dataset into new ones: every line is copied unseen, and all are adopted in one step."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import AdoptLines, Change, CreateDataset
from rolethread_lite.model.dataset import Step
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.operations.merge.planning import Watch, unwatched
from rolethread_lite.store.loading import BATCH, Load
from rolethread_lite.store.store import Store
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPart:
    """A dataset that is to be made of some lines of another one."""

    name: str
    """Its name."""
    keys: Sequence[int]
    """The keys of the lines, in their order."""


def partition_dataset(
    store: Store,
    *,
    dataset: str,
    parts: Sequence[NewPart],
    base: int,
    watch: Watch = unwatched,
) -> Step | None:
    """Copy the lines of each part into a new dataset, as one step; the dataset itself stays as it is.

    `watch` is told how many lines were copied; when it raises, nothing is made. Raises InvalidValue for a name that is
    taken, and WorkspaceMoved when the workspace is not at revision `base`.
    """
    with store.view() as view:
        names = [_free(view, part.name) for part in parts]
    if len(set(names)) < len(names):
        raise InvalidValue("two parts have the same name", advice="Name each part once.")
    with ExitStack() as stack:
        loads = [stack.enter_context(store.load(name)) for name in names]
        _copy(loads, parts, watch)
        return store.commit(
            _changes(loads, names),
            label=f"Partition “{dataset}” into {', '.join(f'“{name}”' for name in names)}",
            operation=json.dumps({"operation": "partition-dataset", "dataset": dataset, "parts": names}),
            base=base,
        )


def _free(view: View, name: str) -> str:
    """Return a name as it is kept; raises InvalidValue when a dataset has it."""
    kept = usable_name(name)
    if (other := view.name_in_the_way(kept)) is not None:
        raise InvalidValue(f"a dataset named {other!r} already exists", advice="Choose another name.")
    return kept


def _copy(loads: Sequence[Load], parts: Sequence[NewPart], watch: Watch) -> None:
    lines, whole = 0, sum(len(part.keys) for part in parts)
    for load, part in zip(loads, parts, strict=True):
        for start in range(0, len(part.keys), BATCH):
            batch = part.keys[start : start + BATCH]
            load.copy(batch)
            lines += len(batch)
            watch("lines copied", lines, whole)


def _changes(loads: Sequence[Load], names: Sequence[str]) -> Iterator[Change]:
    for load, name in zip(loads, names, strict=True):
        yield CreateDataset(key=load.key, name=name)
        yield AdoptLines(dataset=load.key, load=load.key)
