"""`rolethread undo`: the latest step taken back."""

from collections.abc import Callable
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.workspace.changing import step_as_json
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.model.dataset import Step
from rolethread_lite.workspace import Workspace


class UndoCommand(Command):
    """The command with its examples."""

    examples = (
        ("Take back the latest step:", "rolethread undo"),
        ("In another workspace:", "rolethread undo --workspace play"),
    )


@click.command("undo", cls=UndoCommand)
@json_option
@workspace_option
def command(*, as_json: bool, folder: Path | None) -> None:
    """Take back the latest step, also after a restart.

    One step is one action, however many entries it touched. What is undone can be redone until something
    else is changed.
    """
    replay(folder, Workspace.undo, word="Undone", advice="`rolethread redo` does it again.", as_json=as_json)


def replay(folder: Path | None, replay: Callable[[Workspace], Step], *, word: str, advice: str, as_json: bool) -> None:
    """Take a step back, or do it again, and say so."""
    with opened_workspace(folder, changes=True) as workspace:
        step = replay(workspace)
        if as_json:
            show_json(step_as_json(step))
        else:
            talk.say(f"{word}: {visible(step.label)}. {advice}")
