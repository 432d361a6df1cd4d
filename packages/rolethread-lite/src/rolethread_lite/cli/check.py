"""`rolethread check`: what a trainer would stumble over, by rule and place."""

from collections.abc import Callable
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.check_machine import GithubReport, JsonReport, SarifReport
from rolethread_lite.cli.check_report import CheckedFile, CheckReport
from rolethread_lite.cli.check_text import TextReport
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import (
    SeverityChoice,
    files_argument,
    ignore_option,
    progress_option,
    read_severity,
    select_option,
    split_words,
)
from rolethread_lite.errors import UnreadableInput
from rolethread_lite.files.check import Check
from rolethread_lite.files.reading import Reader, opened
from rolethread_lite.rules import select_rules

REPORTS: dict[str, Callable[[int], CheckReport]] = {
    "text": TextReport,
    "json": JsonReport,
    "github": GithubReport,
    "sarif": SarifReport,
}
"""How findings can be reported, by the word of `--format`."""


class CheckCommand(Command):
    """The command with its examples."""

    examples = (
        ("Check one file:", "rolethread check examples/lantern-inn.jsonl"),
        ("Only some rules, and only errors count:", "rolethread check examples/*.jsonl --select RT1 --severity error"),
        ("For a program, or for code scanning:", "rolethread check examples/rescued-notes.jsonl --format sarif"),
        ("From another command:", "head -n 100 examples/lantern-inn.jsonl | rolethread check -"),
    )


@click.command("check", cls=CheckCommand)
@files_argument
@select_option
@ignore_option
@click.option(
    "--format",
    "report_format",
    type=click.Choice(list(REPORTS)),
    default="text",
    show_default=True,
    help="How to report: for people, or for programs.",
)
@click.option(
    "--severity",
    type=SeverityChoice(),
    default="warning",
    show_default=True,
    help="The least severity for which the command ends with status 1.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="Places shown for each rule; the counts are always of all of them. Only for text.",
)
@progress_option
def command(  # noqa: PLR0913 (each option is an argument)
    files: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    report_format: str,
    severity: str,
    *,
    limit: int,
    with_progress: bool,
) -> int:
    """Find what a trainer would stumble over.

    Every entry is read and judged by every rule; nothing is written. The command ends with status 1 when
    there are findings at or above `--severity`, and with 3 when a file could not be read.
    """
    codes = select_rules(split_words(select), ignore=split_words(ignore))
    report = REPORTS[report_format](limit)
    worst, unreadable = -1, False
    report.begin(codes)
    with opened(files) as inputs, talk.progress(forced=with_progress) as watch:
        for file in inputs:
            checked = Check(Reader(file, watch=watch), codes=codes)
            try:
                for found in checked.findings():
                    worst = max(worst, found.finding.severity)
                    report.add(found)
            except UnreadableInput as error:
                talk.refuse(error)
                unreadable = True
                continue
            report.end_file(CheckedFile(name=file.shown, entries=checked.entries, records=checked.records))
    report.end()
    if unreadable:
        return UnreadableInput.exit_status
    return 1 if worst >= read_severity(severity) else 0
