"""The store: one SQLite workspace, its writer, its readers, and its history."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import xxhash

from rolethread_lite.errors import WorkspaceMoved
from rolethread_lite.model.change import Change
from rolethread_lite.model.character import Avatar
from rolethread_lite.model.dataset import Dataset, Step, StepState
from rolethread_lite.model.pruning import PrunableSteps
from rolethread_lite.model.snapshot import SnapshotSource
from rolethread_lite.store import history, items, projection, pruning, sources
from rolethread_lite.store.applying import Applier
from rolethread_lite.store.asking import ask_text, run
from rolethread_lite.store.connection import connect, storage_errors, transaction
from rolethread_lite.store.derived import Derivation
from rolethread_lite.store.keeping import Keeper
from rolethread_lite.store.loading import BATCH, Load, drop_load, reserve, sweep_abandoned
from rolethread_lite.store.numbering import Numbering
from rolethread_lite.store.projection import DiskState, SidecarWriter
from rolethread_lite.store.schema import TRUTH, bring_up_to_date, refuse_other_programs
from rolethread_lite.store.search.searching import Searches
from rolethread_lite.store.sizes import Sizes
from rolethread_lite.store.view import View, read_revision

FILE_NAME = "workspace.db"


class SourceInProgress:
    """A source whose bytes are being kept."""

    def __init__(self, key: int, take: Callable[[bytes], None]) -> None:
        """Name the source by `key`."""
        self.key = key
        """The key by which lines name it."""
        self.take = take
        """Keep the next bytes."""
        self.facts = "{}"
        """What was seen of the file, as JSON; set before the block ends."""


class Store:
    """An open workspace database. One writer, and as many views as are wanted, in any thread."""

    def __init__(self, folder: Path, *, derivation: Derivation) -> None:
        """Open the workspace in `folder`, making it when it is missing.

        Raises WorkspaceUnusable when the folder cannot hold one, or its file is damaged or too new.
        """
        self.path = folder / FILE_NAME
        """The database file."""
        self.derivation = derivation
        """What derives findings, figures and texts from a line."""
        self._lock = threading.RLock()
        self._searches = Searches(derivation, folder=folder)
        self._sizes = Sizes()
        self._numbering = Numbering()
        self._idle: list[apsw.Connection] = []
        refuse_other_programs(self.path)
        self._writer = connect(self.path)
        with storage_errors(self.path):
            bring_up_to_date(self._writer, self.path)
            self._keeper = Keeper(self._writer, derivation)
            with transaction(self._writer):
                self._keeper.prepare_tables()
                if not self._keeper.outdated(limit=1):
                    self._keeper.mark_current()
            sweep_abandoned(self._writer)
        sources.sweep_sources(folder)

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for connection in (*self._idle, self._writer):
                connection.close()
            self._idle.clear()

    @contextmanager
    def view(self) -> Iterator[View]:
        """Show the workspace as it stands now; what is committed meanwhile does not show."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or connect(self.path)
        try:
            with storage_errors(self.path):
                connection.execute("begin").fetchall()
                yield View(
                    connection,
                    derivation=self.derivation,
                    searches=self._searches,
                    sizes=self._sizes,
                    numbering=self._numbering,
                )
        except BaseException:
            # Whoever keeps the exception keeps what was being read, and with it this state: nobody else may get it.
            connection.close()
            raise
        if connection.in_transaction:
            connection.execute("rollback").fetchall()
        with self._lock:
            self._idle.append(connection)

    def revision(self) -> int:
        """Return the revision of the workspace as it is now."""
        with self.view() as view:
            return view.revision

    def commit(
        self, changes: Iterable[Change], *, label: str, operation: str, base: int | None = None, key: str | None = None
    ) -> Step | None:
        """Apply changes as one step; return it, or None when nothing changed.

        With `base`, the workspace must still be at that revision: raises WorkspaceMoved otherwise. With `key`, the
        same action is done once, however often it is asked for. Raises EntryChanged when a line is no longer what a
        change was made for. Nothing is changed when anything is raised.
        """
        with self._writing() as connection:
            if key is not None and (done := history.step_with_key(connection, key)) is not None:
                return done
            if base is not None and read_revision(connection) != base:
                raise WorkspaceMoved("the workspace changed meanwhile", advice="Look at the plan again, then apply it.")
            changeset = _record(connection, lambda: Applier(connection).apply(changes))
            if not changeset:
                return None
            touched = self._keeper.follow(changeset, revision=_next_revision(connection))
            number = history.write_step(connection, history.RecordedStep(label, operation, key, touched, changeset))
            return history.read_step(connection, number)

    def keep_avatar(self, content: bytes) -> Avatar:
        """Keep a picture, and return it with the digest by which a character names it."""
        avatar = Avatar(digest=xxhash.xxh3_128_hexdigest(content), content=content)
        with self._writing() as connection:
            items.keep_avatar(connection, avatar)
        return avatar

    def undo(self) -> Step:
        """Take back the latest step that is done; raises NothingToUndo."""
        with self._writing() as connection:
            step = history.step_to_undo(connection)
            changeset = apsw.Changeset.invert(history.read_changeset(connection, step.number))
            return self._replay(connection, step, changeset, StepState.UNDONE)

    def redo(self) -> Step:
        """Do again the step that was undone last; raises NothingToUndo."""
        with self._writing() as connection:
            step = history.step_to_redo(connection)
            return self._replay(connection, step, history.read_changeset(connection, step.number), StepState.DONE)

    def steps(self, *, before: int | None = None, limit: int = 50) -> list[Step]:
        """Return steps of the history, the latest first."""
        with self.view() as view:
            return history.read_steps(view.connection, before=before, limit=limit)

    def next_labels(self) -> tuple[str, str]:
        """Return in words what would be undone and what would be redone, empty for nothing."""
        with self.view() as view:
            return history.next_labels(view.connection)

    def prunable(self, *, before: int, bound: int) -> PrunableSteps:
        """Return what could be forgotten of the history before a time, and no later than step `bound`."""
        with self.view() as view:
            return pruning.prunable(view.connection, before=before, bound=bound)

    def prune(self, *, before: int, bound: int, progress: Callable[[int], None]) -> PrunableSteps:
        """Forget it, and return what went; `progress` is told how many lines are done."""
        return pruning.prune(self._writing, before=before, bound=bound, progress=progress)

    def compact(self) -> int:
        """Give room that is no longer used back to the disk, and return how many bytes that were."""
        with self._lock, storage_errors(self.path):
            return pruning.compact(self._writer)

    @contextmanager
    def keep_source(self, name: str) -> Iterator[SourceInProgress]:
        """Keep the bytes that the block hands over as a source; nothing is kept when the block fails."""
        with self._lock, storage_errors(self.path):
            key = sources.start_source(self._writer, name=name)
        try:
            with sources.keep_source(self.path.parent) as keeper:
                source = SourceInProgress(key, keeper.take)
                yield source
        except BaseException:
            with self._lock, storage_errors(self.path):
                sources.drop_source(self._writer, key)
            raise
        if keeper.kept is not None:
            with self._lock, storage_errors(self.path):
                sources.finish_source(self._writer, key, kept=keeper.kept, facts=source.facts)

    def read_source(self, key: int) -> bytes:
        """Return the bytes of a kept source; raises UnknownName when they were discarded."""
        with self.view() as view:
            return sources.read_source(view.connection, self.path.parent, key)

    def discard_source(self, key: int) -> None:
        """Give up the bytes of a kept source; what was imported from it stays."""
        with self._lock, storage_errors(self.path):
            sources.discard_source(self._writer, self.path.parent, key)

    def adopt_sources(self, known: Iterable[SnapshotSource]) -> dict[str, int]:
        """Return the keys of sources that are known from elsewhere, by their marks."""
        with self._lock, storage_errors(self.path):
            return {source.mark: sources.adopt_source(self._writer, source) for source in known}

    def recall(self, name: str) -> str | None:
        """Return what the workspace was asked to remember under a name, None when nothing was."""
        with self.view() as view:
            return ask_text(view.connection, "select value from meta where name=?", (name,))

    def remember(self, name: str, value: str) -> None:
        """Remember something about this workspace that is no truth and in no history."""
        with self._writing() as connection:
            run(connection, "insert or replace into meta values(?,?)", (name, value))

    def project(self, dataset: Dataset, *, home: Path, sidecar: SidecarWriter) -> Path:
        """Write a dataset's files as they stand now, and return the dataset file; `sidecar` gives the other one."""
        with self.view() as view, self._filing() as connection:
            return projection.project(connection, view, view.dataset_of(dataset.key), home=home, sidecar=sidecar)

    def retire_files(self, *, home: Path) -> None:
        """Remove the files of datasets that are no longer in the workspace, and what killed processes left."""
        projection.sweep_home(home)
        with self._filing() as connection:
            projection.retire(connection)

    def disk_state(self, dataset: Dataset, *, home: Path) -> DiskState:
        """Tell how a dataset's file stands to the workspace."""
        with self.view() as view:
            return projection.state_of(view.connection, dataset, home=home)

    def outside_file(self, dataset: Dataset, *, home: Path) -> Path | None:
        """Return the dataset's file that somebody else wrote, None when there is none."""
        with self.view() as view:
            return projection.outside_file(view.connection, dataset, home=home)

    def accept_outside(self, dataset: Dataset, *, home: Path) -> None:
        """Take the file as it is for known: the next projection may write over it."""
        with self._filing() as connection:
            projection.accept_outside(connection, dataset, home=home)

    @contextmanager
    def _filing(self) -> Iterator[apsw.Connection]:
        """Hold a connection for writing files, apart from the one that edits use."""
        connection = connect(self.path)
        try:
            with storage_errors(self.path):
                yield connection
        finally:
            connection.close()

    @contextmanager
    def load(self, name: str) -> Iterator[Load]:
        """Load lines, unseen until one step in the block adopts them; nothing of them stays when the block fails.

        Their ids are derived as for a dataset called `name`.
        """
        with self._lock, storage_errors(self.path):
            key = reserve(self._writer)
        try:
            yield Load(self._writing, keeper=self._keeper, key=key, name=name)
        except BaseException:
            with self._lock, storage_errors(self.path):
                drop_load(self._writer, key)
            raise

    def outdated_lines(self) -> int:
        """Count lines whose findings and figures were made by another version of the rules and figures."""
        with self._lock, storage_errors(self.path):
            return len(self._keeper.outdated(limit=-1))

    def derive_outdated(self, *, progress: Callable[[int], None]) -> None:
        """Make findings and figures of another version anew, a batch at a time; `progress` is told how many."""
        while True:
            with self._writing() as connection:
                keys = self._keeper.outdated(limit=BATCH)
                if not keys:
                    self._keeper.mark_current()
                    return
                self._keeper.rewrite(keys)
                connection.executemany(
                    "insert or replace into touch values(?,?)", [(key, read_revision(connection)) for key in keys]
                )
            progress(len(keys))

    @contextmanager
    def _writing(self) -> Iterator[apsw.Connection]:
        """Hold the writer in one transaction; what was given out in it is forgotten when it fails."""
        with self._lock, storage_errors(self.path):
            try:
                with transaction(self._writer):
                    yield self._writer
            except BaseException:
                self._keeper.forget()
                raise
            self._sizes.follow(self._keeper.take_growth())

    def _replay(self, connection: apsw.Connection, step: Step, changeset: bytes, state: StepState) -> Step:
        history.apply_changeset(connection, changeset)
        self._keeper.follow(changeset, revision=_next_revision(connection))
        history.mark_step(connection, step.number, state)
        return history.read_step(connection, step.number)


def _record(connection: apsw.Connection, write: Callable[[], int]) -> bytes:
    """Return what `write` changes in the tables of truth, as the database records it."""
    session = apsw.Session(connection, "main")
    try:
        for table in TRUTH:
            session.attach(table)
        write()
        return session.changeset()
    finally:
        session.close()


def _next_revision(connection: apsw.Connection) -> int:
    revision = read_revision(connection) + 1
    connection.execute("insert or replace into meta values('revision',?)", (str(revision),))
    return revision
