"""`rolethread snapshot`: states of the workspace that are kept, and can be brought back."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show_json, show_lines
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.snapshot_lines import (
    changes_as_json,
    changes_lines,
    dataset_table,
    snapshot_as_json,
    snapshot_lines,
    snapshot_table,
)
from rolethread_lite.cli.workspace.snapshot_restore import restore
from rolethread_lite.cli.workspace.snapshot_take import pin, remove, take, thin, unpin
from rolethread_lite.cli.workspace.snapshot_verify import verify


class SnapshotNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("Keep the present state under a name:", "rolethread snapshot take --name before-cleanup"),
        ("See what there is:", "rolethread snapshot list"),
        ("Bring a dataset back:", "rolethread snapshot restore before-cleanup inn --preview"),
    )


class ListCommand(Command):
    """The command with its examples."""

    examples = (("All of them, the latest first:", "rolethread snapshot list"),)


class ShowCommand(Command):
    """The command with its examples."""

    examples = (("The latest one:", "rolethread snapshot show latest"),)


class ChangesCommand(Command):
    """The command with its examples."""

    examples = (
        ("What changed since then:", "rolethread snapshot changes before-cleanup"),
        ("What changed from one to another:", "rolethread snapshot changes before-cleanup latest"),
    )


@click.group("snapshot", cls=SnapshotNoun)
def command() -> None:
    """Keep states of the workspace, and bring them back.

    A snapshot holds datasets with their tags, notes and ids, and the library. A second one of the same
    dataset takes room only for what changed. Some are taken by themselves: before large steps, and once a
    day.
    """


@click.command("list", cls=ListCommand)
@json_option
@workspace_option
def list_snapshots(*, as_json: bool, folder: Path | None) -> None:
    """List all snapshots, the latest first.

    The own size is what removing one would free; the rest it shares with others.
    """
    with opened_workspace(folder) as workspace:
        snapshots, sizes = workspace.snapshots.all(), workspace.snapshots.sizes()
        damaged = workspace.snapshots.damaged_lists()
    if as_json:
        show_json([snapshot_as_json(one, sizes.get(one.id)) for one in snapshots])
    elif not snapshots:
        talk.say("There is no snapshot yet. `rolethread snapshot take` takes one.")
    else:
        show_lines(snapshot_table(snapshots, sizes))
    for path in damaged:
        talk.say(f"A snapshot cannot be read any more: {visible(str(path))}")


@click.command("show", cls=ShowCommand)
@click.argument("snapshot")
@json_option
@workspace_option
def show_snapshot(snapshot: str, *, as_json: bool, folder: Path | None) -> None:
    """Show what a snapshot holds, and what changed since.

    It is named by its id, the beginning of it, its name, or `latest`.
    """
    with opened_workspace(folder) as workspace:
        found = workspace.snapshots.find(snapshot)
        room = workspace.snapshots.sizes().get(found.id)
        verified = workspace.snapshots.verified_at(found)
        changes = workspace.snapshots.changes_since(found)
    if as_json:
        show_json({**snapshot_as_json(found, room), "verified_at": verified, "since": changes_as_json(changes)})
    else:
        show_lines([*snapshot_lines(found, room, verified), *dataset_table(found, changes)])


@click.command("changes", cls=ChangesCommand)
@click.argument("snapshot")
@click.argument("later", required=False)
@json_option
@workspace_option
def changes_since(snapshot: str, later: str | None, *, as_json: bool, folder: Path | None) -> None:
    """Tell what changed since a snapshot, or from one to a later one.

    The first ids of entries are shown; `rolethread snapshot restore` brings single entries back by them.
    """
    with opened_workspace(folder) as workspace:
        found = workspace.snapshots.find(snapshot)
        if later is None:
            changes = workspace.snapshots.changes_since(found)
        else:
            changes = workspace.snapshots.changes_between(found, workspace.snapshots.find(later))
    if as_json:
        show_json(changes_as_json(changes))
    else:
        show_lines(changes_lines(changes))


with_verbs(command, (take, list_snapshots, show_snapshot, changes_since, restore, verify, pin, unpin, thin, remove))
