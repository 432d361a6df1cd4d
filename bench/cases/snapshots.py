"""Snapshots: the first, one after a single edit, verifying, what changed, and coming back."""

from bench.measuring import Bench
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.workspace import Workspace


def run(bench: Bench) -> None:
    """Measure what snapshots cost in time and in room."""
    workspace = bench.workspace()
    with bench.ratio("take a first snapshot"):
        first = _taken(workspace)
    whole = bench.corpus.stat().st_size
    bench.note("room of a first snapshot", _room(workspace) / whole, unit="x file")
    with workspace.view() as view:
        one = next(view.all_lines(view.dataset_key("corpus"))).entry_id
    workspace.run(NoteEntry(dataset="corpus", entry_id=one, note="Changed."))
    before = _room(workspace)
    with bench.ratio("take one after a single edit"):
        second = _taken(workspace)
    bench.note("room of one after a single edit", (_room(workspace) - before) / 1e6, unit="MB")
    with bench.ratio("tell what changed since"):
        workspace.snapshots.changes_since(first)
    with bench.ratio("verify a snapshot"):
        workspace.snapshots.verify([second])
    contents = workspace.snapshots.contents(first)
    with bench.ratio("restore what changed"):
        workspace.restore(RestoreSnapshot(contents=contents, dataset="corpus"))
    with bench.ratio("restore a whole dataset beside it"):
        workspace.restore(RestoreSnapshot(contents=contents, dataset="corpus", name="beside"))
    workspace.undo()


def _taken(workspace: Workspace) -> Snapshot:
    taken = workspace.snapshots.take()
    if taken is None:
        raise AssertionError
    return taken


def _room(workspace: Workspace) -> int:
    return sum(path.stat().st_size for path in workspace.snapshots.shelf.folder.rglob("*") if path.is_file())
