"""`rolethread character rename`, `merge`, `alias` and `unalias`: what characters are called."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.operations.characters.character_aliases import AddCharacterAliases, RemoveCharacterAliases
from rolethread_lite.operations.characters.merge_characters import MergeCharacters
from rolethread_lite.operations.characters.rename_character import RenameCharacter

aliases_argument = click.argument("aliases", nargs=-1, required=True, metavar="ALIAS…")
keep_entries_option = click.option(
    "--keep-entries", is_flag=True, help="Leave the turns as they are; the old names become aliases all the same."
)


class RenameCommand(Command):
    """The command with its examples."""

    examples = (
        ("See first which turns change:", "rolethread character rename Mira 'Mira Vale' --preview"),
        ("Only in the list of characters:", "rolethread character rename Mira 'Mira Vale' --keep-entries --yes"),
    )


class MergeCommand(Command):
    """The command with its examples."""

    examples = (("Three spellings of one person:", "rolethread character merge mira MIRA --into Mira --yes"),)


class AliasCommand(Command):
    """The command with its examples."""

    examples = (("Another name under which she speaks:", "rolethread character alias Mira 'Old Mira' ミラ"),)


class UnaliasCommand(Command):
    """The command with its examples."""

    examples = (("Take one away:", "rolethread character unalias Mira 'Old Mira'"),)


@click.command("rename", cls=RenameCommand)
@click.argument("name")
@click.argument("to", metavar="NEW")
@keep_entries_option
@manner_options
@workspace_option
def rename(name: str, to: str, *, keep_entries: bool, manner: Manner, folder: Path | None) -> None:
    """Give a character another name, in every turn too.

    The old name becomes an alias, so that files which still use it are understood.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = RenameCharacter(name=name, to=to, keep_entries=keep_entries)
        change(workspace, operation, manner=manner, is_named=keep_entries)


@click.command("merge", cls=MergeCommand)
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--into", required=True, metavar="NAME", help="The character they become.")
@keep_entries_option
@manner_options
@workspace_option
def merge(names: tuple[str, ...], *, into: str, keep_entries: bool, manner: Manner, folder: Path | None) -> None:
    """Make one character of several; their names become aliases.

    Their turns in all datasets become turns of the one that stays. It keeps its description, card and picture; what
    it lacks comes from the first that has it.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, MergeCharacters(names=names, into=into, keep_entries=keep_entries), manner=manner)


@click.command("alias", cls=AliasCommand)
@click.argument("name")
@aliases_argument
@manner_options
@workspace_option
def alias(name: str, aliases: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Give a character other names under which it speaks.

    Turns that are spoken under them stay as they are, and count as its own.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, AddCharacterAliases(name=name, aliases=aliases), manner=manner, is_named=True)


@click.command("unalias", cls=UnaliasCommand)
@click.argument("name")
@aliases_argument
@manner_options
@workspace_option
def unalias(name: str, aliases: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Take other names away from a character.

    Turns keep them; they are nobody's then.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, RemoveCharacterAliases(name=name, aliases=aliases), manner=manner, is_named=True)
