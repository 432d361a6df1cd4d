"""A dataset's file that somebody else changed, and exports beside it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def file(inn: Callable, place: Path) -> Path:
    """Return the dataset's file, changed by somebody else: one edit, one line gone, one new."""
    assert inn("dataset", "list").status == 0
    path = place / "datasets" / "inn" / "inn.jsonl"
    first, second, third, _ = path.read_text(encoding="utf-8").splitlines()
    new = '{"messages":[{"role":"user","content":"Any news?"},{"role":"assistant","content":"Snow."}]}'
    path.write_text("\n".join([second, new, first.replace("It is lit.", "It is out."), third, ""]), encoding="utf-8")
    return path


def test_a_change_outside_is_noticed_and_left_alone(inn: Callable, file: Path, golden: Callable) -> None:
    content = file.read_bytes()
    assert "changed outside" in inn("dataset", "list").out
    assert "stays as it is" in inn("tag", "add", "inn", "night", "--id", "1").err
    assert file.read_bytes() == content
    inn("undo")
    outcome = inn("dataset", "files", "inn", status=1)
    golden("workspace-files.txt", outcome.out.replace(str(file), "inn.jsonl"))
    (answer,) = json.loads(inn("dataset", "files", "--json", status=1).out)
    assert answer["state"] == "changed outside"
    assert len(answer["difference"]["changed"]) == 1


def test_a_change_outside_is_taken_as_one_step(inn: Callable, file: Path, lines: Callable) -> None:
    content = file.read_bytes()
    ids = {entry["opening"]: entry["id"] for entry in json.loads(inn("entry", "list", "inn", "--json").out)["entries"]}
    inn("dataset", "take-file", "inn", status=2)
    outcome = inn("dataset", "take-file", "inn", "--yes")
    assert "It is {+out+}" in outcome.err or "[-lit-]{+out+}" in outcome.err
    assert file.read_bytes() == content
    inn("dataset", "files")
    after = json.loads(inn("entry", "list", "inn", "--json").out)["entries"]
    assert len(after) == 4
    assert next(entry["id"] for entry in after if "lantern" in entry["opening"]) == ids["Is the lantern lit?"]
    inn("undo")
    assert lines()[0].count("It is lit.") == 1
    inn("redo")
    assert file.read_bytes() == content
    assert "as the workspace wrote it" in inn("dataset", "take-file", "inn").err


def test_the_workspace_can_be_kept(inn: Callable, file: Path, lines: Callable, folder: Path) -> None:
    inn("dataset", "keep-workspace", "inn", status=2)
    inn("dataset", "keep-workspace", "inn", "--yes")
    assert file.read_bytes() == (folder / "inn.jsonl").read_bytes()
    assert len(lines()) == 4
    inn("dataset", "files")


def test_a_file_that_was_there_before_is_not_written_over(work: Callable, place: Path) -> None:
    there = place / "datasets" / "inn" / "inn.jsonl"
    there.parent.mkdir(parents=True)
    there.write_bytes(b'{"messages":[{"role":"user","content":"Mine."}]}\n')
    work("dataset", "import", "inn.jsonl")
    assert b"Mine." in there.read_bytes()
    work("dataset", "take-file", "inn", "--yes")
    assert there.read_bytes().count(b"\n") == 1
    work("dataset", "files")
    work("undo")
    assert there.read_bytes().count(b"\n") == 4


@pytest.mark.parametrize("to", ["messages", "sharegpt", "alpaca"])
@pytest.mark.parametrize("clean", [[], ["--clean"]])
def test_an_export_gives_the_same_bytes_twice(to: str, clean: list[str], inn: Callable, folder: Path) -> None:
    options = ["--to", to, *clean]
    inn("dataset", "export", "inn", "-o", "one.jsonl", *options)
    inn("dataset", "export", "inn", "-o", "two.jsonl", *options)
    assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes() != b""
    assert inn("dataset", "export", "inn", "-o", "-", *options).out_bytes == (folder / "one.jsonl").read_bytes()


def test_an_export_in_the_messages_format_keeps_every_byte(inn: Callable, folder: Path) -> None:
    inn("dataset", "export", "inn", "-o", "all.jsonl")
    assert (folder / "all.jsonl").read_bytes() == (folder / "inn.jsonl").read_bytes()


def test_losses_are_said_first(inn: Callable) -> None:
    inn("entry", "note", "inn", "1", "mine")
    outcome = inn("dataset", "export", "inn", "-o", "out.jsonl", "--clean")
    assert "tags" in outcome.err
    assert "note" in outcome.err
    assert "1 record left out." in outcome.err
    report = json.loads(inn("dataset", "export", "inn", "-o", "out.jsonl", "--clean", "--force", "--json").out)
    assert {"kind": "tags", "entries": 2} in report["losses"]
    assert (report["entries"], report["records"], report["records_written"]) == (3, 1, False)


def test_an_export_of_a_selection(inn: Callable) -> None:
    out = inn("dataset", "export", "inn", "-o", "-", "--tag", "bridge").out
    assert out.count("\n") == 1
    assert "Nobody dares." in out


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize(
    "target",
    ["datasets/inn/inn.jsonl", "datasets/inn/.inn.rolethread.json", "workspace.db", "datasets/../workspace.db"],
)
def test_nothing_is_exported_onto_the_workspace(target: str, force: list[str], inn: Callable, place: Path) -> None:
    before = (place / target).read_bytes()
    outcome = inn("dataset", "export", "inn", "-o", place / target, *force, status=2)
    assert "belongs to the workspace" in outcome.err
    assert (place / target).read_bytes() == before
    inn("dataset", "source", "inn", "-o", place / target, *force, status=2)


def test_a_link_to_a_file_of_the_workspace_is_refused_too(inn: Callable, place: Path, folder: Path) -> None:
    (folder / "link.jsonl").symlink_to(place / "datasets" / "inn" / "inn.jsonl")
    inn("dataset", "export", "inn", "-o", "link.jsonl", "--force", status=2)
