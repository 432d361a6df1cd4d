"""A snapshot holds everything, takes room only for what changed, and comes back to the same bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import LINES, PLAIN, TAGGED, assert_derived, everything, id_of, ids_of, import_lines

from rolethread_lite.errors import DiskFull, InvalidValue, UnknownName
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.snapshot import Snapshot, SnapshotReason
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.store.snapshots import taking
from rolethread_lite.store.snapshots.shelf import Shelf
from rolethread_lite.workspace import Workspace

ALL = Selection()
MANY = [
    b'{"messages":[{"role":"user","content":"Ship %d?"},{"role":"assistant","content":"In."}]}' % number
    for number in range(2000)
]


def fill(workspace: Workspace) -> None:
    """Bring in two datasets with everything that entries can have, a library and settings."""
    import_lines(workspace, LINES, name="tales")
    import_lines(workspace, [PLAIN, TAGGED, PLAIN], name="songs \u0644\u064a\u0644")
    workspace.run(TagEntries(dataset="tales", selection=ALL, add=("later",)))
    workspace.run(NoteEntry(dataset="tales", entry_id=id_of(workspace, "tales", LINES[-1]), note="A list?"))
    picture = workspace.keep_avatar(b"\x89PNG picture")
    items = (
        Tag(key="night", name="night", description="\U0001f319"),
        Character(key="mira", name="Mira", avatar=picture.digest),
        Setting(name="snapshots.keep_days", value="3"),
        Setting(name="mirror.folder", value='"elsewhere"'),
    )
    changes = [PutItem(before=None, after=item) for item in items]
    workspace._store.commit(changes, label="Fill the library", operation="{}")


def _files(workspace: Workspace) -> dict[str, bytes]:
    assert workspace.write_files() == ()
    return {
        str(path.relative_to(workspace.home)): path.read_bytes()
        for path in sorted(workspace.home.rglob("*"))
        if path.is_file()
    }


def _taken(workspace: Workspace, **wanted: str) -> Snapshot:
    taken = workspace.snapshots.take(**wanted)  # type: ignore[arg-type]
    assert taken is not None
    return taken


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    """Return another workspace, with nothing in it."""
    with Workspace(tmp_path / "empty", write_files=False) as opened:
        yield opened


def test_everything_comes_back_to_the_same_bytes_in_an_empty_workspace(workspace: Workspace, empty: Workspace) -> None:
    fill(workspace)
    taken = _taken(workspace)
    step = empty.restore_everything(workspace.snapshots.contents(taken))
    assert step is not None
    assert everything(empty) == everything(workspace)
    assert _files(empty) == _files(workspace)
    assert_derived(empty)
    again = _taken(empty)
    assert again.root == taken.root
    assert {one.mark for one in again.sources} == {one.mark for one in taken.sources}
    with workspace.view() as old, empty.view() as new:
        assert new.library() == old.library()
        assert new.avatar(new.library().characters[0].avatar).content == b"\x89PNG picture"
        assert new.settings().snapshots_keep_days == 3
        assert (old.settings().mirror_folder, new.settings().mirror_folder) == ("elsewhere", "")
    empty.undo()
    assert everything(empty) == {}
    empty.redo()
    assert everything(empty) == everything(workspace)


def test_a_workspace_that_is_not_empty_is_not_written_over(workspace: Workspace, empty: Workspace) -> None:
    fill(workspace)
    contents = workspace.snapshots.contents(_taken(workspace))
    import_lines(empty, [TAGGED], name="tales")
    with pytest.raises(InvalidValue, match="not empty"):
        empty.restore_everything(contents)
    empty.restore_everything(contents, as_new_datasets=True)
    names = {"tales", "tales (restored)", "songs \u0644\u064a\u0644"}
    found = everything(empty)
    assert set(found) == names
    assert found["tales (restored)"] == everything(workspace)["tales"]
    assert len(found["tales"]) == 1
    with empty.view() as view:
        assert not view.library().items


def test_a_second_snapshot_writes_what_changed_and_reads_nothing_else(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_lines(workspace, MANY, name="ships")
    first = _taken(workspace)
    one = ids_of(workspace, "ships")[1000]
    workspace.run(EditEntryText(dataset="ships", entry_id=one, text=TAGGED.decode()))
    read: list[int] = []
    content_of = taking.chunk_content
    monkeypatch.setattr(taking, "chunk_content", lambda view, lines: read.append(len(lines)) or content_of(view, lines))
    second = _taken(workspace)
    assert len(second.objects - first.objects) == 1
    assert len(read) == 1
    assert read[0] <= 256
    changes = workspace.snapshots.changes_between(first, second)
    assert [(each.name, each.changed) for each in changes.datasets] == [("ships", (one,))]


def test_equal_content_has_an_equal_root(workspace: Workspace) -> None:
    fill(workspace)
    first = _taken(workspace, name="one")
    workspace.run(TagEntries(dataset="tales", selection=ALL, add=("x",)))
    other = _taken(workspace)
    workspace.undo()
    second = _taken(workspace, name="two")
    assert first.root == second.root != other.root
    assert (first.id, second.id) == (first.root[:8], f"{first.root[:8]}-2")
    assert workspace.snapshots.find("one") == first
    assert workspace.snapshots.find("latest") == second


def test_a_renamed_dataset_is_known_again(workspace: Workspace) -> None:
    fill(workspace)
    taken = _taken(workspace)
    workspace.run(RenameDataset(dataset="tales", name="stories"))
    changes = workspace.snapshots.changes_since(taken)
    assert [(each.name, each.is_same) for each in changes.datasets] == [
        ("songs \u0644\u064a\u0644", True),
        ("stories", True),
    ]


def test_nothing_and_the_same_again_are_taken_only_by_hand(workspace: Workspace) -> None:
    take = workspace.snapshots.take
    assert take(reason=SnapshotReason.DAILY) is None
    assert workspace.snapshots.all() == ()
    fill(workspace)
    assert take(reason=SnapshotReason.DAILY) is not None
    assert take(reason=SnapshotReason.DAILY) is None
    assert take(reason=SnapshotReason.BEFORE_STEP, datasets={"tales"}) is None
    assert take() is not None
    workspace.run(TagEntries(dataset="tales", selection=ALL, add=("x",)))
    part = take(reason=SnapshotReason.BEFORE_STEP, datasets={"tales"})
    assert part is not None
    assert ([each.name for each in part.datasets], part.is_whole) == (["tales"], False)


def test_a_dataset_there_is_not_is_refused(workspace: Workspace) -> None:
    fill(workspace)
    with pytest.raises(UnknownName, match="no dataset named 'ships'"):
        workspace.snapshots.take(datasets={"ships"})
    assert workspace.snapshots.all() == ()


@pytest.mark.parametrize("word", ["", "zz", "nothing of that name"])
def test_a_snapshot_there_is_not_is_said(workspace: Workspace, word: str) -> None:
    with pytest.raises(UnknownName, match="no snapshot") as refusal:
        workspace.snapshots.find(word)
    assert "take one first" in refusal.value.advice
    _taken(workspace, name="here")
    with pytest.raises(UnknownName) as refusal:
        workspace.snapshots.find(word)
    assert "here" in refusal.value.advice


def test_names_are_tidied(workspace: Workspace) -> None:
    assert _taken(workspace, name="  before \n cleanup \ud800 ").name == "before cleanup ?"
    with pytest.raises(InvalidValue):
        workspace.snapshots.take(name="latest")


@pytest.mark.parametrize("place", ["object", "list"])
def test_a_snapshot_that_fails_leaves_the_others(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    fill(workspace)
    good = _taken(workspace)
    workspace.run(TagEntries(dataset="tales", selection=ALL, add=("x",)))

    def _fail(*_: object) -> int:
        raise DiskFull("the disk is full")

    monkeypatch.setattr(Shelf, "write_packed" if place == "object" else "publish", _fail)
    with pytest.raises(DiskFull):
        workspace.snapshots.take()
    monkeypatch.undo()
    assert workspace.snapshots.all() == (good,)
    assert all(check.is_good for check in workspace.snapshots.verify([good]))


def test_sizes_tell_what_removing_one_would_free(workspace: Workspace) -> None:
    import_lines(workspace, MANY, name="ships")
    first = _taken(workspace)
    alone = workspace.snapshots.sizes()[first.id]
    assert alone.own > 1000
    assert alone.shared == 0
    workspace.run(EditEntryText(dataset="ships", entry_id=ids_of(workspace, "ships")[0], text=TAGGED.decode()))
    second = _taken(workspace)
    sizes = workspace.snapshots.sizes()
    assert 0 < sizes[second.id].own < alone.own / 4
    assert sizes[first.id].shared == sizes[second.id].shared > alone.own / 2


def test_changes_are_told_by_id(workspace: Workspace) -> None:
    import_lines(workspace, LINES, name="tales")
    taken = _taken(workspace)
    ids = ids_of(workspace, "tales")
    workspace.run(NoteEntry(dataset="tales", entry_id=ids[0], note="Changed."))
    workspace.run(TagEntries(dataset="tales", selection=Selection(entry_ids=(ids[1],)), add=("x",)))
    import_lines(workspace, [PLAIN], name="more")
    changes = workspace.snapshots.changes_since(taken)
    more, tales = changes.datasets
    assert (tales.changed, tales.added, tales.removed, tales.is_rearranged) == (tuple(ids[:2]), (), (), False)
    assert (more.name, more.is_new, len(more.added)) == ("more", True, 1)
    assert not changes.is_library_changed
