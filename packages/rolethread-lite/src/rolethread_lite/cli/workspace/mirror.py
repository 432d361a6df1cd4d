"""`rolethread mirror`: copies of the snapshots in a folder of yours."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option, progress_option
from rolethread_lite.cli.output import show, show_json, show_lines
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, size
from rolethread_lite.cli.workspace.mirror_restore import list_machines, restore, verify
from rolethread_lite.cli.workspace.mirroring import tell_unreachable
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.snapshot_lines import snapshot_as_json, when
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.mirror import MirrorReport
from rolethread_lite.model.settings import setting_of
from rolethread_lite.model.snapshot import SnapshotReason
from rolethread_lite.operations.settings.change_settings import ChangeSettings

_WORTH_TELLING = 1_000_000


class MirrorNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("Pick a folder that is kept somewhere else:", "rolethread mirror set backup"),
        ("Bring it up to date:", "rolethread mirror push"),
        ("On a new machine:", "rolethread mirror restore backup"),
    )


class SetCommand(Command):
    """The command with its examples."""

    examples = (
        ("Pick a folder:", "rolethread mirror set backup"),
        ("Make it, and say what this machine is called in it:", "rolethread mirror set backup --create --machine desk"),
    )


class StatusCommand(Command):
    """The command with its examples."""

    examples = (("See how it stands:", "rolethread mirror status"),)


class PushCommand(Command):
    """The command with its examples."""

    examples = (("Bring the copies up to date:", "rolethread mirror push"),)


@click.group("mirror", cls=MirrorNoun)
def command() -> None:
    """Copy snapshots to a folder of yours, and start again from there.

    The folder can be on another disk, or one that a cloud program watches. Nothing of yours in it is touched,
    and several machines can use the same one. Copying happens whenever a snapshot of everything was taken.
    """


@click.command("set", cls=SetCommand)
@click.argument("place", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--machine", default=None, metavar="NAME", help="What this machine is called in it.")
@click.option("--create", "is_made", is_flag=True, help="Make the folder where it is not there.")
@json_option
@workspace_option
def set_folder(place: Path, machine: str | None, *, is_made: bool, as_json: bool, folder: Path | None) -> None:
    """Pick the folder for the mirror.

    Our own folder in it is made with the first copy. `rolethread mirror push` brings it up to date at once.
    """
    with opened_workspace(folder, changes=True) as workspace:
        chosen = place.absolute()
        workspace.mirror.refuse_folder(chosen, is_made=is_made)
        settings = [setting_of("mirror.folder", str(chosen))]
        settings += [] if machine is None else [setting_of("mirror.name", machine)]
        workspace.run(ChangeSettings(settings=tuple(settings)))
        name = workspace.mirror.status().machine
    if as_json:
        show_json({"folder": str(chosen), "machine": name})
    else:
        talk.say(f"Snapshots will be copied to {visible(str(place))} as “{visible(name)}”.")
        talk.say("`rolethread mirror push` copies them now.")


@click.command("status", cls=StatusCommand)
@json_option
@workspace_option
def status(*, as_json: bool, folder: Path | None) -> None:
    """Tell how the mirror stands.

    It says which snapshot is the latest there, and how many have not been copied yet.
    """
    with opened_workspace(folder) as workspace:
        found = workspace.mirror.status()
    if as_json:
        show_json(
            {
                "folder": found.folder or None,
                "reachable": found.is_there,
                "machine": found.machine,
                "latest": None if found.latest is None else snapshot_as_json(found.latest),
                "waiting": found.waiting,
            }
        )
        return
    if not found.folder:
        talk.say("No folder is picked for the mirror. `rolethread mirror set FOLDER` picks one.")
        return
    show(f"{visible(found.folder)}{'' if found.is_there else ': not there now'}")
    show(f"  this machine is called “{visible(found.machine)}”")
    if found.is_there:
        latest = "nothing was copied yet" if found.latest is None else f"the latest copy is of {when(found.latest.at)}"
        show(f"  {latest}")
    show(f"  {count(found.waiting, 'snapshot')} to copy")


@click.command("push", cls=PushCommand)
@json_option
@progress_option
@workspace_option
def push(*, as_json: bool, with_progress: bool, folder: Path | None) -> None:
    """Bring the mirror up to date with the workspace as it is now.

    A snapshot is taken where something changed, and what is missing is copied. A folder that is not there, on
    a disk that is not plugged in, is no failure: it is said, and the next time it is brought up to date.
    """
    with opened_workspace(folder, forced=with_progress) as workspace:
        workspace.mirror.refuse_unset()
        with talk.progress(forced=with_progress) as watch:
            lines = sum(each.entries + each.records for each in workspace.datasets())
            workspace.snapshots.take(reason=SnapshotReason.MIRROR, progress=lambda done: watch("snapshot", done, lines))
            report = workspace.push_mirror(progress=lambda done: watch("mirror", done, 0))
        if report is None:
            tell_unreachable(workspace)
    if as_json:
        show_json(None if report is None else _as_json(report))
    elif report is not None:
        show_lines(_report_lines(report))


def _report_lines(report: MirrorReport) -> list[str]:
    if not report.snapshots and not report.objects:
        return ["The mirror is up to date."]
    parts = [f"{count(report.snapshots, 'snapshot')} copied", f"{count(report.objects, 'new object')}"]
    parts += [f"{count(report.removed, 'older one')} removed"] if report.removed else []
    room = f", {size(report.size)}" if report.size >= _WORTH_TELLING else ""
    return [f"The mirror is up to date: {listing(parts)}{room}."]


def _as_json(report: MirrorReport) -> JsonValue:
    return {
        "folder": report.folder,
        "snapshots": report.snapshots,
        "objects": report.objects,
        "bytes": report.size,
        "removed": report.removed,
    }


with_verbs(command, (set_folder, status, push, list_machines, verify, restore))
