"""`merge` and `dedupe`: what is shown of near duplicates, what is written, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

SCENE = (
    '{"messages": [{"role": "user", "content": "Who keeps the bridge when the heron sleeps and the river is high?"}, '
    '{"role": "assistant", "content": "Nobody does, and so nobody crosses it before the morning bell."}], '
    '"tags": ["bridge"]}\n'
)
REWORDED = SCENE.replace("morning bell", "evening bell").replace('"bridge"', '"night"')
PROMPTED = SCENE.replace('[{"role": "user"', '[{"role": "system", "content": "Hum."}, {"role": "user"')


@pytest.fixture
def scenes(folder: Path) -> Path:
    """Return a file with an entry, one that is nearly the same, and one under a system prompt."""
    path = folder / "scenes.jsonl"
    path.write_text(SCENE + "[1]\n" + REWORDED + PROMPTED)
    return path


def test_near_duplicates_are_shown(scenes: Path, folder: Path, run: Callable, golden: Callable) -> None:
    assert scenes.is_file()
    outcome = run("dedupe", "scenes.jsonl", "-o", "once.jsonl", "--near", "0.7", "--report", "left-out.jsonl")
    golden("dedupe-near.txt", outcome.err)
    golden("dedupe-near-report.jsonl", (folder / "left-out.jsonl").read_text())
    assert (folder / "once.jsonl").read_text() == SCENE.replace(
        '["bridge"]', '["bridge", "night"]'
    ) + "[1]\n" + PROMPTED


def test_a_preview_writes_nothing(scenes: Path, folder: Path, run: Callable) -> None:
    before = sorted(folder.iterdir())
    outcome = run("merge", "--near", "scenes.jsonl", "--preview", "--report", "left-out.jsonl")
    assert "3 entries read, no duplicates left out, 3 kept." in outcome.out
    assert outcome.err == "Nothing was written; without --preview it is.\n"
    report = json.loads(run("merge", "scenes.jsonl", "--near=0.7", "--preview", "--json").out)
    assert (report["output"], report["near"], report["left_out"][0]["kind"]) == (None, 1, "near")
    assert sorted(folder.iterdir()) == before
    assert scenes.is_file()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ((), 3),
        (("--ignore-system",), 2),
        (("--near",), 3),
        (("--near", "0.7"), 2),
        (("--near", "0.7", "--ignore-system"), 1),
        (("--ignore-system", "--near=0.7", "--on-duplicate", "keep"), 3),
    ],
)
def test_how_entries_are_compared(scenes: Path, run: Callable, words: tuple[str, ...], kept: int) -> None:
    report = json.loads(run("merge", *words, scenes, "-o", "all.jsonl", "--json").out)
    assert report["kept"] == kept


def test_shuffling_is_the_same_every_time(scenes: Path, run: Callable) -> None:
    given = run("merge", scenes, "clean.jsonl", "-o", "-").out_bytes
    words = ("merge", scenes, "clean.jsonl", "-o", "-", "--order", "shuffled")
    order = run(*words, "--seed", "5").out_bytes
    assert order != given
    assert sorted(order.splitlines()) == sorted(given.splitlines())
    assert run(*words, "--seed", "5").out_bytes == order
    assert run(*words).out_bytes == run(*words, "--seed", "0").out_bytes


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("merge", "scenes.jsonl"), "It was not said where to write."),
        (("merge", "scenes.jsonl", "-o", "all.jsonl", "--seed", "5"), "A seed is for shuffling."),
        (("merge", "scenes.jsonl", "-o", "all.jsonl", "--near", "0.3"), "0.3 is no likeness"),
        (("merge", "scenes.jsonl", "-o", "all.jsonl", "--near", "nan"), "is no likeness"),
        (("dedupe", "scenes.jsonl", "-o", "scenes.jsonl"), "This is one of the files that are read."),
        (("dedupe", "scenes.jsonl", "-o", "all.jsonl", "--report", "scenes.jsonl"), "This is one of the files"),
    ],
)
def test_what_makes_no_sense_is_refused(scenes: Path, run: Callable, words: tuple[str, ...], said: str) -> None:
    outcome = run(*words)
    assert outcome.status == 2
    assert said in outcome.err
    assert scenes.read_text().startswith(SCENE)
