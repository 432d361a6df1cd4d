"""`rolethread dataset export`: a dataset, or a selection of it, for a trainer."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import force_option, json_option, output_option
from rolethread_lite.cli.output import deliver, name_of, refuse_both, show_json
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, size
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.rolethread_1_files import ROLETHREAD_1, target_file, write_for_rolethread_1
from rolethread_lite.cli.workspace.selecting import Chosen, selection_options
from rolethread_lite.cli.workspace.writing import refuse_target
from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats import all_formats, get_format
from rolethread_lite.formats.speaker_names import SpeakerNames
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.operations.export_dataset import ExportReport, export_dataset, export_losses


class ExportCommand(Command):
    """The command with its examples."""

    examples = (
        ("For a trainer that reads messages:", "rolethread dataset export inn -o for-training.jsonl"),
        (
            "Only long entries, as ShareGPT, and nothing but what is taught:",
            "rolethread dataset export inn -o inn.sharegpt.jsonl --to sharegpt --clean --figure words:100-",
        ),
        (
            "To go on in RoleThread 1.0, with its tags and speakers:",
            "rolethread dataset export inn -o . --to rolethread-1",
        ),
        ("To another command:", "rolethread dataset export inn --tag market -o - | head -n 1"),
    )


@click.command("export", cls=ExportCommand)
@click.argument("dataset")
@output_option
@click.option(
    "--to",
    "to",
    type=click.Choice([*(one.name for one in all_formats()), ROLETHREAD_1]),
    default="messages",
    show_default=True,
    help="The format to write.",
)
@click.option("--clean", is_flag=True, help="Write nothing but what is learned from: no tags, notes or other members.")
@click.option(
    "--speaker-names",
    "names",
    type=click.Choice([one.value for one in SpeakerNames]),
    default=SpeakerNames.NONE.value,
    show_default=True,
    help="Put `Mira: ` before what Mira says: in place of the name beside the role (prefix), or besides it (both).",
)
@selection_options
@force_option
@json_option
@workspace_option
def export(  # noqa: PLR0913 (each option is an argument)
    dataset: str,
    output: Path,
    to: str,
    *,
    clean: bool,
    names: str,
    chosen: Chosen,
    force: bool,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Write a dataset for a trainer; say first what the format would lose.

    The same dataset gives the same bytes every time. Lines that are no entries are written where they stand
    in the messages format, and left out with --clean and everywhere else.
    """
    refuse_both(as_json=as_json, output=output)
    if to == ROLETHREAD_1:
        _refuse_learned_only(clean=clean, names=names)
        with opened_workspace(folder) as workspace:
            output = target_file(output, dataset=dataset)
            selection = chosen.among(workspace, dataset=dataset)
            report, written = write_for_rolethread_1(
                workspace, output, dataset=dataset, selection=selection, force=force, warn=_warn_of_rolethread_1
            )
        _tell(report, output, to, written=written, as_json=as_json)
        return
    form = get_format(to)
    with opened_workspace(folder) as workspace:
        refuse_target(workspace, output, force=force)
        selection = chosen.among(workspace, dataset=dataset)
        with workspace.view() as view:
            chosen_names = SpeakerNames(names)
            report = export_losses(
                view, dataset=dataset, selection=selection, form=form, clean=clean, names=chosen_names
            )
            _warn(report, title=form.title, clean=clean)
            lines = export_dataset(
                view, dataset=dataset, selection=selection, form=form, clean=clean, names=chosen_names
            )
            written = deliver(output, lines, replace=force)
    _tell(report, output, to, written=written, as_json=as_json)


def _tell(report: ExportReport, output: Path, to: str, *, written: int, as_json: bool) -> None:
    if as_json:
        show_json(_as_json(report, output, to))
        return
    beside = " and the sidecar beside it" if to == ROLETHREAD_1 else ""
    talk.say(f"{count(report.entries, 'entry')} written to {name_of(output)}{beside} ({size(written)}).")


def _refuse_learned_only(*, clean: bool, names: str) -> None:
    """Raise when what is for trainers is asked for in files for RoleThread 1.0."""
    if clean or names != SpeakerNames.NONE.value:
        raise InvalidValue(
            "RoleThread 1.0 keeps tags and speakers beside the texts.",
            where="--clean" if clean else "--speaker-names",
            advice=f"Leave that out, or write another format than {ROLETHREAD_1}.",
        )


def _warn(report: ExportReport, *, title: str, clean: bool) -> None:
    """Say what is lost, before anything is written."""
    _list(report, "Left out, as --clean asks:" if clean else f"{title} does not carry everything. Left out:")


def _warn_of_rolethread_1(report: ExportReport) -> None:
    """Say what RoleThread 1.0 does not keep, before anything is written."""
    _list(report, "RoleThread 1.0 does not keep everything as it is here:")


def _list(report: ExportReport, heading: str) -> None:
    if report.losses:
        talk.say(heading)
        rows = [(visible(loss.kind), f"in {count(loss.entries, 'entry')}") for loss in report.losses]
        for line in table((Column(title=""), Column(title="")), rows):
            talk.say(line)
    if report.records:
        fate = "written as they are" if report.writes_records else "left out"
        talk.say(f"{count(report.records, 'record')} {fate}.")
    if report.named:
        talk.say(f"{count(report.named, 'turn')} with the speaker's name in the text.")


def _as_json(report: ExportReport, output: Path, to: str) -> JsonValue:
    return {
        "output": str(output),
        "format": to,
        "entries": report.entries,
        "records": report.records,
        "records_written": report.writes_records,
        "turns_named": report.named,
        "losses": [{"kind": loss.kind, "entries": loss.entries} for loss in report.losses],
    }
