"""Decides how much of the history may be forgotten: nothing that a snapshot could not bring back."""

import time

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.pruning import PrunableSteps
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.store.snapshots.keeping import Snapshots
from rolethread_lite.store.snapshots.taking import Progress, quiet
from rolethread_lite.store.store import Store

_DAY_NS = 86_400 * 10**9


def covering(snapshots: Snapshots, *, progress: Progress = quiet) -> Snapshot | None:
    """Return the latest snapshot of everything that is good and not pinned, None when there is none.

    `progress` is told how many of its objects were looked at. A pinned one may be meant as a memory of its own; the
    history leans on those that follow the work.
    """
    for snapshot in snapshots.all():
        if snapshot.is_whole and not snapshot.is_pinned:
            (check,) = snapshots.verify([snapshot], progress=progress)
            if check.is_good:
                return snapshot
    return None


def prunable_history(
    store: Store, snapshots: Snapshots, *, keep_days: int, progress: Progress = quiet
) -> PrunableSteps:
    """Return what `prune_history` would forget; `progress` is told how far the snapshot is verified."""
    bound = covering(snapshots, progress=progress)
    return store.prunable(before=_time_of(keep_days), bound=bound.step if bound else 0)


def prune_history(store: Store, snapshots: Snapshots, *, keep_days: int, progress: Progress = quiet) -> PrunableSteps:
    """Forget steps older than so many days that the latest snapshot of everything holds; return what went.

    Removed entries and datasets that no step left could bring back go with them. Raises InvalidValue for no days.
    """
    bound = covering(snapshots)
    return store.prune(before=_time_of(keep_days), bound=bound.step if bound else 0, progress=progress)


def _time_of(keep_days: int) -> int:
    if keep_days < 1:
        raise InvalidValue("the history keeps at least one day", advice="Give a number of days from 1.")
    return max(0, time.time_ns() - keep_days * _DAY_NS)
