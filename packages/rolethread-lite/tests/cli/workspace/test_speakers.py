"""Who speaks: listed, mapped, set by hand, selected by, and written into the text."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

FERRY = (
    '{"messages":[{"role":"Mira","content":"Late again."},{"role":"Orsk","content":"Punctual."},'
    '{"role":"Mira","content":"Hm."},{"role":"Orsk","content":"Hm."}],"tags":["sea"]}\n'
    '{"messages":[{"role":"user","content":"Tide?"},{"role":"function_call","content":"{}"},'
    '{"role":"observation","content":"low"},{"role":"narrator","content":"*Rain.*"}]}\n'
    '{"messages":[{"role":"user","name":"Mira","content":"Hot?"},'
    '{"role":"assistant","name":"Tess","content":"Tess: Yes."}]}\n'
)


@pytest.fixture
def ferry(work: Callable, folder: Path) -> Callable:
    """Return a function that runs commands in a workspace with the dataset `ferry`."""
    (folder / "ferry.jsonl").write_text(FERRY, encoding="utf-8")
    work("dataset", "import", "ferry.jsonl")
    return work


@pytest.fixture
def roles(lines: Callable) -> Callable:
    """Return a function that gives role and speaker of every turn."""

    def _roles() -> list[list[tuple[str, str | None]]]:
        entries = [json.loads(line)["messages"] for line in lines("ferry")]
        return [[(turn["role"], turn.get("name")) for turn in turns] for turns in entries]

    return _roles


def test_a_list_for_people_shows_guesses_as_guesses(ferry: Callable, golden: Callable) -> None:
    ferry("character", "create", "Mira")
    outcome = ferry("dataset", "speakers", "ferry")
    golden("workspace-speakers.txt", outcome.out)
    assert "rolethread dataset map-speakers ferry --map NAME=ROLE" in outcome.err
    assert "… and 4 more" in ferry("dataset", "speakers", "ferry", "--limit", "1").out


def test_a_list_for_programs(ferry: Callable) -> None:
    ferry("character", "create", "Mira")
    found = json.loads(ferry("dataset", "speakers", "ferry", "--json").out)["labels"]
    assert [(one["label"], one["stands_as"]) for one in found] == [
        ("Mira", "role"),
        ("Orsk", "role"),
        ("function_call", "role"),
        ("narrator", "role"),
        ("observation", "role"),
        ("Mira", "speaker"),
        ("Tess", "speaker"),
    ]
    assert found[0] == {
        "label": "Mira",
        "stands_as": "role",
        "entries": 1,
        "turns": 2,
        "example": "Late again.",
        "character": {"name": "Mira", "active": True},
        "guess": {
            "role": "user",
            "character": "Mira",
            "reason": "two take turns, and this one begins",
            "entries": 1,
        },
    }
    assert found[-1]["guess"] is None


def test_where_nobody_is_named_there_is_nothing_to_list(inn: Callable) -> None:
    inn("entry", "speaker", "inn", "1", "--turn", "1", "--speaker", "")
    outcome = inn("dataset", "speakers", "inn")
    assert (outcome.out, outcome.err) == ("", "Nobody is named, and every role is one that trainers know.\n")
    assert "There is nothing to guess." in inn("dataset", "map-speakers", "inn", "--guess", "--yes").err


def test_names_are_mapped(ferry: Callable, roles: Callable) -> None:
    said = ("Mira=user", "Orsk=assistant:Orsk the Grey", "narrator=narrator", "function_call=skip", "observation=tool")
    options = [word for one in said for word in ("--map", one)]
    preview = ferry("dataset", "map-speakers", "ferry", *options, "--create", "--preview").out
    assert "alias Orsk" in preview
    assert "character Orsk the Grey" in preview
    before = roles()
    outcome = ferry("dataset", "map-speakers", "ferry", *options, "--create", "--yes")
    assert (
        "Map speakers in “ferry”: Mira as user, Orsk as assistant, narrator as narrator, 2 more (2 lines)."
        in outcome.err
    )
    assert roles() == [
        [("user", "Mira"), ("assistant", "Orsk the Grey")] * 2,
        [("user", None), ("function_call", None), ("tool", None), ("assistant", "Narrator")],
        [("user", "Mira"), ("assistant", "Tess")],
    ]
    ferry("undo")
    assert roles() == before


def test_guesses_are_taken_when_asked_for_and_said(ferry: Callable, roles: Callable) -> None:
    outcome = ferry("dataset", "map-speakers", "ferry", "--map", "Orsk=user", "--guess", "--yes")
    assert "Guessed: Mira is user (two take turns, and this one begins)." in outcome.err
    assert "Guessed: narrator is narrator (a word for who tells the story)." in outcome.err
    assert "Left as they are: function_call." in outcome.err
    assert "Orsk is" not in outcome.err
    assert roles()[0] == [("user", "Mira"), ("user", "Orsk")] * 2
    assert roles()[1][1:] == [("function_call", None), ("tool", None), ("assistant", "Narrator")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--map", "Mira"], "'Mira' does not say what a name means."),
        (["--map", "Mira=users"], "'Mira=users' does not say what a name means."),
        (["--map", "Nobody=user"], "There are: Mira, Orsk, Tess, function_call, narrator, observation."),
        ([], "No name is mapped."),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(options: list[str], message: str, ferry: Callable) -> None:
    assert message in ferry("dataset", "map-speakers", "ferry", *options, "--yes", status=2).err


@pytest.mark.parametrize("name", ["a=b", "a:b", "=", "", "ミラ", "a=user"])
def test_any_name_can_be_mapped(name: str, work: Callable, folder: Path, lines: Callable) -> None:
    turns = [{"role": name, "content": "Hm."}, {"role": "assistant", "content": "Yes."}]
    (folder / "odd.jsonl").write_text(json.dumps({"messages": turns}) + "\n", encoding="utf-8")
    work("dataset", "import", "odd.jsonl")
    if name == "a=user":
        assert "nobody" in work("dataset", "map-speakers", "odd", "--map", "a=user", "--yes", status=2).err.lower()
    work("dataset", "map-speakers", "odd", "--map", f"{name}=user:Mira: the first", "--yes")
    assert json.loads(lines("odd")[0])["messages"][0] == {"role": "user", "content": "Hm.", "name": "Mira: the first"}


def test_a_turn_gets_a_speaker(ferry: Callable, roles: Callable) -> None:
    ferry("entry", "speaker", "ferry", "2", "--turn", "0", "--speaker", "Tess")
    assert roles()[1][0] == ("user", "Tess")
    ferry("entry", "speaker", "ferry", "2", "3", "--turn", "0", "--turn", "1", "--speaker", "")
    assert [turns[0] for turns in roles()[1:]] == [("user", None), ("user", None)]


def test_all_turns_of_a_role_get_a_speaker(ferry: Callable, roles: Callable) -> None:
    command = ("entry", "speaker", "ferry", "--role", "user", "--speaker", "Ada")
    assert "needs a yes" in ferry(*command, status=2).err
    ferry(*command, "--yes")
    assert [name for turns in roles() for role, name in turns if role == "user"] == ["Ada", "Ada"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["1"], "Nothing says which turns are meant."),
        (["--turn", "1"], "A turn by its number is one of a certain entry."),
        (["1", "--turn", "9"], "An entry has no message 9."),
    ],
)
def test_a_speaker_of_no_turn_is_refused(options: list[str], message: str, ferry: Callable) -> None:
    assert message in ferry("entry", "speaker", "ferry", *options, "--speaker", "Ada", status=2).err


def test_entries_are_chosen_by_who_speaks_in_them(ferry: Callable) -> None:
    ferry("character", "create", "Tess of the Forge")
    assert ferry("entry", "count", "ferry", "--character", "Tess of the Forge").out == "0\n"
    ferry("dataset", "map-speakers", "ferry", "--map", "Tess=assistant:Tess of the Forge", "--yes")
    assert ferry("entry", "count", "ferry", "--character", "Tess").out == "1\n"
    figures = json.loads(ferry("dataset", "insights", "ferry", "--character", "Tess", "--json").out)
    assert figures["entries"] == 1
    assert {one["name"] for one in figures["speakers"]} == {"Mira", "Tess of the Forge"}
    assert "There are: Tess of the Forge." in ferry("entry", "count", "ferry", "--character", "Tes", status=2).err


def test_who_speaks_is_shown_with_the_character(ferry: Callable) -> None:
    ferry("character", "create", "Tess of the Forge")
    ferry("character", "alias", "Tess of the Forge", "Tess")
    assert "Tess (Tess of the Forge)" in ferry("entry", "facets", "ferry").out
    assert "Tess (Tess of the Forge)" in ferry("dataset", "insights", "ferry").out
    facets = json.loads(ferry("entry", "facets", "ferry", "--json").out)["speakers"]
    assert facets == [
        {"name": "Mira", "entries": 1},
        {"name": "Tess", "entries": 1, "character": "Tess of the Forge"},
    ]


@pytest.mark.parametrize(
    ("names", "turns"),
    [
        ("none", [("Mira", "Hot?"), ("Tess", "Tess: Yes.")]),
        ("prefix", [(None, "Mira: Hot?"), (None, "Tess: Yes.")]),
        ("both", [("Mira", "Mira: Hot?"), ("Tess", "Tess: Yes.")]),
    ],
)
def test_names_go_into_the_text_when_asked_for(
    names: str, turns: list[tuple[str | None, str]], ferry: Callable, folder: Path
) -> None:
    outcome = ferry("dataset", "export", "ferry", "-o", "out.jsonl", "--speaker-names", names)
    entries = [json.loads(line)["messages"] for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert [(turn.get("name"), turn["content"]) for turn in entries[2]] == turns
    assert ("1 turn with the speaker's name in the text." in outcome.err) is (names != "none")
    told = json.loads(ferry("dataset", "export", "ferry", "-o", "2.jsonl", "--speaker-names", names, "--json").out)
    assert told["turns_named"] == int(names != "none")


def test_a_format_without_names_loses_nothing_once_they_stand_in_the_text(ferry: Callable, folder: Path) -> None:
    command = ("dataset", "export", "ferry", "--id", "3", "--to", "alpaca", "--force", "-o", "out.jsonl")
    assert "speakers" in ferry(*command).err
    assert "speakers" not in ferry(*command, "--speaker-names", "prefix").err.replace("speaker's", "")
    written = json.loads((folder / "out.jsonl").read_text("utf-8"))
    assert (written["instruction"], written["output"]) == ("Mira: Hot?", "Tess: Yes.")
