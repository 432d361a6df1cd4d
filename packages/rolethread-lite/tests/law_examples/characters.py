"""Examples of the operations on characters, for the laws that hold for every operation.

An example makes the characters it works on where they are missing: others may have made them already.
"""

from law_examples import Example
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
from rolethread_lite.workspace import Workspace

CARD = '{ "spec":"chara_card_v2", "data":{"name":"Mira","description":"Keeps the inn.","nickname":"Mi"}, "x":1E2 }'
ARABIC = "ليلى"
CHINESE = "米拉"
HALF = "\udc00"
"""Speaks in `tales`; the workspace keeps it as U+FFFD."""


def _with(operation: Operation, *names: str) -> Example:
    """Return an example of an operation on characters of these names."""

    def _make(workspace: Workspace) -> Operation:
        _create(workspace, *names)
        return operation

    return _make


def _create(workspace: Workspace, *names: str) -> None:
    for name in names:
        with workspace.view() as view:
            is_there = view.item(Character, name=name) is not None
        if not is_there:
            workspace.run(CreateCharacter(name=name, description=f"This is {name}."))


def _activation(workspace: Workspace) -> Operation:
    _create(workspace, "Mira", ARABIC)
    workspace.run(DeactivateCharacters(names=("Mira", ARABIC)))
    return ActivateCharacters(names=("Mira", ARABIC))


def _unaliasing(workspace: Workspace) -> Operation:
    _create(workspace, "Mira")
    workspace.run(AddCharacterAliases(name="Mira", aliases=("Mi", CHINESE)))
    return RemoveCharacterAliases(name="Mira", aliases=("Mi",))


def _picture(workspace: Workspace) -> Operation:
    _create(workspace, "Mira")
    avatar = workspace.keep_avatar(b"\x89PNG\r\n\x1a\n")
    return EditCharacter(name="Mira", avatar=avatar.digest, description="")


IMPORTED = ImportedCard(name="Mira", card=CARD, description="Keeps the inn.", aliases=("Mi",))

EXAMPLES: dict[str, list[Example]] = {
    "activate-characters": [_activation],
    "add-character-aliases": [_with(AddCharacterAliases(name="Mira", aliases=("Mi", CHINESE, "\ud800", "Mi")), "Mira")],
    "adopt-characters": [lambda _: AdoptCharacters(names=("Tess of the inn", CHINESE, "\ud801"))],
    "create-character": [
        lambda _: CreateCharacter(name=f" {CHINESE} ", description="She \ud800 reads.\nMuch.", card=CARD),
        lambda _: CreateCharacter(name=ARABIC),
        lambda _: CreateCharacter(name="\ud802"),
    ],
    "deactivate-characters": [_with(DeactivateCharacters(names=("Mira", "Orsk")), "Mira", "Orsk")],
    "delete-characters": [_with(DeleteCharacters(names=("Mira", ARABIC, "Mira")), "Mira", ARABIC)],
    "edit-character": [
        _with(EditCharacter(name="Mira", description="Keeps \ud800 the inn.", card=CARD), "Mira"),
        _picture,
    ],
    "import-character-cards": [
        lambda _: ImportCharacterCards(cards=(IMPORTED, ImportedCard(name="Nobody yet", card=CARD))),
        _with(ImportCharacterCards(cards=(IMPORTED,)), "Mira"),
    ],
    "merge-characters": [
        _with(MergeCharacters(names=("Mira", ARABIC), into="Orsk"), "Mira", "Orsk", ARABIC),
        _with(MergeCharacters(names=("Mira",), into="Orsk", keep_entries=True), "Mira", "Orsk"),
    ],
    "remove-character-aliases": [_unaliasing],
    "rename-character": [
        _with(RenameCharacter(name="Mira", to="Mira Vale"), "Mira"),
        _with(RenameCharacter(name="Orsk", to=CHINESE, keep_entries=True), "Orsk"),
        _with(RenameCharacter(name=HALF, to="Half"), HALF),
    ],
}
"""Something that each operation on characters can do."""

REPEATED_WITHOUT_EFFECT = {
    "activate-characters",
    "add-character-aliases",
    "adopt-characters",
    "deactivate-characters",
    "edit-character",
    "import-character-cards",
}
