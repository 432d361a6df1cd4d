"""`rolethread prompt activate`, `deactivate` and `delete`: which system prompts are offered, and which are kept."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.operations.prompts.activate_prompts import ActivatePrompts, DeactivatePrompts
from rolethread_lite.operations.prompts.delete_prompts import DeletePrompts

names_argument = click.argument("names", nargs=-1, required=True, metavar="NAME…")


class ActivateCommand(Command):
    """The command with its examples."""

    examples = (("Offer them again:", "rolethread prompt activate Keeper Ferryman"),)


class DeactivateCommand(Command):
    """The command with its examples."""

    examples = (("No longer offer one:", "rolethread prompt deactivate Keeper"),)


class DeleteCommand(Command):
    """The command with its examples."""

    examples = (
        ("Take one out of the library:", "rolethread prompt delete Keeper --yes"),
        ("Bring it back:", "rolethread undo"),
    )


@click.command("activate", cls=ActivateCommand)
@names_argument
@manner_options
@workspace_option
def activate(names: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Offer system prompts again.

    Nothing else changes.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, ActivatePrompts(prompts=names), manner=manner, is_named=True)


@click.command("deactivate", cls=DeactivateCommand)
@names_argument
@manner_options
@workspace_option
def deactivate(names: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Offer system prompts no longer.

    They stay in the library with all versions, and entries keep their texts.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, DeactivatePrompts(prompts=names), manner=manner, is_named=True)


@click.command("delete", cls=DeleteCommand)
@names_argument
@manner_options
@workspace_option
def delete(names: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Take system prompts out of the library, with all their versions.

    Entries keep the texts they have.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, DeletePrompts(prompts=names), manner=manner)
