"""`rolethread snapshot take`, `pin`, `unpin`, `thin` and `remove`: which snapshots there are."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option, progress_option
from rolethread_lite.cli.output import show, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, size
from rolethread_lite.cli.workspace.changing import agreed, preview_option, yes_option
from rolethread_lite.cli.workspace.mirroring import mirror
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.snapshot_lines import snapshot_as_json, when
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.snapshot import KeptSnapshot


class TakeCommand(Command):
    """The command with its examples."""

    examples = (
        ("Everything, under a name:", "rolethread snapshot take --name before-cleanup"),
        ("One dataset, kept for good:", "rolethread snapshot take --dataset inn --pin"),
    )


class PinCommand(Command):
    """The command with its examples."""

    examples = (("Keep one for good:", "rolethread snapshot pin before-cleanup"),)


class UnpinCommand(Command):
    """The command with its examples."""

    examples = (("Let it be thinned out like others:", "rolethread snapshot unpin before-cleanup"),)


class ThinCommand(Command):
    """The command with its examples."""

    examples = (("See which would go, and why the others stay:", "rolethread snapshot thin --preview"),)


class RemoveCommand(Command):
    """The command with its examples."""

    examples = (("One of them:", "rolethread snapshot remove before-cleanup --yes"),)


@click.command("take", cls=TakeCommand)
@click.option("--name", default="", help="What it is called.")
@click.option("--dataset", "datasets", multiple=True, metavar="DATASET", help="Only this dataset. May be repeated.")
@click.option("--pin", "is_pinned", is_flag=True, help="Never thin it out.")
@json_option
@progress_option
@workspace_option
def take(
    *,
    name: str,
    datasets: tuple[str, ...],
    is_pinned: bool,
    as_json: bool,
    with_progress: bool,
    folder: Path | None,
) -> None:
    """Take a snapshot of everything, or of some datasets.

    Only what is not in an earlier one takes room. Where a folder is picked for the mirror, it is copied there.
    """
    with opened_workspace(folder, forced=with_progress) as workspace:
        lines = sum(each.entries + each.records for each in workspace.datasets())
        with talk.progress(forced=with_progress) as watch:
            taken = workspace.snapshots.take(
                name=name,
                datasets=datasets or None,
                is_pinned=is_pinned,
                progress=lambda done: watch("snapshot", done, lines),
            )
        if taken is None:
            return
        if as_json:
            show_json(snapshot_as_json(taken, workspace.snapshots.sizes().get(taken.id)))
        else:
            entries = count(sum(each.entries for each in taken.datasets), "entry")
            named = f" “{visible(taken.name)}”" if taken.name else ""
            show(f"Snapshot {taken.id}{named}: {count(len(taken.datasets), 'dataset')}, {entries}.")
        if taken.is_whole:
            mirror(workspace)


@click.command("pin", cls=PinCommand)
@click.argument("snapshot")
@json_option
@workspace_option
def pin(snapshot: str, *, as_json: bool, folder: Path | None) -> None:
    """Keep a snapshot for good: thinning leaves it alone.

    Pinned snapshots do not let the history be pruned; those that are taken by themselves do.
    """
    _set_pin(snapshot, is_pinned=True, as_json=as_json, folder=folder)


@click.command("unpin", cls=UnpinCommand)
@click.argument("snapshot")
@json_option
@workspace_option
def unpin(snapshot: str, *, as_json: bool, folder: Path | None) -> None:
    """Take the pin away from a snapshot.

    It stays until it has no other reason to.
    """
    _set_pin(snapshot, is_pinned=False, as_json=as_json, folder=folder)


def _set_pin(snapshot: str, *, is_pinned: bool, as_json: bool, folder: Path | None) -> None:
    with opened_workspace(folder) as workspace:
        changed = workspace.snapshots.pin(workspace.snapshots.find(snapshot), is_pinned=is_pinned)
    if as_json:
        show_json(snapshot_as_json(changed))
    else:
        kept = "is kept for good" if is_pinned else "is no longer pinned"
        talk.say(f"The snapshot {visible(changed.title)} {kept}.")


@click.command("thin", cls=ThinCommand)
@preview_option
@json_option
@workspace_option
def thin(*, preview: bool, as_json: bool, folder: Path | None) -> None:
    """Remove snapshots that have no reason to stay.

    That happens by itself whenever one is taken. Pinned ones stay, the latest ones, and the last of each day,
    week and month for as long as the settings say.
    """
    with opened_workspace(folder) as workspace:
        kept = workspace.snapshots.thinning()
        gone = [one.snapshot for one in kept if not one.reasons] if preview else list(workspace.snapshots.thin())
    if as_json:
        reasons: dict[str, JsonValue] = {one.snapshot.id: list(one.reasons) for one in kept if one.reasons}
        show_json({"removed": [one.id for one in gone], "kept": reasons})
        return
    if preview:
        for one in kept:
            show(_kept_line(one))
    verb = "would go" if preview else "went"
    talk.say(f"{count(len(gone), 'snapshot')} {verb}, {count(len(kept) - len(gone), 'snapshot')} stay.".capitalize())


def _kept_line(one: KeptSnapshot) -> str:
    title = f"{one.snapshot.id}  {when(one.snapshot.at)}"
    reasons = listing(list(one.reasons)) if one.reasons else click.style("goes", fg="yellow")
    return f"  {title}  {reasons}"


@click.command("remove", cls=RemoveCommand)
@click.argument("snapshot")
@yes_option
@json_option
@workspace_option
def remove(snapshot: str, *, yes: bool, as_json: bool, folder: Path | None) -> None:
    """Remove a snapshot, with all that no other one needs.

    It cannot be brought back. A pinned one is refused.
    """
    with opened_workspace(folder) as workspace:
        found = workspace.snapshots.find(snapshot)
        room = workspace.snapshots.sizes().get(found.id)
        question = f"Remove the snapshot {visible(found.title)} of {when(found.at)}? It cannot be brought back."
        if not agreed(question, yes=yes):
            talk.say("Nothing was removed.")
            return
        workspace.snapshots.remove(found)
    if as_json:
        show_json({"removed": found.id})
    else:
        freed = f" {size(room.own).capitalize()} are given back within the hour." if room and room.own else ""
        talk.say(f"The snapshot {visible(found.title)} was removed.{freed}")
