"""`rolethread dedupe`: one of each entry."""

from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.duplicates import NearCommand, near_option
from rolethread_lite.cli.merge import Target, maybe_output_option, preview_option, report_option
from rolethread_lite.cli.options import (
    file_argument,
    force_option,
    ignore_system_option,
    json_option,
    progress_option,
)
from rolethread_lite.files.dedupe import dedupe
from rolethread_lite.files.reading import Reader, opened
from rolethread_lite.model.duplicates import Comparison


class DedupeCommand(NearCommand):
    """The command with its examples."""

    examples = (
        ("One of each:", "rolethread dedupe examples/rescued-notes.jsonl -o unique.jsonl"),
        ("Look at near duplicates before anything is left out:", "rolethread dedupe unique.jsonl --near --preview"),
        (
            "The same turns under another system prompt are duplicates too:",
            "rolethread dedupe examples/lantern-inn.jsonl -o unique.jsonl --ignore-system",
        ),
    )


@click.command("dedupe", cls=DedupeCommand)
@file_argument
@maybe_output_option
@near_option
@ignore_system_option
@report_option
@preview_option
@force_option
@json_option
@progress_option
def command(  # noqa: PLR0913 (each option is an argument)
    file: Path,
    output: Path | None,
    near: float | None,
    listing_file: Path | None,
    *,
    ignore_system: bool,
    preview: bool,
    force: bool,
    as_json: bool,
    with_progress: bool,
) -> None:
    """Leave out entries that are there already.

    Entries are duplicates when their turns are the same but for spaces, system prompt included; with --near,
    also when they are nearly the same. The first of each is kept and takes over tags and speakers of the others;
    every other line is copied byte for byte.
    """
    comparison = Comparison(ignore_system=ignore_system, near=near)
    target = Target(output=output, report=listing_file, preview=preview, force=force, as_json=as_json)
    with opened((file,)) as inputs, talk.progress(forced=with_progress) as watch:
        target.refuse(inputs)
        target.deliver(dedupe(Reader(inputs[0], watch=watch), comparison=comparison))
