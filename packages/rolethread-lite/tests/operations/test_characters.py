"""Operations on characters: an example of each, what it leaves alone, and what is refused in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import HALVES, SPOKEN, assert_derived, everything, import_lines, lines_of

from rolethread_lite.errors import InvalidValue, RoleThreadError, UnknownName
from rolethread_lite.formats.cards.reading import read_card
from rolethread_lite.model.character import Character
from rolethread_lite.operations.characters.activate_characters import ActivateCharacters, DeactivateCharacters
from rolethread_lite.operations.characters.adopt_characters import AdoptCharacters
from rolethread_lite.operations.characters.character_aliases import AddCharacterAliases, RemoveCharacterAliases
from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.operations.characters.delete_characters import DeleteCharacters
from rolethread_lite.operations.characters.edit_character import EditCharacter
from rolethread_lite.operations.characters.import_character_cards import ImportCharacterCards, ImportedCard
from rolethread_lite.operations.characters.merge_characters import MergeCharacters
from rolethread_lite.operations.characters.rename_character import RenameCharacter
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.workspace import Workspace

ARABIC = "ليلى"
CHINESE = "米拉"
CARD = '{ "first_mes":"Hm.",  "name":"Mira", "seed":12345678901234567890, "x":1E2 }\n'
OTHER_CARD = '{"first_mes":"Ha.","name":"Mira"}'


def _line(*speakers: str) -> bytes:
    turns = b",".join(
        b'{"mood":1E1,"name":"%b","role":"%b","content":"Hm?"}' % (name.encode(), (b"user", b"assistant")[place % 2])
        for place, name in enumerate(speakers)
    )
    return b'{"messages":[%b],"id":4.50,"tags":["cosy"]}' % turns


INN = (SPOKEN, _line("Mira", ARABIC), _line(CHINESE, "mira"), _line("Mi", "Mira", "Mi"), HALVES)
FORD = (_line("Mira", "Orsk", "Mira"), b'{"messages":[{"role":"user","name":"Mira","content":"cut of')


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with two datasets, in which Mira speaks under several names, and a removed one."""
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, INN, name="inn")
        import_lines(workspace, FORD, name="ford")
        import_lines(workspace, [_line("Mira", "Orsk")], name="gone")
        workspace.run(RemoveDataset(dataset="gone"))
        for name in ("Mira", "mira", "Orsk", ARABIC):
            workspace.run(CreateCharacter(name=name, description=f"About {name}."))
        workspace.run(AddCharacterAliases(name="Mira", aliases=("Mi",)))
        yield workspace


def _state(workspace: Workspace) -> tuple[object, ...]:
    with workspace.view() as view:
        return everything(workspace), view.library()


def _names(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """Return every character with its aliases."""
    with workspace.view() as view:
        library = view.library()
    return {one.name: library.names_of(one)[1:] for one in library.characters}


def _get(workspace: Workspace, name: str) -> Character:
    with workspace.view() as view:
        found = view.item(Character, name=name)
    assert found is not None
    return found


def _run(workspace: Workspace, operation: Operation) -> None:
    """Do an operation, and hold it to what every operation promises."""
    before = _state(workspace)
    workspace.apply(workspace.propose(operation))
    after = _state(workspace)
    assert_derived(workspace)
    workspace.undo()
    assert _state(workspace) == before
    workspace.redo()
    assert _state(workspace) == after


@pytest.mark.parametrize("name", [CHINESE, "  Zoë the 2nd ", 'O\'Hara "Red"', "🦊", "मीरा", "e\u0301"])
def test_a_character_is_called_as_it_is_written(work: Workspace, name: str) -> None:
    _run(work, CreateCharacter(name=name, description=" Two\nlines ", card=CARD))
    made = _get(work, name.strip())
    assert (made.name, made.description, made.card, made.is_active) == (name.strip(), " Two\nlines ", CARD, True)


def test_names_that_differ_only_in_case_are_two_characters(work: Workspace) -> None:
    assert _get(work, "Mira").key != _get(work, "mira").key


def test_a_rename_reaches_the_turns_of_all_datasets_and_nothing_else(work: Workspace) -> None:
    key = _get(work, "Mira").key
    before = everything(work)
    _run(work, RenameCharacter(name="Mira", to=CHINESE))
    assert lines_of(work, "inn") == [
        SPOKEN.replace(b' {"role":"assistant"', b'{"role":"assistant"')
        .replace(b'"tags" : [ "inn" ], "messages": [', b'"tags":["inn"],"messages":[')
        .replace(b'"id": 4.50, ', b'"id":4.50,')
        .replace(b'"Mira"', f'"{CHINESE}"'.encode()),
        _line(CHINESE, ARABIC),
        INN[2],
        _line("Mi", CHINESE, "Mi"),
        HALVES,
    ]
    assert lines_of(work, "ford") == [_line(CHINESE, "Orsk", CHINESE), FORD[1]]
    assert [row[0] for rows in everything(work).values() for row in rows] == [
        row[0] for rows in before.values() for row in rows
    ]
    assert (_get(work, CHINESE).key, _get(work, CHINESE).description) == (key, "About Mira.")
    assert _names(work)[CHINESE] == ("Mi", "Mira")


def test_a_rename_can_leave_the_turns(work: Workspace) -> None:
    before = everything(work)
    _run(work, RenameCharacter(name="Mira", to="Mira Vale", keep_entries=True))
    assert everything(work) == before
    assert _names(work)["Mira Vale"] == ("Mi", "Mira")


def test_a_character_can_be_renamed_to_its_own_alias_and_back(work: Workspace) -> None:
    before = _state(work)
    _run(work, RenameCharacter(name="Mira", to="Mi"))
    assert _names(work)["Mi"] == ("Mira",)
    assert lines_of(work, "inn")[3] == _line("Mi", "Mi", "Mi")
    _run(work, RenameCharacter(name="Mi", to="Mira"))
    assert lines_of(work, "ford") == list(FORD)
    work.undo()
    work.undo()
    assert _state(work) == before


def test_half_a_surrogate_pair_can_be_renamed(work: Workspace) -> None:
    _run(work, CreateCharacter(name="\udc00"))
    _run(work, RenameCharacter(name="\udc00", to="Half"))
    assert b'"name":"Half"' in lines_of(work, "inn")[4]
    assert lines_of(work, "inn")[4].replace(b'"name":"Half"', b'"name":"\\udc00"') == HALVES


def test_merged_characters_become_one(work: Workspace) -> None:
    _run(work, AddCharacterAliases(name="mira", aliases=("MIRA", CHINESE)))
    _run(work, MergeCharacters(names=("mira", ARABIC, "mira"), into="Mira"))
    assert _names(work) == {"Mira": ("MIRA", "Mi", "mira", ARABIC, CHINESE), "Orsk": ()}
    assert lines_of(work, "inn")[1:4] == [_line("Mira", "Mira"), _line(CHINESE, "Mira"), INN[3]]
    assert _get(work, "Mira").description == "About Mira."


def test_a_merge_completes_what_the_one_that_stays_lacks(work: Workspace) -> None:
    avatar = work.keep_avatar(b"\x89PNG\r\n\x1a\n").digest
    _run(work, EditCharacter(name="Mira", description=""))
    _run(work, EditCharacter(name="Orsk", card=CARD, avatar=avatar))
    before = everything(work)
    _run(work, MergeCharacters(names=("Orsk", ARABIC), into="Mira", keep_entries=True))
    kept = _get(work, "Mira")
    assert (kept.description, kept.card, kept.avatar) == (f"About Orsk.\n\nAbout {ARABIC}.", CARD, avatar)
    assert everything(work) == before


def test_whoever_is_deactivated_or_deleted_keeps_every_turn(work: Workspace) -> None:
    before = everything(work)
    _run(work, DeactivateCharacters(names=("Mira", "Orsk")))
    assert everything(work) == before
    assert not _get(work, "Mira").is_active
    _run(work, ActivateCharacters(names=("Orsk", "Mira")))
    assert _get(work, "Mira").is_active
    _run(work, DeleteCharacters(names=("Mira", ARABIC)))
    assert everything(work) == before
    assert _names(work) == {"Orsk": (), "mira": ()}
    with work.view() as view:
        assert view.library().aliases == ()


def test_a_new_character_never_gets_the_aliases_of_one_that_left(work: Workspace) -> None:
    _run(work, DeleteCharacters(names=("Mira",)))
    _run(work, CreateCharacter(name="Mira"))
    assert _names(work)["Mira"] == ()
    _run(work, CreateCharacter(name="Mi"))


def test_an_edit_changes_what_is_named(work: Workspace) -> None:
    key = _get(work, "Mira").key
    _run(work, EditCharacter(name="Mira", card=CARD))
    assert (_get(work, "Mira").description, _get(work, "Mira").card) == ("About Mira.", CARD)
    _run(work, EditCharacter(name="Mira", description="New", card=""))
    assert _get(work, "Mira") == Character(key=key, name="Mira", description="New")
    assert work.run(EditCharacter(name="Mira")) is None


def test_aliases_come_and_go(work: Workspace) -> None:
    before = everything(work)
    _run(work, AddCharacterAliases(name="Mira", aliases=(f" {CHINESE} ", "Mi", "Mira")))
    assert _names(work)["Mira"] == ("Mi", CHINESE)
    _run(work, RemoveCharacterAliases(name="Mira", aliases=("Mi", CHINESE, "Mi")))
    assert _names(work)["Mira"] == ()
    assert everything(work) == before


def test_names_that_speak_are_adopted_as_they_stand(work: Workspace) -> None:
    before = everything(work)
    _run(work, AdoptCharacters(names=(CHINESE, "Mira", "\udc00", CHINESE)))
    assert set(_names(work)) == {"Mira", "mira", "Orsk", ARABIC, CHINESE, "\ufffd\ufffd\ufffd"}
    assert everything(work) == before


def test_a_card_makes_a_character(work: Workspace) -> None:
    text = '{"spec":"chara_card_v2","data":{"name":" Wick ","nickname":"Wicky","description":" A candle. "}}'
    card = read_card(text.encode(), name="wick.json")
    _run(work, ImportCharacterCards(cards=(ImportedCard.of(card),)))
    made = _get(work, "Wick")
    assert (made.description, made.card, made.avatar) == ("A candle.", text, "")
    assert _names(work)["Wick"] == ("Wicky",)
    assert ImportedCard.of(card, name="Candle").aliases == ("Wicky", "Wick")
    assert ImportedCard.of(card, with_aliases=False).aliases == ()


def test_a_card_of_somebody_there_is_replaces_the_card_and_keeps_the_description(work: Workspace) -> None:
    avatar = work.keep_avatar(b"GIF89a").digest
    _run(work, EditCharacter(name="Mira", card=CARD, avatar=avatar))
    before = _get(work, "Mira")
    imported = ImportedCard(name="Mira", card=OTHER_CARD, description="Else", aliases=("Miri",))
    plan = work.propose(ImportCharacterCards(cards=(imported,)))
    shown = work.preview(plan)
    assert (shown[0].before, shown[0].after) == (before, _with(before, card=OTHER_CARD))
    _run(work, ImportCharacterCards(cards=(imported,)))
    assert _get(work, "Mira") == _with(before, card=OTHER_CARD)
    assert _names(work)["Mira"] == ("Mi", "Miri")


def _with(character: Character, *, card: str) -> Character:
    return Character(
        key=character.key, name=character.name, description=character.description, card=card, avatar=character.avatar
    )


def _card(name: str, *aliases: str, card: str = CARD) -> ImportCharacterCards:
    return ImportCharacterCards(cards=(ImportedCard(name=name, card=card, aliases=aliases),))


REFUSED: list[tuple[Operation, str]] = [
    (CreateCharacter(name=" "), "the name of a character cannot be empty"),
    (CreateCharacter(name="a\nb"), "stands in one line"),
    (CreateCharacter(name="a\0"), "stands in one line"),
    (CreateCharacter(name=" Mira"), "there is a character named 'Mira' already"),
    (CreateCharacter(name="Mi"), "'Mi' is another name of the character 'Mira' already"),
    (CreateCharacter(name="New", card="{}"), "this is no character card: it is JSON, but no known kind"),
    (CreateCharacter(name="New", avatar="0" * 32), "there is no such picture"),
    (EditCharacter(name="Mira", card="["), "this is no character card: its JSON is broken"),
    (EditCharacter(name="Nobody"), "there is no character named 'Nobody'"),
    (RenameCharacter(name="Mi", to="New"), "'Mi' is another name of the character 'Mira'"),
    (RenameCharacter(name="Mira", to="Orsk"), "there is a character named 'Orsk' already"),
    (RenameCharacter(name="Orsk", to="Mi"), "'Mi' is another name of the character 'Mira' already"),
    (RenameCharacter(name="Orsk", to=" "), "the name of a character cannot be empty"),
    (MergeCharacters(names=("Mira",), into="Mira"), "'Mira' cannot be merged into itself"),
    (MergeCharacters(names=("Orsk", "Mira"), into="Mira"), "'Mira' cannot be merged into itself"),
    (MergeCharacters(names=(), into="Mira"), "there is nothing to merge"),
    (MergeCharacters(names=("Nobody",), into="Mira"), "there is no character named 'Nobody'"),
    (AddCharacterAliases(name="Mira", aliases=("Orsk",)), "there is a character named 'Orsk' already"),
    (AddCharacterAliases(name="Orsk", aliases=("New", "Mi")), "'Mi' is another name of the character 'Mira' already"),
    (AddCharacterAliases(name="Orsk", aliases=("",)), "the name of a character cannot be empty"),
    (RemoveCharacterAliases(name="Orsk", aliases=("Mi",)), "'Orsk' has no other name 'Mi'"),
    (ActivateCharacters(names=("Mira", "Nobody")), "there is no character named 'Nobody'"),
    (DeactivateCharacters(names=("Mi",)), "'Mi' is another name of the character 'Mira'"),
    (DeleteCharacters(names=("Orsk", "Nobody")), "there is no character named 'Nobody'"),
    (AdoptCharacters(names=("New", " Mira")), "' Mira' cannot be a character's name as it stands in turns"),
    (AdoptCharacters(names=("Mi",)), "'Mi' is another name of the character 'Mira' already"),
    (_card("Mi"), "'Mi' is another name of the character 'Mira' already"),
    (_card("New", "Mi"), "'Mi' is another name of the character 'Mira' already"),
    (_card("New", "Orsk"), "there is a character named 'Orsk' already"),
    (_card("New", card="{"), "this is no character card"),
    (ImportCharacterCards(cards=(*_card("New").cards, *_card(" New").cards)), "2 of the cards are for 'New'"),
]


@pytest.mark.parametrize(("operation", "sentence"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_makes_no_sense_is_refused_in_words(work: Workspace, operation: Operation, sentence: str) -> None:
    before = _state(work)
    with pytest.raises((InvalidValue, UnknownName)) as caught:
        work.run(operation)
    assert sentence in caught.value.what
    assert caught.value.advice
    assert _state(work) == before


LABELS: list[tuple[Operation, str]] = [
    (CreateCharacter(name=" Mira "), "Create character “Mira”"),
    (RenameCharacter(name="Mira", to=CHINESE), f"Rename character “Mira” to “{CHINESE}”"),
    (MergeCharacters(names=("a", "b"), into="Mira"), "Merge “a”, “b” into character “Mira”"),
    (DeleteCharacters(names=("a", "b", "c", "d", "e")), "Delete “a”, “b”, “c” and 2 more from the characters"),
    (AddCharacterAliases(name="Mira", aliases=("Mi",)), "Let “Mi” mean the character “Mira”"),
    (RemoveCharacterAliases(name="Mira", aliases=("Mi",)), "Let “Mi” no longer mean the character “Mira”"),
    (_card("Wick"), "Import character card “Wick”"),
]


@pytest.mark.parametrize(("operation", "label"), LABELS, ids=[row[1] for row in LABELS])
def test_a_label_names_who_is_meant(operation: Operation, label: str) -> None:
    assert operation.label() == label


def test_an_unknown_name_is_answered_with_those_there_are(work: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RoleThreadError) as caught:
        work.run(EditCharacter(name="Nobody"))
    assert caught.value.advice == f"There are: Mira, Orsk, mira, {ARABIC}."
    with Workspace(tmp_path / "empty", write_files=False) as empty, pytest.raises(UnknownName) as caught:
        empty.run(EditCharacter(name="Nobody"))
    assert caught.value.advice == "There is no character yet: create one, or import a card."
