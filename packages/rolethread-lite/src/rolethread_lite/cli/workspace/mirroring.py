"""Brings the mirror up to date after a command, and says what became of snapshots that nobody asked for."""

from rolethread_lite.cli import talk
from rolethread_lite.cli.visible import visible
from rolethread_lite.errors import RoleThreadError
from rolethread_lite.workspace import Workspace


def look_after_snapshots(workspace: Workspace) -> None:
    """Say why a snapshot could not be taken, and copy those that were to the mirror; none of it is a failure."""
    if workspace.snapshot_failure is not None:
        talk.say(f"No snapshot could be taken by itself: {visible(str(workspace.snapshot_failure))}")
    if workspace.has_snapshot_to_mirror:
        mirror(workspace)


def mirror(workspace: Workspace) -> None:
    """Copy new snapshots to the mirror, where a folder is picked for it."""
    if not workspace.mirror.is_set:
        return
    try:
        with talk.progress(forced=False) as watch:
            report = workspace.push_mirror(progress=lambda done: watch("mirror", done, 0))
    except RoleThreadError as failure:
        talk.say(f"The mirror is not up to date: {visible(str(failure))}")
        return
    if report is None:
        tell_unreachable(workspace)


def tell_unreachable(workspace: Workspace) -> None:
    """Say that the mirror's folder cannot be reached; it will be brought up to date when it can."""
    folder = visible(workspace.mirror.status().folder)
    talk.say(f"The mirror's folder is not there: {folder}")
    talk.say("  Plug the disk in or mount it; `rolethread mirror push` brings it up to date.")
