"""Snapshots that nobody asks for: before a large step, and on days with changes.

They are taken after the step from the view that still shows the state before it, so nobody waits for them
with the workspace locked. When one fails, that is kept to be told, and the owner's work goes on.
"""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rolethread_lite.errors import RoleThreadError, StorageFailed
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.settings import Settings
from rolethread_lite.model.snapshot import SnapshotReason
from rolethread_lite.store.asking import numbers, rows_as
from rolethread_lite.store.connection import storage_errors
from rolethread_lite.store.snapshots.keeping import Snapshots
from rolethread_lite.store.snapshots.pruning import prune_history
from rolethread_lite.store.snapshots.taking import Occasion
from rolethread_lite.store.store import Store
from rolethread_lite.store.view import View

_DAY = "snapshot day"
_LEAST_LINE = 64
"""Bytes that hardly a line is shorter than: a smaller file cannot hold so many of them."""
_DAY_NS = 86_400 * 10**9
_NAMES = "select id,name from dataset where not removed"


class AutomaticSnapshots:
    """Takes snapshots when the settings say so."""

    def __init__(self, store: Store, snapshots: Snapshots) -> None:
        """Take them of `store`, as `snapshots`."""
        self._store = store
        self._snapshots = snapshots
        self.failure: RoleThreadError | None = None
        """Why the latest one could not be taken, None when it could."""
        self.has_taken = False
        """Whether one was taken, and the mirror may want it."""

    def is_due_after(self, view: View, step: Step) -> bool:
        """Tell whether the settings ask for anything after a step; a view shows the state before it."""
        settings = view.settings()
        least = settings.snapshots_before_lines
        if self._is_day_due(settings):
            return True
        return bool(least) and (step.lines >= least or bool(self._touched(view)[1]))

    def after_step(self, view: View, step: Step) -> None:
        """Take what the settings ask for after a step, from a view that shows the state before it."""
        self._guarded(lambda: self._after_step(view, step))

    def before_import(self, path: Path, *, into: str) -> None:
        """Take what the settings ask for before a file is imported; one that is added to a dataset may be large."""
        self._guarded(lambda: self._before_import(path, into))

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            with storage_errors(self._store.path):
                act()
            self.failure = None
        except RoleThreadError as failure:
            # What was raised holds on to what was being read; the words are enough.
            self.failure = type(failure)(failure.what, where=failure.where, advice=failure.advice)
        except OSError as fault:
            self.failure = StorageFailed(f"the system refused: {fault}", where=str(self._snapshots.shelf.folder))

    def _after_step(self, view: View, step: Step) -> None:
        settings = view.settings()
        if self._is_day_due(settings):
            self._take_daily(view, settings)
        elif settings.snapshots_before_lines:
            touched, gone = self._touched(view)
            if step.lines >= settings.snapshots_before_lines:
                self._take(view, SnapshotReason.BEFORE_STEP, touched)
            elif gone and self._lines(view, gone) >= settings.snapshots_before_lines:
                self._take(view, SnapshotReason.BEFORE_STEP, gone)

    def _before_import(self, path: Path, into: str) -> None:
        with self._store.view() as view:
            settings = view.settings()
            least = settings.snapshots_before_lines * _LEAST_LINE
            if self._is_day_due(settings):
                self._take_daily(view, settings)
            elif into and least and path.is_file() and path.stat().st_size >= least:
                known = {name for _, name in rows_as(_named, view.connection, _NAMES)}
                self._take(view, SnapshotReason.BEFORE_STEP, known & {into})

    def _take(self, view: View, reason: SnapshotReason, datasets: set[str] | None = None) -> None:
        if datasets is not None and not datasets:
            return
        taken = self._snapshots.take_from(view, Occasion(reason), datasets=datasets)
        self.has_taken = self.has_taken or taken is not None

    def _touched(self, view: View) -> tuple[set[str], set[str]]:
        """Return the datasets that are no longer what the view shows, and those of them that are gone."""
        there = "select id from dataset where not removed"
        with self._store.view() as now:
            moved = set(numbers(now.connection, "select dataset from moved where rev>?", (view.revision,)))
            left = set(numbers(now.connection, there))
        known = {key: name for key, name in rows_as(_named, view.connection, _NAMES) if key in moved}
        return set(known.values()), {name for key, name in known.items() if key not in left}

    def _lines(self, view: View, names: set[str]) -> int:
        """Count the lines of datasets; only those that are gone are worth it."""
        found = [view.dataset(name) for name in names]
        return sum(each.entries + each.records for each in found)

    def _is_day_due(self, settings: Settings) -> bool:
        return settings.snapshots_daily and self._store.recall(_DAY) != _today()

    def _take_daily(self, view: View, settings: Settings) -> None:
        self._take(view, SnapshotReason.DAILY)
        self._store.remember(_DAY, _today())
        self._verify_when_due(settings)
        if settings.history_keep_days:
            prune_history(self._store, self._snapshots, keep_days=settings.history_keep_days)

    def _verify_when_due(self, settings: Settings) -> None:
        """Verify the latest snapshot of everything, when none was verified for as long as the settings say."""
        known = self._snapshots.all()
        whole = [one for one in known if one.is_whole][:1]
        if not whole or not settings.snapshots_verify_days:
            return
        verified = [at for at in map(self._snapshots.verified_at, known) if at is not None]
        if verified and time.time_ns() - max(verified) < settings.snapshots_verify_days * _DAY_NS:
            return
        for check in self._snapshots.verify(whole):
            for fault in check.faults[:1]:
                raise StorageFailed(
                    f"the snapshot {check.snapshot} is damaged: {fault.what}",
                    where=fault.path,
                    advice="`rolethread snapshot verify` shows all of it; `rolethread snapshot take` takes a new one.",
                )


def _today() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d}"


def _named(key: int, name: str) -> tuple[int, str]:
    return key, name
