"""Tells what bringing back a whole snapshot would do, before it is done."""

from dataclasses import dataclass

from rolethread_lite.model.library import Library
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.operations.snapshots.bring_back import free_names, is_unused
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturningDataset:
    """A dataset that would come back."""

    name: str
    """What it would be called: its own name, or one like it where that is taken."""
    was: str
    """What it is called in the snapshot."""
    entries: int
    """How many entries it holds."""
    records: int
    """How many lines that are no entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePreview:
    """What bringing back a whole snapshot would do to the workspace as it is."""

    snapshot: Snapshot
    """The snapshot."""
    base: int
    """The revision of the workspace it was thought through for."""
    as_new_datasets: bool
    """Whether the workspace is not empty, so that only datasets come back, beside those there are."""
    datasets: tuple[ReturningDataset, ...]
    """The datasets that would come, by the names they had."""
    library: Library
    """The library that would come with them; empty beside what is there."""
    settings: int
    """How many settings would come with them."""


def preview_restore(view: View, contents: SnapshotContents) -> RestorePreview:
    """Return what bringing back a whole snapshot would do; raises StorageFailed when its library is damaged."""
    snapshot, as_new_datasets = contents.snapshot, not is_unused(view)
    kept = None if as_new_datasets else contents.library()
    names = free_names(view, snapshot.datasets)
    return RestorePreview(
        snapshot=snapshot,
        base=view.revision,
        as_new_datasets=as_new_datasets,
        datasets=tuple(
            ReturningDataset(name=name, was=each.name, entries=each.entries, records=each.records)
            for each, name in zip(snapshot.datasets, names, strict=True)
        ),
        library=Library() if kept is None else kept.library,
        settings=0 if kept is None else len(kept.settings),
    )
