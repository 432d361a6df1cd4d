"""`rolethread dataset create`, `rename` and `remove`."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.changing import Manner, agreed, change, yes_option
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset


class CreateCommand(Command):
    """The command with its examples."""

    examples = (("Begin an empty dataset:", "rolethread dataset create sketches"),)


class RenameCommand(Command):
    """The command with its examples."""

    examples = (("Give it another name; its file follows:", "rolethread dataset rename sketches night-scenes"),)


class RemoveCommand(Command):
    """The command with its examples."""

    examples = (
        ("Take a dataset out:", "rolethread dataset remove night-scenes --yes"),
        ("Bring it back:", "rolethread undo"),
    )


@click.command("create", cls=CreateCommand)
@click.argument("name")
@json_option
@workspace_option
def create(name: str, *, as_json: bool, folder: Path | None) -> None:
    """Make a new, empty dataset.

    Its file appears beside the others, and is empty too.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, MakeDataset(dataset=name), manner=Manner(yes=True, as_json=as_json))


@click.command("rename", cls=RenameCommand)
@click.argument("dataset")
@click.argument("name")
@json_option
@workspace_option
def rename(dataset: str, name: str, *, as_json: bool, folder: Path | None) -> None:
    """Give a dataset another name; its files follow.

    Entries keep their ids.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, RenameDataset(dataset=dataset, name=name), manner=Manner(yes=True, as_json=as_json))


@click.command("remove", cls=RemoveCommand)
@click.argument("dataset")
@yes_option
@json_option
@workspace_option
def remove(dataset: str, *, yes: bool, as_json: bool, folder: Path | None) -> None:
    """Take a dataset out of the workspace, its file with it.

    Undo brings both back. A file that somebody else has changed stays where it is.
    """
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            found = view.dataset(dataset)
        if not yes:
            talk.say(f"“{visible(dataset)}” holds {count(found.entries, 'entry')}, {count(found.records, 'record')}.")
        if agreed("Remove it?", yes=yes):
            change(workspace, RemoveDataset(dataset=dataset), manner=Manner(yes=True, as_json=as_json))
        else:
            talk.say("Nothing was changed.")
