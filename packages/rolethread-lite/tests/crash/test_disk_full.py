"""The disk is full: it is said in words, nothing is lost, and all goes on when there is room again."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from worker import entry_line
from workspaces import assert_derived, everything, file_of, write_lines

from rolethread_lite.disk import is_temporary
from rolethread_lite.errors import DiskFull, StorageFailed
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace

MEGABYTES = 8
"""How large the disk of these tests is."""
LINES = [entry_line(number) for number in range(500)]


@pytest.fixture
def workspace(disk: Path, tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace on the small disk with a dataset and an edit in it; files are imported from elsewhere."""
    with Workspace(disk / "workspace", write_files=False) as opened:
        opened.import_file(write_lines(tmp_path / "tales.jsonl", LINES))
        opened.run(ReplaceText(dataset="tales", selection=Selection(), find="ship", by="boat"))
        opened.write_files()
        yield opened


def _fill(disk: Path, *, leave: int) -> Path:
    """Fill the disk with a file until only `leave` bytes are free."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    filler.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - leave))
    return filler


def _edit(workspace: Workspace) -> None:
    first = everything(workspace)["tales"][0][0]
    workspace.run(EditEntryText(dataset="tales", entry_id=first, text=entry_line(10**8).decode()))


def _tag_all(workspace: Workspace) -> None:
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=("a new tag of some length",)))


def _import_again(workspace: Workspace) -> None:
    workspace.import_file(workspace.folder.parents[1] / "tales.jsonl", name="again")


def _write_files(workspace: Workspace) -> None:
    file_of(workspace, "tales").unlink(missing_ok=True)
    workspace.write_files()


ACTIONS: dict[str, Callable[[Workspace], object]] = {
    "import": _import_again,
    "edit": _edit,
    "bulk tag": _tag_all,
    "undo": Workspace.undo,
    "write files": _write_files,
}


@pytest.mark.parametrize("leave", [0, 20_000, 150_000])
@pytest.mark.parametrize("name", ACTIONS)
def test_no_room_is_said_and_nothing_is_lost(workspace: Workspace, disk: Path, name: str, leave: int) -> None:
    before = everything(workspace)
    filler = _fill(disk, leave=leave)
    refusal = _refusal(workspace, ACTIONS[name])
    assert refusal or leave or name == "edit"  # where room was left, or was there in its log, it is done
    if refusal is not None:
        assert isinstance(refusal, DiskFull), str(refusal)
        assert refusal.advice
        assert everything(workspace) == before
    filler.unlink()
    assert_derived(workspace)
    with workspace.view() as view:
        assert view.connection.execute("pragma integrity_check").get == "ok"
    ACTIONS[name](workspace)
    assert workspace.write_files() == ()
    content = b"".join(line + b"\n" for _, line, *_ in everything(workspace)["tales"])
    assert file_of(workspace, "tales").read_bytes() == content
    assert not [path for path in disk.rglob("*") if is_temporary(path)]
    assert_derived(workspace)


def _refusal(workspace: Workspace, act: Callable[[Workspace], object]) -> StorageFailed | None:
    """Do something for which there is little room, and return why it was refused, None when it was done."""
    try:
        act(workspace)
    except StorageFailed as fault:
        return fault
    return None


def test_a_disk_that_is_full_from_the_beginning_takes_no_workspace(disk: Path) -> None:
    filler = _fill(disk, leave=0)
    with pytest.raises(StorageFailed):
        Workspace(disk / "workspace", write_files=False)
    filler.unlink()
    with Workspace(disk / "workspace", write_files=False) as opened:
        assert opened.datasets() == ()


def test_work_goes_on_until_the_disk_is_full_and_after(workspace: Workspace, disk: Path) -> None:
    """Each action is confirmed or refused; what was confirmed is there when the workspace is opened again."""
    confirmed = everything(workspace)
    filler = _fill(disk, leave=400_000)
    for number in range(200):
        try:
            workspace.run(ReplaceText(dataset="tales", selection=Selection(), find="boat", by=f"boat {number}"))
        except DiskFull:
            break
        confirmed = everything(workspace)
    else:
        pytest.fail("the disk was never full")
    assert everything(workspace) == confirmed
    filler.unlink()
    with Workspace(workspace.folder, write_files=False) as later:
        assert everything(later) == confirmed
        later.run(MakeDataset(dataset="more"))
        assert_derived(later)


_READER = """
import sys
from pathlib import Path
from workspaces import everything
from rolethread_lite.errors import StorageFailed
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace

disk = Path(sys.argv[1])
with Workspace(disk / "workspace", write_files=False) as workspace:
    shown = len(everything(workspace)["tales"])
    for number in range(300):
        try:
            workspace.run(TagEntries(dataset="tales", selection=Selection(), add=(f"tag {number}",)))
        except StorageFailed:
            print("full", flush=True)
            assert len(everything(workspace)["tales"]) == shown
            break
"""


def test_a_full_disk_kills_no_process_that_reads_mapped_memory(workspace: Workspace, disk: Path) -> None:
    """Pages of a file that has no room make a process that reads them from mapped memory die of a bus error."""
    workspace.close()
    _fill(disk, leave=800_000)
    paths = os.pathsep.join((str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, "-c", _READER, str(disk)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})
    assert (done.returncode, done.stdout) == (0, "full\n"), done.stderr


def test_the_command_line_says_it_too(workspace: Workspace, disk: Path, tmp_path: Path) -> None:
    workspace.close()
    _fill(disk, leave=30_000)
    program = "from rolethread_lite.cli.main import main; main()"
    command = [sys.executable, "-c", program, "dataset", "import", str(tmp_path / "tales.jsonl"), "--name", "again"]
    done = subprocess.run(
        [*command, "--workspace", str(disk / "workspace")], check=False, capture_output=True, text=True
    )
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert "full" in done.stderr
    assert done.stdout == ""
