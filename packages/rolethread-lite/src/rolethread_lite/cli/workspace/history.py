"""`rolethread history`: every step there is."""

from datetime import UTC, datetime
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import number
from rolethread_lite.cli.workspace.changing import step_as_json
from rolethread_lite.cli.workspace.history_prune import prune
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.model.dataset import Step, StepState

_MARKS = {StepState.DONE: "", StepState.UNDONE: "undone", StepState.ABANDONED: "given up"}


class HistoryNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("See the latest steps:", "rolethread history"),
        ("The steps before number 40:", "rolethread history --before 40 --limit 10"),
        ("Forget old ones that a snapshot holds:", "rolethread history prune --keep-days 365 --preview"),
    )


@click.group("history", cls=HistoryNoun, invoke_without_command=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Steps shown.")
@click.option("--before", type=int, metavar="STEP", help="Only steps before this one.")
@json_option
@workspace_option
@click.pass_context
def command(ctx: click.Context, *, limit: int, before: int | None, as_json: bool, folder: Path | None) -> None:
    """List what was done, the latest first.

    Steps marked as undone can be redone; those marked as given up were undone before something else was
    changed.
    """
    if ctx.invoked_subcommand is not None:
        return
    with opened_workspace(folder) as workspace:
        steps = workspace.history(before=before, limit=limit)
    if as_json:
        show_json([step_as_json(step) for step in steps])
        return
    columns = (
        Column(title="step", right=True),
        Column(title="when"),
        Column(title="lines", right=True),
        Column(title="what was done", most=70),
        Column(title=""),
    )
    show_lines(table(columns, [_row(step) for step in steps]) if steps else [])
    if not steps:
        talk.say("Nothing was done yet.")


def _row(step: Step) -> tuple[str, ...]:
    when = datetime.fromtimestamp(step.at / 1e9, tz=UTC).astimezone()
    return (
        str(step.number),
        f"{when:%Y-%m-%d %H:%M}",
        number(step.lines) if step.lines else "",
        visible(step.label),
        _MARKS[step.state],
    )


with_verbs(command, (prune,))
