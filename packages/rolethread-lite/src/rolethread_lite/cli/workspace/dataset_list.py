"""`rolethread dataset list`: what is in the workspace, and how its files stand."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import number
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.projecting import FileState


class ListCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what there is:", "rolethread dataset list"),
        ("For a program:", "rolethread dataset list --json"),
    )


@click.command("list", cls=ListCommand)
@json_option
@workspace_option
def list_datasets(*, as_json: bool, folder: Path | None) -> None:
    """List all datasets with their size and how their files stand.

    A file is current, behind (it will be written), missing, or changed outside: then it stays as it is until
    you decide.
    """
    with opened_workspace(folder) as workspace:
        states = workspace.file_states()
        place = workspace.folder
    if as_json:
        show_json([_as_json(state) for state in states])
        return
    if not states:
        talk.say(f"No dataset yet in {visible(str(place))}. `rolethread dataset import FILE` brings one in.")
        return
    columns = (
        Column(title="dataset", most=40),
        Column(title="entries", right=True),
        Column(title="records", right=True),
        Column(title="file"),
        Column(title="", dim=True),
    )
    show_lines(table(columns, [_row(state) for state in states]))


def _row(state: FileState) -> tuple[str, ...]:
    dataset = state.dataset
    sizes = number(dataset.entries), number(dataset.records)
    return visible(dataset.name), *sizes, state.state.value, visible(str(state.path))


def _as_json(state: FileState) -> JsonValue:
    dataset = state.dataset
    return {
        "dataset": dataset.name,
        "entries": dataset.entries,
        "records": dataset.records,
        "revision": dataset.revision,
        "file": str(state.path),
        "state": state.state.value,
    }
