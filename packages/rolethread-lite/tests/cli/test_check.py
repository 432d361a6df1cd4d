"""Findings for people and for programs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

STEADY = ("--select", "RT1,RT301")


def test_text_is_what_it_was(run: Callable, golden: Callable) -> None:
    golden("check.txt", run("check", "flawed.jsonl", "clean.jsonl", *STEADY).out)


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_other_forms_are_what_they_were(form: str, run: Callable, golden: Callable) -> None:
    suffix = "txt" if form == "github" else "json"
    golden(f"check-{form}.{suffix}", run("check", "flawed.jsonl", *STEADY, "--format", form).out)


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_the_same_input_gives_the_same_bytes(form: str, run: Callable) -> None:
    first = run("check", "flawed.jsonl", "--format", form)
    assert first.out_bytes == run("check", "flawed.jsonl", "--format", form).out_bytes
    assert first.err == ""


def test_json_counts_what_it_lists(run: Callable) -> None:
    report = json.loads(run("check", "flawed.jsonl", "clean.jsonl", "--format", "json").out)
    assert sum(report["counts"].values()) == len(report["findings"]) > 3
    assert report["files"] == [
        {"file": "flawed.jsonl", "entries": 3, "records": 2},
        {"file": "clean.jsonl", "entries": 2, "records": 0},
    ]


def test_json_of_a_clean_file_has_no_findings(run: Callable) -> None:
    report = json.loads(run("check", "clean.jsonl", *STEADY, "--format", "json").out)
    assert report["findings"] == []


def test_sarif_points_at_rules_and_lines(run: Callable) -> None:
    log = json.loads(run("check", "flawed.jsonl", "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    rules = only["tool"]["driver"]["rules"]
    assert len(rules) > 10
    for result in only["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "flawed.jsonl"


def test_sarif_escapes_file_names(folder: Path, run: Callable) -> None:
    (folder / "my n\u00f6tes.jsonl").write_bytes(b"[1]\n2\n")
    log = json.loads(run("check", "my n\u00f6tes.jsonl", "--format", "sarif").out)
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "my%20n%C3%B6tes.jsonl"


def test_github_escapes_what_would_end_a_command(folder: Path, run: Callable) -> None:
    (folder / "a,b.jsonl").write_bytes(b"[1]\n2\n")
    out = run("check", "a,b.jsonl", "--format", "github").out
    assert "file=a%2Cb.jsonl,line=1," in out
    assert all(line.startswith("::") for line in out.splitlines())


@pytest.mark.parametrize(("limit", "shown"), [("0", 0), ("1", 1), ("2", 2), ("9", 3)])
def test_limit_says_how_many_places_are_shown(limit: str, shown: int, run: Callable) -> None:
    out = run("check", "flawed.jsonl", "--select", "RT301", "--limit", limit).out
    assert out.count("  flawed.jsonl:") == shown
    assert ("more" in out) == (0 < shown < 3)


def test_items_of_a_list_are_told_apart(folder: Path, run: Callable) -> None:
    rows = [json.loads(line) for line in (folder / "clean.jsonl").read_text().splitlines()]
    rows[1]["messages"][1]["content"] += " "
    (folder / "list.json").write_text(json.dumps(rows))
    out = run("check", "list.json", "--select", "RT301").out
    assert "list.json:1 item 2 messages[1].content" in out


def test_a_stream_is_checked_like_a_file(folder: Path, run: Callable) -> None:
    piped = run("check", "-", *STEADY, stdin=(folder / "flawed.jsonl").read_bytes())
    named = run("check", "flawed.jsonl", *STEADY)
    assert piped.out == named.out.replace("flawed.jsonl", "-")
    assert piped.status == named.status


def test_colours_are_only_for_terminals(run: Callable) -> None:
    assert "\x1b" not in run("check", "flawed.jsonl").out


def test_progress_is_shown_when_it_is_forced(run: Callable) -> None:
    outcome = run("check", "flawed.jsonl", "--progress")
    assert "flawed.jsonl" in outcome.err
    assert run("check", "flawed.jsonl").err == ""


@pytest.mark.samples
def test_real_files_are_checked(samples_folder: Path, run: Callable) -> None:
    paths = sorted(path for path in samples_folder.glob("*/*.json*") if path.is_file())
    assert len(paths) > 20
    for path in paths:
        outcome = run("check", path)
        assert outcome.status in (0, 1), path
        assert "checked" in outcome.out
