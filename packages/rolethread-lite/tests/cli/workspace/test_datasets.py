"""Whole datasets: import, names, insights, findings, repairs, sources."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest


def test_import_accounts_for_every_line(work: Callable, golden: Callable) -> None:
    outcome = work("dataset", "import", "inn.jsonl")
    golden("workspace-import.txt", outcome.out)
    assert "`rolethread undo` takes it back." in outcome.err
    assert "--records` shows" in outcome.err


def test_import_as_json(work: Callable) -> None:
    (report,) = json.loads(work("dataset", "import", "inn.jsonl", "--name", "the inn", "--json").out)
    assert report["dataset"] == "the inn"
    assert (report["entries"], report["records"]) == (3, 1)
    assert report["kept"][0]["line"] == 3
    assert report["formats"] == {"messages": 3}
    assert report["facts"]["encoding"] == "utf-8"
    assert report["step"]["step"] == 1


def test_a_dry_run_writes_nothing_at_all(work: Callable, place: Path, folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    outcome = work("dataset", "import", "inn.jsonl", "--dry-run")
    assert "3 entries and 1 record kept" in outcome.out
    assert "Is the lantern lit?" in outcome.out
    assert not place.exists()
    assert sorted(path.name for path in folder.iterdir()) == before
    (report,) = json.loads(work("dataset", "import", "inn.jsonl", "--dry-run", "--json").out)
    assert report["first"][0][0] == {"role": "system", "content": "Keep the inn."}


def test_several_files_become_one_dataset_under_a_name(work: Callable) -> None:
    work("dataset", "import", "inn.jsonl", "clean.jsonl", "--name", "both")
    (listed,) = json.loads(work("dataset", "list", "--json").out)
    assert (listed["dataset"], listed["entries"], listed["records"]) == ("both", 5, 1)


def test_a_stream_needs_a_name(work: Callable, folder: Path) -> None:
    content = (folder / "clean.jsonl").read_bytes()
    work("dataset", "import", "-", status=2, stdin=content)
    work("dataset", "import", "-", "--name", "piped", stdin=content)
    assert work("entry", "count", "piped").out == "2\n"
    assert work("dataset", "source", "piped", "-o", "-").out_bytes == content


def test_what_came_in_before_a_failure_stays(work: Callable, lines: Callable) -> None:
    outcome = work("dataset", "import", "inn.jsonl", "missing.jsonl", status=3)
    assert "3 entries and 1 record kept" in outcome.out
    assert len(lines()) == 4


def test_import_into_a_dataset_adds_at_its_end(inn: Callable, lines: Callable) -> None:
    before = lines()
    inn("dataset", "import", "clean.jsonl", "--into", "inn")
    assert lines()[:4] == before
    assert len(lines()) == 6


def test_names(inn: Callable, place: Path) -> None:
    inn("dataset", "create", "sketches")
    inn("dataset", "create", "sketches", status=2)
    inn("dataset", "rename", "sketches", "night scenes")
    assert (place / "datasets" / "night scenes" / "night scenes.jsonl").read_bytes() == b""
    assert inn("dataset", "remove", "night scenes", status=2).err.count("--yes") == 1
    inn("dataset", "remove", "night scenes", "--yes")
    assert not (place / "datasets" / "night scenes").exists()
    inn("undo")
    assert (place / "datasets" / "night scenes" / "night scenes.jsonl").exists()
    assert inn("dataset", "remove", "nowhere", "--yes", status=2).err.startswith("Error: ")


def test_an_empty_workspace_says_what_to_do(work: Callable) -> None:
    assert "dataset import FILE" in work("dataset", "list").err
    assert "Nothing was done yet." in work("history").err


def test_list_says_how_files_stand(inn: Callable, lines: Callable) -> None:
    outcome = inn("dataset", "list")
    assert "inn" in outcome.out
    assert "current" in outcome.out
    assert len(lines()) == 4


def test_insights_are_those_of_the_file(inn: Callable) -> None:
    of_dataset = json.loads(inn("dataset", "insights", "inn", "--json").out)
    of_file = json.loads(inn("insights", "inn.jsonl", "--json").out)
    assert of_dataset.pop("dataset") == "inn"
    assert of_file.pop("file") == "inn.jsonl"
    of_file["findings"] = [found for found in of_file["findings"] if not found["code"].startswith("RT5")]
    assert of_dataset == of_file
    assert "3 entries, 1 record" in inn("dataset", "insights", "inn").out


def test_findings_are_those_of_the_file(inn: Callable) -> None:
    of_dataset = json.loads(inn("dataset", "check", "inn", "--json", status=1).out)
    of_file = json.loads(inn("check", "inn.jsonl", "--format", "json", status=1).out)
    assert of_dataset["counts"] == of_file["counts"]
    by_code = Counter(found["code"] for found in of_file["findings"])
    assert {rule["code"]: rule["findings"] for rule in of_dataset["rules"]} == by_code
    assert by_code["RT101"] == by_code["RT502"] == 1


def test_findings_for_people(inn: Callable, golden: Callable) -> None:
    golden("workspace-check.txt", inn("dataset", "check", "inn", "--select", "RT1,RT301,RT502", status=1).out)
    assert inn("dataset", "check", "inn", "--select", "RT301").out.count("RT301") == 1
    inn("dataset", "check", "inn", "--select", "RT301", "--severity", "info", status=1)


def test_repair_shows_asks_and_is_one_step(inn: Callable, lines: Callable) -> None:
    before = lines()
    assert "[-  -]" in inn("dataset", "repair", "inn", "--preview").out
    assert lines() == before
    assert "--yes" in inn("dataset", "repair", "inn", status=2).err
    assert lines() == before
    inn("dataset", "repair", "inn", "--select", "RT307", "--yes")
    assert lines() == before
    inn("dataset", "repair", "inn", "--yes")
    assert lines()[0] == before[0].replace("lit.  ", "lit.")
    assert lines()[1:] == before[1:]
    inn("undo")
    assert lines() == before


def test_the_source_comes_back_byte_for_byte(inn: Callable, folder: Path) -> None:
    inn("dataset", "source", "inn", "-o", "back.jsonl")
    assert (folder / "back.jsonl").read_bytes() == (folder / "inn.jsonl").read_bytes()
    (listed,) = json.loads(inn("dataset", "source", "inn", "--json").out)
    assert (listed["name"], listed["kept"]) == ("inn.jsonl", True)
    inn("dataset", "source", "inn", "-o", "back.jsonl", status=2)
    inn("dataset", "discard-source", "inn", status=2)
    inn("dataset", "discard-source", "inn", "--yes")
    assert "discarded" in inn("dataset", "source", "inn").out
    inn("dataset", "source", "inn", "-o", "other.jsonl", status=2)
    assert len(json.loads(inn("entry", "list", "inn", "--json").out)["entries"]) == 4


def test_of_several_sources_one_is_chosen(inn: Callable, folder: Path) -> None:
    inn("dataset", "import", "clean.jsonl", "--into", "inn")
    assert "1 inn.jsonl, 2 clean.jsonl" in inn("dataset", "source", "inn", "-o", "x.jsonl", status=2).err
    inn("dataset", "source", "inn", "-o", "x.jsonl", "--number", "2")
    assert (folder / "x.jsonl").read_bytes() == (folder / "clean.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["dataset", "import", "missing.jsonl"], 3),
        (["dataset", "import", "inn.jsonl", "--name", "a", "--into", "b"], 2),
        (["dataset", "import", "inn.jsonl", "--into", "nowhere"], 2),
        (["dataset", "import", "inn.jsonl"], 2),
        (["dataset", "check", "nowhere"], 2),
        (["dataset", "insights", "nowhere"], 2),
        (["dataset", "repair", "inn", "--select", "RT999", "--yes"], 2),
        (["dataset", "create", ""], 2),
        (["dataset", "files", "nowhere"], 2),
        (["entry", "list", "nowhere"], 2),
        (["entry", "list", "inn", "--figure", "words"], 2),
        (["entry", "list", "inn", "--figure", "nonsense:1-2"], 2),
        (["entry", "list", "inn", "--find", "(", "--mode", "regex"], 2),
        (["entry", "list", "inn", "--find", "x", "--in", "nobody"], 2),
        (["entry", "list", "inn", "--tag", "a", "--untagged"], 2),
        (["entry", "show", "inn", "99"], 2),
        (["entry", "show", "inn", "zz"], 2),
        (["entry", "edit", "inn", "1"], 2),
        (["entry", "edit", "inn", "1", "--message", "9", "--text", "x"], 2),
        (["entry", "edit", "inn", "3", "--message", "0", "--text", "x"], 2),
        (["entry", "split", "inn", "1", "--before", "1"], 2),
        (["entry", "join", "inn", "1"], 2),
        (["entry", "delete", "inn"], 2),
        (["entry", "move", "inn", "1", "--after", "1"], 2),
        (["entry", "sort", "inn", "--by", "nonsense", "--yes"], 2),
        (["entry", "repair", "inn", "1", "--code", "RT203"], 2),
        (["entry", "prompt", "inn", "--yes"], 2),
        (["entry", "replace", "inn", "(", "x", "--regex", "--yes"], 2),
        (["tag", "add", "inn", " ", "--yes"], 2),
        (["dataset", "export", "inn", "-o", "inn.jsonl"], 2),
        (["dataset", "export", "inn", "-o", "-", "--json"], 2),
        (["redo"], 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_requests_are_answered_in_words_and_change_nothing(
    arguments: list[str], status: int, inn: Callable, lines: Callable
) -> None:
    before = lines()
    outcome = inn(*arguments, status=status)
    assert "Error: " in outcome.err
    assert lines() == before
    assert len(json.loads(inn("history", "--json").out)) == 1


def test_nothing_to_undo(work: Callable) -> None:
    assert "nothing to undo" in work("undo", status=4).err


def test_a_folder_that_cannot_hold_a_workspace(folder: Path, run: Callable) -> None:
    outcome = run("dataset", "list", "--workspace", folder / "clean.jsonl" / "below")
    assert outcome.status in (2, 5)
    assert "Error: " in outcome.err
