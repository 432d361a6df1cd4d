"""`rolethread prompt`: what is said, shown and changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

MIRA = "You are Mira, keeper of the Lantern Inn. Never speak for Tess."
LOUD = "You are Mira, KEEPER of the lantern inn!  Never speak for Tess."
ORSK = "You are Orsk, keeper of the Lantern Inn. Never speak for Tess."
KEEPER = "You are {{char}}, keeper of the Lantern Inn. Never speak for {{user}}."


def _line(prompt: str | None, speaker: str = "") -> str:
    messages: list[dict[str, str]] = [{"role": "system", "content": prompt}] if prompt is not None else []
    user = {"role": "user", "content": "A room?"}
    answer = {"role": "assistant", "content": "Upstairs."}
    named = [{**user, "name": "Tess"}, {**answer, "name": speaker}] if speaker else [user, answer]
    return json.dumps({"messages": [*messages, *named]})


@pytest.fixture
def mill(work: Callable, folder: Path) -> Callable:
    """Return the command line with the dataset `mill`: four system prompts that are nearly one, and none."""
    lines = [_line(MIRA, "Mira"), _line(MIRA), _line(LOUD, "Mira"), _line(ORSK, "Orsk"), _line(None), _line("")]
    (folder / "mill.jsonl").write_text("\n".join(lines), encoding="utf-8")
    work("dataset", "import", "mill.jsonl")
    return work


def _ids(mill: Callable) -> dict[str | None, str]:
    return {one["text"]: one["id"] for one in json.loads(mill("prompt", "groups", "mill", "--json").out)}


def test_a_prompt_from_an_argument_a_file_and_a_stream(work: Callable, folder: Path) -> None:
    (folder / "keeper.txt").write_text(f"{KEEPER}\n", encoding="utf-8")
    work("prompt", "create", "One", KEEPER)
    work("prompt", "create", "Two", "--file", "keeper.txt", "--description", "For the inn.")
    outcome = work("prompt", "create", "Three", "-", stdin=f"{KEEPER}\n".encode())
    assert outcome.err == "Create system prompt “Three”. `rolethread undo` takes it back.\n"
    kept = json.loads(work("prompt", "list", "--json").out)
    assert {(one["name"], one["text"], one["version"]) for one in kept} == {
        (name, KEEPER, 1) for name in ("One", "Two", "Three")
    }
    work("undo")
    assert len(json.loads(work("prompt", "list", "--json").out)) == 2


REFUSED = [
    (("create", "New"), "There is no text."),
    (("create", "New", "text", "--file", "x"), "There are two texts."),
    (("create", "New", "  "), "The text of a system prompt cannot be empty."),
    (("create", "Keeper", "text"), "There is a system prompt named “Keeper” already."),
    (("edit", "Keeper"), "Nothing says what is to become another."),
    (("edit", "Nobody", "text"), "There is no system prompt named 'Nobody'."),
    (("restore", "Keeper", "7"), "The system prompt “Keeper” has no version 7."),
    (("show", "Nobody"), "There is no system prompt named 'Nobody'."),
    (("apply", "mill", "Keeper", "--variable", "char"), "'char' says no value."),
    (("apply", "mill", "Keeper", "--variable", "place=ford", "--yes"), "The system prompt has no variable {{place}}."),
    (("apply", "mill", "Keeper", "--yes"), "3 entries have no value for {{char}}, {{user}}."),
    (("save", "mill", "5"), "The entry has no system prompt."),
    (("save", "mill", "1", "--variable", "char=Zoe"), "'Zoe' does not stand in the system prompt."),
    (("unify", "mill", "ff"), "Nothing says which prompt they become."),
    (("unify", "mill", "--text", "x"), "No prompts are named."),
    (("unify", "mill", "--near", "0.9", "--text", "x"), "Nothing says what they are like."),
    (("unify", "mill", "zz", "--text", "x"), "There is no system prompt 'zz'."),
    (("near", "mill", "--least", "0.2"), "0.2 is no useful likeness."),
    (("drifted", "Keeper", "--dataset", "nowhere"), "There is no dataset named 'nowhere'."),
]


@pytest.mark.parametrize(("arguments", "told"), REFUSED, ids=lambda value: " ".join(value)[:40])
def test_what_makes_no_sense_is_said_in_words(arguments: tuple[str, ...], told: str, mill: Callable) -> None:
    mill("prompt", "create", "Keeper", KEEPER)
    assert f"Error: {told}" in mill("prompt", *arguments, status=2).err


def test_groups_show_bars_and_where_a_prompt_comes_from(mill: Callable, golden: Callable) -> None:
    mill("prompt", "create", "Keeper", KEEPER)
    golden("workspace-prompt-groups.txt", mill("prompt", "groups", "mill").out)
    outcome = mill("prompt", "groups", "mill", "--limit", "1")
    assert len(outcome.out.splitlines()) == 1
    assert "… and 4 more; --limit 0 shows all." in outcome.err
    assert "No entry fits." in mill("prompt", "groups", "mill", "--speaker", "Zoe").err
    first = json.loads(mill("prompt", "groups", "mill", "--json").out)[0]
    assert (first["text"], first["entries"], first["turns"], first["placeholders"]) == (MIRA, 2, 4, 0)
    assert first["prompt"] == {
        "name": "Keeper",
        "version": 1,
        "is_latest": True,
        "values": {"char": "Mira", "user": "Tess"},
    }


def test_the_stand_in_of_rolethread_1_counts_as_no_prompt(mill: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolethread_lite.queries.prompts.is_placeholder_prompt", ORSK.__eq__)
    outcome = mill("prompt", "groups", "mill")
    assert "2 entries  33 %" in outcome.out
    assert "(no system prompt, 1 with the stand-in of RoleThread 1.0)" in outcome.out
    assert "Orsk" not in outcome.out


def test_near_prompts_show_the_words_that_differ(mill: Callable, golden: Callable) -> None:
    golden("workspace-prompt-near.txt", mill("prompt", "near", "mill").out)
    alike = mill("prompt", "near", "mill", "--least", "1").out
    assert ("the same words" in alike, "Orsk" in alike) == (True, False)
    (found,) = json.loads(mill("prompt", "near", "mill", "--json").out)
    assert (found["text"], [one["same_words"] for one in found["others"]]) == (MIRA, [True, False])
    assert {"kind": "added", "text": "Orsk"} in found["others"][1]["runs"]


def test_near_prompts_become_one(mill: Callable, lines: Callable) -> None:
    ids = _ids(mill)
    mill("prompt", "unify", "mill", "--near", "0.9", "--to", ids[ORSK][:8], "--yes")
    assert [ORSK in line for line in lines("mill")] == [True, True, True, True, False, False]
    mill("undo")
    mill("prompt", "unify", "mill", ids[LOUD], ids[ORSK], "--text", "Sing.", "--yes")
    assert ['"Sing."' in line for line in lines("mill")] == [False, False, True, True, False, False]
    assert "There was nothing to change." in mill("prompt", "unify", "mill", ids[MIRA], "--to", ids[MIRA], "--yes").err
    assert "No two system prompts are that much alike." in mill("prompt", "near", "mill").err


def test_from_an_entry_to_the_library_and_back(mill: Callable, lines: Callable) -> None:
    mill("prompt", "save", "mill", "1", "--name", "Keeper", "--variable", "char=Mira", "--variable", "user=Tess")
    assert json.loads(mill("prompt", "show", "Keeper", "--json").out)["variables"] == ["char", "user"]
    outcome = mill("prompt", "apply", "mill", "Keeper", "--skip-missing", "--yes")
    assert "3 entries without a value for {{char}}, {{user}} stay as they are." in outcome.err
    assert [line.count("Lantern Inn") for line in lines("mill")] == [1, 1, 1, 1, 0, 0]
    mill("prompt", "apply", "mill", "Keeper", "--variable", "char=Zoe", "--variable", "user=you", "--yes")
    assert all("You are Zoe, keeper of the Lantern Inn. Never speak for you." in line for line in lines("mill"))
    shown = mill("prompt", "list").out
    assert "version 1  6 entries" in shown


def test_versions_and_what_has_drifted_from_the_latest(mill: Callable, golden: Callable) -> None:
    mill("prompt", "create", "Keeper", KEEPER)
    mill("prompt", "edit", "Keeper", KEEPER.replace("Inn.", "Inn by the ford."))
    golden("workspace-prompt-versions.txt", mill("prompt", "versions", "Keeper").out)
    golden("workspace-prompt-drifted.txt", mill("prompt", "drifted", "Keeper").out)
    told = json.loads(mill("prompt", "drifted", "Keeper", "--json").out)
    assert [(one["is_earlier_version"], one["version"], one["entries"]) for one in told] == [
        (True, 1, 2),
        (True, 1, 1),
        (False, 1, 1),
    ]
    mill("prompt", "restore", "Keeper", "1")
    versions = json.loads(mill("prompt", "versions", "Keeper", "--json").out)
    assert [(one["version"], one["text"] == KEEPER, one["entries"]) for one in versions] == [
        (3, True, 3),
        (2, False, 0),
        (1, True, 0),
    ]
    assert "1 entry  the same words" in mill("prompt", "drifted", "Keeper", "--least", "1").out
    mill("prompt", "apply", "mill", "Keeper", "--variable", "char=Zoe", "--variable", "user=you", "--yes")
    assert "No system prompt has drifted from it." in mill("prompt", "drifted", "Keeper").err


def test_the_text_alone_goes_to_standard_output(work: Callable) -> None:
    work("prompt", "create", "Odd", "Hi {{char}}, {{random:a,b}}", "--description", "To try.")
    work("prompt", "deactivate", "Odd")
    outcome = work("prompt", "show", "Odd")
    assert outcome.out == "Hi {{char}}, {{random:a,b}}\n"
    assert outcome.err.splitlines() == [
        "Odd, version 1, not offered",
        "To try.",
        "Variables: {{char}}",
        "Left as they are, being no variables: {{random:a,b}}",
    ]
    assert "Odd (not offered)" in work("prompt", "list").out
    work("prompt", "activate", "Odd")
    assert "not offered" not in work("prompt", "list").out


def test_deleting_asks_and_renaming_does_not(work: Callable) -> None:
    work("prompt", "create", "Keeper", KEEPER)
    assert "nobody is there to ask" in work("prompt", "delete", "Keeper", status=2).err
    work("prompt", "rename", "Keeper", "Innkeeper")
    preview = work("prompt", "delete", "Innkeeper", "--preview").out
    assert "Delete system prompt “Innkeeper”: 1 change" in preview
    work("prompt", "delete", "Innkeeper", "--yes")
    assert "The library has no system prompt yet." in work("prompt", "list").err
    work("undo")
    assert "Innkeeper" in work("prompt", "list").out
