"""Snapshots that nobody asks for: before large steps, once a day, and never in the way of the work."""

from pathlib import Path

import pytest
from workspaces import LINES, PLAIN, everything, id_of, import_lines, lines_of, write_lines

from rolethread_lite.errors import DiskFull
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import setting_of
from rolethread_lite.model.snapshot import SnapshotReason
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.store.snapshots import automatic
from rolethread_lite.store.snapshots.shelf import Shelf
from rolethread_lite.workspace import Workspace

ALL = Selection()


def _set(workspace: Workspace, **values: int | bool) -> None:
    settings = [setting_of(name.replace("_", ".", 1), value) for name, value in values.items()]
    with workspace.view() as view:
        kept = {one.name: one for one in view.items(Setting)}
    changes = [PutItem(before=kept.get(one.name), after=one) for one in settings]
    workspace._store.commit(changes, label="Set", operation="{}")


@pytest.fixture
def tales(workspace: Workspace) -> Workspace:
    """Return a workspace with two datasets that takes snapshots before steps of five lines, and no daily ones."""
    import_lines(workspace, LINES, name="tales")
    import_lines(workspace, [PLAIN], name="songs")
    _set(workspace, snapshots_before_lines=5, snapshots_daily=False)
    return workspace


def _reasons(workspace: Workspace) -> list[str]:
    return [one.reason.value for one in workspace.snapshots.all()]


def test_a_large_step_is_preceded_by_a_snapshot_of_what_it_touched(tales: Workspace) -> None:
    before = lines_of(tales, "tales")
    tales.run(TagEntries(dataset="songs", selection=ALL, add=("small",)))
    assert _reasons(tales) == []
    tales.run(TagEntries(dataset="tales", selection=ALL, add=("large",)))
    (taken,) = tales.snapshots.all()
    assert (taken.reason, [each.name for each in taken.datasets]) == (SnapshotReason.BEFORE_STEP, ["tales"])
    held = tales.snapshots.contents(taken)
    assert [line.line for line in held.lines(held.dataset("tales"))] == before
    assert lines_of(tales, "tales") != before
    assert tales.has_snapshot_to_mirror


def test_removing_a_large_dataset_is_a_large_step(tales: Workspace) -> None:
    tales.run(RemoveDataset(dataset="songs"))
    assert _reasons(tales) == []
    tales.run(RemoveDataset(dataset="tales"))
    (taken,) = tales.snapshots.all()
    assert [each.name for each in taken.datasets] == ["tales"]


def test_no_snapshot_is_taken_where_the_settings_say_so(tales: Workspace) -> None:
    _set(tales, snapshots_before_lines=0)
    tales.run(TagEntries(dataset="tales", selection=ALL, add=("large",)))
    assert _reasons(tales) == []


def test_a_large_import_into_a_dataset_is_preceded_by_one(tales: Workspace, tmp_path: Path) -> None:
    small = write_lines(tmp_path / "small.jsonl", [b"{}"])
    large = write_lines(tmp_path / "large.jsonl", LINES * 3)
    tales.import_file(small, into="tales")
    tales.import_file(large, name="new")
    assert _reasons(tales) == []
    tales.import_file(large, into="tales")
    (taken,) = tales.snapshots.all()
    assert [(each.name, each.entries + each.records) for each in taken.datasets] == [("tales", len(LINES) + 1)]


def test_one_a_day_is_taken_from_before_its_first_change(tales: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(tales, snapshots_daily=True, snapshots_before_lines=0)
    before = everything(tales)
    for day in ("2031-01-01", "2031-01-01", "2031-01-02"):
        monkeypatch.setattr(automatic, "_today", lambda day=day: day)
        tales.run(
            NoteEntry(dataset="songs", entry_id=id_of(tales, "songs", PLAIN), note=day + str(tales.history(limit=1)))
        )
    assert _reasons(tales) == ["daily", "daily"]
    first = tales.snapshots.contents(tales.snapshots.all()[-1])
    assert {each.name: [line.line for line in first.lines(each)] for each in first.snapshot.datasets} == {
        name: [line for _, line, *_ in held] for name, held in before.items()
    }
    assert tales.snapshots.verified_at(tales.snapshots.all()[-1]) is not None


def test_days_without_anything_new_take_none(tales: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(tales, snapshots_daily=True)
    tales.snapshots.take()
    monkeypatch.setattr(automatic, "_today", lambda: "2031-01-01")
    tales.run(MakeDataset(dataset="more"))
    assert _reasons(tales) == ["manual"]


def test_a_snapshot_that_fails_is_told_and_keeps_nobody_from_working(
    tales: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _full(*_: object) -> int:
        raise DiskFull("the disk is full")

    monkeypatch.setattr(Shelf, "write_packed", _full)
    step = tales.run(TagEntries(dataset="tales", selection=ALL, add=("large",)))
    assert step is not None
    assert isinstance(tales.snapshot_failure, DiskFull)
    assert not tales.has_snapshot_to_mirror
    monkeypatch.undo()
    tales.run(TagEntries(dataset="tales", selection=ALL, add=("larger",)))
    assert tales.snapshot_failure is None
    assert _reasons(tales) == ["before-step"]


def test_a_shelf_that_is_a_file_is_told_too(tales: Workspace) -> None:
    (tales.folder / "snapshots").write_bytes(b"in the way")
    assert tales.run(TagEntries(dataset="tales", selection=ALL, add=("large",))) is not None
    assert tales.snapshot_failure is not None
    assert str(tales.folder / "snapshots") in str(tales.snapshot_failure)


def test_a_damaged_snapshot_is_told_when_it_is_verified_by_itself(
    tales: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tales.snapshots.take()
    assert taken is not None
    path = tales.snapshots.shelf.path_of(taken.datasets[0].chunks[0].digest)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    _set(tales, snapshots_daily=True)
    monkeypatch.setattr(automatic, "_today", lambda: "2031-01-01")
    assert tales.run(MakeDataset(dataset="more")) is not None
    assert tales.snapshot_failure is not None
    assert "damaged" in tales.snapshot_failure.what


def test_old_ones_are_thinned_when_one_is_taken(tales: Workspace) -> None:
    _set(tales, snapshots_keep_recent=2, snapshots_keep_days=0, snapshots_keep_weeks=0, snapshots_keep_months=0)
    pinned = tales.snapshots.take(is_pinned=True)
    for number in range(4):
        tales.run(TagEntries(dataset="songs", selection=ALL, add=(f"{number}",)))
        tales.snapshots.take(name=f"{number}")
    assert [one.name for one in tales.snapshots.all()] == ["3", "2", ""]
    assert tales.snapshots.all()[-1] == pinned
