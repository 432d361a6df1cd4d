"""Repairs are shown before they are written, and written whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path

STEADY = ("--select", "RT301")


def test_without_a_place_to_write_nothing_is_written(folder: Path, run: Callable, golden: Callable) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    golden("fix-preview.txt", run("fix", "flawed.jsonl", *STEADY).out)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_every_change_is_shown_with_its_words_marked(run: Callable, golden: Callable) -> None:
    golden("fix-diff.txt", run("fix", "flawed.jsonl", "--diff", *STEADY).out)


def test_a_copy_differs_only_where_something_was_repaired(folder: Path, run: Callable) -> None:
    outcome = run("fix", "flawed.jsonl", "-o", "tidy.jsonl", *STEADY)
    assert outcome.status == 0
    assert outcome.out == ""
    flawed = (folder / "flawed.jsonl").read_bytes()
    tidy = flawed.replace(b"home?  ", b"home?").replace(b'"  The', b'"The').replace(b"bridge? ", b"bridge?")
    assert (folder / "tidy.jsonl").read_bytes() == tidy
    assert run("fix", "tidy.jsonl", *STEADY).out == "tidy.jsonl: nothing to put right in 3 entries.\n"


def test_standard_output_and_the_file_itself_hold_the_same(folder: Path, run: Callable) -> None:
    path = folder / "flawed.jsonl"
    path.chmod(0o640)
    (folder / "link").symlink_to(path)
    streamed = run("fix", "-", "-o", "-", *STEADY, stdin=path.read_bytes())
    assert run("fix", "link", "--in-place", *STEADY).status == 0
    assert path.read_bytes() == streamed.out_bytes
    assert path.stat().st_mode & 0o777 == 0o640
    assert (folder / "link").is_symlink()


def test_a_file_that_needs_no_repair_is_not_touched(folder: Path, run: Callable) -> None:
    before = (folder / "clean.jsonl").stat()
    assert run("fix", "clean.jsonl", "--in-place", *STEADY).status == 0
    after = (folder / "clean.jsonl").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_row_keeps_its_own_format(folder: Path, run: Callable) -> None:
    shared = (folder / "shared.jsonl").read_bytes()
    (folder / "shared.jsonl").write_bytes(shared.replace(b"late?", b"late?  "))
    assert run("fix", "shared.jsonl", "--in-place", *STEADY).status == 0
    assert (folder / "shared.jsonl").read_bytes() == shared


def test_json_says_what_was_done(run: Callable) -> None:
    report = json.loads(run("fix", "flawed.jsonl", "--json", "--diff", *STEADY).out)
    assert report["repairs"] == {"RT301": 3}
    assert report["changed"] == len(report["changes"]) == 3
    assert report["output"] is None
    written = json.loads(run("fix", "flawed.jsonl", "--json", "-o", "x.jsonl", *STEADY).out)
    assert written["output"] == "x.jsonl"
    assert "changes" not in written
