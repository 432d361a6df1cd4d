"""`rolethread snapshot verify`: whether snapshots are as they were written."""

from collections.abc import Sequence
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option, progress_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.snapshot_lines import check_as_json, check_lines
from rolethread_lite.model.snapshot import SnapshotCheck


class VerifyCommand(Command):
    """The command with its examples."""

    examples = (
        ("All of them:", "rolethread snapshot verify"),
        ("One of them:", "rolethread snapshot verify before-cleanup"),
    )


@click.command("verify", cls=VerifyCommand)
@click.argument("snapshot", required=False)
@json_option
@progress_option
@workspace_option
def verify(snapshot: str | None, *, as_json: bool, with_progress: bool, folder: Path | None) -> int:
    """Verify that snapshots are as they were written, to the last byte.

    The command ends with status 1 when one is damaged, and names the dataset, the lines and the file. The next
    snapshot of the same lines writes a damaged file anew.
    """
    with opened_workspace(folder) as workspace:
        known = workspace.snapshots.all() if snapshot is None else (workspace.snapshots.find(snapshot),)
        whole = len(frozenset(digest for one in known for digest in one.objects))
        with talk.progress(forced=with_progress) as watch:
            checks = workspace.snapshots.verify(known, progress=lambda done: watch("snapshots", done, whole))
    titles = {one.id: one.id if not one.name else f"{one.id} {one.name}" for one in known}
    return tell_checks(checks, titles, as_json=as_json)


def tell_checks(checks: Sequence[SnapshotCheck], titles: dict[str, str], *, as_json: bool) -> int:
    """Show what came of verifying, and return the status with which the command ends."""
    if as_json:
        show_json([check_as_json(check) for check in checks])
    elif not checks:
        talk.say("There is no snapshot to verify.")
    for check in () if as_json else checks:
        show_lines(check_lines(check, title=titles.get(check.snapshot, check.snapshot)))
    return 0 if all(check.is_good for check in checks) else 1
