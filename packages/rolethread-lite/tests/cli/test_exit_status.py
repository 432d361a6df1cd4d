"""Every exit status, and words instead of a traceback for every kind of bad input."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rolethread_lite import disk
from rolethread_lite.errors import WorkspaceBusy
from rolethread_lite.files import check

READING = ["check", "fix", "insights"]
WRITING = ["convert", "merge", "dedupe"]


def _arguments(verb: str, name: str) -> list[str]:
    if verb == "diff":
        return ["diff", name, name]
    if verb == "partition":
        return ["partition", name, "-o", "parts", "--parts", "a=1,b=1", "--seed", "1"]
    return [verb, name, "-o", "out.jsonl"] if verb in WRITING else [verb, name]


ALL = [*READING, *WRITING, "diff", "partition"]


@pytest.mark.parametrize("verb", ALL)
def test_status_0_for_a_clean_file(verb: str, run: Callable) -> None:
    outcome = run(*_arguments(verb, "clean.jsonl"))
    assert outcome.status == 0, outcome.err


def test_status_1_for_findings(run: Callable) -> None:
    assert run("check", "flawed.jsonl").status == 1
    assert run("check", "flawed.jsonl", "--select", "RT301", "--severity", "error").status == 0
    assert run("check", "flawed.jsonl", "--select", "RT301", "--severity", "info").status == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "clean.jsonl", "--nonsense"],
        ["check", "clean.jsonl", "--format", "yaml"],
        ["check", "clean.jsonl", "--select", "RT999"],
        ["check", "-", "-"],
        ["fix", "clean.jsonl", "-o", "clean.jsonl", "--force"],
        ["fix", "clean.jsonl", "-o", "x.jsonl", "--in-place"],
        ["fix", "-", "--in-place"],
        ["fix", "clean.jsonl", "-o", "-", "--diff"],
        ["convert", "clean.jsonl", "-o", "flawed.jsonl"],
        ["convert", "clean.jsonl", "-o", "./clean.jsonl", "--force"],
        ["convert", "clean.jsonl", "-o", "-", "--json"],
        ["convert", "clean.jsonl", "-o", "no/such/folder.jsonl"],
        ["convert", "clean.jsonl", "-o", "."],
        ["convert", "clean.jsonl", "-o", "x.jsonl", "--to", "nonsense"],
        ["merge", "clean.jsonl", "-o", "x.jsonl", "--report", "clean.jsonl", "--force"],
        ["partition", "clean.jsonl", "-o", "parts", "--parts", "train=1", "--seed", "1"],
        ["partition", "clean.jsonl", "-o", "-", "--parts", "a=1,b=1", "--seed", "1"],
        ["partition", "clean.jsonl", "-o", "clean.jsonl", "--parts", "a=1,b=1", "--seed", "1"],
    ],
    ids=" ".join,
)
def test_status_2_for_a_bad_request(arguments: list[str], folder: Path, run: Callable) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    outcome = run(*arguments)
    assert outcome.status == 2, outcome.out
    assert "Error: " in outcome.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("verb", ALL)
@pytest.mark.parametrize("kind", ["missing", "folder", "binary", "truncated gzip"])
def test_status_3_for_unreadable_input(verb: str, kind: str, folder: Path, run: Callable) -> None:
    path = folder / "input"
    if kind == "folder":
        path.mkdir()
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) + bytes(5000))
    elif kind == "truncated gzip":
        path.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56")
    outcome = run(*_arguments(verb, "input"))
    assert outcome.status == 3, outcome.out
    assert outcome.err.startswith("Error: ")
    assert "  where  input\n" in outcome.err
    assert "  next   " in outcome.err


def test_the_other_files_are_checked_all_the_same(run: Callable) -> None:
    outcome = run("check", "missing.jsonl", "clean.jsonl", "--select", "RT1")
    assert outcome.status == 3
    assert "2 entries checked" in outcome.out


def test_status_4_when_the_workspace_moved(run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    def _busy(_: object) -> None:
        raise WorkspaceBusy("Somebody else is writing", where="here", advice="Wait.")

    monkeypatch.setattr(check.Check, "findings", _busy)
    assert run("check", "clean.jsonl").status == 4


@pytest.mark.parametrize("verb", WRITING)
def test_status_5_when_the_disk_is_full(
    verb: str, folder: Path, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(disk.os, "fsync", _full)
    outcome = run(*_arguments(verb, "clean.jsonl"))
    assert outcome.status == 5
    assert "The disk is full." in outcome.err
    assert sorted(path.name for path in folder.iterdir()) == ["clean.jsonl", "flawed.jsonl", "shared.jsonl"]


def test_status_130_when_stopped(run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    def _stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check.Check, "findings", _stop)
    outcome = run("check", "clean.jsonl")
    assert outcome.status == 130
    assert "Stopped" in outcome.err


@pytest.mark.parametrize("verb", ALL)
@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", '{"messages": [{"role": "user", "content": "caf\u00e9"}]}'.encode("latin-1"), b"null", b"[]", b"{}"],
    ids=["empty", "blank", "latin-1", "null", "empty list", "empty object"],
)
def test_odd_files_are_read(verb: str, content: bytes, folder: Path, run: Callable) -> None:
    (folder / "odd.jsonl").write_bytes(content)
    assert run(*_arguments(verb, "odd.jsonl")).status in (0, 1)


def test_a_bad_line_cannot_steer_the_terminal(folder: Path, run: Callable) -> None:
    (folder / "evil.jsonl").write_bytes(b'{"messages": "\x1b[2J\x07\n')
    outcome = run("check", "evil.jsonl")
    assert outcome.status == 1
    assert "\x1b" not in outcome.out
    assert "\x07" not in outcome.out


def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    lines = (folder / "clean.jsonl").read_bytes() * 20_000
    (folder / "long.jsonl").write_bytes(lines)
    program = "from rolethread_lite.cli.main import main; main()"
    command = [sys.executable, "-c", program, "merge", "long.jsonl", "-o", "-", "--on-duplicate", "keep"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [["check", "flawed.jsonl"], ["convert", "clean.jsonl", "-o", "-"], ["convert", "clean.jsonl", "-o", "/dev/full"]],
)
def test_a_full_device_is_said_in_words(arguments: list[str], folder: Path) -> None:
    program = "from rolethread_lite.cli.main import main; main()"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=folder, check=False
        )
    assert done.returncode == 5
    assert b"The disk is full." in done.stderr
    assert b"Traceback" not in done.stderr
