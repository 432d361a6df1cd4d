"""`rolethread history prune`: old steps that a snapshot holds are forgotten."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option, progress_option
from rolethread_lite.cli.output import show_json
from rolethread_lite.cli.wording import count, listing, size
from rolethread_lite.cli.workspace.changing import agreed, preview_option, yes_option
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.errors import InvalidValue
from rolethread_lite.workspace import Workspace


class PruneCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what would go:", "rolethread history prune --keep-days 90 --preview"),
        ("Forget what is older than a year:", "rolethread history prune --keep-days 365 --yes"),
    )


@click.command("prune", cls=PruneCommand)
@click.option("--keep-days", type=int, default=None, metavar="N", help="Steps of the last N days stay.")
@preview_option
@yes_option
@json_option
@progress_option
@workspace_option
def prune(
    *, keep_days: int | None, preview: bool, yes: bool, as_json: bool, with_progress: bool, folder: Path | None
) -> None:
    """Forget old steps that a snapshot holds; they can no longer be undone.

    Only steps that the latest snapshot of everything holds go, and with them what was removed so long ago
    that no step left could bring it back. Without --keep-days the setting history.keep_days counts.
    """
    with opened_workspace(folder, forced=with_progress) as workspace:
        days = _days(workspace, keep_days)
        found = workspace.prunable_history(keep_days=days)
        gone = {"steps": found.steps, "lines": found.lines, "datasets": found.datasets}
        words = listing(
            [
                count(found.steps, "step"),
                count(found.lines, "removed line"),
                *([count(found.datasets, "removed dataset")] if found.datasets else []),
            ]
        )
        if preview or not (found.steps or found.lines or found.datasets):
            _tell_nothing_done(words, gone, is_something=bool(found.steps or found.lines), as_json=as_json)
            return
        if not agreed(f"Forget {words} for good? They can no longer be undone.", yes=yes):
            talk.say("Nothing was forgotten.")
            return
        with talk.progress(forced=with_progress) as watch:
            workspace.prune_history(keep_days=days, progress=lambda done: watch("history", done, found.lines))
        freed = workspace.compact()
    if as_json:
        show_json({**gone, "freed_bytes": freed})
    else:
        talk.say(f"{words} forgotten; {size(max(freed, 0))} given back to the disk.".capitalize())


def _days(workspace: Workspace, keep_days: int | None) -> int:
    if keep_days is not None:
        return keep_days
    with workspace.view() as view:
        days = view.settings().history_keep_days
    if not days:
        raise InvalidValue(
            "Nobody said how many days are to stay.",
            where="--keep-days",
            advice="Give --keep-days N, or set history.keep_days.",
        )
    return days


def _tell_nothing_done(words: str, gone: dict[str, int], *, is_something: bool, as_json: bool) -> None:
    if as_json:
        show_json({**gone, "freed_bytes": 0})
    elif is_something:
        talk.say(f"{words} would be forgotten; nothing was.".capitalize())
    else:
        talk.say("There is nothing to forget: no step is so old and held by a snapshot of everything.")
