"""Examples of the operation that brings back what a snapshot holds."""

from workspaces import LINES, PLAIN, TAGGED, id_of, import_lines

from law_examples import Example
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.operations.sort_entries import SortEntries
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.workspace import Workspace

ALL = Selection()


def _taken(workspace: Workspace) -> SnapshotContents:
    taken = workspace.snapshots.take(name="before")
    assert taken is not None
    return workspace.snapshots.contents(taken)


def _after_edits(workspace: Workspace) -> RestoreSnapshot:
    contents = _taken(workspace)
    gone = Selection(entry_ids=(id_of(workspace, "tales", PLAIN),))
    workspace.run(DeleteEntries(dataset="tales", selection=gone))
    workspace.run(ReplaceText(dataset="tales", selection=ALL, find="the", by="that"))
    workspace.run(TagEntries(dataset="tales", selection=ALL, add=("later",)))
    workspace.run(SortEntries(dataset="tales", figure="words", descending=True))
    return RestoreSnapshot(contents=contents, dataset="tales")


def _some_entries(workspace: Workspace) -> RestoreSnapshot:
    contents, one = _taken(workspace), id_of(workspace, "tales", TAGGED)
    workspace.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=(one,))))
    return RestoreSnapshot(contents=contents, dataset="tales", entry_ids=(one[:12],))


def _removed_dataset(workspace: Workspace) -> RestoreSnapshot:
    import_lines(workspace, LINES, name="old tales")
    contents = _taken(workspace)
    workspace.run(RemoveDataset(dataset="old tales"))
    return RestoreSnapshot(contents=contents, dataset="old tales")


def _library(workspace: Workspace) -> RestoreSnapshot:
    contents = _taken(workspace)
    tag = Tag(key="snapshot-tag", name="Came later", category="", description="", colour="", place=0)
    workspace._store.commit([PutItem(before=None, after=tag)], label="Add a tag", operation="{}")
    return RestoreSnapshot(contents=contents, with_library=True)


EXAMPLES: dict[str, list[Example]] = {
    "restore-snapshot": [
        _after_edits,
        _some_entries,
        _removed_dataset,
        _library,
        lambda work: RestoreSnapshot(contents=_taken(work), dataset="tales", name="tales as they were"),
    ],
}
"""Something that the operation can do to the dataset `tales`."""

MAY_CHANGE = {"extra": {"restore-snapshot"}, "note": {"restore-snapshot"}, "tags": {"restore-snapshot"}}
"""It is there to change all of them."""
