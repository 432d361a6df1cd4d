"""The disk is full while snapshots are taken, mirrored or restored: it is said, and nothing that was good is lost."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from worker import entry_line
from workspaces import assert_derived, everything, import_lines

from rolethread_lite.disk import is_temporary
from rolethread_lite.errors import DiskFull
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.settings import setting_of
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.queries.snapshots import mirrored_machines, verify_mirrored
from rolethread_lite.workspace import Workspace

MEGABYTES = 12
"""How large the disk of these tests is."""
LINES = [entry_line(number) for number in range(3000)]


def _fill(disk: Path, *, leave: int) -> Path:
    """Fill the disk with a file until only `leave` bytes are free."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    filler.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - leave))
    return filler


def _changed(folder: Path, tmp_path: Path, *, mirror: Path) -> Workspace:
    """Return an open workspace that changed since its snapshot `good`; files are imported from elsewhere."""
    opened = Workspace(folder, write_files=False)
    values = {"mirror.folder": str(mirror), "snapshots.before_lines": 0}
    opened.run(ChangeSettings(settings=tuple(setting_of(*one) for one in values.items())))
    elsewhere = tmp_path / "in"
    with Workspace(elsewhere, write_files=False) as other:
        import_lines(other, LINES, name="tales")
        source = elsewhere / "in" / "tales.jsonl"
    opened.import_file(source)
    opened.snapshots.take(name="good")
    opened.run(ReplaceText(dataset="tales", selection=Selection(), find="ship", by="boat"))
    return opened


def _take(workspace: Workspace) -> object:
    return workspace.snapshots.take()


def _restore_beside(workspace: Workspace) -> object:
    contents = workspace.snapshots.contents(workspace.snapshots.find("good"))
    return workspace.restore(RestoreSnapshot(contents=contents, dataset="tales", name="beside"))


def _restore(workspace: Workspace) -> object:
    contents = workspace.snapshots.contents(workspace.snapshots.find("good"))
    return workspace.restore(RestoreSnapshot(contents=contents, dataset="tales"))


ACTIONS: dict[str, Callable[[Workspace], object]] = {
    "take": _take,
    "restore beside": _restore_beside,
    "restore": _restore,
}


@pytest.mark.parametrize("leave", [0, 60_000])
@pytest.mark.parametrize("name", ACTIONS)
def test_no_room_is_said_and_nothing_is_lost(disk: Path, tmp_path: Path, name: str, leave: int) -> None:
    with _changed(disk / "workspace", tmp_path, mirror=tmp_path) as workspace:
        before, good = everything(workspace), workspace.snapshots.all()
        filler = _fill(disk, leave=leave)
        with pytest.raises(DiskFull) as refusal:
            ACTIONS[name](workspace)
        assert refusal.value.advice
        filler.unlink()
        assert everything(workspace) == before
        assert set(good) <= set(workspace.snapshots.all())
        assert all(check.is_good for check in workspace.snapshots.verify(workspace.snapshots.all()))
        assert_derived(workspace)
        assert ACTIONS[name](workspace) is not None
        assert [path for path in disk.rglob("*") if is_temporary(path)] == []
        assert_derived(workspace)


@pytest.mark.parametrize("leave", [0, 40_000])
def test_a_mirror_without_room_keeps_what_it_has(disk: Path, tmp_path: Path, leave: int) -> None:
    with _changed(tmp_path / "workspace", tmp_path, mirror=disk) as workspace:
        workspace.push_mirror()
        (machine,) = mirrored_machines(disk)
        workspace.snapshots.take(name="second")
        filler = _fill(disk, leave=leave)
        with pytest.raises(DiskFull) as refusal:
            workspace.push_mirror()
        assert str(disk) in refusal.value.where
        assert mirrored_machines(disk) == (machine,)
        assert all(check.is_good for check in verify_mirrored(disk))
        filler.unlink()
        assert workspace.push_mirror() is not None
        assert [one.name for one in mirrored_machines(disk)[0].snapshots] == ["second", "good"]
        assert all(check.is_good for check in verify_mirrored(disk))
        assert [path for path in disk.rglob("*") if is_temporary(path)] == []


def test_a_snapshot_that_nobody_asked_for_is_no_failure(disk: Path, tmp_path: Path) -> None:
    """The snapshots lie on the small disk, the workspace does not."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "snapshots").symlink_to(disk, target_is_directory=True)
    with _changed(folder, tmp_path, mirror=tmp_path) as workspace:
        workspace.run(ChangeSettings(settings=(setting_of("snapshots.before_lines", 10),)))
        filler = _fill(disk, leave=0)
        for number in range(2):
            edit = ReplaceText(dataset="tales", selection=Selection(), find="boat", by=f"boat {number}")
            assert workspace.run(edit) is not None
            assert isinstance(workspace.snapshot_failure, DiskFull)
        filler.unlink()
        assert all(check.is_good for check in workspace.snapshots.verify(workspace.snapshots.all()))
        assert workspace.run(ReplaceText(dataset="tales", selection=Selection(), find="boat", by="ship")) is not None
        assert workspace.snapshot_failure is None
        assert_derived(workspace)
