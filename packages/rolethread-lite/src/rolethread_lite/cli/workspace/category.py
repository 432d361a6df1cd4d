"""`rolethread category`: the headings under which tags are listed."""

from collections import Counter
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.items import item_as_json
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.tags.create_category import CreateCategory
from rolethread_lite.operations.tags.delete_category import DeleteCategory
from rolethread_lite.operations.tags.edit_category import EditCategory

_PLACE = "Where it stands in lists; smaller numbers come first."
category_argument = click.argument("category_there", metavar="CATEGORY")


class CategoryNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("See which there are:", "rolethread category list"),
        ("One of your own:", "rolethread category create Mood"),
    )


class ListCategoriesCommand(Command):
    """The command with its examples."""

    examples = (("All of them, with how many tags each has:", "rolethread category list"),)


class CreateCategoryCommand(Command):
    """The command with its examples."""

    examples = (("With what belongs under it:", 'rolethread category create Mood --description "How it feels."'),)


class EditCategoryCommand(Command):
    """The command with its examples."""

    examples = (
        ("Another name:", "rolethread category edit Mood --name Feeling"),
        ("First in the list:", "rolethread category edit Mood --place 1"),
    )


class DeleteCategoryCommand(Command):
    """The command with its examples."""

    examples = (("Its tags stay, without a category:", "rolethread category delete Mood"),)


@click.group("category", cls=CategoryNoun)
def command() -> None:
    """Put tags under headings.

    Categories order the list of tags; entries hold nothing of them.
    """


@click.command("list", cls=ListCategoriesCommand)
@json_option
@workspace_option
def list_categories(*, as_json: bool, folder: Path | None) -> None:
    """List the categories in their order.

    Each count says how many tags are listed under it.
    """
    with opened_workspace(folder) as workspace, workspace.view() as view:
        categories = view.items(Category)
        tags = Counter(tag.category for tag in view.items(Tag))
    if as_json:
        show_json([{**item_as_json(one), "tags": tags[one.key]} for one in categories])
    elif not categories:
        talk.say("There is no category yet: `rolethread category create` makes one.")
    else:
        columns = (Column(title="", most=60), Column(title="", right=True), Column(title=""))
        rows = [(visible(one.name), count(tags[one.key], "tag"), visible(one.description)) for one in categories]
        show_lines(table(columns, rows))


@click.command("create", cls=CreateCategoryCommand)
@click.argument("name")
@click.option("--description", default="", metavar="TEXT", help="What belongs under it.")
@click.option("--colour", default="", metavar="#RRGGBB", help="A colour such as #c08040.")
@click.option("--place", default=0, type=click.IntRange(min=0), help=_PLACE)
@manner_options
@workspace_option
def create(name: str, *, description: str, colour: str, place: int, manner: Manner, folder: Path | None) -> None:
    """Make a category.

    There may be as many as you like.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = CreateCategory(name=name, description=description, colour=colour, place=place)
        change(workspace, operation, manner=manner, is_named=True)


@click.command("edit", cls=EditCategoryCommand)
@category_argument
@click.option("--name", metavar="NAME", help="Its new name.")
@click.option("--description", metavar="TEXT", help="What belongs under it; empty for nothing.")
@click.option("--colour", metavar="#RRGGBB", help="A colour such as #c08040; empty for none.")
@click.option("--place", type=click.IntRange(min=0), help=_PLACE)
@manner_options
@workspace_option
def edit(  # noqa: PLR0913 (one for each option)
    category_there: str,
    *,
    name: str | None,
    description: str | None,
    colour: str | None,
    place: int | None,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Change a category's name, and what is said about it.

    Its tags stay under it.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = EditCategory(
            category=category_there, name=name, description=description, colour=colour, place=place
        )
        change(workspace, operation, manner=manner, is_named=True)


@click.command("delete", cls=DeleteCategoryCommand)
@category_argument
@manner_options
@workspace_option
def delete(category_there: str, *, manner: Manner, folder: Path | None) -> None:
    """Take a category away.

    Its tags stay, without a category.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, DeleteCategory(category=category_there), manner=manner, is_named=True)


with_verbs(command, (list_categories, create, edit, delete))
