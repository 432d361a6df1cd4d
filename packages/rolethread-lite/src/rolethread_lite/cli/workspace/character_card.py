"""`rolethread character import` and `export-card`: character cards, in and out."""

import sys
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, files_argument, force_option, json_option
from rolethread_lite.cli.output import deliver, name_of, refuse_both, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import size
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.writing import refuse_target
from rolethread_lite.errors import BadRequest
from rolethread_lite.files.reading import STREAM
from rolethread_lite.formats.cards.card import CharacterCard
from rolethread_lite.formats.cards.reading import MOST_FILE_BYTES, read_card, read_card_file
from rolethread_lite.model.character import Character
from rolethread_lite.operations.characters.import_character_cards import ImportCharacterCards, ImportedCard
from rolethread_lite.queries.characters import CharacterDetail, read_character
from rolethread_lite.workspace import Workspace


class ImportCommand(Command):
    """The command with its examples."""

    examples = (
        ("One card, whatever kind of file it is:", "rolethread character import mira.png"),
        ("Several, as one step:", "rolethread character import cards/mira.charx cards/orsk.json"),
        ("See first what would change:", "rolethread character import mira.png --preview"),
    )


class ExportCardCommand(Command):
    """The command with its examples."""

    examples = (
        ("The card as it came:", "rolethread character export-card Mira -o mira.json"),
        ("Its picture too:", "rolethread character export-card Mira -o mira.json --picture mira.png"),
    )


@click.command("import", cls=ImportCommand)
@files_argument
@click.option("--name", metavar="NAME", help="What the character is called, whatever the card says; for one card.")
@click.option("--no-aliases", is_flag=True, help="Leave the card's nickname and other names out.")
@manner_options
@workspace_option
def import_cards(
    files: tuple[Path, ...], *, name: str | None, no_aliases: bool, manner: Manner, folder: Path | None
) -> None:
    """Make characters of character cards: JSON, PNG or CHARX.

    The card is kept exactly as it came, its picture beside it; a nickname becomes an alias. A character there is
    already of that name gets the new card, and you are shown what changes first.
    """
    if name is not None and len(files) > 1:
        raise BadRequest("--name is for one card.", advice="Import the others without it.")
    cards = [_read(file) for file in files]
    with opened_workspace(folder, changes=True) as workspace:
        imported = tuple(
            ImportedCard.of(card, name=name or _name_of(card, file), with_aliases=not no_aliases)
            for file, card in zip(files, cards, strict=True)
        )
        for card in cards if not manner.preview else ():
            if card.picture:
                workspace.keep_avatar(card.picture)
        is_new = not any(_is_there(workspace, one.name) for one in imported)
        change(workspace, ImportCharacterCards(cards=imported), manner=manner, is_named=is_new)


@click.command("export-card", cls=ExportCardCommand)
@click.argument("name")
@click.option("-o", "--output", type=FILE, metavar="OUT", help="Where to write the card's JSON; - is standard output.")
@click.option("--picture", type=FILE, metavar="FILE", help="Where to write its picture.")
@force_option
@json_option
@workspace_option
def export_card(
    name: str, output: Path | None, picture: Path | None, *, force: bool, as_json: bool, folder: Path | None
) -> None:
    """Write a character's card as it is kept, and its picture.

    The JSON is the text that came in, exactly, written as UTF-8.
    """
    if output is None and picture is None:
        raise BadRequest("Nothing says what to write.", advice="Give -o FILE for the card, --picture FILE, or both.")
    refuse_both(as_json=as_json, output=STREAM if STREAM in {output, picture} else None)
    with opened_workspace(folder) as workspace:
        with workspace.view() as view:
            detail = read_character(view, name)
            pieces = [(output, _card_bytes(detail))] if output is not None else []
            if picture is not None:
                pieces.append((picture, view.avatar(_avatar(detail)).content))
        for target, _ in pieces:
            refuse_target(workspace, target, force=force)
        for target, content in pieces:
            written = deliver(target, [content], replace=force)
            if not as_json:
                talk.say(f"{visible(detail.listed.name)} written to {name_of(target)} ({size(written)}).")
    if as_json:
        shown = {"output": output, "picture": picture}
        places = {word: None if place is None else str(place) for word, place in shown.items()}
        show_json({"character": detail.listed.name, **places})


def _read(file: Path) -> CharacterCard:
    """Read a card, and say what is odd about it."""
    if file == STREAM:
        card = read_card(sys.stdin.buffer.read(MOST_FILE_BYTES + 1), name="standard input")
    else:
        card = read_card_file(file)
    for warning in card.warnings:
        talk.say(f"{visible(file.name)}: {visible(warning)}")
    return card


def _name_of(card: CharacterCard, file: Path) -> str:
    """Return the name that a card gives, or that of its file for a card without one."""
    return card.name.strip() or card.nickname.strip() or file.stem


def _is_there(workspace: Workspace, name: str) -> bool:
    with workspace.view() as view:
        return view.item(Character, name=name) is not None


def _card_bytes(detail: CharacterDetail) -> bytes:
    if not detail.character.card:
        raise BadRequest(f"{detail.listed.name!r} has no card.", advice="`rolethread character edit` gives it one.")
    return detail.character.card.encode()


def _avatar(detail: CharacterDetail) -> str:
    if not detail.character.avatar:
        raise BadRequest(f"{detail.listed.name!r} has no picture.", advice="`rolethread character edit` gives it one.")
    return detail.character.avatar
