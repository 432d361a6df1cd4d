"""`rolethread character` from the outside: what it does, says and refuses."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from card_files import PICTURE, chunk, plain, png

CARD = (
    '{ "spec":"chara_card_v3", "spec_version":"3.0", "data":{"name":"Tess","nickname":"Tessa",'
    '"description":"Keeps the\\nlantern.","first_mes":"Is it lit?","tags":["cosy"],"alternate_greetings":["Hm?"],'
    '"group_only_greetings":[],"seed":12345678901234567890} }\n'
)


@pytest.fixture
def cast(inn: Callable, folder: Path) -> Callable:
    """Return the command runner with the characters Tess and Orsk in the workspace, and a card beside it."""
    inn("character", "create", "Tess", "--description", "Lights lanterns.")
    inn("character", "create", "Orsk")
    (folder / "tess.json").write_text(CARD, encoding="utf-8", newline="")
    (folder / "tess.png").write_bytes(png(chunk(b"tEXt", plain("ccv3", CARD), is_intact=False)))
    (folder / "face.png").write_bytes(PICTURE)
    return inn


def _listed(run: Callable) -> dict[str, dict]:
    return {one["name"]: one for one in json.loads(run("character", "list", "--json").out)}


def test_a_list_of_nobody_says_how_to_begin(inn: Callable) -> None:
    outcome = inn("character", "list")
    assert outcome.out == ""
    assert "`rolethread character import CARD` or `create NAME` makes one," in outcome.err
    assert inn("character", "list", "--json").out == "[]\n"


def test_the_list_shows_what_everybody_speaks(cast: Callable) -> None:
    cast("character", "alias", "Tess", "ليلى", "美拉")
    assert cast("character", "list").out == (
        "  character  also        entries  turns\n"
        "  Orsk                         0      0\n"
        "  Tess       ليلى, 美拉        1      1\n"
    )
    assert cast("character", "list", "--by-use").out.splitlines()[1].startswith("  Tess")
    assert _listed(cast)["Tess"] == {
        "key": "tess",
        "name": "Tess",
        "aliases": ["ليلى", "美拉"],
        "description": "Lights lanterns.",
        "active": True,
        "card": False,
        "picture": False,
        "entries": 1,
        "turns": 1,
        "datasets": [{"dataset": "inn", "entries": 1, "turns": 1}],
    }


def test_unknown_speakers_are_listed_and_adopted(inn: Callable) -> None:
    outcome = inn("character", "list", "--unknown")
    assert outcome.out == "  speaker  entries  turns\n  Tess           1      1\n"
    assert outcome.err == "`rolethread character adopt Tess` makes a character of one, --all of each.\n"
    assert json.loads(inn("character", "list", "--unknown", "--dataset", "inn", "--json").out) == [
        {"name": "Tess", "entries": 1, "turns": 1}
    ]
    outcome = inn("character", "adopt", "--all", "--dataset", "inn", "--yes")
    assert outcome.err == "Adopt “Tess” as characters. `rolethread undo` takes it back.\n"
    assert "Every name that speaks is a character's." in inn("character", "adopt", "--all").err
    assert "Every name that speaks is a character's." in inn("character", "list", "--unknown").err
    inn("undo")
    inn("character", "adopt", "Tess")
    assert set(_listed(inn)) == {"Tess"}


def test_who_cannot_be_adopted_is_left_out_and_said(work: Callable, folder: Path) -> None:
    line = (
        '{"messages":[{"role":"user","name":" Mira ","content":"Hm?"},{"role":"user","name":"Orsk","content":"?"}]}\n'
    )
    (folder / "odd.jsonl").write_text(line, encoding="utf-8")
    work("dataset", "import", "odd.jsonl")
    outcome = work("character", "adopt", "--all", "--yes")
    assert "“ Mira ” is left out: it cannot be a name as it stands." in outcome.err
    assert set(_listed(work)) == {"Orsk"}


def test_a_rename_is_shown_first_and_reaches_every_turn(cast: Callable, lines: Callable) -> None:
    before = lines()
    outcome = cast("character", "rename", "Tess", "Tess Vale", "--preview")
    assert outcome.out.splitlines()[:4] == [
        "Rename character “Tess” to “Tess Vale”: 3 changes",
        "  change",
        "    character Tess Vale",
        "      - name: Tess",
    ]
    assert lines() == before
    assert "this needs a yes" in cast("character", "rename", "Tess", "Tess Vale", status=2).err
    outcome = cast("character", "rename", "Tess", "Tess Vale", "--yes")
    assert outcome.err == "Rename character “Tess” to “Tess Vale” (1 line). `rolethread undo` takes it back.\n"
    assert lines()[0] == before[0].replace('"Tess"', '"Tess Vale"')
    cast("undo")
    assert lines() == before
    cast("character", "rename", "Tess", "Tess Vale", "--keep-entries")
    assert lines() == before
    assert _listed(cast)["Tess Vale"]["entries"] == 1


def test_several_become_one(cast: Callable, lines: Callable) -> None:
    before = lines()
    outcome = cast("character", "merge", "Tess", "--into", "Orsk", "--yes")
    assert outcome.err.startswith("Merge “Tess” into character “Orsk” (1 line).")
    assert (_listed(cast)["Orsk"]["aliases"], _listed(cast)["Orsk"]["description"]) == (["Tess"], "Lights lanterns.")
    assert '"name":"Orsk"' in lines()[0]
    cast("undo")
    assert lines() == before


def test_aliases_are_given_and_taken(cast: Callable) -> None:
    outcome = cast("character", "alias", "Orsk", "Tess", status=2)
    assert outcome.err.startswith("Error: There is a character named 'Tess' already.")
    cast("character", "alias", "Orsk", "Captain")
    outcome = cast("character", "alias", "Tess", "Captain", status=2)
    assert "'Captain' is another name of the character 'Orsk' already" in outcome.err
    outcome = cast("character", "unalias", "Orsk", "Captain")
    assert outcome.err == ("Let “Captain” no longer mean the character “Orsk”. `rolethread undo` takes it back.\n")


def test_who_is_deactivated_keeps_every_turn_and_is_still_found_in_prompts(cast: Callable, lines: Callable) -> None:
    before = lines()
    cast("character", "create", "inn")
    outcome = cast("character", "deactivate", "Tess", "inn")
    assert outcome.err == (
        "Deactivate “Tess”, “inn”. `rolethread undo` takes it back.\n"
        "In “inn” “inn” still stands in the system prompt of 1 entry.\n"
    )
    assert lines() == before
    assert "inactive" in cast("character", "list").out
    outcome = cast("character", "mentions", "inn")
    assert outcome.out.startswith("  “inn” still stands in the system prompt of 1 entry.\n    ")
    (found,) = json.loads(cast("character", "mentions", "inn", "--json").out)
    assert (found["character"], found["names"], len(found["entries"][0])) == ("inn", ["inn"], 32)
    cast("character", "activate", "Tess", "inn")
    assert cast("character", "mentions", "inn").err == "No system prompt speaks of an inactive character.\n"


def test_who_is_deleted_leaves_the_turns(cast: Callable, lines: Callable) -> None:
    before = lines()
    assert "this needs a yes" in cast("character", "delete", "Tess", status=2).err
    cast("character", "delete", "Tess", "--yes")
    assert lines() == before
    assert set(_listed(cast)) == {"Orsk"}


def test_an_edit_names_what_changes(cast: Callable, folder: Path) -> None:
    cast("character", "edit", "Tess", "--card", "tess.png", "--picture", "face.png", "--description", "New")
    assert {key: _listed(cast)["Tess"][key] for key in ("description", "card", "picture")} == {
        "description": "New",
        "card": True,
        "picture": True,
    }
    cast("character", "edit", "Tess", "--no-card", "--no-picture")
    assert {key: _listed(cast)["Tess"][key] for key in ("description", "card", "picture")} == {
        "description": "New",
        "card": False,
        "picture": False,
    }
    for arguments in ((), ("--card", "tess.json", "--no-card")):
        assert cast("character", "edit", "Tess", *arguments, status=2).err.startswith("Error: ")
    outcome = cast("character", "edit", "Tess", "--picture", folder / "tess.json", status=3)
    assert "It is no picture that is known here." in outcome.err


def test_a_new_card_is_imported_and_comes_out_byte_for_byte(inn: Callable, folder: Path) -> None:
    picture = png(chunk(b"tEXt", plain("ccv3", CARD), is_intact=False))
    (folder / "tess.png").write_bytes(picture)
    outcome = inn("character", "import", "tess.png")
    assert outcome.err == (
        "tess.png: The checksum of “ccv3” is wrong; the card was read all the same.\n"
        "Import character card “Tess”. `rolethread undo` takes it back.\n"
    )
    outcome = inn("character", "export-card", "Tessa", "-o", "out.json", "--picture", "out.png")
    assert outcome.err.splitlines()[0] == f"Tess written to out.json ({len(CARD)} bytes)."
    assert (folder / "out.json").read_bytes() == CARD.encode()
    assert (folder / "out.png").read_bytes() == picture
    assert inn("character", "export-card", "Tess", "-o", "-").out_bytes == CARD.encode()
    assert inn("character", "export-card", "Tess", "-o", "out.json", status=2).err.startswith("Error: ")
    shown = json.loads(inn("character", "export-card", "Tess", "-o", "out.json", "--force", "--json").out)
    assert shown == {"character": "Tess", "output": "out.json", "picture": None}


def test_show_gives_the_card(inn: Callable, folder: Path) -> None:
    (folder / "tess.json").write_text(CARD, encoding="utf-8", newline="")
    inn("character", "import", "tess.json")
    assert inn("character", "show", "Tess").out == (
        "Tess\n"
        "  also                  Tessa\n"
        "  speaks                1 turn in 1 entry\n"
        "  description           Keeps the⏎lantern.\n"
        "  card                  V3\n"
        "    name                Tess\n"
        "    nickname            Tessa\n"
        "    description         Keeps the⏎lantern.\n"
        "    first message       Is it lit?\n"
        "    alternate greeting  Hm?\n"
        "    tag                 cosy\n"
    )
    shown = json.loads(inn("character", "show", "Tessa", "--json").out)
    assert (shown["name"], shown["card"]["first_message"], shown["picture"]) == ("Tess", "Is it lit?", None)
    assert "There is no character named 'Nobody'." in inn("character", "show", "Nobody", status=2).err


def test_a_card_of_somebody_there_is_is_shown_before_it_replaces_anything(cast: Callable) -> None:
    outcome = cast("character", "import", "tess.json", status=2)
    assert '+ card: { "spec":"chara_card_v3"' in outcome.err
    assert "this needs a yes" in outcome.err
    assert not _listed(cast)["Tess"]["card"]
    outcome = cast("character", "import", "tess.json", "--preview")
    assert "Import character card “Tess”: 2 changes" in outcome.out
    cast("character", "import", "tess.json", "--yes")
    assert (_listed(cast)["Tess"]["description"], _listed(cast)["Tess"]["aliases"]) == ("Lights lanterns.", ["Tessa"])
    assert "There was nothing to change." in cast("character", "import", "tess.json", "--yes").err


def test_several_cards_are_one_step(inn: Callable, folder: Path) -> None:
    for name in ("Wick", "ليلى"):
        (folder / f"{name}.json").write_text(json.dumps({"name": name, "first_mes": "Hm."}), encoding="utf-8")
    (folder / "nameless.json").write_text('{"name":"","first_mes":"Hm."}', encoding="utf-8")
    outcome = inn("character", "import", "Wick.json", "ليلى.json", "nameless.json")
    assert "nameless.json: It has no name." in outcome.err
    assert set(_listed(inn)) == {"Wick", "ليلى", "nameless"}
    inn("undo")
    assert _listed(inn) == {}
    inn("character", "import", "Wick.json", "--name", "Candle")
    assert _listed(inn)["Candle"]["aliases"] == ["Wick"]
    inn("undo")
    inn("character", "import", "Wick.json", "--name", "Candle", "--no-aliases")
    assert _listed(inn)["Candle"]["aliases"] == []


def test_one_unreadable_card_keeps_all_of_them_out(cast: Callable, folder: Path) -> None:
    (folder / "broken.png").write_bytes(png())
    outcome = cast("character", "import", "tess.json", "broken.png", status=3)
    assert outcome.err == (
        "Error: No character card can be read: the picture holds no character card.\n"
        "  where  broken.png\n"
        "  next   Get the picture from its source again: chats, websites and image programs often strip cards from"
        " pictures.\n"
    )
    assert not _listed(cast)["Tess"]["card"]
    assert "it cannot be read" in cast("character", "import", "missing.png", status=3).err.lower()


def test_a_card_comes_through_a_stream(inn: Callable) -> None:
    inn("character", "import", "-", stdin=CARD.encode())
    assert inn("character", "export-card", "Tess", "-o", "-").out_bytes == CARD.encode()


REFUSED = [
    ("adopt",),
    ("adopt", "Tess", "--all"),
    ("adopt", "Tess", "--dataset", "inn"),
    ("list", "--dataset", "inn"),
    ("export-card", "Tess"),
    ("export-card", "Tess", "-o", "x.json"),
    ("export-card", "Tess", "--picture", "x.png"),
    ("import", "a.json", "b.json", "--name", "Tess"),
    ("create", "  "),
]


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_what_makes_no_sense_is_refused(cast: Callable, arguments: tuple[str, ...], folder: Path) -> None:
    outcome = cast("character", *arguments, status=2)
    assert outcome.err.startswith("Error: ")
    assert "  next " in outcome.err
    assert not (folder / "x.json").exists()
