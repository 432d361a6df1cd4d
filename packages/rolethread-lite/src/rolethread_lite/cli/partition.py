"""`rolethread partition`: parts such as train and test."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.charts import bar
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import FILE, file_argument, force_option, json_option, progress_option
from rolethread_lite.cli.output import show_json
from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.wording import count, number, share
from rolethread_lite.disk import write_atomically
from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.lines import with_newlines
from rolethread_lite.files.partition import Partition, PartitionReport
from rolethread_lite.files.reading import STREAM, Reader, opened
from rolethread_lite.files.shares import read_parts
from rolethread_lite.files.targets import refuse_overwriting
from rolethread_lite.model.json_text import JsonValue

_BAR = 30


class PartitionCommand(Command):
    """The command with its examples."""

    examples = (
        (
            "Nine of ten to train on, one to test with:",
            "rolethread partition examples/lantern-inn.jsonl -o parts --parts train=90,test=10 --seed 7",
        ),
        (
            "A character goes to one part, never to both:",
            "rolethread partition examples/lantern-inn.jsonl -o parts --parts a=8,b=2 --seed 7 --group-by speaker",
        ),
    )


@click.command("partition", cls=PartitionCommand)
@file_argument
@click.option("-o", "--output", "folder", type=FILE, required=True, metavar="DIR", help="The folder to write into.")
@click.option("--parts", required=True, metavar="NAME=N,…", help="The parts and their shares: train=90,test=10.")
@click.option("--seed", type=int, required=True, help="Any number; the same one divides the same way.")
@click.option(
    "--group-by",
    default="",
    metavar="FIELD",
    help="Keep together what shares a tag, system_prompt, speaker, or the value of a member of that key.",
)
@force_option
@json_option
@progress_option
def command(  # noqa: PLR0913 (each option is an argument)
    file: Path,
    folder: Path,
    parts: str,
    seed: int,
    group_by: str,
    *,
    force: bool,
    as_json: bool,
    with_progress: bool,
) -> None:
    """Divide a file into parts, such as train and test.

    Each part becomes a file of its own, named after it. Where an entry goes depends on what it holds and on
    the seed, never on the order of the lines. Duplicates, and what --group-by keeps together, are never torn
    apart. Lines are copied byte for byte.
    """
    chosen = read_parts(parts)
    if folder == STREAM:
        raise InvalidValue("Several files do not fit into one stream.", where="-o -", advice="Name a folder.")
    targets = [folder / f"{part.name}.jsonl" for part in chosen]
    with opened((file,)) as inputs, talk.progress(forced=with_progress) as watch:
        for target in targets:
            refuse_overwriting(target, inputs=inputs, force=force)
        partition = Partition(Reader(inputs[0], watch=watch), parts=chosen, seed=seed, group_by=group_by)
        _make(folder)
        for place, target in enumerate(targets):
            write_atomically(target, with_newlines(partition.lines(place)), replace=force)
    if as_json:
        show_json(_as_json(partition.report, targets))
    else:
        _tell(partition.report, targets)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as fault:
        raise InvalidValue("This is a file, not a folder.", where=str(folder), advice="Name a folder.") from fault


def _tell(report: PartitionReport, targets: list[Path]) -> None:
    columns = (Column(title=""), Column(title="", right=True), Column(title="", right=True, dim=True), Column(title=""))
    rows = [
        (
            str(target),
            count(part.entries, "entry"),
            share(part.entries, report.entries),
            bar(part.entries, most=report.entries, width=_BAR),
        )
        for part, target in zip(report.parts, targets, strict=True)
    ]
    for line in table(columns, rows):
        talk.say(line)
    if report.records:
        talk.say(f"{count(report.records, 'record')} left out; `rolethread check` shows them.")
    smallest = min((part.entries for part in report.parts), default=0)
    if report.largest > 1 and (smallest == 0 or report.largest * 4 > report.entries):
        talk.say(
            f"The largest group has {number(report.largest)} of {count(report.entries, 'entry')} "
            "and is not torn apart, so the shares may be far from what was asked for."
        )


def _as_json(report: PartitionReport, targets: list[Path]) -> JsonValue:
    return {
        "parts": [
            {"name": part.part.name, "file": str(target), "entries": part.entries, "groups": part.groups}
            for part, target in zip(report.parts, targets, strict=True)
        ],
        "records": report.records,
        "largest_group": report.largest,
    }
