"""Questions about characters: who there is, what they speak, who is nobody's, and who is still spoken of."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import HALVES, id_of, import_lines

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.characters.activate_characters import DeactivateCharacters
from rolethread_lite.operations.characters.character_aliases import AddCharacterAliases
from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.queries.characters import (
    CharacterUse,
    UnknownSpeaker,
    list_characters,
    read_character,
    unknown_speakers,
)
from rolethread_lite.queries.inactive_mentions import InactiveMention, inactive_mentions
from rolethread_lite.workspace import Workspace

CARD = '{"spec":"chara_card_v2","data":{"name":"Mira","description":"Keeps the inn."}}'


def _line(*speakers: str, prompt: str | None = None, number: int = 0) -> bytes:
    system = [] if prompt is None else [{"role": "system", "content": prompt}]
    turns = [
        {"role": ("user", "assistant")[place % 2], "name": name, "content": "Hm?"}
        for place, name in enumerate(speakers)
    ]
    return json.dumps({"messages": [*system, *turns], "number": number}, ensure_ascii=False).encode()


INN = (
    _line("Mira", "Tess", "Mira"),
    _line("Mi", "Mira"),
    _line("美拉", "Tess", number=1),
    _line("Mi", "Tess", number=2),
    HALVES,
)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace in which Mira speaks under two names, in two datasets and a removed one."""
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, INN, name="inn")
        import_lines(workspace, [_line("Mira", "Orsk"), b"not an entry"], name="ford")
        import_lines(workspace, [_line("Mira", "Nobody here")], name="gone")
        workspace.run(RemoveDataset(dataset="gone"))
        workspace.run(CreateCharacter(name="Mira", description="About Mira.", card=CARD))
        workspace.run(CreateCharacter(name="Absent"))
        workspace.run(AddCharacterAliases(name="Mira", aliases=("Mi", "Unheard")))
        yield workspace


def test_a_list_counts_entries_and_turns_under_all_names(work: Workspace) -> None:
    with work.view() as view:
        absent, mira = list_characters(view)
    assert (mira.name, mira.aliases, mira.description) == ("Mira", ("Mi", "Unheard"), "About Mira.")
    assert (mira.is_active, mira.has_card, mira.has_avatar) == (True, True, False)
    assert mira.uses == (
        CharacterUse(dataset="ford", entries=1, turns=1),
        CharacterUse(dataset="inn", entries=3, turns=5),
    )
    assert (mira.entries, mira.turns) == (4, 6)
    assert (absent.entries, absent.turns, absent.uses) == (0, 0, ())


def test_what_is_deleted_is_not_counted(work: Workspace) -> None:
    chosen = Selection(entry_ids=(id_of(work, "inn", INN[0]),))
    work.run(DeleteEntries(dataset="inn", selection=chosen))
    with work.view() as view:
        assert [one.turns for one in list_characters(view)] == [0, 4]
    work.undo()
    with work.view() as view:
        assert [one.turns for one in list_characters(view)] == [0, 6]


@pytest.mark.parametrize("name", ["Mira", "Mi"])
def test_a_character_is_read_by_name_or_alias(work: Workspace, name: str) -> None:
    with work.view() as view:
        detail = read_character(view, name)
        assert detail.listed in list_characters(view)
    assert detail.character.card == CARD
    assert detail.card is not None
    assert (detail.card.name, detail.card.description) == ("Mira", "Keeps the inn.")


def test_a_name_comes_before_an_alias_and_an_unknown_one_is_answered(work: Workspace) -> None:
    with work.view() as view:
        assert read_character(view, "Absent").card is None
        with pytest.raises(UnknownName, match="no character named 'Tess'") as caught:
            read_character(view, "Tess")
        assert caught.value.advice == "There are: Absent, Mira."


def test_names_that_are_nobodys_wait(work: Workspace) -> None:
    with work.view() as view:
        assert unknown_speakers(view) == (
            UnknownSpeaker(name="Tess", entries=3, turns=3),
            UnknownSpeaker(name="Orsk", entries=1, turns=1),
            UnknownSpeaker(name="美拉", entries=1, turns=1),
            UnknownSpeaker(name="\ufffd\ufffd\ufffd", entries=1, turns=1),
        )
        assert unknown_speakers(view, dataset="ford") == (UnknownSpeaker(name="Orsk", entries=1, turns=1),)
        with pytest.raises(UnknownName):
            unknown_speakers(view, dataset="gone")


def test_an_alias_of_nobody_makes_nobody_known(work: Workspace) -> None:
    alias = Alias(kind=AliasKind.CHARACTER, name="Orsk", target="left-long-ago")
    work._store.commit([PutItem(before=None, after=alias)], label="Left", operation="{}")
    with work.view() as view:
        assert "Orsk" in [speaker.name for speaker in unknown_speakers(view)]
    work.run(CreateCharacter(name="Orsk"))
    with work.view() as view:
        assert read_character(view, "Orsk").listed.aliases == ()


MENTIONED = [
    ("Mira", "You are Mira.", True),
    ("Mira", "You are MIRA's cat.", True),
    ("Mira", "mira", True),
    ("Mira", "You are Miranda.", False),
    ("Mira", "The admiral Almira.", False),
    ("Mira", "mira_2 is a file", False),
    ("Mira", "Mira\u0301 is somebody else", False),
    ("Mira", "Miranda and Mira", True),
    ("Mi", "Do re mi.", True),
    ("Old Mira", "old mira", True),
    ("Zoë", "You are Zoe\u0308.", True),
    ("Straße", "STRASSE", True),
    ("ليلى", "أنت ليلى.", True),
    ("ليلى", "ليلىات", False),
    ("美拉", "你是美拉的猫。", True),
    ("Mira", "你是Mira的猫。", True),
    ("미라", "너는 미라는 고양이", True),
    ("O'Hara (Red)", "You are O'Hara (Red).", True),
    ("🦊", "A 🦊 speaks.", True),
    ("Mira", "", False),
]


@pytest.mark.parametrize(("name", "prompt", "stands"), MENTIONED)
def test_an_inactive_name_is_found_as_a_whole_word(name: str, prompt: str, stands: bool, tmp_path: Path) -> None:  # noqa: FBT001
    with Workspace(tmp_path / "place", write_files=False) as work:
        import_lines(work, [_line("Tess", prompt=prompt)], name="inn")
        work.run(CreateCharacter(name=name))
        work.run(DeactivateCharacters(names=(name,)))
        with work.view() as view:
            assert bool(inactive_mentions(view, dataset="inn")) is stands


def test_mentions_name_the_entries_in_order_and_only_inactive_characters(tmp_path: Path) -> None:
    lines = [
        _line("Tess", prompt="You are Mira, and Mi."),
        _line("Tess", prompt="You are Orsk."),
        _line("Tess", prompt="You are Mira, and Mi.", number=1),
        _line("Tess", prompt="mi?"),
        _line("Tess"),
    ]
    with Workspace(tmp_path / "place", write_files=False) as work:
        import_lines(work, lines, name="inn")
        for name in ("Mira", "Orsk", "Left"):
            work.run(CreateCharacter(name=name))
        work.run(AddCharacterAliases(name="Mira", aliases=("Mi",)))
        work.run(AddCharacterAliases(name="Left", aliases=("orsk",)))
        with work.view() as view:
            assert inactive_mentions(view, dataset="inn") == ()
        work.run(DeactivateCharacters(names=("Mira", "Left")))
        ids = [id_of(work, "inn", lines[place]) for place in (0, 2, 3)]
        with work.view() as view:
            assert inactive_mentions(view, dataset="inn") == (
                InactiveMention(character="Mira", names=("Mi", "Mira"), entry_ids=tuple(ids)),
            )
            with pytest.raises(UnknownName):
                inactive_mentions(view, dataset="ford")
