"""The workspace: the one door through which Python, the command line and the app do everything."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from platformdirs import user_data_path

from rolethread_lite.derivation import LineDerivation
from rolethread_lite.errors import RoleThreadError, WorkspaceUnusable
from rolethread_lite.files.targets import is_same_file
from rolethread_lite.formats.opening import open_source
from rolethread_lite.model.change import Change
from rolethread_lite.model.character import Avatar
from rolethread_lite.model.dataset import Dataset, Step
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_taking import LibraryChoice, LibraryRule
from rolethread_lite.model.mirror import MirrorReport
from rolethread_lite.model.pruning import PrunableSteps
from rolethread_lite.model.snapshot import SnapshotReason
from rolethread_lite.operations.bundle.writing import bundle_chunks
from rolethread_lite.operations.import_file import import_file
from rolethread_lite.operations.import_report import ImportOptions, ImportReport
from rolethread_lite.operations.library.take_library import TakeLibrary
from rolethread_lite.operations.merge.merge_datasets import MergedDatasets, Merging, merge_datasets, preview_merge
from rolethread_lite.operations.merge.planning import MergePlan, Watch, unwatched
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.partition_dataset import NewPart, partition_dataset
from rolethread_lite.operations.preview import LinePreview, preview_change
from rolethread_lite.operations.snapshots.bring_back import restore_everything, restore_snapshot
from rolethread_lite.operations.snapshots.mirror_bundles import mirror_bundles
from rolethread_lite.operations.snapshots.preview_restore import RestorePreview, preview_restore
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.projecting import FileState, Projector, file_state, write_files
from rolethread_lite.queries.library_part import sidecar_of
from rolethread_lite.store.projection import paths_for
from rolethread_lite.store.snapshots.automatic import AutomaticSnapshots
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.snapshots.keeping import Snapshots
from rolethread_lite.store.snapshots.mirror import Mirror
from rolethread_lite.store.snapshots.pruning import prunable_history, prune_history
from rolethread_lite.store.store import FILE_NAME, Store
from rolethread_lite.store.view import View

DATASETS_FOLDER = "datasets"


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


def default_folder() -> Path:
    """Return where the workspace is kept when nobody says otherwise: the platform's local app-data folder."""
    return user_data_path("RoleThread", appauthor=False, roaming=False)


def is_there(folder: Path | None = None) -> bool:
    """Tell whether there is a workspace in a folder; opening one that is not there would make it."""
    return ((folder or default_folder()) / FILE_NAME).exists()


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
        self.snapshots = Snapshots(self._store)
        """Its snapshots."""
        self.mirror = Mirror(self._store, self.snapshots)
        """Their copies in a folder of the owner's."""
        self._automatic = AutomaticSnapshots(self._store, self.snapshots)
        self._files = Projector(self._store, self.home) if write_files else None

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

    def apply(
        self, plan: Plan, *, key: str | None = None, progress: Callable[[int], None] = lambda _changes: None
    ) -> Step | None:
        """Apply a plan as one step, and return it; None when there was nothing to do.

        With `key`, repeating the call does it once. `progress` is told how many changes are made; when it raises,
        none is. Raises WorkspaceMoved when the workspace is no longer as it was when the plan was made.
        """
        return self._commit(plan.operation, base=plan.base, key=key, progress=progress)

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
        options: ImportOptions | None = None,
        progress: Callable[[int], None] = lambda _bytes: None,
    ) -> ImportReport:
        """Read a file into a new dataset, or to the end of the dataset `into`, as one step.

        Of the library that stands beside the file, only what `options` say is taken.
        """
        self._automatic.before_import(path, into=into)
        report = import_file(
            self._store, path, name=name, into=into, workers=workers, options=options, progress=progress
        )
        self._changed()
        return report

    def take_library(
        self, incoming: Library, *, rule: LibraryRule, choices: tuple[LibraryChoice, ...] = ()
    ) -> Step | None:
        """Take from another library what a rule and choices say, pictures too; None when there was nothing to take."""
        for avatar in incoming.avatars:
            self._store.keep_avatar(avatar.content)
        return self.run(TakeLibrary(incoming=incoming, rule=rule, choices=choices))

    def bundle(self, name: str, *, progress: Callable[[int], None] = lambda _bytes: None) -> Iterator[bytes]:
        """Yield the bytes of a bundle of a dataset; `progress` is told how many were packed. Raises UnknownName."""
        with self.view() as view:
            dataset = view.dataset(name)
            yield from bundle_chunks(view, dataset, sidecar=sidecar_of(view, dataset), progress=progress)

    def preview_merge(self, merging: Merging, *, watch: Watch = unwatched) -> MergePlan:
        """Return what a merge of datasets would keep and leave out; nothing is written."""
        with self._store.view() as view:
            return preview_merge(view, merging, watch=watch)

    def merge_datasets(self, merging: Merging, *, watch: Watch = unwatched) -> MergedDatasets:
        """Bring datasets together into a new one as one step; they themselves stay as they are."""
        merged = merge_datasets(self._store, merging, watch=watch)
        self._changed()
        return merged

    def partition_dataset(self, name: str, parts: Sequence[NewPart], *, base: int, watch: Watch) -> Step | None:
        """Copy lines of a dataset into new ones as one step; it stays as it is."""
        step = partition_dataset(self._store, dataset=name, parts=parts, base=base, watch=watch)
        self._changed()
        return step

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

    def keep_avatar(self, content: bytes) -> Avatar:
        """Keep a picture, and return it with the digest by which a character names it."""
        return self._store.keep_avatar(content)

    @property
    def snapshot_failure(self) -> RoleThreadError | None:
        """Return why a snapshot that nobody asked for could not be taken, None when all is well."""
        return self._automatic.failure

    @property
    def file_failure(self) -> RoleThreadError | None:
        """Return why a dataset's file could not be written in the background, None when all is well."""
        return self._files.failure if self._files is not None else None

    @property
    def has_snapshot_to_mirror(self) -> bool:
        """Tell whether a snapshot was taken by itself since the workspace was opened."""
        return self._automatic.has_taken

    def restore(
        self, operation: RestoreSnapshot, *, progress: Callable[[int], None] = lambda _lines: None
    ) -> Step | None:
        """Bring back what was in a snapshot, as one step; a snapshot of the present state is taken first."""
        self.snapshots.take(reason=SnapshotReason.BEFORE_RESTORE)
        step = restore_snapshot(self._store, operation, progress=progress)
        if step is not None:
            self._changed()
        return step

    def preview_restore(self, contents: SnapshotContents) -> RestorePreview:
        """Return what bringing back a whole snapshot would do: nothing but datasets where there are some already."""
        with self._store.view() as view:
            return preview_restore(view, contents)

    def restore_everything(
        self,
        contents: SnapshotContents,
        *,
        as_new_datasets: bool = False,
        progress: Callable[[int], None] = lambda _lines: None,
    ) -> Step | None:
        """Bring back a whole snapshot into an empty workspace, or its datasets beside those there are."""
        step = restore_everything(self._store, contents, as_new_datasets=as_new_datasets, progress=progress)
        if step is not None:
            self._changed()
        return step

    def push_mirror(self, *, progress: Callable[[int], None] = lambda _objects: None) -> MirrorReport | None:
        """Bring the mirror up to date with the snapshots there are; None when its folder cannot be reached."""
        report = self.mirror.push(progress=progress)
        if report is not None and self.mirror.wants_bundles:
            names = [dataset.name for dataset in self.datasets()]
            mirror_bundles(Path(report.folder), names, bundle=self.bundle, is_renewed=bool(report.snapshots))
        return report

    def prunable_history(
        self, *, keep_days: int, progress: Callable[[int], None] = lambda _objects: None
    ) -> PrunableSteps:
        """Return what could be forgotten of the history: old steps that a snapshot holds, which is verified first."""
        return prunable_history(self._store, self.snapshots, keep_days=keep_days, progress=progress)

    def prune_history(self, *, keep_days: int, progress: Callable[[int], None] = lambda _lines: None) -> PrunableSteps:
        """Forget steps older than so many days that a snapshot holds; return what went."""
        return prune_history(self._store, self.snapshots, keep_days=keep_days, progress=progress)

    def compact(self) -> int:
        """Give room that is no longer used back to the disk, and return how many bytes that were."""
        return self._store.compact()

    def history(self, *, before: int | None = None, limit: int = 50) -> list[Step]:
        """Return steps, the latest first."""
        return self._store.steps(before=before, limit=limit)

    def next_labels(self) -> tuple[str, str]:
        """Return in words what `undo` would take back and what `redo` would do again; empty for nothing."""
        return self._store.next_labels()

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
        return tuple(file_state(self._store, dataset, self.home) for dataset in self.datasets())

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
        with open_source(file_state(self._store, dataset, self.home).path) as source:
            return tuple(line.raw for line in source.lines())

    def settle_file(self, name: str, *, lines: tuple[bytes, ...]) -> None:
        """Write a dataset's file over the lines that were taken from it; one with other lines stays as it is."""
        if self.outside_lines(name) == lines:
            self.overwrite_file(name)

    def owns(self, path: Path) -> bool:
        """Tell whether a path is one of the workspace's own files, which nothing else may be written to."""
        own = [self.folder / f"{FILE_NAME}{ending}" for ending in ("", "-wal", "-shm")]
        own += [file for dataset in self.datasets() for file in paths_for(self.home, dataset.name)]
        return path.resolve() in {file.resolve() for file in own} or any(is_same_file(path, file) for file in own)

    def source(self, key: int) -> bytes:
        """Return the bytes of an imported file; raises UnknownName when they were discarded."""
        return self._store.read_source(key)

    def discard_source(self, key: int) -> None:
        """Give up the bytes of an imported file; its entries stay."""
        self._store.discard_source(key)

    def _commit(
        self,
        operation: Operation,
        *,
        base: int | None,
        key: str | None,
        progress: Callable[[int], None] = lambda _changes: None,
    ) -> Step | None:
        with ExitStack() as held:
            view = held.enter_context(self._store.view())
            changes = _counted(operation.changes(view), progress)
            step = self._store.commit(
                changes, label=operation.label(), operation=operation.as_json(), base=base, key=key
            )
            if step is not None:
                self._look_back(view, step, held)
                self._changed()
        return step

    def _look_back(self, view: View, step: Step, held: ExitStack) -> None:
        """Take the snapshots that a step asks for, from the view before it; nobody waits for them in the app."""
        if not self._automatic.is_due_after(view, step):
            return
        if self._files is None:
            self._automatic.after_step(view, step)
            return
        kept = held.pop_all()

        def _take() -> None:
            with kept:
                self._automatic.after_step(view, step)

        self._files.later(_take)

    def _changed(self) -> None:
        if self._files is not None:
            self._files.wake()


def _counted(changes: Iterator[Change], progress: Callable[[int], None]) -> Iterator[Change]:
    for number, change in enumerate(changes, start=1):
        yield change
        progress(number)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        what = f"the folder for the workspace cannot be made ({fault.strerror})"
        raise WorkspaceUnusable(what, where=str(folder), advice="Choose another one with --workspace.") from fault
