"""A dataset goes out to RoleThread 1.0: both files, what is lost said first, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from anchor import assert_native, faults_of, loose_ends, open_dataset


def test_both_files_are_written_into_a_folder(inn: Callable, folder: Path) -> None:
    (folder / "out").mkdir()
    outcome = inn("dataset", "export", "inn", "-o", "out", "--to", "rolethread-1")
    entries = open_dataset((folder / "out" / "inn.jsonl").read_bytes())
    sidecar = (folder / "out" / "inn.registry.json").read_bytes()
    assert_native(entries)
    assert faults_of(sidecar) == []
    assert loose_ends(json.loads(sidecar), entries) == []
    size = (len((folder / "out" / "inn.jsonl").read_bytes()) + len(sidecar)) / 1000
    assert outcome.out == ""
    assert outcome.err.splitlines()[:4] == [
        "RoleThread 1.0 does not keep everything as it is here:",
        "  spaces around texts (taken away when it opens the file)  in 1 entry",
        "1 record left out.",
        f"3 entries written to {Path('out') / 'inn.jsonl'} and the sidecar beside it ({size:.1f} KB).",
    ]


def test_the_report_for_programs(inn: Callable, folder: Path) -> None:
    outcome = inn("dataset", "export", "inn", "-o", "old.jsonl", "--to", "rolethread-1", "--json", "--tag", "bridge")
    answer = json.loads(outcome.out)
    assert (answer["format"], answer["entries"], answer["records"], answer["records_written"]) == (
        "rolethread-1",
        1,
        0,
        False,
    )
    assert json.loads((folder / "old.registry.json").read_text(encoding="utf-8"))["dataset"]["filename"] == "old.jsonl"


def test_nothing_is_written_over_unless_asked(inn: Callable, folder: Path) -> None:
    for name in ("old.jsonl", "old.registry.json"):
        (folder / name).write_text("mine", encoding="utf-8")
        outcome = inn("dataset", "export", "inn", "-o", "old.jsonl", "--to", "rolethread-1", status=2)
        assert name in outcome.err
        assert (folder / name).read_text(encoding="utf-8") == "mine"
        others = {"old.jsonl", "old.registry.json"} - {name}
        assert not any((folder / other).exists() for other in others)
        inn("dataset", "export", "inn", "-o", "old.jsonl", "--to", "rolethread-1", "--force")
        for written in ("old.jsonl", "old.registry.json"):
            (folder / written).unlink()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("-o", "-"), "needs two files beside each other"),
        (("-o", "old.parquet"), "opens only files that end in .jsonl, .json, .txt"),
        (("-o", "old.jsonl", "--clean"), "keeps tags and speakers beside the texts"),
        (("-o", "old.jsonl", "--speaker-names", "prefix"), "keeps tags and speakers beside the texts"),
        (("-o", "no-folder/old.jsonl"), "The folder does not exist"),
        (("-o", "place/datasets/inn/inn.jsonl"), "belongs to the workspace"),
    ],
)
def test_what_makes_no_sense_is_refused(inn: Callable, arguments: tuple[str, ...], reason: str) -> None:
    outcome = inn("dataset", "export", "inn", "--to", "rolethread-1", *arguments, status=2)
    assert reason in outcome.err


def test_what_it_wrote_comes_back(inn: Callable, folder: Path, lines: Callable) -> None:
    inn("dataset", "export", "inn", "-o", "old.jsonl", "--to", "rolethread-1")
    inn("dataset", "import", folder / "old.jsonl")
    back, here = ([json.loads(line) for line in lines(name) if line.endswith("}")] for name in ("old", "inn"))
    assert [entry["messages"] for entry in back] == [entry["messages"] for entry in here]
    assert [message.get("name") for message in back[0]["messages"]] == [None, "Tess", None]
