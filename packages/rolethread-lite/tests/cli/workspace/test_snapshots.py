"""`rolethread snapshot`, `rolethread mirror` and `rolethread history prune`, with the sentences people see."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest


def _json(outcome: object) -> object:
    return json.loads(outcome.out)  # type: ignore[attr-defined]


def _timeless(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2027-01-15 20:30", text)


@pytest.fixture
def kept(inn: Callable) -> Callable:
    """Return the command line with the dataset `inn` imported, a snapshot of it, and a change since."""
    inn("snapshot", "take", "--name", "before-cleanup")
    inn("entry", "replace", "inn", "heron", "crane", "--yes")
    return inn


def test_a_snapshot_is_taken_listed_and_shown(kept: Callable) -> None:
    (one,) = _json(kept("snapshot", "list", "--json"))  # type: ignore[misc]
    assert (one["name"], one["reason"], one["pinned"], one["whole"]) == ("before-cleanup", "manual", False, True)
    assert one["datasets"] == [{"name": "inn", "entries": 3, "records": 1}]
    listed = kept("snapshot", "list").out
    assert re.search(rf"{one['id']}  \S+ \S+  by hand +before-cleanup +inn +3 ", listed), listed
    shown = kept("snapshot", "show", "before-cleanup").out
    assert "holds everything there was, up to step 1, and the library" in shown
    assert "not verified yet" in shown
    assert re.search(r"inn +3 +2 changed$", shown, re.MULTILINE), shown
    assert _json(kept("snapshot", "show", "latest", "--json"))["id"] == one["id"]  # type: ignore[index,call-overload]


def test_taking_one_says_what_it_holds(inn: Callable) -> None:
    outcome = inn("snapshot", "take", "--name", "now", "--dataset", "inn", "--pin")
    assert re.fullmatch(r"Snapshot [0-9a-f]{8} “now”: 1 dataset, 3 entries\.\n", outcome.out)
    assert "pinned" in inn("snapshot", "list").out
    assert "There is no dataset named 'out'" in inn("snapshot", "take", "--dataset", "out", status=2).err


def test_no_snapshot_yet(work: Callable) -> None:
    assert work("snapshot", "list").err == "There is no snapshot yet. `rolethread snapshot take` takes one.\n"
    assert work("snapshot", "verify").err == "There is no snapshot to verify.\n"
    assert "take one first" in work("snapshot", "show", "latest", status=2).err


def test_changes_are_told_by_id(kept: Callable) -> None:
    outcome = kept("snapshot", "changes", "before-cleanup")
    assert re.fullmatch(r"inn: 2 changed\n  changed [0-9a-f]{8} [0-9a-f]{8}\n", outcome.out), outcome.out
    kept("snapshot", "take", "--name", "after")
    between = _json(kept("snapshot", "changes", "before-cleanup", "after", "--json"))
    assert [len(each["changed"]) for each in between["datasets"]] == [2]  # type: ignore[index,call-overload]
    assert kept("snapshot", "changes", "after").out == "inn: the same\n"


def test_a_dataset_comes_back(kept: Callable, lines: Callable) -> None:
    preview = kept("snapshot", "restore", "before-cleanup", "inn", "--preview")
    assert preview.out.startswith("Restore “inn” from snapshot “before-cleanup”\n  2 changed\n")
    assert "The [-crane-]{+heron+} does" in preview.out
    assert preview.err == "Nothing was changed; without --preview it is.\n"
    assert any("crane" in line for line in lines())
    refused = kept("snapshot", "restore", "before-cleanup", "inn", status=2)
    assert "Add --yes to bring it back, or --preview to see it first." in refused.err
    told = kept("snapshot", "restore", "before-cleanup", "inn", "--yes")
    assert told.err == ("Restore “inn” from snapshot “before-cleanup” (2 lines). `rolethread undo` takes it back.\n")
    assert not any("crane" in line for line in lines())
    again = kept("snapshot", "restore", "before-cleanup", "inn")
    assert again.err == "There is nothing to change: all of it is as it was.\n"
    assert "before a restore" in kept("snapshot", "list").out
    kept("undo")
    assert any("crane" in line for line in lines())


def test_one_entry_comes_back(kept: Callable, lines: Callable) -> None:
    (inn,) = _json(kept("snapshot", "changes", "before-cleanup", "--json"))["datasets"]  # type: ignore[index,call-overload]
    kept("snapshot", "restore", "before-cleanup", "inn", "--entry", inn["changed"][0][:8], "--yes")
    assert [("heron" in line, "crane" in line) for line in lines() if "bridge?" in line] == [
        (True, False),
        (False, True),
    ]
    missing = kept("snapshot", "restore", "before-cleanup", "inn", "--entry", "ffff", "--yes", status=2)
    assert "The snapshot has no entry 'ffff'." in missing.err
    assert "Name the dataset they are in." in kept("snapshot", "restore", "latest", "--entry", "1", status=2).err


def test_a_dataset_comes_back_beside_the_present_one(kept: Callable, lines: Callable) -> None:
    shown = _json(kept("snapshot", "restore", "latest", "inn", "--as", "inn-before", "--preview", "--json"))
    assert shown["kinds"] == {"new dataset": 1, "added": 4}  # type: ignore[index,call-overload]
    kept("snapshot", "restore", "latest", "inn", "--as", "inn-before", "--yes")
    assert any("heron" in line for line in lines("inn-before"))
    assert any("crane" in line for line in lines("inn"))


def test_a_damaged_file_is_found_named_and_mended(kept: Callable, place: Path) -> None:
    assert re.fullmatch(r"[0-9a-f]{8} before-cleanup: good\n", kept("snapshot", "verify").out)
    kept("snapshot", "restore", "latest", "inn", "--yes")
    path = max((place / "snapshots").rglob("*.zst"), key=lambda path: path.stat().st_size)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    found = kept("snapshot", "verify", status=1).out
    assert "damaged" in found
    assert "lines 1 to 4 of “inn”: its bytes are not those that were written" in found
    assert str(path) in found
    report = _json(kept("snapshot", "verify", "before-cleanup", "--json", status=1))
    assert report[0]["good"] is False  # type: ignore[index,call-overload]
    kept("entry", "replace", "inn", "lantern", "lamp", "--yes")
    failed = kept("snapshot", "restore", "before-cleanup", "inn", "--yes", status=5)
    assert "A file of the snapshot is damaged or missing" in failed.err
    kept("undo")
    kept("snapshot", "take")
    assert "damaged" not in kept("snapshot", "verify").out


def test_pinned_ones_stay_until_they_are_unpinned(kept: Callable) -> None:
    assert kept("snapshot", "pin", "latest").err == "The snapshot before-cleanup is kept for good.\n"
    refused = kept("snapshot", "remove", "before-cleanup", "--yes", status=2).err
    assert "The snapshot 'before-cleanup' is pinned." in refused
    assert kept("snapshot", "unpin", "latest").err == "The snapshot before-cleanup is no longer pinned.\n"
    asked = kept("snapshot", "remove", "latest", status=2).err
    assert "Add --yes if you mean it." in asked
    removed = kept("snapshot", "remove", "latest", "--yes").err
    assert removed.startswith("The snapshot before-cleanup was removed.")
    assert _json(kept("snapshot", "list", "--json")) == []


def test_thinning_says_why_snapshots_stay(kept: Callable) -> None:
    for number in range(3):
        kept("snapshot", "take", "--name", f"{number}")
    for name in ("days", "weeks", "months"):
        kept("settings", "set", f"snapshots.keep_{name}", "0")
    kept("settings", "set", "snapshots.keep_recent", "2")
    preview = kept("snapshot", "thin", "--preview")
    assert [line.split("  ")[-1] for line in preview.out.splitlines()] == [
        "the latest",
        "one of the latest 2",
        "goes",
        "goes",
    ]
    assert preview.err == "2 snapshots would go, 2 snapshots stay.\n"
    assert kept("snapshot", "thin").err == "2 snapshots went, 2 snapshots stay.\n"
    assert _json(kept("snapshot", "thin", "--json"))["removed"] == []  # type: ignore[index,call-overload]


def test_a_snapshot_that_cannot_be_taken_by_itself_is_told(inn: Callable, place: Path) -> None:
    inn("settings", "set", "snapshots.before_lines", "1")
    (place / "snapshots").write_bytes(b"in the way")
    told = inn("entry", "replace", "inn", "heron", "crane", "--yes").err
    assert "`rolethread undo` takes it back." in told
    assert "No snapshot could be taken by itself: " in told


def test_a_mirror_is_set_pushed_and_restored(kept: Callable, folder: Path, run: Callable) -> None:
    assert "No folder is picked" in kept("mirror", "status").err
    assert "`rolethread mirror set FOLDER` picks one." in kept("mirror", "push", status=2).err
    assert "Add --create, or choose another one." in kept("mirror", "set", "nowhere", status=2).err
    told = kept("mirror", "set", "cloud", "--create", "--machine", "desk").err
    assert told.splitlines() == [
        "Snapshots will be copied to cloud as “desk”.",
        "`rolethread mirror push` copies them now.",
    ]
    assert "nothing was copied yet" in kept("mirror", "status").out
    pushed = kept("mirror", "push").out
    assert re.fullmatch(r"The mirror is up to date: 2 snapshots copied and \d new objects\.\n", pushed)
    assert kept("mirror", "push").out == "The mirror is up to date.\n"
    assert "no snapshots to copy" in kept("mirror", "status").out
    listed = run("mirror", "list", "cloud").out
    assert listed.startswith("desk: 2 snapshots\n")
    assert kept("mirror", "list").out == listed
    assert run("mirror", "verify", "cloud").out.count(": good\n") == 2
    assert kept("mirror", "verify").out.count(": good\n") == 2
    restored = run("mirror", "restore", "cloud", "--workspace", "new")
    assert _timeless(restored.out) == "The snapshot of 2027-01-15 20:30 is back: 1 dataset, 3 entries.\n"
    files = [folder / name / "datasets" / "inn" / "inn.jsonl" for name in ("new", "place")]
    assert files[0].read_bytes() == files[1].read_bytes()
    refused = run("mirror", "restore", "cloud", "--workspace", "new")
    assert (refused.status, "--as-new-datasets" in refused.err) == (2, True)
    again = run("mirror", "restore", "cloud", "--workspace", "new", "--as-new-datasets", "--snapshot", "before-cleanup")
    assert again.status == 0
    assert "inn (restored)" in run("dataset", "list", "--workspace", "new").out


def test_a_mirror_that_is_not_plugged_in_is_a_notice(kept: Callable, folder: Path) -> None:
    (folder / "cloud").mkdir()
    kept("mirror", "set", "cloud")
    (folder / "cloud").rmdir()
    for command in (("mirror", "push"), ("snapshot", "take")):
        assert "The mirror's folder is not there: " in kept(*command).err
    assert "not there now" in kept("mirror", "status").out
    assert not (folder / "cloud").exists()
    (folder / "cloud").mkdir()
    kept("snapshot", "take")
    assert "no snapshots to copy" in kept("mirror", "status").out


def test_old_steps_are_forgotten_when_a_snapshot_holds_them(kept: Callable, place: Path) -> None:
    assert "Give --keep-days N, or set history.keep_days." in kept("history", "prune", status=2).err
    nothing = kept("history", "prune", "--keep-days", "30").err
    assert nothing.startswith("There is nothing to forget")
    kept("snapshot", "take")
    kept("tag", "add", "inn", "draft", "--yes")
    with closing(apsw.Connection(str(place / "workspace.db"))) as connection:
        connection.execute("update history set at=0")
    preview = kept("history", "prune", "--keep-days", "30", "--preview").err
    assert preview == "2 steps and no removed lines would be forgotten; nothing was.\n"
    assert "Add --yes" in kept("history", "prune", "--keep-days", "30", status=2).err
    told = kept("history", "prune", "--keep-days", "30", "--yes").err
    assert told.startswith("2 steps and no removed lines forgotten; ")
    assert [step["step"] for step in _json(kept("history", "--json"))] == [3]  # type: ignore[attr-defined]
    kept("undo")
    assert "There is nothing to undo." in kept("undo", status=4).err
