"""`dataset merge` and `dataset dedupe`: a new dataset, or one rid of its duplicates, in one step."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

SCENE = (
    '{"messages":[{"role":"user","content":"Who keeps the bridge when the heron sleeps and the river is high?"},'
    '{"role":"assistant","content":"Nobody does, and so nobody crosses it before the morning bell."}],'
    '"tags":["bridge"]}\n'
)
REWORDED = SCENE.replace("morning bell", "evening bell").replace('"bridge"', '"night"')


@pytest.fixture
def two(work: Callable, folder: Path) -> Callable:
    """Return a function that runs a command in a workspace with the datasets `inn` and `ferry`."""
    (folder / "ferry.jsonl").write_text(SCENE + REWORDED + SCENE.replace('"bridge"', '"ferry"'))
    work("dataset", "import", "inn.jsonl", "ferry.jsonl")
    return work


def test_a_merge_says_what_it_did(two: Callable, lines: Callable, golden: Callable) -> None:
    outcome = two("dataset", "merge", "inn", "ferry", "--name", "all", "--near", "0.8")
    golden("workspace-merge.txt", outcome.err)
    assert outcome.out == ""
    assert [*lines("inn"), SCENE.strip().replace('["bridge"]', '["bridge","night","ferry"]')] == lines("all")
    assert len(lines("ferry")) == 3
    two("undo")
    assert two("dataset", "list").out.count("all") == 0


def test_a_preview_makes_no_dataset(two: Callable, folder: Path) -> None:
    words = ("dataset", "merge", "inn", "ferry", "--name", "all", "--near", "0.8")
    outcome = two(*words, "--preview", "--report", "left-out.jsonl")
    assert "ferry 2 for ferry 1" in outcome.out
    assert "Nothing was written" in outcome.err
    assert not (folder / "left-out.jsonl").exists()
    shown = json.loads(two(*words, "--preview", "--json").out)
    assert shown["step"] is None
    assert [(one["kind"], one["left_out"]["number"], one["tags"]) for one in shown["left_out"]] == [
        ("near", 2, ["night"]),
        ("exact", 3, ["ferry"]),
    ]
    done = json.loads(two(*words, "--json", "--report", "left-out.jsonl").out)
    assert (done["left_out"], done["step"]["label"]) == (shown["left_out"], "Merge “inn”, “ferry” into “all”")
    listed = [json.loads(line) for line in (folder / "left-out.jsonl").read_text().splitlines()]
    assert listed == shown["left_out"]


def test_dedupe_shows_asks_and_is_one_step(two: Callable, lines: Callable, golden: Callable) -> None:
    before = lines("ferry")
    golden("workspace-dedupe.txt", two("dataset", "dedupe", "ferry", "--near", "0.8", "--preview").out)
    assert "--yes" in two("dataset", "dedupe", "ferry", status=2).err
    assert lines("ferry") == before
    outcome = two("dataset", "dedupe", "ferry", "--yes")
    assert "Remove duplicates from “ferry”" in outcome.err
    assert lines("ferry") == [SCENE.strip().replace('["bridge"]', '["bridge","ferry"]'), REWORDED.strip()]
    assert two("dataset", "dedupe", "ferry").err == "2 entries read, no duplicates left out, 2 entries kept.\n"
    assert json.loads(two("dataset", "dedupe", "ferry", "--json").out)["step"] is None
    two("undo")
    assert lines("ferry") == before


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "inn", "nowhere", "--name", "all"),
        ("merge", "inn", "ferry", "--name", "ferry"),
        ("merge", "inn", "inn", "--name", "all"),
        ("merge", "inn", "ferry", "--name", "all", "--seed", "1"),
        ("dedupe", "nowhere", "--yes"),
        ("dedupe", "ferry", "--yes", "--report", "ferry.jsonl"),
    ],
)
def test_what_makes_no_sense_is_refused(two: Callable, words: tuple[str, ...]) -> None:
    before = two("history").out
    assert two("dataset", *words, status=2).err
    assert two("history").out == before
