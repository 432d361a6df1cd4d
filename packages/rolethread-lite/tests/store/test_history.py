"""The history says what each step made of a line, and takes steps back in their order, also after a restart."""

import pytest
from workspaces import LINES, PLAIN, TAGGED, everything, id_of, import_lines

from rolethread_lite.errors import NothingToUndo
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.dataset import StepState
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.queries.read_entry import entry_history
from rolethread_lite.store.history import states_of_line
from rolethread_lite.workspace import Workspace


@pytest.fixture
def dataset(workspace: Workspace) -> Workspace:
    import_lines(workspace, LINES, name="tales")
    return workspace


def _states(workspace: Workspace, line: int) -> list[tuple[str, bytes | None, bytes | None]]:
    with workspace.view() as view:
        return [(state.step.label, state.before, state.after) for state in states_of_line(view.connection, line)]


def test_the_states_of_a_line_are_told_latest_first(dataset: Workspace) -> None:
    entry_id = id_of(dataset, "tales", PLAIN)
    one = Selection(entry_ids=(entry_id,))
    tagged, edited = PLAIN[:-1] + b',"tags":["calm"]}', TAGGED
    dataset.run(TagEntries(dataset="tales", selection=one, add=("calm",)))
    dataset.run(NoteEntry(dataset="tales", entry_id=entry_id, note="Look again."))
    dataset.run(
        TagEntries(dataset="tales", selection=Selection(entry_ids=(id_of(dataset, "tales", TAGGED),)), add=("x",))
    )
    dataset.run(EditEntryText(dataset="tales", entry_id=entry_id, text=edited.decode()))
    dataset.run(DeleteEntries(dataset="tales", selection=one))
    pairs = [(before, after) for _, before, after in _states(dataset, 1)]
    assert pairs == [(edited, None), (tagged, edited), (tagged, tagged), (PLAIN, tagged)]
    dataset.undo()
    assert [before for _, before, _ in _states(dataset, 1)] == [tagged, tagged, PLAIN]


def test_a_line_that_came_into_a_dataset_was_not_there_before(dataset: Workspace) -> None:
    dataset.import_file(dataset.folder / "in" / "tales.jsonl", into="tales")
    (state,) = _states(dataset, len(LINES) + 1)
    assert state == ("Import “tales.jsonl” into “tales”", None, PLAIN)


def test_an_inserted_line_begins_with_its_step(dataset: Workspace) -> None:
    entry_id = id_of(dataset, "tales", PLAIN)
    dataset.run(EditEntryText(dataset="tales", entry_id=entry_id, text=TAGGED.decode()))
    with dataset.view() as view:
        (state,) = entry_history(view, dataset="tales", entry_id=entry_id)
    assert (state.before, state.after) == (read_stored(PLAIN), read_stored(TAGGED))


def test_steps_are_taken_back_and_done_again_after_a_restart(dataset: Workspace) -> None:
    states = [everything(dataset)]
    for number in range(4):
        dataset.run(TagEntries(dataset="tales", selection=Selection(), add=(f"tag {number}",)))
        states.append(everything(dataset))
    for number in (3, 2, 1, 0):
        with Workspace(dataset.folder, write_files=False) as later:
            later.undo()
            assert everything(later) == states[number]
    for number in (1, 2, 3, 4):
        with Workspace(dataset.folder, write_files=False) as later:
            later.redo()
            assert everything(later) == states[number]
    with pytest.raises(NothingToUndo):
        dataset.redo()


def test_what_was_undone_before_something_else_cannot_be_redone(dataset: Workspace) -> None:
    dataset.run(MakeDataset(dataset="one"))
    dataset.undo()
    dataset.run(MakeDataset(dataset="two"))
    with pytest.raises(NothingToUndo):
        dataset.redo()
    assert [step.state for step in dataset.history()] == [StepState.DONE, StepState.ABANDONED, StepState.DONE]
    dataset.undo()
    dataset.undo()
    assert dataset.datasets() == ()
    with pytest.raises(NothingToUndo):
        dataset.undo()


def test_the_history_is_read_in_pages(dataset: Workspace) -> None:
    for number in range(5):
        dataset.run(MakeDataset(dataset=f"set {number}"))
    first = dataset.history(limit=2)
    assert [step.number for step in first] == [6, 5]
    assert [step.number for step in dataset.history(before=first[-1].number, limit=3)] == [4, 3, 2]


def test_a_number_is_never_given_to_two_datasets(dataset: Workspace) -> None:
    """A load must not fill a dataset that comes back by redo while the load is on its way."""
    dataset.run(MakeDataset(dataset="made"))
    with dataset.view() as view:
        key = view.dataset("made").key
    dataset.undo()
    with dataset._store.load("other") as load:
        assert load.key > key


def test_what_comes_next_is_told_in_words(workspace: Workspace) -> None:
    assert workspace.next_labels() == ("", "")
    import_lines(workspace, [PLAIN], name="tales")
    workspace.run(RenameDataset(dataset="tales", name="songs"))
    assert workspace.next_labels() == ("Rename dataset “tales” to “songs”", "")
    workspace.undo()
    done, undone = workspace.next_labels()
    assert (done.startswith("Import"), undone) == (True, "Rename dataset “tales” to “songs”")
    workspace.undo()
    assert workspace.next_labels() == ("", done)
    import_lines(workspace, [PLAIN], name="other")
    assert workspace.next_labels()[1] == ""
    assert workspace.next_labels()[0] == workspace.history(limit=1)[0].label
