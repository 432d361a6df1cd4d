"""Figures are shown in a table that lines up, and told to programs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rolethread_lite.cli.visible import width_of
from rolethread_lite.insights import all_figures


def test_text_is_what_it_was(run: Callable, golden: Callable) -> None:
    golden("insights.txt", run("insights", "clean.jsonl").out)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_within_the_width(width: int, folder: Path, run: Callable) -> None:
    rows = [
        {
            "messages": [{"role": "system", "content": "\u732b\u306f" * 90}, {"role": "user", "content": "Hm." * n}],
            "tags": ["t" * n],
        }
        for n in range(1, 40)
    ]
    (folder / "wide.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    out = run("insights", "wide.jsonl", "--width", str(width)).out
    blocks = out.split("\n\n")
    uses = next(block for block in blocks if block.startswith("System prompts"))
    assert max(width_of(line) for line in uses.splitlines()) <= width


def test_limit_says_how_many_uses_are_shown(folder: Path, run: Callable) -> None:
    rows = [{"messages": [{"role": "user", "content": "Hm."}], "tags": [f"t{n}"]} for n in range(30)]
    (folder / "tags.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    assert "\u2026 and 22 more" in run("insights", "tags.jsonl").out
    assert "more\n" not in run("insights", "tags.jsonl", "--limit", "30").out


def test_json_has_every_figure(run: Callable) -> None:
    report = json.loads(run("insights", "clean.jsonl", "--json").out)
    assert [figure["name"] for figure in report["figures"]] == [figure.name for figure in all_figures()]
    assert report["entries"] == 2
    assert report["tags"] == [{"name": "cosy", "entries": 1, "turns": 2}]


def test_findings_are_counted_by_rule(run: Callable) -> None:
    report = json.loads(run("insights", "flawed.jsonl", "--json").out)
    counts = {found["code"]: (found["findings"], found["lines"]) for found in report["findings"]}
    assert counts["RT301"] == (3, 3)


def test_a_file_without_entries(folder: Path, run: Callable) -> None:
    (folder / "empty.jsonl").write_bytes(b"")
    outcome = run("insights", "empty.jsonl")
    assert outcome.status == 0
    assert outcome.out == "empty.jsonl\nno entries, no records\n"
