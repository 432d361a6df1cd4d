"""A process is killed while it takes, thins, mirrors or restores snapshots: what was good before is good after."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from workspaces import assert_derived, everything, import_lines

from rolethread_lite.disk import is_temporary
from rolethread_lite.model.settings import setting_of
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.queries.snapshots import mirrored_snapshot, verify_mirrored
from rolethread_lite.store import loading
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.snapshots.shelf import Shelf
from rolethread_lite.workspace import Workspace

WORKER = Path(__file__).with_name("snapshot_worker.py")
TESTS = str(WORKER.parents[1])
LINES = [
    json.dumps({"messages": [{"role": "user", "content": f"Is boat {number} in?"}], "id": number}).encode()
    for number in range(400)
]
VERBS = ("take", "thin", "push", "restore")


@pytest.fixture(autouse=True)
def _loads_are_swept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every load without its process for abandoned; usually that takes ten minutes."""
    monkeypatch.setattr(loading, "_ABANDONED_AFTER", -1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a closed workspace with a dataset, a pinned snapshot, a mirror, and few generations."""
    place = tmp_path / "workspace"
    (tmp_path / "cloud").mkdir()
    values = {
        "mirror.folder": str(tmp_path / "cloud"),
        "mirror.keep": 2,
        "snapshots.keep_recent": 2,
        "snapshots.keep_days": 0,
        "snapshots.keep_weeks": 0,
        "snapshots.keep_months": 0,
        "snapshots.daily": False,
    }
    with Workspace(place, write_files=False) as workspace:
        import_lines(workspace, LINES, name="ships")
        workspace.run(ChangeSettings(settings=tuple(setting_of(*one) for one in values.items())))
        workspace.snapshots.take(name="first", is_pinned=True)
    return place


def _promise_until_killed(folder: Path, *, verb: str, seed: int, seconds: float) -> dict[str, str]:
    """Let a process work for a while, kill it, and return all it promised, the latest of each kind."""
    paths = os.pathsep.join((TESTS, os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, str(WORKER), str(folder), str(seed), verb]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"{}\n", "the process ended by itself"
        time.sleep(seconds)
        assert process.poll() is None, "the process ended by itself"
        process.kill()
        lines = process.stdout.read().splitlines(keepends=True)
    promised: dict[str, str] = {}
    for line in lines:
        promised |= json.loads(line) if line.endswith(b"\n") else {}
    return promised


def _assert_good(folder: Path, promised: dict[str, str]) -> None:
    with Workspace(folder, write_files=False) as workspace:
        with workspace.view() as view:
            assert view.connection.execute("pragma integrity_check").get == "ok"
            assert view.connection.execute("select count(*) from load").get == 0
        assert_derived(workspace)
        snapshots = workspace.snapshots.all()
        assert workspace.snapshots.damaged_lists() == ()
        assert [check.faults for check in workspace.snapshots.verify(snapshots) if not check.is_good] == []
        known = {one.id for one in snapshots}
        assert {one.id for one in snapshots if one.name == "first"} <= known
        assert any(one.name == "first" for one in snapshots)
        assert promised.get("taken", snapshots[0].id) in known
        workspace.snapshots.shelf.sweep()
        assert [path for path in (folder / "snapshots").rglob("*") if is_temporary(path)] == []
        _assert_dataset(workspace)
    _assert_mirror(folder.parent / "cloud", promised)


def _assert_dataset(workspace: Workspace) -> None:
    """Compare ids and order: no edit of the worker touches them, and what was cut off is there as a whole or not."""
    first = workspace.snapshots.find("first")
    contents = workspace.snapshots.contents(first)
    wanted = [line.uid.hex() for line in contents.lines(first.datasets[0])]
    assert [[found[0] for found in held] for held in everything(workspace).values()] in ([], [wanted])


def _assert_mirror(cloud: Path, promised: dict[str, str]) -> None:
    if not list(cloud.rglob("machine.json")):
        assert "pushed" not in promised
        return
    assert [check.faults for check in verify_mirrored(cloud) if not check.is_good] == []
    if "pushed" in promised:
        assert mirrored_snapshot(cloud, snapshot=promised["pushed"]).snapshot.id == promised["pushed"]


def _kill_often(folder: Path, verb: str, *, rounds: int, longest: float) -> int:
    """Kill and look again, and return how many times something had been promised."""
    chance = random.Random(11)  # noqa: S311 (a test that repeats)
    kept = 0
    for number in range(rounds):
        promised = _promise_until_killed(folder, verb=verb, seed=number, seconds=chance.uniform(0, longest))
        kept += bool(promised)
        _assert_good(folder, promised)
    return kept


def _assert_comes_back(folder: Path) -> None:
    """Bring the latest snapshot back in an empty workspace: it has the same root."""
    shelf = Shelf(folder / "snapshots")
    latest = shelf.snapshots()[0]
    with Workspace(folder.parent / "new", write_files=False) as new:
        new.restore_everything(SnapshotContents(shelf, latest))
        again = new.snapshots.take()
        assert again is not None
        assert again.root == latest.root


@pytest.mark.parametrize("verb", VERBS)
def test_what_was_good_is_good_after_a_kill(folder: Path, verb: str) -> None:
    _kill_often(folder, verb, rounds=3, longest=0.6)
    _assert_comes_back(folder)


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("verb", VERBS)
def test_what_was_good_is_good_after_many_kills(folder: Path, verb: str) -> None:
    assert _kill_often(folder, verb, rounds=25, longest=2.0) > 0
    _assert_comes_back(folder)
