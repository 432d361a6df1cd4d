"""`rolethread dataset insights`: what a dataset comes to, from what the workspace keeps."""

from pathlib import Path

import click

from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.insights import limit_option, show_summary, summary_as_json, width_option
from rolethread_lite.cli.options import json_option, progress_option
from rolethread_lite.cli.output import show_json
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.queries.dataset_summary import summarise_dataset


class InsightsCommand(Command):
    """The command with its examples."""

    examples = (
        ("Get to know a dataset:", "rolethread dataset insights inn"),
        ("Only the entries in which a character speaks:", "rolethread dataset insights inn --character Mira"),
        ("For a program:", "rolethread dataset insights inn --json"),
    )


@click.command("insights", cls=InsightsCommand)
@click.argument("dataset")
@selection_options
@json_option
@width_option
@limit_option
@progress_option
@workspace_option
def insights(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    *,
    chosen: Chosen,
    as_json: bool,
    width: int | None,
    limit: int,
    with_progress: bool,
    folder: Path | None,
) -> None:
    """Show figures: turns, words, tags, prompts, speakers.

    Totals, means and spreads of every figure, how tags, system prompts and speakers are used, and what the
    rules find. No text is read for it, so it is as quick for a large dataset.
    """
    with opened_workspace(folder, forced=with_progress) as workspace:
        selection = chosen.among(workspace, dataset=dataset)
        with workspace.view() as view:
            summary = summarise_dataset(view, dataset=dataset, selection=selection)
    if as_json:
        show_json({"dataset": dataset, **summary_as_json(summary)})
    else:
        show_summary(dataset, summary, width=width, limit=limit, advice="rolethread dataset check shows where")
