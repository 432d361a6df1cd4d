"""Brings a snapshot back as one step; whole datasets are loaded unseen, so that the history holds no copy of them."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import AdoptLines, Change, CreateDataset
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.snapshot import SnapshotDataset
from rolethread_lite.operations.snapshots.restore_dataset import chosen_lines
from rolethread_lite.operations.snapshots.restore_library import library_changes, setting_changes
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.store.lines import CutLine, names_in
from rolethread_lite.store.loading import BATCH, LoadRow
from rolethread_lite.store.snapshots.chunks import SnapshotLine
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.store import Store
from rolethread_lite.store.view import View

_LONGEST_NAME = 80
Progress = Callable[[int], None]
"""Told how many lines came back so far."""


class _Loads:
    """Loads datasets of a snapshot; all of them are open as long as `stack`."""

    def __init__(self, store: Store, contents: SnapshotContents, progress: Progress, *, stack: ExitStack) -> None:
        self._store = store
        self._contents = contents
        self._progress = progress
        self._sources = store.adopt_sources(contents.snapshot.sources)
        self._stack = stack
        self._lines = 0

    def load(self, lines: Iterator[SnapshotLine], *, name: str, uid: bytes) -> tuple[Change, ...]:
        """Load lines, and return what makes a dataset of them."""
        load = self._stack.enter_context(self._store.load(name))
        while batch := list(islice(lines, BATCH)):
            load.add_rows([self._row(line) for line in batch])
            self._lines += len(batch)
            self._progress(self._lines)
        return CreateDataset(key=load.key, name=name, uid=uid), AdoptLines(dataset=load.key, load=load.key)

    def _row(self, line: SnapshotLine) -> LoadRow:
        names = () if line.is_record else names_in(line.body, line.tags, line.hole)
        return LoadRow(
            line.uid,
            CutLine(line.body, line.tags, line.hole, names),
            line.kind,
            line.note,
            self._sources.get(line.source),
            line.number,
            self._store.derivation.of_line(line.line, is_record=line.is_record),
        )


def restore_snapshot(store: Store, operation: RestoreSnapshot, *, progress: Progress) -> Step | None:
    """Bring back what an operation says, as one step; None when all of it is as it was."""
    with store.view() as view:
        is_new = bool(operation.dataset) and operation.target(view) is None
        if not is_new:
            changes = operation.changes(view)
            return store.commit(changes, label=operation.label(), operation=operation.as_json())
        _refuse_taken(view, operation.new_name)
        library = list(library_changes(view, operation.contents)) if operation.with_library else []
    contents = operation.contents

    def _changes(loads: _Loads) -> Iterable[Change]:
        lines = chosen_lines(contents, contents.dataset(operation.dataset), operation.entry_ids)
        return (*library, *loads.load(lines, name=operation.new_name, uid=operation.new_uid))

    return _commit(store, contents, _changes, words=(operation.label(), operation.as_json()), progress=progress)


def restore_everything(
    store: Store, contents: SnapshotContents, *, as_new_datasets: bool, progress: Progress
) -> Step | None:
    """Bring back a whole snapshot as one step: datasets, library, settings; the workspace must be empty.

    With `as_new_datasets` it need not be: only datasets come back, and beside those there are. Raises InvalidValue.
    """
    with store.view() as view:
        if not as_new_datasets:
            _refuse_used(view)
        others: list[Change] = []
        if not as_new_datasets:
            others += [*library_changes(view, contents), *setting_changes(view, contents)]
        names = free_names(view, contents.snapshot.datasets)
    if not as_new_datasets:
        for picture in contents.pictures():
            store.keep_avatar(picture)

    def _changes(loads: _Loads) -> Iterable[Change]:
        made: list[Change] = []
        for each, name in zip(contents.snapshot.datasets, names, strict=True):
            uid = b"" if as_new_datasets else bytes.fromhex(each.uid)
            made += loads.load(contents.lines(each), name=name, uid=uid)
        return (*others, *made)

    label = f"Restore everything from snapshot “{contents.snapshot.title}”"
    operation = json.dumps({"operation": "restore-everything", "snapshot": contents.snapshot.id})
    return _commit(store, contents, _changes, words=(label, operation), progress=progress)


def _commit(
    store: Store,
    contents: SnapshotContents,
    changes: Callable[[_Loads], Iterable[Change]],
    *,
    words: tuple[str, str],
    progress: Progress,
) -> Step | None:
    """Load what comes back and adopt it in one step; `words` are its label and its operation as JSON."""
    with ExitStack() as stack:
        loads = _Loads(store, contents, progress, stack=stack)
        return store.commit(changes(loads), label=words[0], operation=words[1])


def _refuse_taken(view: View, name: str) -> None:
    other = view.name_in_the_way(name)
    if other is not None:
        raise InvalidValue(f"a dataset named {other!r} already exists", advice="Choose another name.")


def _refuse_used(view: View) -> None:
    if not is_unused(view):
        raise InvalidValue(
            "the workspace is not empty",
            advice="Restore into another folder with --workspace, or add --as-new-datasets to keep both.",
        )


def is_unused(view: View) -> bool:
    """Tell whether a workspace has no dataset and nothing in its library: everything can be brought back into it."""
    return not (view.datasets() or view.library().items)


def free_names(view: View, datasets: Iterable[SnapshotDataset]) -> list[str]:
    """Return names for datasets that come back: their own, or ones like them that are free."""
    taken: dict[str, str] = {}
    for dataset in datasets:
        name, number = dataset.name, 0
        while view.name_in_the_way(name) is not None or name.casefold() in taken:
            number += 1
            name = f"{dataset.name[:_LONGEST_NAME]} (restored{f' {number}' if number > 1 else ''})"
        taken[name.casefold()] = name
    return [*taken.values()]
