"""`rolethread character create` and `edit`: one character, by hand."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, Decorated
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.errors import BadRequest, UnreadableInput
from rolethread_lite.formats.cards.pictures import is_picture
from rolethread_lite.formats.cards.reading import MOST_FILE_BYTES, read_card_file, read_file
from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.operations.characters.edit_character import EditCharacter
from rolethread_lite.workspace import Workspace


class CreateCommand(Command):
    """The command with its examples."""

    examples = (
        ("A character with a line about it:", "rolethread character create Mira --description 'Keeps the inn.'"),
        ("In any script:", "rolethread character create 美拉 --picture mira.png"),
    )


class EditCommand(Command):
    """The command with its examples."""

    examples = (
        ("Another description:", "rolethread character edit Mira --description 'Keeps the inn by the ford.'"),
        ("Another card, and no picture:", "rolethread character edit Mira --card mira.json --no-picture"),
    )


def _card_options(function: Decorated) -> Decorated:
    """Give a command the options that say what a character is."""
    for option in (
        click.option("--picture", type=FILE, metavar="FILE", help="Its picture."),
        click.option("--card", type=FILE, metavar="FILE", help="Its card; of a card with a picture only the text."),
        click.option("--description", metavar="TEXT", help="What is said about it."),
    ):
        function = option(function)
    return function


@click.command("create", cls=CreateCommand)
@click.argument("name")
@_card_options
@manner_options
@workspace_option
def create(
    name: str,
    *,
    description: str | None,
    card: Path | None,
    picture: Path | None,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Make a new character.

    Turns that are spoken under its name are its own from then on.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = CreateCharacter(
            name=name,
            description=description or "",
            card=read_card_file(card).raw if card is not None else "",
            avatar=_kept(workspace, picture) if picture is not None else "",
        )
        change(workspace, operation, manner=manner, is_named=True)


@click.command("edit", cls=EditCommand)
@click.argument("name")
@_card_options
@click.option("--no-card", is_flag=True, help="Take its card away.")
@click.option("--no-picture", is_flag=True, help="Take its picture away.")
@manner_options
@workspace_option
def edit(  # noqa: PLR0913 (each option is an argument)
    name: str,
    *,
    description: str | None,
    card: Path | None,
    picture: Path | None,
    no_card: bool,
    no_picture: bool,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Give a character another description, card or picture.

    Everything that is not named stays as it is.
    """
    if (description, card, picture) == (None, None, None) and not (no_card or no_picture):
        raise BadRequest("Nothing says what is to change.", advice="Give --description, --card or --picture.")
    if (card is not None and no_card) or (picture is not None and no_picture):
        raise BadRequest("Something is given and taken away.", advice="Leave one of the two options out.")
    with opened_workspace(folder, changes=True) as workspace:
        operation = EditCharacter(
            name=name,
            description=description,
            card="" if no_card else read_card_file(card).raw if card is not None else None,
            avatar="" if no_picture else _kept(workspace, picture) if picture is not None else None,
        )
        change(workspace, operation, manner=manner, is_named=True)


def _kept(workspace: Workspace, path: Path) -> str:
    """Keep a picture and return its digest; raises UnreadableInput for a file that is none."""
    content = read_file(path)
    if len(content) > MOST_FILE_BYTES or not is_picture(content):
        raise UnreadableInput(
            "it is no picture that is known here", where=str(path), advice="Give a PNG, JPEG, WEBP, GIF or AVIF."
        )
    return workspace.keep_avatar(content).digest
