"""Operations on which entries there are and where they stand: an example of each, and what it leaves alone."""

from collections.abc import Callable

import pytest

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.selection import LineKind, Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.move_entries import MoveEntries
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.sort_entries import SortEntries
from rolethread_lite.operations.split_entry import SplitEntry

NOTE = "ask Tess"


def test_delete_entries(bench: object) -> None:
    operation = DeleteEntries(dataset="inn", selection=Selection(kind=LineKind.RECORDS))
    assert operation.label() == "Delete entries from “inn”"
    old = bench.standing()
    after = bench.run(operation)
    assert after.lines == (*old.lines[:2], old.lines[3])
    assert after.ids == (*old.ids[:2], old.ids[3])


def test_duplicate_entries(bench: object, survives: Callable) -> None:
    operation = DuplicateEntries(dataset="inn", selection=bench.only(1, 3))
    assert operation.label() == "Duplicate entries in “inn”"
    old = bench.standing()
    after = bench.run(operation)
    first, second, third, fourth = old.lines
    assert after.lines == (first, first, second, third, third, fourth)
    assert after.notes[:2] == (NOTE, NOTE)
    assert len(set(after.ids)) == 6
    survives(after.lines[1])


def test_copies_have_the_same_ids_whenever_they_are_made(bench: object) -> None:
    operation = DuplicateEntries(dataset="inn", selection=bench.only(1))
    ids = bench.run(operation).ids
    bench.workspace.undo()
    assert bench.run(operation).ids == ids


def test_split_entry(bench: object) -> None:
    operation = SplitEntry(dataset="inn", entry_id=bench.id_of(1), before=(3,))
    assert operation.label() == f"Split entry {bench.id_of(1)[:8]}"
    old = bench.standing()
    after = bench.run(operation)
    for part in after.lines[:2]:
        assert part.startswith(b'{"seed":12345678901234567890,"id":"k-1","messages":[{"role":"system"')
        assert part.endswith(b'"tags":["cosy","night"],"source":{"page":1E2}}')
    assert b'"mood":"shy","role":"user","name":"Tess"' in after.lines[0]
    assert b'"alternatives":["It is out."]' in after.lines[0]
    assert b'{"type":"image_url"' in after.lines[1]
    assert b'"reasoning_content"' in after.lines[1]
    assert after.ids[0] == old.ids[0]
    assert after.notes[:2] == (NOTE, "")
    assert after.lines[2:] == old.lines[1:]


@pytest.mark.parametrize("before", [(), (0,), (1,), (5,), (3, 9)])
def test_split_entry_refuses_what_leaves_nothing(before: tuple[int, ...], bench: object) -> None:
    with pytest.raises(InvalidValue):
        bench.workspace.propose(SplitEntry(dataset="inn", entry_id=bench.id_of(1), before=before))


def test_join_entries(bench: object, survives: Callable) -> None:
    operation = JoinEntries(dataset="inn", selection=bench.only(1, 4))
    assert operation.label() == "Join entries in “inn”"
    old = bench.standing()
    after = bench.run(operation)
    assert len(after.lines) == 3
    assert after.ids[0] == old.ids[0]
    assert after.notes[0] == NOTE
    assert b'"She can see it."},{"role":"user","content":"Snow?"}' in after.lines[0]
    assert b'"tags":["cosy","night"]' in after.lines[0]
    survives(after.lines[0])


def test_what_was_split_is_joined_again(bench: object) -> None:
    old = bench.standing()
    bench.run(SplitEntry(dataset="inn", entry_id=bench.id_of(1), before=(3,)))
    assert bench.run(JoinEntries(dataset="inn", selection=bench.only(1, 2))) == old


def test_join_refuses_records_and_single_entries(bench: object) -> None:
    for selection in (bench.only(1), bench.only(1, 3)):
        with pytest.raises(InvalidValue):
            bench.workspace.propose(JoinEntries(dataset="inn", selection=selection))


@pytest.mark.parametrize(
    ("numbers", "after", "order"),
    [
        ((4,), "top", (4, 1, 2, 3)),
        ((1, 2), "end", (3, 4, 1, 2)),
        ((1,), "#3", (2, 3, 1, 4)),
        ((4, 2), "#1", (1, 2, 4, 3)),
    ],
)
def test_move_entries(numbers: tuple[int, ...], after: str, order: tuple[int, ...], bench: object) -> None:
    behind = bench.id_of(int(after[1:])) if after.startswith("#") else after
    operation = MoveEntries(dataset="inn", selection=bench.only(*numbers), after=behind)
    assert operation.label() == "Move entries in “inn”"
    old = bench.standing()
    moved = bench.run(operation)
    assert moved.lines == tuple(old.lines[number - 1] for number in order)
    assert moved.ids == tuple(old.ids[number - 1] for number in order)
    assert moved.notes == tuple(old.notes[number - 1] for number in order)


def test_sort_entries(bench: object) -> None:
    operation = SortEntries(dataset="inn", figure="words")
    assert operation.label() == "Sort “inn” by words"
    old = bench.standing()
    after = bench.run(operation)
    assert after.lines == tuple(old.lines[number - 1] for number in (4, 2, 1, 3))
    assert after.notes == ("", "", NOTE, "")
    with pytest.raises(UnknownName):
        bench.workspace.propose(SortEntries(dataset="inn", figure="nonsense"))


def test_datasets_are_made_renamed_and_removed(bench: object) -> None:
    made, renamed = MakeDataset(dataset="new"), RenameDataset(dataset="inn", name="tavern")
    removed = RemoveDataset(dataset="new")
    labels = [made.label(), renamed.label(), removed.label()]
    assert labels == ["Create dataset “new”", "Rename dataset “inn” to “tavern”", "Remove dataset “new”"]
    ids = bench.standing().ids
    for operation, names in ((made, ["inn", "new"]), (removed, ["inn"]), (renamed, ["tavern"])):
        bench.workspace.run(operation)
        assert [dataset.name for dataset in bench.workspace.datasets()] == names
    with bench.workspace.view() as view:
        assert tuple(line.entry_id for line in view.all_lines(view.dataset("tavern").key)) == ids
    for names in (["inn"], ["inn", "new"], ["inn"]):
        bench.workspace.undo()
        assert [dataset.name for dataset in bench.workspace.datasets()] == names
