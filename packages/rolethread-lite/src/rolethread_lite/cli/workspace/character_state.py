"""`rolethread character activate`, `deactivate`, `delete` and `adopt`: who is in the list, and who is offered."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.character_list import mention_lines
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.errors import BadRequest
from rolethread_lite.operations.characters.activate_characters import ActivateCharacters, DeactivateCharacters
from rolethread_lite.operations.characters.adopt_characters import AdoptCharacters, can_be_adopted
from rolethread_lite.operations.characters.delete_characters import DeleteCharacters
from rolethread_lite.queries.characters import unknown_speakers
from rolethread_lite.queries.inactive_mentions import inactive_mentions
from rolethread_lite.workspace import Workspace

names_argument = click.argument("names", nargs=-1, required=True, metavar="NAME…")


class ActivateCommand(Command):
    """The command with its examples."""

    examples = (("Offer them again:", "rolethread character activate Mira Orsk"),)


class DeactivateCommand(Command):
    """The command with its examples."""

    examples = (("No longer offer somebody:", "rolethread character deactivate Orsk"),)


class DeleteCommand(Command):
    """The command with its examples."""

    examples = (
        ("Take somebody out of the list:", "rolethread character delete Orsk --yes"),
        ("Bring them back:", "rolethread undo"),
    )


class AdoptCommand(Command):
    """The command with its examples."""

    examples = (
        ("Make characters of two names:", "rolethread character adopt Tess 'Captain Orsk'"),
        ("Of every name that is nobody's yet:", "rolethread character adopt --all --dataset inn --yes"),
    )


@click.command("activate", cls=ActivateCommand)
@names_argument
@manner_options
@workspace_option
def activate(names: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Offer characters again where a speaker is chosen.

    Nothing else about them changes.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, ActivateCharacters(names=names), manner=manner, is_named=True)


@click.command("deactivate", cls=DeactivateCommand)
@names_argument
@manner_options
@workspace_option
def deactivate(names: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """No longer offer characters; every turn stays theirs.

    System prompts that still speak of them are named.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, DeactivateCharacters(names=names), manner=manner, is_named=True)
        if not manner.preview:
            _tell_mentions(workspace, names)


@click.command("delete", cls=DeleteCommand)
@names_argument
@manner_options
@workspace_option
def delete(names: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Take characters and their aliases out of the list.

    Turns keep the names as they stand; they are nobody's then.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, DeleteCharacters(names=names), manner=manner)


@click.command("adopt", cls=AdoptCommand)
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--all", "everybody", is_flag=True, help="Every name that speaks and is no character's yet.")
@click.option("--dataset", metavar="NAME", help="With --all: only who speaks in this dataset.")
@manner_options
@workspace_option
def adopt(names: tuple[str, ...], *, everybody: bool, dataset: str | None, manner: Manner, folder: Path | None) -> None:
    """Make characters of names that speak in entries.

    The turns stay as they are. `rolethread character list --unknown` shows who waits.
    """
    if everybody == bool(names):
        raise BadRequest("It must be said who is meant.", advice="Give names, or --all.")
    if dataset is not None and not everybody:
        raise BadRequest("--dataset belongs to --all.", advice="Leave it out, or give --all instead of names.")
    with opened_workspace(folder, changes=True) as workspace:
        chosen = _waiting(workspace, dataset) if everybody else names
        if chosen:
            change(workspace, AdoptCharacters(names=chosen), manner=manner, is_named=not everybody)
        else:
            talk.say("Every name that speaks is a character's.")


def _waiting(workspace: Workspace, dataset: str | None) -> tuple[str, ...]:
    """Return the names that can be adopted; says which cannot."""
    with workspace.view() as view:
        names = [speaker.name for speaker in unknown_speakers(view, dataset=dataset)]
    for name in names:
        if not can_be_adopted(name):
            talk.say(f"“{visible(name)}” is left out: it cannot be a name as it stands. Give those turns another one.")
    return tuple(name for name in names if can_be_adopted(name))


def _tell_mentions(workspace: Workspace, names: tuple[str, ...]) -> None:
    """Say which system prompts still speak of characters that were just deactivated."""
    with workspace.view() as view:
        for dataset in view.datasets():
            for mention in inactive_mentions(view, dataset=dataset.name):
                if mention.character in names:
                    talk.say(f"In “{visible(dataset.name)}” {mention_lines(mention)[0]}")
