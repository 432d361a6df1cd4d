"""`rolethread dataset compare` and `take-changes`: two versions of a dataset, side by side and brought together."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.diff import file_difference_as_json, show_file_difference
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json
from rolethread_lite.cli.visible import clip, visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.files.compare import compare_files
from rolethread_lite.files.spots import Spot
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record
from rolethread_lite.model.three_way import Side
from rolethread_lite.operations.differences.planning import DifferenceKind
from rolethread_lite.operations.differences.take_differences import TakeDifferences
from rolethread_lite.queries.dataset_lines import dataset_lines
from rolethread_lite.workspace import Workspace

_WIDTH = 80
_CONFLICTS_SHOWN = 10


class CompareCommand(Command):
    """The command with its examples."""

    examples = (
        ("What Tess made of it:", "rolethread dataset compare inn inn-of-tess"),
        ("For a program:", "rolethread dataset compare inn inn-of-tess --json"),
    )


class TakeChangesCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what would be taken over:", "rolethread dataset take-changes inn --from inn-of-tess --preview"),
        (
            "Only what Tess changed since you gave it away:",
            "rolethread dataset take-changes inn --from inn-of-tess --base inn-in-may",
        ),
        ("Only new entries:", "rolethread dataset take-changes inn --from inn-of-tess --only added"),
    )


class _Row(NamedTuple):
    item: Entry | Record
    spot: Spot


class _DatasetRows:
    """The lines of a dataset, as files are compared by."""

    def __init__(self, workspace: Workspace, dataset: str) -> None:
        self._workspace = workspace
        self.shown = dataset

    def rows(self) -> Iterator[_Row]:
        with self._workspace.view() as view:
            for number, line in enumerate(dataset_lines(view, dataset=self.shown), 1):
                yield _Row(read_stored(line), Spot(file=self.shown, line=number, item=None))


@click.command("compare", cls=CompareCommand)
@click.argument("old", metavar="DATASET")
@click.argument("new", metavar="OTHER")
@json_option
@workspace_option
def compare(old: str, new: str, *, as_json: bool, folder: Path | None) -> int:
    """Compare two datasets by entry and turn, changed words marked.

    Entries are found again wherever they stand. The command ends with status 1 when the datasets differ.
    """
    with opened_workspace(folder) as workspace:
        found = compare_files(_DatasetRows(workspace, old), _DatasetRows(workspace, new))
    if as_json:
        show_json({"old": old, "new": new, **file_difference_as_json(found)})
    else:
        show_file_difference(found)
    return 0 if found.is_empty else 1


@click.command("take-changes", cls=TakeChangesCommand)
@click.argument("dataset")
@click.option("--from", "source", required=True, metavar="OTHER", help="The dataset with the other version.")
@click.option("--base", default="", metavar="OLDER", help="The dataset that both were made from.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([kind.value for kind in DifferenceKind]),
    help="What is taken over; by default everything. May be repeated.",
)
@click.option(
    "--entry", "entries", multiple=True, metavar="ENTRY", help="Only the entry with this id. May be repeated."
)
@click.option(
    "--prefer",
    type=click.Choice([side.value for side in Side]),
    default=Side.MINE.value,
    show_default=True,
    help="Whose version counts where both changed the same.",
)
@manner_options
@workspace_option
def take_changes(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    source: str,
    base: str,
    *,
    only: tuple[str, ...],
    entries: tuple[str, ...],
    prefer: str,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Take over what another version of a dataset has.

    With --base, only what was changed there since counts, and where both changed the same entry the changes are
    brought together turn by turn. The order of your entries stays as it is.
    """
    operation = TakeDifferences(
        dataset=dataset,
        source=source,
        base=base,
        kinds=tuple(DifferenceKind(kind) for kind in only) or (*DifferenceKind,),
        entries=entries,
        prefer=Side(prefer),
    )
    with opened_workspace(folder, changes=True) as workspace:
        _tell_conflicts(workspace, operation)
        change(workspace, operation, manner=manner)


def _tell_conflicts(workspace: Workspace, operation: TakeDifferences) -> None:
    """Say where both versions changed the same, and whose version counts."""
    with workspace.view() as view:
        planned = [one.planned for one in operation.planned(view)]
    conflicts = [(one, conflict) for one in planned for conflict in one.conflicts]
    if not conflicts:
        return
    whose = "yours" if operation.prefer is Side.MINE else "the other version's"
    talk.say(f"Both changed the same in {count(len(conflicts), 'place')}; {whose} counts (--prefer):")
    for one, conflict in conflicts[:_CONFLICTS_SHOWN]:
        talk.say(f"  {one.entry_id[:8]} {visible(conflict.place)}")
        talk.say(f"    mine    {_shown(conflict.mine)}")
        talk.say(f"    theirs  {_shown(conflict.theirs)}")
    if len(conflicts) > _CONFLICTS_SHOWN:
        talk.say(f"  … and {count(len(conflicts) - _CONFLICTS_SHOWN, 'more place')}")


def _shown(text: str) -> str:
    return clip(visible(text), width=_WIDTH) if text else "(nothing)"
