"""`rolethread tag adopt`, `alias`, `unalias`, `resolve`, `start`: tags that came in, and names they had elsewhere."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.tag_known import tag_argument
from rolethread_lite.errors import InvalidValue
from rolethread_lite.operations.names import is_usable
from rolethread_lite.operations.tags.add_starting_tags import AddStartingTags
from rolethread_lite.operations.tags.add_tag_alias import AddTagAlias
from rolethread_lite.operations.tags.adopt_tags import AdoptTags
from rolethread_lite.operations.tags.remove_tag_alias import RemoveTagAlias
from rolethread_lite.operations.tags.resolve_tag_aliases import ResolveTagAliases
from rolethread_lite.queries.tags import unknown_tags
from rolethread_lite.workspace import Workspace


class AdoptTagsCommand(Command):
    """The command with its examples."""

    examples = (
        ("Some of those that wait:", "rolethread tag adopt night dusk --category Style"),
        ("All of them:", "rolethread tag adopt --all"),
    )


class AliasCommand(Command):
    """The command with its examples."""

    examples = (("Another name that files may use:", "rolethread tag alias night nocturnal"),)


class UnaliasCommand(Command):
    """The command with its examples."""

    examples = (("It no longer means a tag:", "rolethread tag unalias nocturnal"),)


class ResolveCommand(Command):
    """The command with its examples."""

    examples = (
        ("In every dataset:", "rolethread tag resolve --yes"),
        ("Only in one, and only shown:", "rolethread tag resolve inn --preview"),
    )


class StartCommand(Command):
    """The command with its examples."""

    examples = (("See what would come:", "rolethread tag start --preview"),)


@click.command("adopt", cls=AdoptTagsCommand)
@click.argument("tags", nargs=-1, metavar="[TAG…]")
@click.option("--all", "adopt_all", is_flag=True, help="All that wait and are no other name of a known tag.")
@click.option("--category", default="", metavar="NAME", help="The category they are listed under.")
@manner_options
@workspace_option
def adopt(tags: tuple[str, ...], *, adopt_all: bool, category: str, manner: Manner, folder: Path | None) -> None:
    """Make tags known that came with entries and wait for review.

    Entries are not touched.
    """
    if adopt_all == bool(tags):
        raise InvalidValue("It must be clear which tags are meant.", advice="Name them, or give --all.")
    with opened_workspace(folder, changes=True) as workspace:
        names = _all_waiting(workspace) if adopt_all else tags
        change(workspace, AdoptTags(tags=names, category=category), manner=manner, is_named=True)


@click.command("alias", cls=AliasCommand)
@tag_argument
@click.argument("name")
@manner_options
@workspace_option
def alias(tag_there: str, name: str, *, manner: Manner, folder: Path | None) -> None:
    """Let another name mean a tag.

    Files that use that name are understood when they come in; `rolethread tag resolve` settles entries that have it.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, AddTagAlias(tag=tag_there, name=name), manner=manner, is_named=True)


@click.command("unalias", cls=UnaliasCommand)
@click.argument("name")
@manner_options
@workspace_option
def unalias(name: str, *, manner: Manner, folder: Path | None) -> None:
    """Let a name no longer mean a tag.

    Entries that have it keep it, and it waits for review.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, RemoveTagAlias(name=name), manner=manner, is_named=True)


@click.command("resolve", cls=ResolveCommand)
@click.argument("datasets", nargs=-1, metavar="[DATASET…]")
@manner_options
@workspace_option
def resolve(datasets: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Give entries the present names of their tags.

    Wherever an entry has an old or another name of a tag, it gets the one the tag has now. Without a dataset, all are
    meant.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, ResolveTagAliases(datasets=datasets), manner=manner)


@click.command("start", cls=StartCommand)
@manner_options
@workspace_option
def start(*, manner: Manner, folder: Path | None) -> None:
    """Bring in categories and tags to start from.

    Only what is missing comes in, and everything can be renamed, moved or deleted afterwards.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, AddStartingTags(), manner=manner, is_named=True)


def _all_waiting(workspace: Workspace) -> tuple[str, ...]:
    """Return the tags that can be adopted as they stand; says how many cannot."""
    with workspace.view() as view:
        waiting = [one for one in unknown_tags(view) if not one.alias_of]
    usable = tuple(one.name for one in waiting if is_usable(one.name))
    if len(usable) < len(waiting):
        left = count(len(waiting) - len(usable), "tag")
        talk.say(f"Left out: {left} that cannot be adopted as written; `rolethread dataset repair` mends them.")
    return usable
