"""`rolethread dataset compare` and `take-changes`: two versions of a dataset, side by side and brought together."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def versions(inn: Callable, folder: Path) -> Callable:
    """Return the command line in a workspace with `inn`, and `tess`, in which an answer and the last entry differ."""
    lines = (folder / "inn.jsonl").read_text("utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace("Nobody dares.", "Tess does.")
    lines[3] = lines[3].replace("Who keeps the bridge?", "Is it late?").replace("The heron does, on weekdays.", "Very.")
    (folder / "tess.jsonl").write_text("".join(lines), "utf-8")
    inn("dataset", "import", "tess.jsonl")
    return inn


def test_two_datasets_are_compared_by_entry_turn_and_word(versions: Callable) -> None:
    shown = versions("dataset", "compare", "inn", "tess", status=1).out
    assert "changed  inn:2 → tess:2" in shown
    assert "[-Nobody dares-]{+Tess does+}." in shown
    assert "removed  inn:4" in shown
    assert "added  tess:4" in shown
    assert shown.endswith("1 unchanged, 1 changed, 1 removed and 1 added.\n")
    found = json.loads(versions("dataset", "compare", "inn", "tess", "--json", status=1).out)
    assert (found["old"], found["new"], found["unchanged"]) == ("inn", "tess", 1)
    assert versions("dataset", "compare", "inn", "inn").out.startswith("No difference: 3 entries in both")


def test_changes_are_taken_over_after_a_look(versions: Callable, lines: Callable) -> None:
    before = lines("inn")
    shown = versions("dataset", "take-changes", "inn", "--from", "tess", "--preview")
    assert "Take changes from “tess” into “inn”: 3 changes" in shown.out
    assert lines("inn") == before
    assert "--yes" in versions("dataset", "take-changes", "inn", "--from", "tess", status=2).err
    versions("dataset", "take-changes", "inn", "--from", "tess", "--only", "changed", "--yes")
    assert lines("inn") == [before[0], lines("tess")[1], *before[2:]]
    versions("undo")
    assert lines("inn") == before


def test_a_conflict_is_shown_with_both_texts(versions: Callable, lines: Callable) -> None:
    versions("dataset", "import", "inn.jsonl", "--name", "may")
    versions("entry", "replace", "inn", "Nobody dares.", "I do.", "--yes")
    told = versions("dataset", "take-changes", "inn", "--from", "tess", "--base", "may", "--yes").err
    assert told.startswith("Both changed the same in 1 place; yours counts (--prefer):\n")
    assert "messages[3].content\n    mine    I do.\n    theirs  Tess does.\n" in told
    assert "I do." in lines("inn")[1]
    assert any("Is it late?" in line for line in lines("inn"))
    versions("undo")
    versions("dataset", "take-changes", "inn", "--from", "tess", "--base", "may", "--prefer", "theirs", "--yes")
    assert "Tess does." in lines("inn")[1]


def test_what_is_not_there_is_said(inn: Callable) -> None:
    assert "no dataset named 'tess'" in inn("dataset", "compare", "inn", "tess", status=2).err
    assert "no dataset named 'tess'" in inn("dataset", "take-changes", "inn", "--from", "tess", status=2).err
    assert "no differences from itself" in inn("dataset", "take-changes", "inn", "--from", "inn", status=2).err
