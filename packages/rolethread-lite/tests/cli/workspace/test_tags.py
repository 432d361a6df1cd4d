"""The list of tags on the command line: what is shown, what is asked, and what is said."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def tags(inn: Callable, folder: Path) -> Callable:
    """Return a function that runs commands where two datasets have tags, of which some are known."""
    line = '{"messages":[{"role":"user","content":"Hm?"}],"tags":["cosy","Bridge"," night "]}\n'
    (folder / "songs.jsonl").write_text(line, encoding="utf-8")
    inn("dataset", "import", "songs.jsonl")
    inn("category", "create", "Mood")
    inn("tag", "adopt", "cosy", "--category", "Mood")
    inn("tag", "create", "مرحبا", "--description", "A greeting.")
    return inn


def _known(tags: Callable) -> dict[str, dict]:
    return {one["name"]: one for one in json.loads(tags("tag", "list", "--json").out)}


def test_the_list_for_people(tags: Callable) -> None:
    tags("tag", "alias", "cosy", "warm")
    tags("tag", "archive", "مرحبا")
    outcome = tags("tag", "list")
    assert outcome.out.splitlines() == [
        "Mood",
        "  cosy    3 entries  inn 2, songs 1  also warm",
        "Without a category",
        "  مرحبا  no entries                  archived; A greeting.",
    ]
    assert outcome.err == "3 tags wait for review: `rolethread tag unknown` lists what entries have besides.\n"


def test_the_list_for_programs(tags: Callable) -> None:
    assert _known(tags)["cosy"] == {
        "name": "cosy",
        "key": "cosy",
        "category": "Mood",
        "description": "",
        "colour": "",
        "place": 0,
        "archived": False,
        "aliases": [],
        "entries": 3,
        "datasets": [{"dataset": "inn", "entries": 2}, {"dataset": "songs", "entries": 1}],
    }


def test_the_list_of_a_dataset_stays_as_it_was(tags: Callable) -> None:
    assert json.loads(tags("tag", "list", "inn", "--json").out) == [
        {"name": "cosy", "entries": 2},
        {"name": "bridge", "entries": 1},
    ]
    assert "No entry has a tag." in tags("tag", "list", "inn", "--find", "zeppelin").err


def test_a_selection_without_a_dataset_is_refused(tags: Callable) -> None:
    assert "no dataset is named" in tags("tag", "list", "--find", "lantern", status=2).err


def test_a_workspace_without_tags_says_how_to_begin(inn: Callable) -> None:
    assert inn("tag", "list").err == (
        "No tag is known yet: `rolethread tag create` makes one, `tag start` brings in some to start from.\n"
        "2 tags wait for review: `rolethread tag unknown` lists what entries have besides.\n"
    )
    assert inn("category", "list").err == "There is no category yet: `rolethread category create` makes one.\n"


def test_what_waits_for_review(tags: Callable) -> None:
    tags("tag", "alias", "cosy", "bridge")
    outcome = tags("tag", "unknown")
    assert outcome.out.splitlines() == [
        "  “ night ”  1 entry  songs  cannot be a tag as it stands",
        "  Bridge     1 entry  songs  looks like cosy",
        "  bridge     1 entry  inn    another name of cosy",
    ]
    assert "settles each" in outcome.err
    assert json.loads(tags("tag", "unknown", "inn", "--json").out) == [
        {
            "name": "bridge",
            "entries": 1,
            "datasets": [{"dataset": "inn", "entries": 1}],
            "alias_of": "cosy",
            "looks_like": [],
        }
    ]
    tags("tag", "resolve", "--yes")
    assert "No tag waits for review." in tags("tag", "unknown", "inn").err


def test_all_that_waits_is_adopted_but_what_cannot_be(tags: Callable) -> None:
    outcome = tags("tag", "adopt", "--all")
    assert "Left out: 1 tag that cannot be adopted as written" in outcome.err
    assert "Adopt tags: Bridge, bridge." in outcome.err
    assert {"Bridge", "bridge"} <= set(_known(tags))
    assert tags("tag", "list").err.startswith("1 tag waits for review")
    for wrong in ((), ("--all", "bridge")):
        assert "Name them, or give --all." in tags("tag", "adopt", *wrong, status=2).err


def test_a_new_tag_that_looks_like_another_is_pointed_out(tags: Callable) -> None:
    assert tags("tag", "create", "Cosy").err == (
        "Create tag “Cosy”. `rolethread undo` takes it back.\n"
        "It looks like “cosy”, but stays apart; `rolethread tag merge` makes them one.\n"
    )


def test_renaming_asks_and_shows_first(tags: Callable, lines: Callable) -> None:
    assert "Add --yes to make the change" in tags("tag", "rename", "cosy", "warm", status=2).err
    shown = tags("tag", "rename", "cosy", "warm", "--preview")
    assert shown.out.splitlines()[:6] == [
        "Rename tag “cosy” to “warm”: 5 changes",
        "  change",
        "    tag warm",
        "      - name: cosy",
        "      + name: warm",
        "  add",
    ]
    outcome = tags("tag", "rename", "cosy", "warm", "--yes")
    assert outcome.err == "Rename tag “cosy” to “warm” (3 lines). `rolethread undo` takes it back.\n"
    assert [json.loads(lines()[place])["tags"] for place in (0, 1)] == [["warm"], ["bridge", "warm"]]
    assert json.loads(lines("songs")[0])["tags"] == ["warm", "Bridge", " night "]
    assert _known(tags)["warm"]["aliases"] == ["cosy"]


def test_merging_moving_archiving_and_restoring(tags: Callable, lines: Callable) -> None:
    tags("tag", "merge", "Bridge", "bridge", " night ", "--into", "cosy", "--yes")
    assert json.loads(lines()[1])["tags"] == ["cosy"]
    assert _known(tags)["cosy"]["aliases"] == [" night ", "Bridge", "bridge"]
    tags("tag", "move", "cosy", "--no-category")
    assert _known(tags)["cosy"]["category"] is None
    tags("tag", "move", "cosy", "--category", "Mood")
    assert _known(tags)["cosy"]["category"] == "Mood"
    for wrong in ((), ("--no-category", "--category", "Mood")):
        assert "Give --category NAME, or --no-category." in tags("tag", "move", "cosy", *wrong, status=2).err
    tags("tag", "archive", "cosy")
    assert _known(tags)["cosy"]["archived"]
    tags("tag", "restore", "cosy")
    assert not _known(tags)["cosy"]["archived"]
    assert tags("tag", "restore", "cosy").err == "There was nothing to change.\n"


def test_a_deleted_tag_is_said_to_wait(tags: Callable, lines: Callable) -> None:
    assert tags("tag", "delete", "cosy").err == (
        "Delete tag “cosy” from the list; entries keep it. `rolethread undo` takes it back.\n"
        "3 entries keep it, where it waits for review: `rolethread tag unknown` lists it.\n"
    )
    assert "Add --yes" in tags("tag", "delete", "cosy", "--from-entries", status=2).err
    tags("tag", "delete", "cosy", "--from-entries", "--yes")
    assert json.loads(lines()[1])["tags"] == ["bridge"]
    assert tags("tag", "delete", "مرحبا").err.count("\n") == 1


def test_editing_other_names_and_a_start(tags: Callable) -> None:
    tags("tag", "edit", "cosy", "--description", "Warm.", "--colour", "#C08040", "--place", "7")
    cosy = _known(tags)["cosy"]
    assert (cosy["description"], cosy["colour"], cosy["place"]) == ("Warm.", "#c08040", 7)
    tags("tag", "alias", "cosy", "warm")
    tags("tag", "unalias", "warm")
    assert _known(tags)["cosy"]["aliases"] == []
    assert "is no colour" in tags("tag", "edit", "cosy", "--colour", "red", status=2).err
    tags("tag", "start")
    assert len(_known(tags)) == 33
    assert tags("tag", "start").err == "There was nothing to change.\n"


def test_categories(tags: Callable) -> None:
    tags("category", "create", "Time", "--description", "When it plays.", "--colour", "#102030")
    tags("category", "edit", "Mood", "--name", "Feeling", "--place", "9")
    assert tags("category", "list").out.splitlines() == [
        "  Time     no tags  When it plays.",
        "  Feeling    1 tag",
    ]
    assert json.loads(tags("category", "list", "--json").out)[1] == {
        "key": "mood",
        "name": "Feeling",
        "description": "",
        "colour": "",
        "place": 9,
        "tags": 1,
    }
    tags("category", "delete", "Feeling")
    assert _known(tags)["cosy"]["category"] is None
    assert "There is no category named 'Feeling'." in tags("category", "delete", "Feeling", status=2).err
