"""`rolethread mirror list`, `verify` and `restore`: what is in a mirror, and starting again from it."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option, progress_option
from rolethread_lite.cli.output import show, show_json, show_lines
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.changing import tell_step
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.snapshot_lines import snapshot_as_json, snapshot_table, when
from rolethread_lite.cli.workspace.snapshot_verify import tell_checks
from rolethread_lite.queries.snapshots import mirrored_machines, mirrored_snapshot, verify_mirrored

folder_argument = click.argument("place", metavar="FOLDER", type=click.Path(path_type=Path))
own_folder_argument = click.argument("place", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
machine_option = click.option("--machine", default="", metavar="NAME", help="Only this machine, by its name or id.")


class ListCommand(Command):
    """The command with its examples."""

    examples = (("See which machines and snapshots are there:", "rolethread mirror list backup"),)


class VerifyCommand(Command):
    """The command with its examples."""

    examples = (("Every copy:", "rolethread mirror verify backup"),)


class RestoreCommand(Command):
    """The command with its examples."""

    examples = (
        ("On a new machine:", "rolethread mirror restore backup"),
        ("Of one of several machines:", "rolethread mirror restore backup --machine desk"),
        ("Beside what is there already:", "rolethread mirror restore backup --as-new-datasets"),
    )


@click.command("list", cls=ListCommand)
@own_folder_argument
@json_option
@workspace_option
def list_machines(place: Path | None, *, as_json: bool, folder: Path | None) -> None:
    """List the machines in a mirror, and their snapshots.

    Without a folder the workspace's own mirror is meant; with one, no workspace is needed.
    """
    machines = mirrored_machines(place or _own_mirror(folder))
    if as_json:
        show_json(
            [
                {"id": one.id, "name": one.name, "snapshots": [snapshot_as_json(each) for each in one.snapshots]}
                for one in machines
            ]
        )
        return
    names = [one.name for one in machines]
    for one in machines:
        told_apart = f" ({one.id[:8]})" if names.count(one.name) > 1 else ""
        name = click.style(visible(f"{one.name}{told_apart}"), bold=True)
        show(f"{name}: {count(len(one.snapshots), 'snapshot')}")
        show_lines(snapshot_table(one.snapshots, {}) if one.snapshots else [])


@click.command("verify", cls=VerifyCommand)
@own_folder_argument
@machine_option
@json_option
@progress_option
@workspace_option
def verify(place: Path | None, machine: str, *, as_json: bool, with_progress: bool, folder: Path | None) -> int:
    """Verify that the copies in a mirror are as they were written, to the last byte.

    The command ends with status 1 when one is damaged. `rolethread mirror push` copies a damaged file anew.
    """
    titles: dict[str, str] = {}
    chosen = place or _own_mirror(folder)
    for one in mirrored_machines(chosen):
        titles |= {each.id: f"{one.name} {each.id}" for each in one.snapshots}
    with talk.progress(forced=with_progress) as watch:
        checks = verify_mirrored(chosen, machine=machine, progress=lambda done: watch("mirror", done, 0))
    return tell_checks(checks, {key: visible(title) for key, title in titles.items()}, as_json=as_json)


def _own_mirror(folder: Path | None) -> Path:
    """Return the folder that was picked for the workspace's mirror; raises BadRequest when none was."""
    with opened_workspace(folder) as workspace:
        workspace.mirror.refuse_unset()
        return Path(workspace.mirror.status().folder)


@click.command("restore", cls=RestoreCommand)
@folder_argument
@machine_option
@click.option("--snapshot", default="latest", show_default=True, metavar="ID", help="Which snapshot, by id or name.")
@click.option("--as-new-datasets", is_flag=True, help="Add its datasets to those that are there.")
@json_option
@progress_option
@workspace_option
def restore(  # noqa: PLR0913 (each option is an argument)
    place: Path,
    machine: str,
    snapshot: str,
    *,
    as_new_datasets: bool,
    as_json: bool,
    with_progress: bool,
    folder: Path | None,
) -> None:
    """Bring everything back from a mirror into an empty workspace.

    Datasets come back with their ids, tags and notes, the library and the settings too. It is one step that
    can be undone.
    """
    contents = mirrored_snapshot(place, machine=machine, snapshot=snapshot)
    lines = sum(each.entries + each.records for each in contents.snapshot.datasets)
    with (
        opened_workspace(folder, changes=True, forced=with_progress) as workspace,
        talk.progress(forced=with_progress) as watch,
    ):
        step = workspace.restore_everything(
            contents, as_new_datasets=as_new_datasets, progress=lambda done: watch("restore", done, lines)
        )
        if not as_json:
            datasets = count(len(contents.snapshot.datasets), "dataset")
            entries = count(sum(each.entries for each in contents.snapshot.datasets), "entry")
            show(f"The snapshot of {when(contents.snapshot.at)} is back: {datasets}, {entries}.")
        tell_step(step, as_json=as_json)
