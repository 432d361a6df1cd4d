"""`rolethread convert`: another format, its losses listed first."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import files_argument, force_option, json_option, output_option, progress_option
from rolethread_lite.cli.output import deliver, name_of, refuse_both, show_json
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number, size
from rolethread_lite.files.convert import Conversion, ConversionReport
from rolethread_lite.files.lines import with_newlines
from rolethread_lite.files.reading import Reader, opened
from rolethread_lite.files.targets import refuse_overwriting
from rolethread_lite.formats import all_formats, get_format
from rolethread_lite.model.json_text import JsonValue


class ConvertCommand(Command):
    """The command with its examples."""

    examples = (
        ("ShareGPT to messages:", "rolethread convert examples/night-ferry.sharegpt.jsonl -o ferry.jsonl"),
        ("Messages to Alpaca:", "rolethread convert examples/lantern-inn.jsonl -o inn.alpaca.jsonl --to alpaca"),
        ("Only what is taught, for a strict trainer:", "rolethread convert examples/lantern-inn.jsonl -o - --clean"),
    )


@click.command("convert", cls=ConvertCommand)
@files_argument
@output_option
@click.option(
    "--to",
    "to",
    type=click.Choice([one.name for one in all_formats()]),
    default="messages",
    show_default=True,
    help="The format to write.",
)
@click.option("--clean", is_flag=True, help="Write nothing but roles, contents, and tools with their calls.")
@force_option
@json_option
@progress_option
def command(  # noqa: PLR0913 (each option is an argument)
    files: tuple[Path, ...],
    output: Path,
    to: str,
    *,
    clean: bool,
    force: bool,
    as_json: bool,
    with_progress: bool,
) -> None:
    """Write files in another format; say first what it would lose.

    Several files are written one after the other. Lines that are no entries are counted; they are written
    where they stand in the messages format, and left out everywhere else. An input file is never written to.
    """
    refuse_both(as_json=as_json, output=output)
    with opened(files) as inputs, talk.progress(forced=with_progress) as watch:
        refuse_overwriting(output, inputs=inputs, force=force)
        readers = [Reader(file, watch=watch) for file in inputs]
        conversion = Conversion(readers, to=get_format(to), clean=clean)
        _warn(conversion.report, to)
        written = deliver(output, with_newlines(conversion.lines()), replace=force)
    if as_json:
        show_json(_as_json(conversion.report, output, to))
    else:
        talk.say(f"{count(conversion.report.entries, 'entry')} written to {name_of(output)} ({size(written)}).")


def _warn(report: ConversionReport, to: str) -> None:
    """Say what is lost, before anything is written."""
    if report.losses:
        talk.say(f"Not carried over into {to}:")
        columns = (Column(title=""), Column(title=""))
        for line in table(columns, [(loss.kind, f"in {count(loss.entries, 'entry')}") for loss in report.losses]):
            talk.say(line)
    if report.records:
        fate = "kept" if report.writes_records else "left out"
        places = listing([f"{visible(file.name)} ({number(file.records)})" for file in report.files if file.records])
        talk.say(f"{count(report.records, 'record')} {fate}: {places}.")


def _as_json(report: ConversionReport, output: Path, to: str) -> JsonValue:
    return {
        "output": str(output),
        "format": to,
        "entries": report.entries,
        "records": report.records,
        "records_written": report.writes_records,
        "losses": [{"kind": loss.kind, "entries": loss.entries} for loss in report.losses],
        "files": [{"file": file.name, "entries": file.entries, "records": file.records} for file in report.files],
    }
