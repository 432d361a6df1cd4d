"""A dataset divided: new datasets in one step, the old one untouched, and nothing left of what did not end well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import LINES, PLAIN, SPOKEN, TAGGED, assert_derived, everything, id_of, ids_of, import_lines, lines_of

from rolethread_lite.errors import InvalidValue, WorkspaceMoved
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.partition_dataset import NewPart
from rolethread_lite.workspace import Workspace


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with the dataset `tales`, whose first entry has a note."""
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, LINES, name="tales")
        workspace.run(NoteEntry(dataset="tales", entry_id=id_of(workspace, "tales", PLAIN), note="Why?"))
        yield workspace


def _keys(work: Workspace) -> tuple[list[int], int]:
    with work.view() as view:
        return view.keys_in_order(view.dataset_key("tales")), view.revision


def _divide(work: Workspace, *parts: tuple[str, list[int]], base: int, stop: bool = False) -> object:
    def _watch(_what: str, _lines: int, _whole: int) -> None:
        if stop:
            raise KeyboardInterrupt

    named = [NewPart(name=name, keys=keys) for name, keys in parts]
    return work.partition_dataset("tales", named, base=base, watch=_watch)


def test_each_line_is_copied_with_all_that_belongs_to_it(work: Workspace) -> None:
    keys, base = _keys(work)
    step = _divide(work, ("one", keys[:2]), ("two", [keys[2]]), ("none", []), base=base)
    assert step is not None
    assert step.label == "Partition “tales” into “one”, “two”, “none”"
    assert (lines_of(work, "one"), lines_of(work, "two"), lines_of(work, "none")) == ([PLAIN, TAGGED], [SPOKEN], [])
    assert lines_of(work, "tales") == list(LINES)
    assert everything(work)["one"][0][2] == "Why?"
    assert not set(ids_of(work, "one")) & set(ids_of(work, "tales"))
    assert_derived(work)


def test_undone_and_done_again(work: Workspace) -> None:
    before = everything(work)
    keys, base = _keys(work)
    _divide(work, ("one", keys[:2]), ("two", keys[2:]), base=base)
    after = everything(work)
    work.undo()
    assert everything(work) == before
    work.redo()
    assert everything(work) == after


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("tales", "two"), "a dataset named 'tales' already exists"),
        (("same", " same "), "two parts have the same name"),
        (("", "two"), "'' cannot be the name of a dataset"),
    ],
)
def test_names_that_cannot_be(work: Workspace, names: tuple[str, str], words: str) -> None:
    before = everything(work)
    keys, base = _keys(work)
    with pytest.raises(InvalidValue) as refused:
        _divide(work, (names[0], keys[:1]), (names[1], keys[1:]), base=base)
    assert refused.value.what == words
    assert everything(work) == before


def test_nothing_is_left_of_what_was_stopped_or_came_too_late(work: Workspace) -> None:
    keys, base = _keys(work)
    before = everything(work)
    with pytest.raises(KeyboardInterrupt):
        _divide(work, ("one", keys[:2]), ("two", keys[2:]), base=base, stop=True)
    work.run(NoteEntry(dataset="tales", entry_id=ids_of(work, "tales")[1], note="Since."))
    with pytest.raises(WorkspaceMoved):
        _divide(work, ("one", keys[:2]), ("two", keys[2:]), base=base)
    work.undo()
    assert everything(work) == before
    with work.view() as view:
        assert view.connection.execute("select count(*) from load").get == 0
