"""The history forgets old steps, never below what a snapshot holds, and never what a step left still needs."""

import pytest
from workspaces import LINES, PLAIN, TAGGED, assert_derived, everything, id_of, import_lines

from rolethread_lite.errors import InvalidValue, NothingToUndo
from rolethread_lite.model.dataset import StepState
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace

ALL = Selection()
_DAY_NS = 86_400 * 10**9


@pytest.fixture
def tales(workspace: Workspace) -> Workspace:
    """Return a workspace with two datasets, one removed, and an entry that was deleted: five steps."""
    import_lines(workspace, LINES, name="tales")
    import_lines(workspace, [PLAIN, TAGGED], name="songs")
    workspace.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=(id_of(workspace, "tales", PLAIN),))))
    workspace.run(RemoveDataset(dataset="songs"))
    workspace.run(TagEntries(dataset="tales", selection=ALL, add=("x",)))
    return workspace


def _age(workspace: Workspace, *, days: int) -> None:
    """Make every step older."""
    workspace._store._writer.execute("update history set at=at-?", (days * _DAY_NS,))


def _numbers(workspace: Workspace) -> list[int]:
    return sorted(step.number for step in workspace.history())


def _count(workspace: Workspace, query: str) -> int:
    with workspace.view() as view:
        found: int = view.connection.execute(query).get
        return found


def _undo_all(workspace: Workspace) -> int:
    undone = 0
    try:
        while True:
            workspace.undo()
            undone += 1
            assert_derived(workspace)
    except NothingToUndo:
        return undone


def test_old_steps_that_a_snapshot_holds_go_with_what_only_they_needed(tales: Workspace) -> None:
    tales.snapshots.take()
    tales.run(TagEntries(dataset="tales", selection=ALL, add=("y",)))
    _age(tales, days=10)
    before = everything(tales)
    found = tales.prunable_history(keep_days=5)
    assert (found.last, found.steps, found.lines, found.datasets) == (5, 5, 3, 1)
    assert _numbers(tales) == [1, 2, 3, 4, 5, 6]
    seen: list[int] = []
    assert tales.prune_history(keep_days=5, progress=seen.append) == found
    assert seen == [3]
    assert everything(tales) == before
    assert _numbers(tales) == [6]
    assert _count(tales, "select count(*) from entry") == len(LINES) - 1
    assert _count(tales, "select count(*) from body") == len(LINES) - 1
    assert _count(tales, "select count(*) from dataset") == 1
    assert_derived(tales)
    assert tales.prunable_history(keep_days=5).steps == 0
    assert _undo_all(tales) == 1
    tales.run(MakeDataset(dataset="more"))
    assert _numbers(tales) == [6, 7]


@pytest.mark.parametrize(("kind", "last"), [("none", 0), ("pinned", 0), ("part", 0), ("damaged", 0), ("early", 2)])
def test_nothing_goes_that_no_good_snapshot_of_everything_holds(tales: Workspace, kind: str, last: int) -> None:
    for _ in range(3):
        tales.undo()
    if kind == "early":
        tales.snapshots.take()
    tales.redo()
    tales.redo()
    tales.redo()
    if kind == "part":
        tales.run(MakeDataset(dataset="more"))
        tales.snapshots.take(datasets={"tales"})
    elif kind == "pinned":
        tales.snapshots.take(is_pinned=True)
    elif kind == "damaged":
        taken = tales.snapshots.take()
        assert taken is not None
        tales.snapshots.shelf.path_of(taken.library).write_bytes(b"")
    _age(tales, days=10)
    numbers = _numbers(tales)
    assert tales.prune_history(keep_days=5).last == last
    assert _numbers(tales) == [number for number in numbers if number > last]
    assert _undo_all(tales) == len(numbers) - last


def test_young_steps_stay(tales: Workspace) -> None:
    _age(tales, days=10)
    tales.run(TagEntries(dataset="tales", selection=ALL, add=("y",)))
    tales.run(TagEntries(dataset="tales", selection=ALL, add=("z",)))
    tales.snapshots.take()
    assert tales.prune_history(keep_days=5).last == 5
    assert _numbers(tales) == [6, 7]
    assert _undo_all(tales) == 2


def test_what_can_be_redone_stays(tales: Workspace) -> None:
    before = everything(tales)
    tales.snapshots.take()
    tales.undo()
    tales.undo()
    _age(tales, days=10)
    assert tales.prune_history(keep_days=5).last == 3
    assert [step.state for step in tales.history()] == [StepState.UNDONE, StepState.UNDONE]
    tales.redo()
    tales.redo()
    assert everything(tales) == before
    assert_derived(tales)


def test_the_very_last_step_stays_so_that_no_number_comes_twice(tales: Workspace) -> None:
    tales.snapshots.take()
    _age(tales, days=10)
    assert tales.prune_history(keep_days=5).last == 4
    assert _numbers(tales) == [5]
    tales.run(MakeDataset(dataset="more"))
    assert _numbers(tales) == [5, 6]


def test_lines_that_a_step_left_could_bring_back_stay(tales: Workspace) -> None:
    """A removed dataset stays as long as a step that changed it does."""
    tales.run(MakeDataset(dataset="more"))
    import_lines(tales, [PLAIN], name="short")
    _age(tales, days=10)
    tales.run(RemoveDataset(dataset="short"))
    tales.run(DeleteEntries(dataset="tales", selection=ALL))
    tales.snapshots.take()
    before = everything(tales)
    tales.prune_history(keep_days=5)
    assert everything(tales) == before
    assert _undo_all(tales) == 2
    found = everything(tales)
    assert len(found["tales"]) == len(LINES) - 1
    assert len(found["short"]) == 1


def test_an_import_that_was_given_up_goes(tales: Workspace) -> None:
    import_lines(tales, [PLAIN] * 40, name="given up")
    tales.undo()
    tales.run(MakeDataset(dataset="more"))
    lines = _count(tales, "select count(*) from entry")
    tales.snapshots.take()
    _age(tales, days=10)
    assert tales.prune_history(keep_days=5).lines == 43
    assert _count(tales, "select count(*) from entry") == lines - 43
    assert_derived(tales)


def test_room_is_given_back(tales: Workspace) -> None:
    import_lines(tales, [b'{"messages":[{"role":"user","content":"%s"}]}' % (b"long " * 2000)] * 300, name="long")
    tales.run(RemoveDataset(dataset="long"))
    tales.run(MakeDataset(dataset="more"))
    tales.snapshots.take()
    _age(tales, days=10)
    assert tales.prunable_history(keep_days=5).size > 1_000_000
    assert tales.prune_history(keep_days=5).lines == 303
    assert tales.compact() > 1_000_000
    assert_derived(tales)


@pytest.mark.parametrize("days", [0, -1])
def test_at_least_a_day_stays(tales: Workspace, days: int) -> None:
    with pytest.raises(InvalidValue):
        tales.prune_history(keep_days=days)
