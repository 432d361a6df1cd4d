"""`rolethread redo`: a step that was undone, done again."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.workspace.opening import workspace_option
from rolethread_lite.cli.workspace.undo import replay
from rolethread_lite.workspace import Workspace


class RedoCommand(Command):
    """The command with its examples."""

    examples = (("Do again what was undone last:", "rolethread redo"),)


@click.command("redo", cls=RedoCommand)
@json_option
@workspace_option
def command(*, as_json: bool, folder: Path | None) -> None:
    """Do again the step that was undone last.

    That is possible until something else is changed.
    """
    replay(folder, Workspace.redo, word="Done again", advice="`rolethread undo` takes it back.", as_json=as_json)
