"""A dataset becomes what it was: by its entries' ids, whole or in part, in place or beside itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import LINES, PLAIN, SPOKEN, TAGGED, assert_derived, everything, id_of, ids_of, import_lines, lines_of

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.library import LibraryItem
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.create_entry import CreateEntry
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.move_entries import MoveEntries
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace

ALL = Selection()


@pytest.fixture
def tales(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with a dataset of every kind of line."""
    with Workspace(tmp_path / "workspace", write_files=False) as opened:
        import_lines(opened, LINES, name="tales")
        yield opened


def _taken(workspace: Workspace) -> Snapshot:
    taken = workspace.snapshots.take()
    assert taken is not None
    return taken


def _restoring(workspace: Workspace, taken: Snapshot, **wanted: str | bool | tuple[str, ...]) -> RestoreSnapshot:
    values = {"dataset": "tales", **wanted}
    return RestoreSnapshot(contents=workspace.snapshots.contents(taken), **values)  # type: ignore[arg-type]


def _assert_as_it_was(workspace: Workspace, taken: Snapshot, before: dict[str, list[tuple[object, ...]]]) -> None:
    assert everything(workspace)["tales"] == before["tales"]
    changes = {each.name: each for each in workspace.snapshots.changes_since(taken).datasets}
    assert changes["tales"].is_same
    assert_derived(workspace)


def _one(workspace: Workspace, place: int) -> Selection:
    return Selection(entry_ids=(ids_of(workspace, "tales")[place],))


def _entry(line: bytes) -> Entry:
    found = read_stored(line)
    assert isinstance(found, Entry)
    return found


EDITS = {
    "text": lambda work: EditEntryText(
        dataset="tales", entry_id=ids_of(work, "tales")[0], text=TAGGED.decode().replace("id", "key")
    ),
    "record": lambda work: EditEntryText(dataset="tales", entry_id=ids_of(work, "tales")[-1], text=PLAIN.decode()),
    "words": lambda _: ReplaceText(dataset="tales", selection=ALL, find="o", by="0"),
    "tags": lambda _: TagEntries(dataset="tales", selection=ALL, add=("new",), remove=("inn", "calm")),
    "note": lambda work: NoteEntry(dataset="tales", entry_id=ids_of(work, "tales")[2], note="n"),
    "order": lambda work: MoveEntries(dataset="tales", selection=_one(work, 0), after=ids_of(work, "tales")[5]),
    "last first": lambda work: MoveEntries(dataset="tales", selection=_one(work, -1), after="top"),
    "one gone": lambda work: DeleteEntries(dataset="tales", selection=_one(work, 3)),
    "all gone": lambda _: DeleteEntries(dataset="tales", selection=ALL),
    "copies": lambda _: DuplicateEntries(dataset="tales", selection=ALL),
    "one more": lambda work: CreateEntry(dataset="tales", entry=_entry(SPOKEN), after=ids_of(work, "tales")[1]),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_dataset_becomes_what_it_was(tales: Workspace, name: str) -> None:
    taken, before = _taken(tales), everything(tales)
    tales.run(EDITS[name](tales))
    changed = everything(tales)
    step = tales.restore(_restoring(tales, taken))
    assert step is not None
    _assert_as_it_was(tales, taken, before)
    assert tales.restore(_restoring(tales, taken)) is None
    tales.undo()
    assert everything(tales) == changed
    assert_derived(tales)
    tales.redo()
    _assert_as_it_was(tales, taken, before)


@settings(max_examples=25)
@given(names=st.lists(st.sampled_from(sorted(EDITS)), min_size=2, max_size=6), early=st.booleans())
def test_however_many_edits_there_were(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], *, early: bool
) -> None:
    with Workspace(tmp_path_factory.mktemp("edited") / "workspace", write_files=False) as workspace:
        import_lines(workspace, LINES, name="tales")
        workspace.run(TagEntries(dataset="tales", selection=ALL, add=("first",)))
        if early:
            workspace.run(EDITS[names[0]](workspace))
        taken, before = _taken(workspace), everything(workspace)
        for name in names:
            if ids_of(workspace, "tales") and (len(ids_of(workspace, "tales")) > 6 or name in {"tags", "words"}):
                workspace.run(EDITS[name](workspace))
        workspace.restore(_restoring(workspace, taken))
        _assert_as_it_was(workspace, taken, before)


def test_what_is_no_longer_kept_is_made_anew_where_it_stood(tales: Workspace) -> None:
    taken, before = _taken(tales), everything(tales)
    gone = tuple(ids_of(tales, "tales")[place] for place in (0, 1, 4, 8))
    tales.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=gone)))
    tales.snapshots.take()
    tales.run(NoteEntry(dataset="tales", entry_id=ids_of(tales, "tales")[0], note="n"))
    tales._store._writer.execute("update history set at=0")
    assert tales.prune_history(keep_days=1).lines == len(gone)
    tales.restore(_restoring(tales, taken))
    assert everything(tales) == before
    assert_derived(tales)


def test_chosen_entries_come_back_and_others_stay(tales: Workspace) -> None:
    taken = _taken(tales)
    ids, lines = ids_of(tales, "tales"), lines_of(tales, "tales")
    tales.run(ReplaceText(dataset="tales", selection=ALL, find="o", by="0"))
    tales.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=(ids[1], ids[2]))))
    edited = lines_of(tales, "tales")
    step = tales.restore(_restoring(tales, taken, entry_ids=(ids[0][:10], ids[2])))
    assert step is not None
    assert step.label == "Restore 2 of “tales” from snapshot “" + taken.id + "”"
    assert ids_of(tales, "tales") == [ids[0], *ids[2:]]
    assert lines_of(tales, "tales") == [lines[0], lines[2], *edited[1:]]
    assert_derived(tales)


@pytest.mark.parametrize("entry_id", ["", "zz", "\ud800", "0" * 32])
def test_an_entry_the_snapshot_has_not_is_refused(tales: Workspace, entry_id: str) -> None:
    taken = _taken(tales)
    for name in ("", "beside"):
        with pytest.raises(UnknownName, match="snapshot has no entry"):
            tales.restore(_restoring(tales, taken, entry_ids=(entry_id,), name=name))
    assert [each.name for each in tales.datasets()] == ["tales"]


def test_a_dataset_the_snapshot_has_not_is_refused(tales: Workspace) -> None:
    taken = _taken(tales)
    with pytest.raises(UnknownName, match="no dataset named 'songs'") as refusal:
        tales.restore(_restoring(tales, taken, dataset="songs"))
    assert "tales" in refusal.value.advice
    with pytest.raises(InvalidValue):
        tales.restore(_restoring(tales, taken, dataset=""))


@pytest.mark.parametrize("with_run", [True, False])
def test_a_dataset_comes_back_beside_the_present_one(tales: Workspace, *, with_run: bool) -> None:
    taken, before = _taken(tales), everything(tales)["tales"]
    tales.run(ReplaceText(dataset="tales", selection=ALL, find="o", by="0"))
    now = everything(tales)["tales"]
    beside = _restoring(tales, taken, name=" old tales ")
    step = tales.run(beside) if with_run else tales.restore(beside)
    assert step is not None
    assert everything(tales) == {"tales": now, "old tales": before}
    assert_derived(tales)
    with pytest.raises(InvalidValue, match="already exists"):
        tales.restore(beside)
    tales.undo()
    assert everything(tales) == {"tales": now}


@pytest.mark.parametrize("with_run", [True, False])
def test_a_removed_dataset_is_made_anew(tales: Workspace, *, with_run: bool) -> None:
    taken, before = _taken(tales), everything(tales)
    tales.run(RemoveDataset(dataset="tales"))
    operation = _restoring(tales, taken)
    assert tales.propose(operation).changes == len(LINES) + 1
    step = tales.run(operation) if with_run else tales.restore(operation)
    assert step is not None
    assert everything(tales) == before
    assert_derived(tales)
    if not with_run:
        _assert_as_it_was(tales, taken, before)
    tales.undo()
    assert everything(tales) == {}
    tales.redo()
    assert everything(tales) == before


def test_a_large_one_that_is_made_anew_leaves_no_copy_in_the_history(tales: Workspace) -> None:
    taken = _taken(tales)
    tales.run(RemoveDataset(dataset="tales"))
    step = tales.restore(_restoring(tales, taken))
    assert step is not None
    size = "select length(change) from history where seq=?"
    with tales.view() as view:
        assert view.connection.execute(size, (step.number,)).get < 200


def test_a_renamed_dataset_keeps_its_name(tales: Workspace) -> None:
    taken, before = _taken(tales), everything(tales)["tales"]
    tales.run(RenameDataset(dataset="tales", name="stories"))
    tales.run(ReplaceText(dataset="stories", selection=ALL, find="o", by="0"))
    tales.restore(_restoring(tales, taken))
    assert everything(tales) == {"stories": before}


def test_where_the_name_is_taken_the_dataset_of_that_name_is_meant(tales: Workspace) -> None:
    taken, before = _taken(tales), everything(tales)["tales"]
    tales.run(RenameDataset(dataset="tales", name="stories"))
    import_lines(tales, [PLAIN], name="tales")
    tales.restore(_restoring(tales, taken))
    assert everything(tales)["tales"] == before


def test_the_present_state_is_kept_first(tales: Workspace) -> None:
    taken = _taken(tales)
    tales.run(TagEntries(dataset="tales", selection=ALL, add=("x",)))
    tales.restore(_restoring(tales, taken))
    assert [one.reason.value for one in tales.snapshots.all()] == ["before-restore", "manual"]


def _put(workspace: Workspace, *pairs: tuple[LibraryItem | None, LibraryItem | None]) -> None:
    changes = [PutItem(before=before, after=after) for before, after in pairs]
    workspace._store.commit(changes, label="Change the library", operation="{}")


def test_the_library_comes_back_also_where_names_were_swapped(tales: Workspace) -> None:
    one, two = Tag(key="k1", name="night"), Tag(key="k2", name="day")
    prompt, version = (
        SystemPrompt(key="p", name="Inn", text="Old."),
        PromptVersion(prompt="p", version=1, text="Older."),
    )
    alias = Alias(kind=AliasKind.TAG, name="nite", target="k1")
    _put(tales, *((None, item) for item in (one, two, prompt, version, alias)))
    taken = _taken(tales)
    with tales.view() as view:
        library = view.library()
    spare = Tag(key="k1", name="spare")
    _put(tales, (one, spare), (two, Tag(key="k2", name="night")), (spare, Tag(key="k1", name="day")))
    _put(tales, (alias, None), (version, None), (None, Tag(key="k3", name="later")))
    step = tales.restore(_restoring(tales, taken, dataset="", with_library=True))
    assert step is not None
    assert step.label == f"Restore the library from snapshot “{taken.id}”"
    with tales.view() as view:
        assert view.library() == library
    assert not tales.snapshots.changes_since(taken).is_library_changed
    tales.undo()
    with tales.view() as view:
        assert [tag.name for tag in view.items(Tag)] == ["day", "later", "night"]


def test_a_preview_shows_what_would_come_back(tales: Workspace) -> None:
    taken = _taken(tales)
    first = id_of(tales, "tales", PLAIN)
    tales.run(ReplaceText(dataset="tales", selection=Selection(entry_ids=(first,)), find="dusk", by="dawn"))
    tales.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=(first,))))
    operation: Operation = _restoring(tales, taken)
    shown = tales.preview(tales.propose(operation))
    assert [(one.entry_id, one.before is None, one.after is None) for one in shown] == [
        (first, True, False),
        (first, False, False),
    ]
    after = shown[1].after
    assert isinstance(after, Entry)
    assert after.messages[1].text == "Until dusk."
