"""The workspace: the one door through which Python, the command line and the app do everything."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from platformdirs import user_data_path

from rolethread_lite.derivation import LineDerivation
from rolethread_lite.errors import RoleThreadError, WorkspaceUnusable
from rolethread_lite.formats.opening import open_source
from rolethread_lite.model.change import Change
from rolethread_lite.model.dataset import Dataset, Step
from rolethread_lite.operations.import_file import ImportReport, import_file
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.preview import LinePreview, preview_change
from rolethread_lite.store.projection import DiskState, paths_for
from rolethread_lite.store.store import FILE_NAME, Store
from rolethread_lite.store.view import View

DATASETS_FOLDER = "datasets"
_DEBOUNCE_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an operation would do to the workspace as it was: it can be shown, kept, and applied later."""

    operation: Operation
    """The operation."""
    label: str
    """What is done, in words."""
    base: int
    """The revision of the workspace it was made for."""
    changes: int
    """How many changes it makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """A dataset's file and how it stands to the workspace."""

    dataset: Dataset
    """The dataset."""
    state: DiskState
    """How the file stands to it."""
    path: Path
    """Where the file is."""

    @property
    def is_changed_outside(self) -> bool:
        """Tell whether somebody else wrote the file: it is not written over until the owner decides."""
        return self.state is DiskState.CHANGED_OUTSIDE


def default_folder() -> Path:
    """Return where the workspace is kept when nobody says otherwise: the platform's local app-data folder."""
    return user_data_path("RoleThread", appauthor=False, roaming=False)


def default_home() -> Path:
    """Return where the datasets' files are kept when nobody says otherwise: a visible folder of the owner's."""
    return Path.home() / "RoleThread"


class Workspace:
    """An open workspace. Use it in a `with` block: leaving it brings every dataset's file up to date."""

    def __init__(self, folder: Path | None = None, *, home: Path | None = None, write_files: bool = True) -> None:
        """Open the workspace in `folder`, making it on first use; datasets are written under `home`.

        `write_files` keeps the datasets' files up to date in the background. Raises WorkspaceUnusable.
        """
        self.folder = folder or default_folder()
        """Where the workspace is."""
        self.home = home or (self.folder / DATASETS_FOLDER if folder else default_home())
        """Where the datasets' files are."""
        _make_folder(self.folder)
        self._store = Store(self.folder, derivation=LineDerivation())
        self._files = _Projector(self._store, self.home) if write_files else None

    def __enter__(self) -> Self:
        """Return the workspace."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Bring the files up to date and close."""
        self.close()

    def close(self) -> None:
        """Bring every dataset's file up to date, and close the workspace."""
        try:
            if self._files is not None:
                self._files.finish()
        finally:
            self._store.close()

    def view(self) -> AbstractContextManager[View]:
        """Show the workspace as it stands now, for the questions in `rolethread_lite.queries`."""
        return self._store.view()

    def propose(self, operation: Operation) -> Plan:
        """Return what an operation would do, without doing it; raises what makes it impossible."""
        with self._store.view() as view:
            changes = sum(1 for _ in operation.changes(view))
            return Plan(operation=operation, label=operation.label(), base=view.revision, changes=changes)

    def preview(self, plan: Plan, *, limit: int = 20) -> tuple[LinePreview, ...]:
        """Return the first changes of a plan, each with its before and after."""
        with self._store.view() as view:
            return tuple(preview_change(view, change) for change in islice(plan.operation.changes(view), limit))

    def apply(self, plan: Plan, *, key: str | None = None) -> Step | None:
        """Apply a plan as one step, and return it; None when there was nothing to do.

        With `key`, repeating the call does it once. Raises WorkspaceMoved when the workspace is no longer as it
        was when the plan was made.
        """
        return self._commit(plan.operation, base=plan.base, key=key)

    def run(self, operation: Operation, *, key: str | None = None) -> Step | None:
        """Do an operation as the workspace stands now, and return its step; None when there was nothing to do."""
        return self._commit(operation, base=None, key=key)

    def import_file(
        self,
        path: Path,
        *,
        name: str = "",
        into: str = "",
        workers: int = 0,
        progress: Callable[[int], None] = lambda _bytes: None,
    ) -> ImportReport:
        """Read a file into a new dataset, or to the end of the dataset `into`, as one step."""
        report = import_file(self._store, path, name=name, into=into, workers=workers, progress=progress)
        self._changed()
        return report

    def undo(self) -> Step:
        """Take back the latest step that is done; raises NothingToUndo."""
        step = self._store.undo()
        self._changed()
        return step

    def redo(self) -> Step:
        """Do again the step that was undone last; raises NothingToUndo."""
        step = self._store.redo()
        self._changed()
        return step

    def history(self, *, before: int | None = None, limit: int = 50) -> list[Step]:
        """Return steps, the latest first."""
        return self._store.steps(before=before, limit=limit)

    def datasets(self) -> tuple[Dataset, ...]:
        """Return all datasets by name."""
        with self._store.view() as view:
            return view.datasets()

    def outdated_lines(self) -> int:
        """Count lines whose findings and figures were made by an earlier version of the rules."""
        return self._store.outdated_lines()

    def derive_outdated(self, *, progress: Callable[[int], None] = lambda _lines: None) -> None:
        """Make those findings and figures anew."""
        self._store.derive_outdated(progress=progress)

    def file_states(self) -> tuple[FileState, ...]:
        """Tell how each dataset's file stands to the workspace."""
        return tuple(_file_state(self._store, dataset, self.home) for dataset in self.datasets())

    def write_files(self) -> tuple[FileState, ...]:
        """Bring the datasets' files up to date, and return those that somebody else changed: they stay as they are."""
        return write_files(self._store, self.home)

    def overwrite_file(self, name: str) -> None:
        """Write a dataset's file although somebody else changed it: the owner decided against that change."""
        with self._store.view() as view:
            dataset = view.dataset(name)
        self._store.accept_outside(dataset, home=self.home)
        self.write_files()

    def outside_lines(self, name: str) -> tuple[bytes, ...]:
        """Return the lines of a dataset's file as it is on the disk; raises UnreadableInput when it cannot be read."""
        with self.view() as view:
            dataset = view.dataset(name)
        with open_source(_file_state(self._store, dataset, self.home).path) as source:
            return tuple(line.raw for line in source.lines())

    def settle_file(self, name: str, *, lines: tuple[bytes, ...]) -> None:
        """Write a dataset's file over the lines that were taken from it; one with other lines stays as it is."""
        if self.outside_lines(name) == lines:
            self.overwrite_file(name)

    def owns(self, path: Path) -> bool:
        """Tell whether a path is one of the workspace's own files, which nothing else may be written to."""
        own = [self.folder / f"{FILE_NAME}{ending}" for ending in ("", "-wal", "-shm")]
        own += [file for dataset in self.datasets() for file in paths_for(self.home, dataset.name)]
        return path.resolve() in {file.resolve() for file in own} or any(_is_same(path, file) for file in own)

    def source(self, key: int) -> bytes:
        """Return the bytes of an imported file; raises UnknownName when they were discarded."""
        return self._store.read_source(key)

    def discard_source(self, key: int) -> None:
        """Give up the bytes of an imported file; its entries stay."""
        self._store.discard_source(key)

    def _commit(self, operation: Operation, *, base: int | None, key: str | None) -> Step | None:
        with self._store.view() as view:
            changes: Iterator[Change] = operation.changes(view)
            step = self._store.commit(
                changes, label=operation.label(), operation=operation.as_json(), base=base, key=key
            )
        if step is not None:
            self._changed()
        return step

    def _changed(self) -> None:
        if self._files is not None:
            self._files.wake()


def write_files(store: Store, home: Path) -> tuple[FileState, ...]:
    """Bring the files of a store's datasets up to date; return those that somebody else changed."""
    store.retire_files(home=home)
    left: list[FileState] = []
    with store.view() as view:
        datasets = view.datasets()
    for dataset in datasets:
        found = _file_state(store, dataset, home)
        if found.is_changed_outside:
            left.append(found)
        elif found.state is not DiskState.CURRENT:
            store.project(dataset, home=home)
    return tuple(left)


def _file_state(store: Store, dataset: Dataset, home: Path) -> FileState:
    outside = store.outside_file(dataset, home=home)
    if outside is not None:
        return FileState(dataset=dataset, state=DiskState.CHANGED_OUTSIDE, path=outside)
    state = store.disk_state(dataset, home=home)
    return FileState(dataset=dataset, state=state, path=paths_for(home, dataset.name).dataset)


class _Projector:
    """Brings files up to date in the background, a moment after the last change."""

    def __init__(self, store: Store, home: Path) -> None:
        self._store = store
        self._home = home
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self.failure: RoleThreadError | None = None
        self._thread = threading.Thread(target=self._work, name="rolethread-files", daemon=True)
        self._wanted.set()
        self._thread.start()

    def wake(self) -> None:
        """Write what changed, soon."""
        self._wanted.set()

    def finish(self) -> None:
        """Write what is left, and stop; raises what kept a file from being written."""
        self._closing.set()
        self._wanted.set()
        self._thread.join()
        write_files(self._store, self._home)

    def _work(self) -> None:
        while not self._closing.is_set():
            self._wanted.wait()
            if self._closing.wait(_DEBOUNCE_SECONDS):
                return
            self._wanted.clear()
            self._write()

    def _write(self) -> None:
        try:
            write_files(self._store, self._home)
        except RoleThreadError as failure:
            self.failure = failure  # told at the end; the next change tries again


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise WorkspaceUnusable(
            f"the folder for the workspace cannot be made ({fault.strerror})",
            where=str(folder),
            advice="Choose another one with --workspace.",
        ) from fault


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
