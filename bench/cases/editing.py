"""One-entry edits, bulk changes, and taking each back."""

from dataclasses import replace

from bench.measuring import Bench
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.sort_entries import SortEntries
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.queries.list_entries import list_entries
from rolethread_lite.queries.read_entry import read_entry
from rolethread_lite.workspace import Workspace

EDITS = 200
BULK = 10_000


def run(bench: Bench) -> None:
    """Measure edits and bulk changes."""
    workspace = bench.workspace()
    _single_edits(bench, workspace)
    chosen = Selection(entry_ids=tuple(_ids(workspace, min(BULK, bench.entries))))
    number = f"{len(chosen.entry_ids):,} entries"
    tag = TagEntries(dataset="corpus", selection=chosen, add=("bench",))
    _do_and_undo(bench, workspace, f"tag {number}", tag, targets=(0.7, 0.5))
    delete = DeleteEntries(dataset="corpus", selection=chosen)
    _do_and_undo(bench, workspace, f"delete {number}", delete, targets=(0.3, 0.3))
    replacing = ReplaceText(dataset="corpus", selection=Selection(), find="smiles", by="grins")
    _do_and_undo(bench, workspace, "find and replace in all", replacing)
    _do_and_undo(bench, workspace, "sort all", SortEntries(dataset="corpus", figure="words"))


def _single_edits(bench: Bench, workspace: Workspace) -> None:
    ids = _ids(workspace, min(EDITS, bench.entries))
    edits: list[Operation] = []
    for entry_id in ids:
        with workspace.view() as view:
            item = read_entry(view, dataset="corpus", entry_id=entry_id).item
        if isinstance(item, Entry):
            message = replace(item.messages[-1], content="Another answer, *quietly given*.")
            edited = item.with_message(len(item.messages) - 1, message=message)
            edits.append(EditEntry(dataset="corpus", entry_id=entry_id, entry=edited))
    bench.latency("edit one entry", lambda n: workspace.run(edits[n]), rounds=len(edits), targets=(1.0, 3.0))
    bench.latency("undo one edit", lambda _: workspace.undo(), rounds=len(edits), targets=(1.0, 3.0))


def _do_and_undo(
    bench: Bench, workspace: Workspace, name: str, operation: Operation, *, targets: tuple[float, float] | None = None
) -> None:
    do, undo = targets or (None, None)
    with bench.ratio(name, target=do):
        workspace.run(operation)
    with bench.ratio(f"{name}: undo", target=undo):
        workspace.undo()


def _ids(workspace: Workspace, number: int) -> list[str]:
    ids: list[str] = []
    after: int | None = None
    with workspace.view() as view:
        while len(ids) < number:
            page = list_entries(view, dataset="corpus", after=after, limit=min(500, number - len(ids)))
            ids += [entry.entry_id for entry in page.entries]
            after = page.next_after
            if after is None:
                break
    return ids
