"""`rolethread dataset repair`: every safe repair in one step."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import select_option, split_words
from rolethread_lite.cli.workspace.changing import Manner, change, manner_options
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.operations.repair_entries import RepairEntries
from rolethread_lite.rules import select_rules


class RepairCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what would be put right:", "rolethread dataset repair inn --preview"),
        ("Put all of it right, in one step:", "rolethread dataset repair inn --yes"),
        ("Only one rule, and only some entries:", "rolethread dataset repair inn --select RT301 --tag market --yes"),
    )


@click.command("repair", cls=RepairCommand)
@click.argument("dataset")
@select_option
@selection_options
@manner_options
@workspace_option
def repair(
    dataset: str,
    select: tuple[str, ...],
    *,
    chosen: Chosen,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Put right what can be, without changing the meaning.

    All safe repairs are made together, as one step. Repairs that somebody should look at are made one by one
    with `rolethread entry repair`.
    """
    codes = tuple(sorted(select_rules(split_words(select)))) if select else ()
    with opened_workspace(folder, changes=True) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        operation = RepairEntries(dataset=dataset, selection=selection, codes=codes)
        change(workspace, operation, manner=manner, is_named=chosen.is_named)
