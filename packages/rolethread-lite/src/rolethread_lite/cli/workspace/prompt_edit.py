"""`rolethread prompt create`, `edit`, `rename` and `restore`: one system prompt of the library."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.prompt_texts import file_option, given_text, wanted_text
from rolethread_lite.errors import InvalidValue
from rolethread_lite.operations.prompts.create_prompt import CreatePrompt
from rolethread_lite.operations.prompts.edit_prompt import EditPrompt
from rolethread_lite.operations.prompts.rename_prompt import RenamePrompt
from rolethread_lite.operations.prompts.restore_prompt_version import RestorePromptVersion


class CreateCommand(Command):
    """The command with its examples."""

    examples = (
        ("With a variable:", "rolethread prompt create Keeper 'You are {{char}}, keeper of the inn.'"),
        ("From a file:", "rolethread prompt create Keeper --file keeper.txt --description 'For the inn.'"),
        ("From a stream:", "cat keeper.txt | rolethread prompt create Keeper -"),
    )


class EditCommand(Command):
    """The command with its examples."""

    examples = (
        ("Another text, as a new version:", "rolethread prompt edit Keeper 'You are {{char}}. You keep the inn.'"),
        ("Another description, no new version:", "rolethread prompt edit Keeper --description 'For the inn.'"),
    )


class RenameCommand(Command):
    """The command with its examples."""

    examples = (("Another name:", "rolethread prompt rename Keeper 'Keeper of the inn'"),)


class RestoreCommand(Command):
    """The command with its examples."""

    examples = (("The text it had at first:", "rolethread prompt restore Keeper 1"),)


@click.command("create", cls=CreateCommand)
@click.argument("name")
@click.argument("text", required=False)
@file_option
@click.option("--description", default="", metavar="TEXT", help="What it is for.")
@manner_options
@workspace_option
def create(
    name: str, text: str | None, *, file: Path | None, description: str, manner: Manner, folder: Path | None
) -> None:
    """Keep a new system prompt in the library.

    What stands in double braces is a variable: {{char}}, {{place}}, any name. A backslash before it makes it plain
    text.
    """
    wanted = wanted_text(text, file)
    with opened_workspace(folder, changes=True) as workspace:
        operation = CreatePrompt(name=name, text=wanted, description=description)
        change(workspace, operation, manner=manner, is_named=True)


@click.command("edit", cls=EditCommand)
@click.argument("name")
@click.argument("text", required=False)
@file_option
@click.option("--description", metavar="TEXT", help="What it is for.")
@manner_options
@workspace_option
def edit(
    name: str,
    text: str | None,
    *,
    file: Path | None,
    description: str | None,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Give a system prompt another text, as a new version, or another description.

    Entries keep the text they have; `rolethread prompt drifted` finds those that have an earlier version.
    """
    wanted = given_text(text, file)
    if wanted is None and description is None:
        raise InvalidValue("Nothing says what is to become another.", advice="Give a text, --file or --description.")
    with opened_workspace(folder, changes=True) as workspace:
        operation = EditPrompt(prompt=name, text=wanted, description=description)
        change(workspace, operation, manner=manner, is_named=True)


@click.command("rename", cls=RenameCommand)
@click.argument("name")
@click.argument("new_name")
@manner_options
@workspace_option
def rename(name: str, new_name: str, *, manner: Manner, folder: Path | None) -> None:
    """Give a system prompt another name.

    Its text, its versions and all entries stay as they are.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, RenamePrompt(prompt=name, name=new_name), manner=manner, is_named=True)


@click.command("restore", cls=RestoreCommand)
@click.argument("name")
@click.argument("version", type=int)
@manner_options
@workspace_option
def restore(name: str, version: int, *, manner: Manner, folder: Path | None) -> None:
    """Give a system prompt the text of an earlier version again.

    It becomes a new version; `rolethread prompt versions` lists them all.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, RestorePromptVersion(prompt=name, version=version), manner=manner, is_named=True)
