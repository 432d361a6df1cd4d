"""Entries, one or many at a time."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from rolethread_lite.cli.workspace import changing


def _ids(work: Callable, *options: str) -> list[int]:
    page = json.loads(work("entry", "list", "inn", "--json", *options).out)
    return [entry["number"] for entry in page["entries"]]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ([], [1, 2, 3, 4]),
        (["--tag", "cosy"], [1, 2]),
        (["--tag", "cosy", "--tag", "nothing"], [1, 2]),
        (["--tags-all", "cosy", "--tags-all", "bridge"], [2]),
        (["--tags-exactly", "cosy"], [1]),
        (["--without-tag", "cosy"], [3, 4]),
        (["--untagged"], [4]),
        (["--records"], [3]),
        (["--find", "LANTERN"], [1]),
        (["--find", "heron weekdays", "--mode", "words"], [2, 4]),
        (["--find", "keeps the", "--mode", "phrase"], [2, 4]),
        (["--find", "her", "--mode", "word"], []),
        (["--find", "^The h.r", "--mode", "regex"], [2, 4]),
        (["--find", "keep", "--in", "system"], [1]),
        (["--find", "keep", "--in", "system,user"], [1, 2, 4]),
        (["--finding", "RT301"], [1]),
        (["--finding", "RT1"], [3]),
        (["--severity", "error"], [3]),
        (["--speaker", "Tess"], [1]),
        (["--system-prompt", "Keep the inn."], [1]),
        (["--figure", "turns:3-"], [2]),
        (["--figure", "turns:2"], [1, 4]),
        (["--figure", "turns:-2", "--untagged"], [4]),
        (["--id", "2", "--id", "#4"], [2, 4]),
        (["--after", "2"], [3, 4]),
        (["--limit", "1"], [1]),
    ],
    ids=lambda value: " ".join(map(str, value)),
)
def test_a_selection_means_these_entries(options: list[str], numbers: list[int], inn: Callable) -> None:
    assert _ids(inn, *options) == numbers
    if not {"--after", "--limit"}.intersection(options):
        assert inn("entry", "count", "inn", *options).out == f"{len(numbers)}\n"


def test_a_list_for_people(inn: Callable, golden: Callable) -> None:
    golden("workspace-list.txt", inn("entry", "list", "inn").out)
    outcome = inn("entry", "list", "inn", "--limit", "2")
    assert "--after 2 shows the next page" in outcome.err
    assert "No entry fits." in inn("entry", "list", "inn", "--find", "zeppelin").err


def test_pages_meet(inn: Callable) -> None:
    first = json.loads(inn("entry", "list", "inn", "--limit", "3", "--json").out)
    second = json.loads(inn("entry", "list", "inn", "--after", first["next_after"], "--json").out)
    assert [entry["number"] for entry in (*first["entries"], *second["entries"])] == [1, 2, 3, 4]
    assert second["next_after"] is None


def test_an_entry_for_people(inn: Callable, golden: Callable) -> None:
    golden("workspace-show.txt", inn("entry", "show", "inn", "1").out)
    golden("workspace-show-record.txt", inn("entry", "show", "inn", "3").out)


def test_an_entry_is_found_by_number_and_by_id(inn: Callable) -> None:
    shown = json.loads(inn("entry", "show", "inn", "2", "--json").out)
    for word in ("#2", shown["id"], shown["id"][:8], shown["id"][:8].upper()):
        assert json.loads(inn("entry", "show", "inn", word, "--json").out) == shown


def test_raw_is_the_line(inn: Callable, folder: Path) -> None:
    second = (folder / "inn.jsonl").read_bytes().splitlines(keepends=True)[1]
    assert inn("entry", "show", "inn", "2", "--raw").out_bytes == second


def test_what_became_of_an_entry(inn: Callable) -> None:
    inn("entry", "edit", "inn", "1", "--message", "2", "--text", "It burns.")
    inn("tag", "add", "inn", "night", "--id", "1")
    out = inn("entry", "show", "inn", "1", "--history").out
    assert out.index("add night") < out.index("Edit entry")
    assert "[-is lit-]{+burns+}" in out
    steps = json.loads(inn("entry", "show", "inn", "1", "--history", "--json").out)["history"]
    assert steps[0]["difference"]["tags_added"] == ["night"]


def test_create_from_a_script_and_from_json(inn: Callable, lines: Callable) -> None:
    script = "system: Be brief.\nuser (Tess): Any room?\n\nOr a chair?\nassistant: One.\n"
    inn("entry", "create", "inn", "--tag", "new", "--note", "mine", stdin=script.encode())
    made = json.loads(lines()[-1])
    assert made["messages"][1] == {"role": "user", "content": "Any room?\n\nOr a chair?", "name": "Tess"}
    assert made["tags"] == ["new"]
    shared = '{"conversations": [{"from": "human", "value": "Hm?"}], "source": 1.50}'
    inn("entry", "create", "inn", "--after", "1", stdin=shared.encode())
    assert '"Hm?"' in lines()[1]
    assert "1.50" in lines()[1]
    inn("entry", "create", "inn", stdin=b"Once upon a time", status=2)
    assert "line 1, column" in inn("entry", "create", "inn", stdin=b'{"messages": [}', status=2).err
    assert len(lines()) == 6


def test_edit_one_message_and_nothing_else(inn: Callable, lines: Callable) -> None:
    before = lines()
    inn("entry", "note", "inn", "1", "careful")
    inn("entry", "edit", "inn", "1", "--message", "2", "--text", "It burns.")
    assert lines() == [before[0].replace("It is lit.  ", "It burns."), *before[1:]]
    assert json.loads(inn("entry", "show", "inn", "1", "--json").out)["note"] == "careful"
    inn("entry", "edit", "inn", "1", "--message", "2", "--text", "-", stdin="Zwölf.".encode())
    assert "Zwölf." in lines()[0]


def test_edit_preview_changes_nothing(inn: Callable, lines: Callable) -> None:
    before = lines()
    out = inn("entry", "edit", "inn", "1", "--message", "2", "--text", "It burns.", "--preview").out
    assert "[-is lit-]{+burns+}" in out
    assert lines() == before


def test_a_corrected_record_becomes_an_entry(inn: Callable, lines: Callable) -> None:
    corrected = b'{"messages": [{"role": "user",\n "content": "The lamp went out"}]}'
    inn("entry", "edit", "inn", "3", "--json-file", "-", stdin=corrected)
    assert json.loads(lines()[2])["messages"][0]["content"] == "The lamp went out"
    assert inn("entry", "count", "inn", "--records").out == "0\n"


def test_replace_asks_first_and_is_one_step(inn: Callable, lines: Callable) -> None:
    before = lines()
    asked = inn("entry", "replace", "inn", "heron", "stork", status=2)
    assert "[-heron-]{+stork+}" in asked.err
    assert lines() == before
    inn("entry", "replace", "inn", "heron", "stork", "--role", "user", "--yes")
    assert lines() == before
    inn("entry", "replace", "inn", "heron", "stork", "--yes")
    assert lines() == [line.replace("heron", "stork") for line in before]
    inn("undo")
    inn("entry", "replace", "inn", r"(\w+) does", r"\1 did", "--regex", "--tag", "bridge", "--yes")
    assert lines()[1] == before[1].replace("heron does", "heron did")
    assert lines()[3] == before[3]


@pytest.mark.parametrize(("answer", "changed"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_somebody_at_a_terminal_is_asked(
    answer: str, *, changed: bool, inn: Callable, lines: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines()
    monkeypatch.setattr(changing, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    outcome = inn("entry", "replace", "inn", "heron", "stork", stdin=answer.encode())
    assert "Make this change?" in outcome.err
    assert (lines() != before) == changed
    assert ("takes it back" in outcome.err) == changed


def test_prompts_in_bulk(inn: Callable, lines: Callable) -> None:
    inn("entry", "prompt", "inn", "--text", "Mind the bridge.", "--untagged", "--yes")
    assert json.loads(lines()[3])["messages"][0] == {"role": "system", "content": "Mind the bridge."}
    inn("entry", "prompt", "inn", "--remove", "--yes")
    assert '"system"' not in "".join(lines())
    inn("entry", "prompt", "inn", "--file", "-", "--id", "1", stdin=b"From a file.\n")
    assert json.loads(lines()[0])["messages"][0]["content"] == "From a file."


def test_repair_one_finding(inn: Callable, lines: Callable) -> None:
    inn("entry", "repair", "inn", "1", "--code", "edge-whitespace")
    assert '"It is lit."' in lines()[0]
    inn("entry", "repair", "inn", "1", "--code", "RT301", status=2)


def test_split_join_duplicate_move_sort_delete(inn: Callable, lines: Callable) -> None:
    before = lines()
    inn("entry", "split", "inn", "2", "--before", "2")
    assert len(lines()) == 5
    assert [len(json.loads(line)["messages"]) for line in lines()[1:3]] == [2, 2]
    inn("entry", "join", "inn", "2", "3")
    assert lines() == before
    inn("entry", "duplicate", "inn", "1")
    assert lines() == [before[0], *before]
    inn("entry", "delete", "inn", "1")
    inn("entry", "move", "inn", "4", "--after", "top")
    assert lines() == [before[3], *before[:3]]
    inn("entry", "move", "inn", "1", "--after", "end")
    assert lines() == before
    inn("entry", "sort", "inn", "--by", "turns", "--descending", status=2)
    inn("entry", "sort", "inn", "--by", "turns", "--descending", "--yes")
    assert lines() == [before[1], before[0], before[3], before[2]]
    inn("entry", "delete", "inn", "--records", "--yes")
    assert len(lines()) == 3
    for _ in range(8):
        inn("undo")
    assert lines() == before


def test_facets(inn: Callable) -> None:
    found = json.loads(inn("entry", "facets", "inn", "--json").out)
    assert found["lines"] == 4
    assert found["tags"] == [{"name": "cosy", "entries": 2}, {"name": "bridge", "entries": 1}]
    assert found["speakers"] == [{"name": "Tess", "entries": 1}]
    assert found["prompts"] == [{"name": "Keep the inn.", "entries": 1}]
    assert {one["name"] for one in found["findings"]} == {"RT101", "RT301"}
    narrow = json.loads(inn("entry", "facets", "inn", "--tag", "bridge", "--json").out)
    assert narrow["tags"] == [{"name": "bridge", "entries": 1}, {"name": "cosy", "entries": 1}]
    assert "no lines" in inn("entry", "facets", "inn", "--tag", "nothing").out
    assert "Tess" in inn("entry", "facets", "inn").out


def test_tags_in_bulk(inn: Callable, lines: Callable) -> None:
    before = lines()
    inn("tag", "add", "inn", "night", "cosy", "--find", "bridge", "--yes")
    assert [json.loads(lines()[place])["tags"] for place in (1, 3)] == [["bridge", "cosy", "night"], ["night", "cosy"]]
    inn("tag", "replace", "inn", "night", "dusk", "--yes")
    inn("tag", "remove", "inn", "cosy", "--yes")
    listed = json.loads(inn("tag", "list", "inn", "--json").out)
    assert listed == [{"name": "dusk", "entries": 2}, {"name": "bridge", "entries": 1}]
    assert "2 entries" in inn("tag", "list", "inn").out
    inn("tag", "set", "inn", "b", "a", "--id", "1,2")
    assert [json.loads(lines()[place])["tags"] for place in (0, 1)] == [["b", "a"], ["b", "a"]]
    for _ in range(4):
        inn("undo")
    assert lines() == before


def test_a_plan_for_programs(inn: Callable, lines: Callable) -> None:
    before = lines()
    plan = json.loads(inn("tag", "add", "inn", "night", "--preview", "--json").out)
    assert plan["changes"] == 3
    assert plan["preview"][0]["difference"]["tags_added"] == ["night"]
    assert lines() == before
    step = json.loads(inn("tag", "add", "inn", "night", "--yes", "--json").out)
    assert (step["step"], step["lines"], step["state"]) == (2, 3, "done")
    assert json.loads(inn("tag", "add", "inn", "night", "--yes", "--json").out) is None


def test_undo_redo_and_history(inn: Callable, lines: Callable) -> None:
    before = lines()
    inn("tag", "add", "inn", "night", "--yes")
    after = lines()
    assert "`rolethread redo` does it again" in inn("undo").err
    assert lines() == before
    assert json.loads(inn("redo", "--json").out)["state"] == "done"
    assert lines() == after
    inn("undo")
    inn("tag", "add", "inn", "day", "--yes")
    states = [(step["step"], step["state"]) for step in json.loads(inn("history", "--json").out)]
    assert states == [(3, "done"), (2, "abandoned"), (1, "done")]
    out = inn("history", "--limit", "2").out
    assert "given up" in out
    assert "Import" not in out
    assert "Import" in inn("history", "--before", "2").out
