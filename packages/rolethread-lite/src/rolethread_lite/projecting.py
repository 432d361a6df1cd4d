"""Keeps the datasets' files what the workspace holds, and says how they stand."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from rolethread_lite.errors import RoleThreadError
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.queries.library_part import sidecar_bytes
from rolethread_lite.store.projection import DiskState, paths_for, set_aside_sidecars
from rolethread_lite.store.store import Store

_DEBOUNCE_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """A dataset's file and how it stands to the workspace."""

    dataset: Dataset
    """The dataset."""
    state: DiskState
    """How the file stands to it."""
    path: Path
    """Where the file is."""
    set_aside: tuple[Path, ...] = ()
    """Sidecars that somebody else edited: each was moved aside before it was written anew."""

    @property
    def is_changed_outside(self) -> bool:
        """Tell whether somebody else wrote the file: it is not written over until the owner decides."""
        return self.state is DiskState.CHANGED_OUTSIDE


def write_files(store: Store, home: Path) -> tuple[FileState, ...]:
    """Bring the files of a store's datasets up to date; return those that somebody else changed."""
    store.retire_files(home=home)
    left: list[FileState] = []
    with store.view() as view:
        datasets = view.datasets()
    for dataset in datasets:
        found = file_state(store, dataset, home)
        if found.is_changed_outside:
            left.append(found)
        elif found.state is not DiskState.CURRENT:
            store.project(dataset, home=home, sidecar=sidecar_bytes)
    return tuple(left)


def file_state(store: Store, dataset: Dataset, home: Path) -> FileState:
    """Tell how a dataset's file stands to the workspace."""
    outside = store.outside_file(dataset, home=home)
    if outside is not None:
        return FileState(dataset=dataset, state=DiskState.CHANGED_OUTSIDE, path=outside)
    state = store.disk_state(dataset, home=home)
    aside = set_aside_sidecars(home, dataset.name)
    return FileState(dataset=dataset, state=state, path=paths_for(home, dataset.name).dataset, set_aside=aside)


class Projector:
    """Brings files up to date in the background, a moment after the last change, and does what nobody waits for."""

    def __init__(self, store: Store, home: Path) -> None:
        """Write the datasets of `store` under `home`."""
        self._store = store
        self._home = home
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self._tasks: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.failure: RoleThreadError | None = None
        """Why the files could not be written, None when they could."""
        self._thread = threading.Thread(target=self._work, name="rolethread-files", daemon=True)
        self._wanted.set()
        self._thread.start()

    def wake(self) -> None:
        """Write what changed, soon."""
        self._wanted.set()

    def later(self, task: Callable[[], None]) -> None:
        """Do something in the background; it must tell by itself what goes wrong."""
        self._tasks.put(task)
        self._wanted.set()

    def finish(self) -> None:
        """Do and write what is left, and stop; raises what kept a file from being written."""
        self._closing.set()
        self._wanted.set()
        self._thread.join()
        self._work_off()
        write_files(self._store, self._home)

    def _work(self) -> None:
        while not self._closing.is_set():
            self._wanted.wait()
            if self._closing.wait(_DEBOUNCE_SECONDS):
                return
            self._wanted.clear()
            self._work_off()
            self._write()

    def _work_off(self) -> None:
        while not self._tasks.empty():
            self._tasks.get()()

    def _write(self) -> None:
        try:
            write_files(self._store, self._home)
        except RoleThreadError as failure:
            # Told at the end; the next change tries again. What was raised holds on to what was being read.
            self.failure = type(failure)(failure.what, where=failure.where, advice=failure.advice)
