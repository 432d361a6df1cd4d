"""`rolethread tag`: the tags of entries, in bulk, and the tags a workspace knows."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.cli.workspace.tag_known import (
    archive,
    create,
    delete,
    edit,
    merge,
    move,
    rename,
    restore,
    tags_argument,
)
from rolethread_lite.cli.workspace.tag_list import list_known, list_unknown
from rolethread_lite.cli.workspace.tag_review import adopt, alias, resolve, start, unalias
from rolethread_lite.operations.replace_tag import ReplaceTag
from rolethread_lite.operations.set_tags import SetEntryTags
from rolethread_lite.operations.tag_entries import TagEntries


class TagNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("See which tags there are:", "rolethread tag list"),
        ("Tag all entries in which a word stands:", "rolethread tag add inn night --find lantern --yes"),
        ("Another name for a tag, everywhere:", "rolethread tag rename nite night --yes"),
    )


class AddCommand(Command):
    """The command with its examples."""

    examples = (
        ("One entry:", "rolethread tag add inn night cosy --id 3"),
        ("Every long one:", "rolethread tag add inn long --figure words:200- --yes"),
    )


class RemoveCommand(Command):
    """The command with its examples."""

    examples = (("Everywhere:", "rolethread tag remove inn draft --yes"),)


class SetCommand(Command):
    """The command with its examples."""

    examples = (
        ("Exactly these, in this order:", "rolethread tag set inn night cosy --id 3"),
        ("None at all:", "rolethread tag set inn --find lantern --preview"),
    )


class ReplaceCommand(Command):
    """The command with its examples."""

    examples = (("Mend a spelling:", "rolethread tag replace inn nite night --preview"),)


@click.group("tag", cls=TagNoun)
def command() -> None:
    """Tag entries, one or many at a time, and keep the list of tags.

    The verbs that take a dataset change the tags of its entries: all of them, without options that say which.
    The others are about the tags themselves, in every dataset.
    """


@click.command("add", cls=AddCommand)
@click.argument("dataset")
@tags_argument
@selection_options
@manner_options
@workspace_option
def add(
    dataset: str,
    tags: tuple[str, ...],
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Add tags to entries, behind those they have.

    A tag that is there already stays where it is.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = TagEntries(dataset=dataset, selection=chosen.among(workspace, dataset=dataset), add=tags)
        change(workspace, operation, manner=manner, is_named=chosen.is_named)


@click.command("remove", cls=RemoveCommand)
@click.argument("dataset")
@tags_argument
@selection_options
@manner_options
@workspace_option
def remove(
    dataset: str,
    tags: tuple[str, ...],
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Take tags away from entries.

    The other tags keep their order.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = TagEntries(dataset=dataset, selection=chosen.among(workspace, dataset=dataset), remove=tags)
        change(workspace, operation, manner=manner, is_named=chosen.is_named)


@click.command("set", cls=SetCommand)
@click.argument("dataset")
@click.argument("tags", nargs=-1, metavar="[TAG…]")
@selection_options
@manner_options
@workspace_option
def set_tags(
    dataset: str,
    tags: tuple[str, ...],
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Give entries exactly these tags, or none.

    All other tags are taken away.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = SetEntryTags(dataset=dataset, selection=chosen.among(workspace, dataset=dataset), tags=tags)
        change(workspace, operation, manner=manner, is_named=chosen.is_named)


@click.command("replace", cls=ReplaceCommand)
@click.argument("dataset")
@click.argument("tag_there", metavar="TAG")
@click.argument("by")
@selection_options
@manner_options
@workspace_option
def replace(
    dataset: str,
    tag_there: str,
    by: str,
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Put one tag in the place of another.

    Entries that have both keep one.
    """
    with opened_workspace(folder, changes=True) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        operation = ReplaceTag(dataset=dataset, selection=selection, tag=tag_there, by=by)
        change(workspace, operation, manner=manner, is_named=chosen.is_named)


with_verbs(
    command,
    (
        list_known,
        list_unknown,
        add,
        remove,
        replace,
        set_tags,
        create,
        edit,
        rename,
        merge,
        move,
        archive,
        restore,
        delete,
        adopt,
        alias,
        unalias,
        resolve,
        start,
    ),
)
