"""`rolethread tag create`, `edit`, `rename`, `merge`, `move`, `archive`, `restore`, `delete`: what tags are known."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.errors import InvalidValue
from rolethread_lite.operations.tags.archive_tags import ArchiveTags
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.operations.tags.delete_tag import DeleteTag
from rolethread_lite.operations.tags.edit_tag import EditTag
from rolethread_lite.operations.tags.merge_tags import MergeTags
from rolethread_lite.operations.tags.move_tags import MoveTags
from rolethread_lite.operations.tags.rename_tag import RenameTag
from rolethread_lite.operations.tags.restore_tags import RestoreTags
from rolethread_lite.queries.tags import tags_like
from rolethread_lite.workspace import Workspace

tag_argument = click.argument("tag_there", metavar="TAG")
tags_argument = click.argument("tags", nargs=-1, required=True, metavar="TAG…")
_DESCRIPTION = "What it means, for whoever tags."
_COLOUR = "A colour such as #c08040."
_PLACE = "Where it stands in lists; smaller numbers come first."


class CreateTagCommand(Command):
    """The command with its examples."""

    examples = (
        ("A tag of your own:", "rolethread tag create 'slow burn' --category Style"),
        ("With what it means:", 'rolethread tag create dusk --description "It plays in the evening."'),
    )


class EditTagCommand(Command):
    """The command with its examples."""

    examples = (
        ("Say what it means:", 'rolethread tag edit dusk --description "It plays in the evening."'),
        ("First in its list:", "rolethread tag edit dusk --place 1"),
    )


class RenameTagCommand(Command):
    """The command with its examples."""

    examples = (
        ("In the list of tags and in every entry:", "rolethread tag rename nite night --yes"),
        ("See first what changes:", "rolethread tag rename nite night --preview"),
    )


class MergeTagsCommand(Command):
    """The command with its examples."""

    examples = (("Several spellings become one tag:", "rolethread tag merge nite Night --into night --yes"),)


class MoveTagsCommand(Command):
    """The command with its examples."""

    examples = (
        ("Under another category:", "rolethread tag move night dusk --category Style"),
        ("Under none:", "rolethread tag move dusk --no-category"),
    )


class ArchiveTagsCommand(Command):
    """The command with its examples."""

    examples = (("No longer offer it; entries keep it:", "rolethread tag archive dusk"),)


class RestoreTagsCommand(Command):
    """The command with its examples."""

    examples = (("Offer it again:", "rolethread tag restore dusk"),)


class DeleteTagCommand(Command):
    """The command with its examples."""

    examples = (
        ("From the list of tags:", "rolethread tag delete dusk"),
        ("From every entry too:", "rolethread tag delete dusk --from-entries --yes"),
    )


@click.command("create", cls=CreateTagCommand)
@click.argument("name")
@click.option("--category", default="", metavar="NAME", help="The category it is listed under.")
@click.option("--description", default="", metavar="TEXT", help=_DESCRIPTION)
@click.option("--colour", default="", metavar="#RRGGBB", help=_COLOUR)
@click.option("--place", default=0, type=click.IntRange(min=0), help=_PLACE)
@manner_options
@workspace_option
def create(  # noqa: PLR0913 (one for each option)
    name: str,
    *,
    category: str,
    description: str,
    colour: str,
    place: int,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Make a tag known, so that it is offered.

    Its name may be of any script; it stands in entries just as you write it.
    """
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            alike = tags_like(view, name=name.strip())
        operation = CreateTag(name=name, category=category, description=description, colour=colour, place=place)
        change(workspace, operation, manner=manner, is_named=True)
    if alike and not manner.as_json:
        shown = listing([f"“{visible(one)}”" for one in alike])
        talk.say(f"It looks like {shown}, but stays apart; `rolethread tag merge` makes them one.")


@click.command("edit", cls=EditTagCommand)
@tag_argument
@click.option("--description", metavar="TEXT", help=f"{_DESCRIPTION} Empty for nothing.")
@click.option("--colour", metavar="#RRGGBB", help=f"{_COLOUR} Empty for none.")
@click.option("--place", type=click.IntRange(min=0), help=_PLACE)
@manner_options
@workspace_option
def edit(
    tag_there: str,
    *,
    description: str | None,
    colour: str | None,
    place: int | None,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Say what a tag means, how it is coloured and where it stands.

    Entries are not touched; `rolethread tag rename` gives it another name.
    """
    with opened_workspace(folder, changes=True) as workspace:
        operation = EditTag(tag=tag_there, description=description, colour=colour, place=place)
        change(workspace, operation, manner=manner, is_named=True)


@click.command("rename", cls=RenameTagCommand)
@tag_argument
@click.argument("name")
@manner_options
@workspace_option
def rename(tag_there: str, name: str, *, manner: Manner, folder: Path | None) -> None:
    """Give a tag another name, in the entries of every dataset too.

    The old name stays known: files that still use it are understood when they come in.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, RenameTag(tag=tag_there, name=name), manner=manner)


@click.command("merge", cls=MergeTagsCommand)
@tags_argument
@click.option("--into", required=True, metavar="TAG", help="The tag that stays.")
@manner_options
@workspace_option
def merge(tags: tuple[str, ...], *, into: str, manner: Manner, folder: Path | None) -> None:
    """Make several tags one, in the entries of every dataset too.

    The names of the others lead to the one from then on. Tags that wait for review can be merged as well.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, MergeTags(tags=tags, into=into), manner=manner)


@click.command("move", cls=MoveTagsCommand)
@tags_argument
@click.option("--category", metavar="NAME", help="The category they are listed under.")
@click.option("--no-category", is_flag=True, help="List them under none.")
@manner_options
@workspace_option
def move(
    tags: tuple[str, ...], *, category: str | None, no_category: bool, manner: Manner, folder: Path | None
) -> None:
    """List tags under a category, or under none.

    Entries are not touched.
    """
    if (category is None) != no_category:
        raise InvalidValue("It must be clear where the tags go.", advice="Give --category NAME, or --no-category.")
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, MoveTags(tags=tags, category=category or ""), manner=manner, is_named=True)


@click.command("archive", cls=ArchiveTagsCommand)
@tags_argument
@manner_options
@workspace_option
def archive(tags: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Stop offering tags.

    Entries that have them keep them.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, ArchiveTags(tags=tags), manner=manner, is_named=True)


@click.command("restore", cls=RestoreTagsCommand)
@tags_argument
@manner_options
@workspace_option
def restore(tags: tuple[str, ...], *, manner: Manner, folder: Path | None) -> None:
    """Offer archived tags again.

    They stand where they stood before.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, RestoreTags(tags=tags), manner=manner, is_named=True)


@click.command("delete", cls=DeleteTagCommand)
@tag_argument
@click.option("--from-entries", is_flag=True, help="Take it from the entries of every dataset too.")
@manner_options
@workspace_option
def delete(tag_there: str, *, from_entries: bool, manner: Manner, folder: Path | None) -> None:
    """Take a tag out of the list of tags, its other names with it.

    Entries keep it unless --from-entries is given; then it waits for review, as a tag does that was never adopted.
    """
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, DeleteTag(tag=tag_there, from_entries=from_entries), manner=manner, is_named=not from_entries)
        if not (from_entries or manner.preview or manner.as_json):
            _tell_who_keeps(workspace, tag_there)


def _tell_who_keeps(workspace: Workspace, tag: str) -> None:
    with workspace.view() as view:
        keeping = len(view.keys_with_tag(tag.strip()))
    if keeping:
        verb = "keeps" if keeping == 1 else "keep"
        talk.say(f"{count(keeping, 'entry')} {verb} it, where it waits for review: `rolethread tag unknown` lists it.")
