"""Datasets brought together: one new dataset in one step, the old ones untouched, nothing lost of what is kept."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from workspaces import (
    BROKEN,
    LINES,
    LIST,
    PLAIN,
    SPOKEN,
    TAGGED,
    assert_derived,
    everything,
    file_of,
    id_of,
    ids_of,
    import_lines,
    lines_of,
)

from rolethread_lite.errors import BadRequest, InvalidValue, UnknownName, WorkspaceMoved
from rolethread_lite.model.duplicates import Comparison, DuplicateKind, OnDuplicate
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.merge.merge_datasets import Merging
from rolethread_lite.operations.merge.remove_duplicates import RemoveDuplicates
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.queries.duplicates import duplicate_groups
from rolethread_lite.store.loading import Load
from rolethread_lite.workspace import Workspace

PLAIN_AGAIN = PLAIN.replace(b"?", b"? ")[:-1] + b',"tags":["late"],"id":9}'
PLAIN_SPOKEN = PLAIN.replace(b'"role":"user"', b'"role":"user","name":"Orsk"')
OTHER_PROMPT = TAGGED.replace(b"You keep the inn.", b"You sweep the inn.")
SECOND = (BROKEN, PLAIN_AGAIN, OTHER_PROMPT, PLAIN_SPOKEN, SPOKEN)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with the datasets `tales` and `songs`, which have some in common; one entry has a note."""
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, LINES, name="tales")
        import_lines(workspace, SECOND, name="songs")
        workspace.run(NoteEntry(dataset="songs", entry_id=id_of(workspace, "songs", PLAIN_AGAIN), note="Why?"))
        yield workspace


def _merging(**how: object) -> Merging:
    return Merging(**{"datasets": ("tales", "songs"), "name": "all", **how})


def test_one_of_each_is_kept_with_what_the_others_have(work: Workspace) -> None:
    merged = work.merge_datasets(_merging())
    taken = PLAIN_SPOKEN.replace(
        b'"name":"Orsk","content":"Is the harbour open?"', b'"content":"Is the harbour open?","name":"Orsk"'
    )
    first, *others = lines_of(work, "all")
    assert first == taken[:-1] + b',"tags":["late"]}'
    assert others == [*LINES[1:], BROKEN, OTHER_PROMPT]
    assert [one.number for one in _left_out(merged.plan)] == [2, 4, 5]
    assert merged.plan.duplicates[0].has_note
    assert everything(work)["all"][0][2] == "Why?"
    assert assert_derived(work) == 2 * len(LINES) + len(SECOND) + 2
    assert merged.step is not None
    assert merged.step.label == "Merge “tales”, “songs” into “all”"


def _left_out(plan: object) -> list:
    return [one.left_out for one in plan.duplicates]


def test_it_is_one_step_and_the_sources_are_untouched(work: Workspace) -> None:
    before = everything(work)
    work.merge_datasets(_merging())
    work.write_files()
    after = everything(work)
    file = file_of(work, "all").read_bytes()
    assert {name: after[name] for name in before} == before
    work.undo()
    work.write_files()
    assert everything(work) == before
    assert not file_of(work, "all").exists()
    work.redo()
    work.write_files()
    assert everything(work) == after
    assert file_of(work, "all").read_bytes() == file
    assert_derived(work)


def test_ids_are_unique_and_the_same_every_time(work: Workspace) -> None:
    work.merge_datasets(_merging(keep=OnDuplicate.KEEP))
    ids = ids_of(work, "all")
    assert len(set(ids)) == len(LINES) + len(SECOND)
    assert not {*ids} & {*ids_of(work, "tales"), *ids_of(work, "songs")}
    held = everything(work)["all"]
    work.undo()
    work.merge_datasets(_merging(keep=OnDuplicate.KEEP, name="again"))
    assert lines_of(work, "again") == [line for _, line, *_ in held]
    work.merge_datasets(_merging(keep=OnDuplicate.KEEP))
    assert len({*ids, *ids_of(work, "again"), *ids_of(work, "all")}) == 3 * len(ids)


def test_the_same_merge_in_two_workspaces_gives_the_same(tmp_path: Path) -> None:
    states = []
    for place in ("one", "two"):
        with Workspace(tmp_path / place, write_files=False) as workspace:
            import_lines(workspace, LINES, name="tales")
            import_lines(workspace, SECOND, name="songs")
            workspace.merge_datasets(_merging(comparison=Comparison(near=0.5, ignore_system=True), seed=3))
            states.append(everything(workspace))
    assert states[0] == states[1]


def test_shuffled_lines_are_all_there(work: Workspace) -> None:
    work.merge_datasets(_merging())
    work.merge_datasets(_merging(name="shuffled", seed=7))
    given, order = lines_of(work, "all"), lines_of(work, "shuffled")
    assert order != given
    assert sorted(order) == sorted(given)


def test_system_prompts_count_unless_they_are_ignored(work: Workspace) -> None:
    assert OTHER_PROMPT in lines_of_merge(work, _merging())
    assert OTHER_PROMPT in lines_of_merge(work, _merging(comparison=Comparison(near=0.85)))
    assert OTHER_PROMPT not in lines_of_merge(work, _merging(comparison=Comparison(ignore_system=True)))


def lines_of_merge(work: Workspace, merging: Merging) -> list[bytes]:
    work.merge_datasets(merging)
    lines = lines_of(work, merging.name)
    work.undo()
    return lines


def test_a_preview_tells_what_a_merge_does_and_writes_nothing(work: Workspace) -> None:
    before, steps = everything(work), work.history()
    plan = work.preview_merge(_merging())
    assert (everything(work), work.history()) == (before, steps)
    merged = work.merge_datasets(_merging())
    assert merged.plan.duplicates == plan.duplicates
    assert (plan.entries, plan.records, len(plan.keys)) == (11, 3, 11)
    assert {one.kind for one in plan.duplicates} == {DuplicateKind.EXACT}


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"name": "tales"}, InvalidValue),
        ({"name": "Tales"}, InvalidValue),
        ({"name": " "}, InvalidValue),
        ({"datasets": ("tales", "nowhere")}, UnknownName),
        ({"datasets": ("tales", "tales")}, InvalidValue),
        ({"datasets": ()}, InvalidValue),
    ],
)
def test_what_cannot_be_merged_leaves_nothing_behind(work: Workspace, how: dict, error: type[BadRequest]) -> None:
    before = everything(work)
    for ask in (work.preview_merge, work.merge_datasets):
        with pytest.raises(error):
            ask(_merging(**how))
    assert everything(work) == before
    assert _loaded(work) == 0


def test_a_workspace_that_moves_meanwhile_is_noticed(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Load.copy

    def _copy(load: Load, keys: Sequence[int]) -> list[int]:
        with Workspace(work.folder, write_files=False) as other:
            other.run(MakeDataset(dataset="meanwhile"))
        return copy(load, keys)

    monkeypatch.setattr(Load, "copy", _copy)
    with pytest.raises(WorkspaceMoved):
        work.merge_datasets(_merging())
    assert sorted(everything(work)) == ["meanwhile", "songs", "tales"]
    assert _loaded(work) == 0


def _loaded(work: Workspace) -> int:
    with work.view() as view:
        waiting = view.connection.execute("select count(*) from load").get
        return int(waiting) + int(view.connection.execute("select count(*) from entry").get) - len(LINES) - len(SECOND)


def test_empty_datasets_can_be_merged(work: Workspace) -> None:
    work.run(MakeDataset(dataset="empty"))
    work.merge_datasets(_merging(datasets=("empty",)))
    assert lines_of(work, "all") == []
    work.undo()
    assert "all" not in everything(work)


def test_copies_can_be_edited_and_searched_like_any_entry(work: Workspace) -> None:
    work.merge_datasets(_merging())
    work.run(TagEntries(dataset="all", selection=Selection(), add=("kept",)))
    assert all(b"kept" in line for line in lines_of(work, "all") if line not in {BROKEN, LIST})
    assert not any(b"kept" in line for line in lines_of(work, "tales"))
    assert_derived(work)


def test_duplicates_inside_one_dataset_are_listed_and_removed(work: Workspace) -> None:
    with work.view() as view:
        (group,) = duplicate_groups(view, dataset="songs")
    assert group.first_id == id_of(work, "songs", PLAIN_AGAIN)
    assert [(one.entry_id, one.kind, one.likeness) for one in group.members] == [
        (id_of(work, "songs", PLAIN_SPOKEN), DuplicateKind.EXACT, 1.0)
    ]
    work.run(RemoveDuplicates(dataset="songs"))
    assert len(lines_of(work, "songs")) == len(SECOND) - 1
    assert b'"name":"Orsk"' in lines_of(work, "songs")[1]
    assert b'"tags":["late"]' in lines_of(work, "songs")[1]
    with work.view() as view:
        assert duplicate_groups(view, dataset="songs") == ()
