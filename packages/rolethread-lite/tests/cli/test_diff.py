"""Differences are shown by entry and turn, with the words that changed marked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def edited(folder: Path) -> Path:
    """Return a file that is the clean one after some work."""
    first, second = (json.loads(line) for line in (folder / "clean.jsonl").read_text().splitlines())
    first["messages"][2]["content"] = "It is almost yesterday, I fear."
    first["tags"] = ["night"]
    second["id"] = "b-3"
    third = {"messages": [{"role": "user", "content": "New here?"}, {"role": "assistant", "content": "Just now."}]}
    lines = [json.dumps(row) for row in (third, second, first)]
    path = folder / "edited.jsonl"
    path.write_text("\n".join([*lines, '"a note"']))
    return path


def test_text_is_what_it_was(edited: Path, run: Callable, golden: Callable) -> None:
    outcome = run("diff", "clean.jsonl", edited.name)
    assert outcome.status == 1
    golden("diff.txt", outcome.out)


def test_json_is_what_it_was(edited: Path, run: Callable, golden: Callable) -> None:
    golden("diff.json", run("diff", "clean.jsonl", edited.name, "--json").out)


def test_the_other_way_round_what_was_added_is_removed(edited: Path, run: Callable) -> None:
    there = json.loads(run("diff", "clean.jsonl", edited.name, "--json").out)
    back = json.loads(run("diff", edited.name, "clean.jsonl", "--json").out)
    assert there["added"] == back["removed"] != []
    assert there["records_added"] == back["records_removed"] != []


def test_equal_files(run: Callable) -> None:
    outcome = run("diff", "clean.jsonl", "clean.jsonl")
    assert outcome.status == 0
    assert outcome.out == "No difference: 2 entries in both, in the same order.\n"
