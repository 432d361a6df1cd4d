"""A process is killed at any moment, and everything it had confirmed is there.

A kill is not a power cut: that the system brings to the disk what it was told to is taken for granted.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from worker import told
from workspaces import assert_derived, lines_of

from rolethread_lite.disk import is_temporary
from rolethread_lite.store import loading
from rolethread_lite.workspace import Workspace

WORKER = Path(__file__).with_name("worker.py")
TESTS = str(WORKER.parents[1])


@pytest.fixture(autouse=True)
def _loads_are_swept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every load without its process for abandoned; usually that takes ten minutes."""
    monkeypatch.setattr(loading, "_ABANDONED_AFTER", -1)


def _promises_until_killed(
    folder: Path, *, seed: int, seconds: float, verb: str = "anything"
) -> list[dict[str, object]]:
    """Let a process work for a while, kill it, and return what it promised."""
    paths = os.pathsep.join((TESTS, os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, str(WORKER), str(folder), str(seed), verb]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, "the process ended by itself"
        time.sleep(seconds)
        assert process.poll() is None, "the process ended by itself"
        process.kill()
        lines = [first, *process.stdout.read().splitlines(keepends=True)]
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def _assert_kept(folder: Path, promise: dict[str, object]) -> None:
    """Open the workspace and compare it with the last promise; an action may have been cut off from its own."""
    with Workspace(folder, write_files=False) as workspace:
        _assert_sound(workspace)
        now = told(workspace)
        if now["last"] == promise["last"] and now["done"] == promise["done"]:
            assert now["digest"] == promise["digest"]
        elif now["done"] > promise["done"]:  # type: ignore[operator]
            workspace.undo()
            assert told(workspace)["digest"] == promise["digest"]
            workspace.redo()
        else:
            workspace.redo()
            assert told(workspace)["digest"] == promise["digest"]
            workspace.undo()
        assert told(workspace) == now
        _assert_files(workspace)


def _assert_sound(workspace: Workspace) -> None:
    with workspace.view() as view:
        assert view.connection.execute("pragma integrity_check").get == "ok"
        for loaded in ("load", "entry where abs(dataset) not in (select dataset from moved)"):
            query = f"select count(*) from {loaded}"  # noqa: S608 (both are named here)
            assert view.connection.execute(query).get == 0, loaded
        assert view.connection.execute("select count(*) from body where id not in (select id from entry)").get == 0
    assert_derived(workspace)


def _assert_files(workspace: Workspace) -> None:
    """Bring the files up to date, and compare them with the workspace; nothing else is left."""
    assert workspace.write_files() == ()
    wanted = set()
    for state in workspace.file_states():
        content = b"".join(line + b"\n" for line in lines_of(workspace, state.dataset.name))
        assert state.path.read_bytes() == content
        wanted |= {state.path, state.path.with_name(f".{state.path.stem}.rolethread.json")}
    found = set(_files(workspace.home))
    assert found == wanted
    assert not [path for path in _files(workspace.folder) if is_temporary(path)]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _kill_often(folder: Path, *, rounds: int, seed: int, longest: float) -> int:
    """Kill and look again, and return how many actions were promised; a new workspace now and then."""
    chance = random.Random(seed)  # noqa: S311 (a test that repeats)
    promised = 0
    for number in range(rounds):
        place = folder / str(number // 10) / "workspace"
        promises = _promises_until_killed(place, seed=seed + number, seconds=chance.uniform(0, longest))
        promised += len(promises) - 1
        _assert_kept(place, promises[-1])
    return promised


def test_what_was_confirmed_is_there_after_a_kill(tmp_path: Path) -> None:
    assert _kill_often(tmp_path, rounds=8, seed=1, longest=0.5) > 8


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_what_was_confirmed_is_there_after_two_hundred_kills(tmp_path: Path) -> None:
    promised = _kill_often(tmp_path, rounds=200, seed=1000, longest=0.8)
    print(f"200 kills, {promised} promised actions")  # noqa: T201 (shown with -s)
    assert promised > 1000


@pytest.mark.parametrize("verb", ["import", "project"])
def test_nothing_half_done_shows_after_a_kill_in_a_long_action(tmp_path: Path, verb: str) -> None:
    _kill_in(verb, tmp_path, rounds=2)


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("verb", ["import", "project"])
def test_nothing_half_done_shows_after_many_kills_in_a_long_action(tmp_path: Path, verb: str) -> None:
    _kill_in(verb, tmp_path, rounds=25)


def _kill_in(verb: str, folder: Path, *, rounds: int) -> None:
    chance = random.Random(7)  # noqa: S311 (a test that repeats)
    for number in range(rounds):
        place = folder / f"{verb}{number // 5}" / "workspace"
        promises = _promises_until_killed(place, seed=number, seconds=chance.uniform(0.05, 1.5), verb=verb)
        _assert_kept(place, promises[-1])
