"""`rolethread merge`: files brought together, duplicates settled."""

from collections.abc import Iterator
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import (
    FILE,
    files_argument,
    force_option,
    ignore_system_option,
    json_option,
    output_option,
    progress_option,
)
from rolethread_lite.cli.output import as_json as encoded
from rolethread_lite.cli.output import deliver, name_of, refuse_both, show_json, spot_as_json
from rolethread_lite.cli.wording import count, listing, number, size
from rolethread_lite.files.lines import with_newlines
from rolethread_lite.files.merge import Merge, MergeReport, OnDuplicate
from rolethread_lite.files.reading import Reader, opened
from rolethread_lite.files.targets import refuse_overwriting
from rolethread_lite.model.json_text import JsonValue


class MergeCommand(Command):
    """The command with its examples."""

    examples = (
        ("Two files, one of each duplicate:", "rolethread merge examples/lantern-inn.jsonl tidy.jsonl -o all.jsonl"),
        (
            "Keep the longest of each, and a list of what was left out:",
            "rolethread merge examples/*.jsonl -o all.jsonl --on-duplicate longest --report left-out.jsonl",
        ),
        ("Only put them one after the other:", "rolethread merge examples/*.jsonl -o - --on-duplicate keep"),
    )


@click.command("merge", cls=MergeCommand)
@files_argument
@output_option
@click.option(
    "--on-duplicate",
    type=click.Choice([one.value for one in OnDuplicate]),
    default=OnDuplicate.FIRST.value,
    show_default=True,
    help="Which of several entries with the same turns is kept; keep means all.",
)
@ignore_system_option
@click.option("--report", "listing_file", type=FILE, metavar="FILE", help="Write a JSON line for each duplicate.")
@force_option
@json_option
@progress_option
def command(  # noqa: PLR0913 (each option is an argument)
    files: tuple[Path, ...],
    output: Path,
    on_duplicate: str,
    listing_file: Path | None,
    *,
    ignore_system: bool,
    force: bool,
    as_json: bool,
    with_progress: bool,
) -> None:
    """Bring files together and settle their duplicates.

    Entries are duplicates when their turns are the same but for spaces, system prompt included; the one
    that is kept takes over the tags of the others. All else is copied byte for byte, unless the files mix
    formats: then every entry is written in the messages format.
    """
    refuse_both(as_json=as_json, output=output)
    with opened(files) as inputs, talk.progress(forced=with_progress) as watch:
        for target in (output, listing_file):
            if target is not None:
                refuse_overwriting(target, inputs=inputs, force=force)
        readers = [Reader(file, watch=watch) for file in inputs]
        merge = Merge(readers, keep=OnDuplicate(on_duplicate), ignore_system=ignore_system)
        written = deliver(output, with_newlines(merge.lines()), replace=force)
        if listing_file is not None:
            deliver(listing_file, with_newlines(duplicates_as_json(merge.report)), replace=force)
    if as_json:
        show_json(report_as_json(merge.report, output))
    else:
        tell(merge.report, output, written)


def tell(report: MergeReport, output: Path, written: int) -> None:
    """Say what was read, left out and written."""
    if report.is_mixed:
        names = [f"{number(entries)} in {name}" for name, entries in report.formats]
        talk.say(f"The files mix formats ({listing(names)}): all entries are written in the messages format.")
    if report.records:
        talk.say(f"{count(report.records, 'record')} kept where they stand; `rolethread check` shows them.")
    duplicates = count(len(report.duplicates), "duplicate")
    talk.say(f"{count(report.entries, 'entry')} read, {duplicates} left out, {number(report.kept)} kept.")
    if report.retagged:
        talk.say(f"{count(report.retagged, 'entry')} took over tags from duplicates.")
    talk.say(f"Written to {name_of(output)} ({size(written)}).")


def duplicates_as_json(report: MergeReport) -> Iterator[bytes]:
    """Yield a JSON object for each duplicate."""
    for duplicate in report.duplicates:
        yield encoded(
            {
                "left_out": spot_as_json(duplicate.left_out),
                "kept": spot_as_json(duplicate.kept),
                "tags": list(duplicate.tags),
            }
        )


def report_as_json(report: MergeReport, output: Path) -> JsonValue:
    """Return the report of a merge as JSON."""
    return {
        "output": str(output),
        "entries": report.entries,
        "kept": report.kept,
        "duplicates": len(report.duplicates),
        "retagged": report.retagged,
        "records": report.records,
        "formats": dict(report.formats),
        "files": [{"file": file.name, "entries": file.entries, "records": file.records} for file in report.files],
    }
