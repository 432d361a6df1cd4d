"""`rolethread entry repair`: what one finding offers."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.workspace.changing import Manner, change, preview_option
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.operations.repair_entries import RepairFinding
from rolethread_lite.queries.find_entry import find_entry_id
from rolethread_lite.rules import get_rule


class RepairCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what the repair would do:", "rolethread entry repair inn 3 --code RT301 --preview"),
        ("Make the second one:", "rolethread entry repair inn 3 --code RT301 --number 2"),
    )


@click.command("repair", cls=RepairCommand)
@click.argument("dataset")
@click.argument("entry")
@click.option("--code", required=True, help="The rule: its code or its name.")
@click.option(
    "--number",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Which of its findings, as `entry show` lists them.",
)
@preview_option
@json_option
@workspace_option
def repair(  # noqa: PLR0913 (each option is an argument)
    dataset: str, entry: str, code: str, number: int, *, preview: bool, as_json: bool, folder: Path | None
) -> None:
    """Put right what one finding is about.

    This also makes the repairs that somebody should look at first: --preview shows before and after.
    """
    with opened_workspace(folder, changes=True) as workspace:
        with workspace.view() as view:
            entry_id = find_entry_id(view, dataset=dataset, word=entry)
        operation = RepairFinding(dataset=dataset, entry_id=entry_id, code=get_rule(code).rule.code, number=number)
        change(workspace, operation, manner=Manner(yes=True, preview=preview, as_json=as_json))
