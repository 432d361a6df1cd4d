"""`rolethread entry split`, `join`, `duplicate`, `move`, `sort` and `delete`: which entries there are, and where."""

from collections.abc import Callable
from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options, preview_option
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.errors import BadRequest
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.move_entries import END, TOP, MoveEntries
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.sort_entries import SortEntries
from rolethread_lite.operations.split_entry import SplitEntry
from rolethread_lite.queries.find_entry import find_entry_id
from rolethread_lite.workspace import Workspace

entries_argument = click.argument("entries", nargs=-1)


class SplitCommand(Command):
    """The command with its examples."""

    examples = (("Two entries of one, the second from messages[4]:", "rolethread entry split inn 3 --before 4"),)


class JoinCommand(Command):
    """The command with its examples."""

    examples = (
        ("One entry of two:", "rolethread entry join inn 3 4"),
        ("Of all with a tag:", "rolethread entry join inn --tag chapter-one --preview"),
    )


class DuplicateCommand(Command):
    """The command with its examples."""

    examples = (("A copy to try something on:", "rolethread entry duplicate inn 3"),)


class MoveCommand(Command):
    """The command with its examples."""

    examples = (
        ("Behind another one:", "rolethread entry move inn 7 --after 2"),
        ("The best ones to the top:", "rolethread entry move inn --tag keeper --after top --yes"),
    )


class SortCommand(Command):
    """The command with its examples."""

    examples = (("The longest first:", "rolethread entry sort inn --by words --descending --yes"),)


class DeleteCommand(Command):
    """The command with its examples."""

    examples = (
        ("One entry:", "rolethread entry delete inn 3"),
        ("Every line that is no entry:", "rolethread entry delete inn --records --yes"),
        ("Bring them back:", "rolethread undo"),
    )


@click.command("split", cls=SplitCommand)
@click.argument("dataset")
@click.argument("entry")
@click.option(
    "--before",
    multiple=True,
    type=click.IntRange(min=1),
    required=True,
    metavar="N",
    help="A new entry begins with this message, as `entry show` counts them. May be repeated.",
)
@preview_option
@json_option
@workspace_option
def split(
    dataset: str, entry: str, before: tuple[int, ...], *, preview: bool, as_json: bool, folder: Path | None
) -> None:
    """Cut an entry into several.

    Every part keeps the system prompt, the tags and everything else; the first one keeps id and note.
    """
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            entry_id = find_entry_id(view, dataset=dataset, word=entry)
        operation = SplitEntry(dataset=dataset, entry_id=entry_id, before=before)
        change(workspace, operation, manner=Manner(yes=True, preview=preview, as_json=as_json))


@click.command("join", cls=JoinCommand)
@click.argument("dataset")
@entries_argument
@selection_options
@manner_options
@workspace_option
def join(
    dataset: str,
    entries: tuple[str, ...],
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Make one entry of several, in the order of the dataset.

    It stands where the first one stood. The system prompt is not repeated; tags and notes are united.
    """
    _change_selected(
        folder, dataset, chosen.and_named(entries), manner, lambda _, one: JoinEntries(dataset=dataset, selection=one)
    )


@click.command("duplicate", cls=DuplicateCommand)
@click.argument("dataset")
@entries_argument
@selection_options
@manner_options
@workspace_option
def duplicate(
    dataset: str,
    entries: tuple[str, ...],
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Put a copy behind each entry, everything it came with included.

    Copies get their own ids.
    """
    _change_selected(
        folder,
        dataset,
        chosen.and_named(entries),
        manner,
        lambda _, one: DuplicateEntries(dataset=dataset, selection=one),
    )


@click.command("move", cls=MoveCommand)
@click.argument("dataset")
@entries_argument
@click.option("--after", required=True, metavar="ENTRY", help=f"The entry they follow, or {TOP}, or {END}.")
@selection_options
@manner_options
@workspace_option
def move(
    dataset: str,
    entries: tuple[str, ...],
    after: str,
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Put entries elsewhere in their dataset, in the order they have.

    They stand together afterwards.
    """

    def _operation(workspace: Workspace, selection: Selection) -> Operation:
        behind = after
        if after not in (TOP, END):
            with workspace.view() as view:
                behind = find_entry_id(view, dataset=dataset, word=after)
        return MoveEntries(dataset=dataset, selection=selection, after=behind)

    _change_selected(folder, dataset, chosen.and_named(entries), manner, _operation)


@click.command("sort", cls=SortCommand)
@click.argument("dataset")
@click.option("--by", "figure", required=True, metavar="FIGURE", help="The figure: words, turns, tokens …")
@click.option("--descending", is_flag=True, help="The largest first.")
@manner_options
@workspace_option
def sort(dataset: str, figure: str, *, descending: bool, manner: Manner, folder: Path | None) -> None:
    """Put all entries of a dataset in the order of a figure.

    Entries with the same number keep their order; lines that are no entries go last.
    """
    operation = SortEntries(dataset=dataset, figure=figure, descending=descending)
    with opened_workspace(folder, changes=True) as workspace:
        change(workspace, operation, manner=manner)


@click.command("delete", cls=DeleteCommand)
@click.argument("dataset")
@entries_argument
@selection_options
@manner_options
@workspace_option
def delete(
    dataset: str,
    entries: tuple[str, ...],
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Take entries and records out of their dataset.

    Undo brings them back as they were.
    """
    _change_selected(
        folder, dataset, chosen.and_named(entries), manner, lambda _, one: DeleteEntries(dataset=dataset, selection=one)
    )


def _change_selected(
    folder: Path | None,
    dataset: str,
    chosen: Chosen,
    manner: Manner,
    operation: Callable[[Workspace, Selection], Operation],
) -> None:
    """Make a change of the chosen entries; raises BadRequest when nothing says which they are."""
    if chosen.is_everything:
        raise BadRequest(
            "Nothing says which entries are meant.", advice="Name them, or use options such as --tag or --find."
        )
    with opened_workspace(folder, changes=True) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        change(workspace, operation(workspace, selection), manner=manner, is_named=chosen.is_named)
