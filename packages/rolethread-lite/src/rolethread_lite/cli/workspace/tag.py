"""`rolethread tag`: the tags of entries, in bulk."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.charts import bar
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.operations.replace_tag import ReplaceTag
from rolethread_lite.operations.set_tags import SetEntryTags
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.queries.count_facets import count_facets

_BAR = 24
tags_argument = click.argument("tags", nargs=-1, required=True, metavar="TAG…")


class TagNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("See which tags there are:", "rolethread tag list inn"),
        ("Tag all entries in which a word stands:", "rolethread tag add inn night --find lantern --yes"),
        ("Another name for a tag:", "rolethread tag replace inn nite night --yes"),
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


class ListCommand(Command):
    """The command with its examples."""

    examples = (
        ("All tags, the most used first:", "rolethread tag list inn"),
        ("Only among some entries:", "rolethread tag list inn --find lantern"),
    )


@click.group("tag", cls=TagNoun)
def command() -> None:
    """Tag entries, one or many at a time.

    Without options that say which, all entries of the dataset are meant.
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


@click.command("list", cls=ListCommand)
@click.argument("dataset")
@selection_options
@json_option
@workspace_option
def list_tags(dataset: str, *, chosen: Chosen, as_json: bool, folder: Path | None) -> None:
    """List all tags, the most used first.

    Each count says how many entries have the tag.
    """
    with opened_workspace(folder) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        with workspace.view() as view:
            tags = count_facets(view, dataset=dataset, selection=selection).tags
    if as_json:
        show_json([{"name": one.name, "entries": one.entries} for one in tags])
    elif not tags:
        talk.say("No entry has a tag.")
    else:
        columns = (Column(title="", most=60), Column(title="", right=True), Column(title=""))
        rows = [
            (visible(one.name), count(one.entries, "entry"), bar(one.entries, most=tags[0].entries, width=_BAR))
            for one in tags
        ]
        show_lines(table(columns, rows))


with_verbs(command, (list_tags, add, remove, replace, set_tags))
