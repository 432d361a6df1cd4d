"""`rolethread dataset bundle`: a dataset with everything that belongs to it, in one file for somebody else."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import force_option, json_option, output_option, progress_option
from rolethread_lite.cli.output import deliver, name_of, refuse_both, show_json
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.writing import refuse_target


class BundleCommand(Command):
    """The command with its examples."""

    examples = (("Hand a dataset over:", "rolethread dataset bundle inn -o inn.rolethread"),)


@click.command("bundle", cls=BundleCommand)
@click.argument("dataset")
@output_option
@force_option
@json_option
@progress_option
@workspace_option
def bundle(dataset: str, output: Path, *, force: bool, as_json: bool, with_progress: bool, folder: Path | None) -> None:
    """Write a dataset with everything that belongs to it as one file.

    In it are the lines, the ids of the entries, notes, and what the entries use of the library, pictures included.
    Nothing of other datasets goes along. The same dataset gives the same bytes.
    """
    refuse_both(as_json=as_json, output=output)
    with opened_workspace(folder) as workspace:
        refuse_target(workspace, output, force=force)
        with workspace.view() as view:
            found = view.dataset(dataset)
        with talk.progress(forced=with_progress) as watch:
            chunks = workspace.bundle(dataset, progress=lambda packed: watch(dataset, packed, 0))
            deliver(output, chunks, replace=force)
    if as_json:
        show_json({"output": str(output), "dataset": dataset, "entries": found.entries, "records": found.records})
    else:
        talk.say(f"{count(found.entries, 'entry')} written to {name_of(output)}.")
