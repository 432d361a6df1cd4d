"""`rolethread dedupe`: one of each entry."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.merge import report_as_json, tell
from rolethread_lite.cli.options import (
    file_argument,
    force_option,
    ignore_system_option,
    json_option,
    output_option,
    progress_option,
)
from rolethread_lite.cli.output import deliver, refuse_both, show_json
from rolethread_lite.files.dedupe import dedupe
from rolethread_lite.files.lines import with_newlines
from rolethread_lite.files.reading import Reader, opened
from rolethread_lite.files.targets import refuse_overwriting


class DedupeCommand(Command):
    """The command with its examples."""

    examples = (
        ("One of each:", "rolethread dedupe examples/rescued-notes.jsonl -o unique.jsonl"),
        (
            "The same turns under another system prompt are duplicates too:",
            "rolethread dedupe examples/lantern-inn.jsonl -o unique.jsonl --ignore-system",
        ),
    )


@click.command("dedupe", cls=DedupeCommand)
@file_argument
@output_option
@ignore_system_option
@force_option
@json_option
@progress_option
def command(file: Path, output: Path, *, ignore_system: bool, force: bool, as_json: bool, with_progress: bool) -> None:
    """Leave out entries that are there already.

    Entries are duplicates when their turns are the same but for spaces, system prompt included. The first
    of each is kept and takes over the tags of the others; every other line is copied byte for byte.
    """
    refuse_both(as_json=as_json, output=output)
    with opened((file,)) as inputs, talk.progress(forced=with_progress) as watch:
        refuse_overwriting(output, inputs=inputs, force=force)
        merge = dedupe(Reader(inputs[0], watch=watch), ignore_system=ignore_system)
        written = deliver(output, with_newlines(merge.lines()), replace=force)
    if as_json:
        show_json(report_as_json(merge.report, output))
    else:
        tell(merge.report, output, written)
