"""`rolethread merge`: files brought together, duplicates settled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.duplicates import (
    NearCommand,
    counted,
    near_lines,
    near_option,
    on_duplicate_option,
    order_options,
    read_seed,
    taken_as_json,
)
from rolethread_lite.cli.options import (
    FILE,
    files_argument,
    force_option,
    ignore_system_option,
    json_option,
    progress_option,
)
from rolethread_lite.cli.output import as_json as encoded
from rolethread_lite.cli.output import deliver, name_of, refuse_both, show, show_json, spot_as_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number, size
from rolethread_lite.errors import BadRequest
from rolethread_lite.files.lines import with_newlines
from rolethread_lite.files.merge import Duplicate, Merge, MergeReport
from rolethread_lite.files.reading import InputFile, Reader, opened
from rolethread_lite.files.targets import refuse_overwriting
from rolethread_lite.model.duplicates import Comparison, OnDuplicate
from rolethread_lite.model.json_text import JsonValue


class MergeCommand(NearCommand):
    """The command with its examples."""

    examples = (
        ("Two files, one of each duplicate:", "rolethread merge examples/lantern-inn.jsonl tidy.jsonl -o all.jsonl"),
        (
            "Look first at what would be left out, near duplicates too:",
            "rolethread merge examples/*.jsonl --near --preview",
        ),
        (
            "Keep the longest of each, and a list of what was left out:",
            "rolethread merge examples/*.jsonl -o all.jsonl --on-duplicate longest --report left-out.jsonl",
        ),
        (
            "Put all of them one after the other, and shuffle:",
            "rolethread merge examples/*.jsonl -o - --on-duplicate keep --order shuffled --seed 7",
        ),
    )


maybe_output_option = click.option(
    "-o", "--output", type=FILE, metavar="OUT", help="Where to write; - is standard output."
)
report_option = click.option(
    "--report", "listing_file", type=FILE, metavar="FILE", help="Write a JSON line for each duplicate."
)
preview_option = click.option("--preview", is_flag=True, help="Only show what would be left out; nothing is written.")


@click.command("merge", cls=MergeCommand)
@files_argument
@maybe_output_option
@near_option
@ignore_system_option
@on_duplicate_option
@order_options
@report_option
@preview_option
@force_option
@json_option
@progress_option
def command(  # noqa: PLR0913 (each option is an argument)
    files: tuple[Path, ...],
    output: Path | None,
    near: float | None,
    on_duplicate: str,
    *,
    order: str,
    seed: int | None,
    listing_file: Path | None,
    ignore_system: bool,
    preview: bool,
    force: bool,
    as_json: bool,
    with_progress: bool,
) -> None:
    """Bring files together and settle their duplicates.

    Entries are duplicates when their turns are the same but for spaces, system prompt included; with --near,
    also when they are nearly the same. The one that is kept takes over tags and speakers of the others. All else
    is copied byte for byte, unless the files mix formats: then every entry is written in the messages format.
    """
    comparison = Comparison(ignore_system=ignore_system, near=near)
    keep, number_to_shuffle_by = OnDuplicate(on_duplicate), read_seed(order, seed)
    target = Target(output=output, report=listing_file, preview=preview, force=force, as_json=as_json)
    with opened(files) as inputs, talk.progress(forced=with_progress) as watch:
        target.refuse(inputs)
        readers = [Reader(file, watch=watch) for file in inputs]
        target.deliver(Merge(readers, keep=keep, comparison=comparison, seed=number_to_shuffle_by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the result of a merge goes, and what is said of it."""

    output: Path | None
    """Where the lines go; only a preview has no such place."""
    report: Path | None
    """Where the list of duplicates goes."""
    preview: bool
    """Whether the merge is only to be shown."""
    force: bool
    """Whether files that are there may be replaced."""
    as_json: bool
    """Whether the answer is for a program."""

    def refuse(self, inputs: Sequence[InputFile]) -> None:
        """Raise what can be known to fail before any file is read."""
        if self.preview:
            return
        if self.output is None:
            raise BadRequest("It was not said where to write.", where="-o", advice="Name a file, or use --preview.")
        refuse_both(as_json=self.as_json, output=self.output)
        for path in (self.output, self.report):
            if path is not None:
                refuse_overwriting(path, inputs=inputs, force=self.force)

    def deliver(self, merge: Merge) -> None:
        """Write what is kept and the list of what is not, and tell about both; or only tell."""
        written = 0
        if self.output is not None and not self.preview:
            written = deliver(self.output, with_newlines(merge.lines()), replace=self.force)
            if self.report is not None:
                deliver(self.report, with_newlines(duplicates_as_json(merge.report)), replace=self.force)
        if self.as_json:
            show_json(report_as_json(merge.report, None if self.preview else self.output))
            return
        for line in _told(merge.report):
            (show if self.preview else talk.say)(line)
        if self.preview or self.output is None:
            talk.say("Nothing was written; without --preview it is.")
        else:
            talk.say(f"Written to {name_of(self.output)} ({size(written)}).")


def _told(report: MergeReport) -> Iterator[str]:
    """Yield what was read and left out, with the first near duplicates."""
    if report.is_mixed:
        names = [f"{number(entries)} in {name}" for name, entries in report.formats]
        yield f"The files mix formats ({listing(names)}): all entries are written in the messages format."
    if report.records:
        yield f"{count(report.records, 'record')} kept where they stand; `rolethread check` shows them."
    yield from _pair_lines(report)
    duplicates = counted(len(report.duplicates) - report.near, report.near)
    yield f"{count(report.entries, 'entry')} read, {duplicates} left out, {number(report.kept)} kept."
    for taken, what in ((report.retagged, "tags"), (report.voiced, "speakers")):
        if taken:
            yield f"{count(taken, 'entry')} took over {what} from duplicates."


def _pair_lines(report: MergeReport) -> Iterator[str]:
    for pair in report.pairs:
        found = pair.duplicate
        places = visible(found.left_out.words), visible(found.kept.words)
        yield from near_lines(*places, found.likeness, kept=pair.kept, left_out=pair.left_out)
    if report.near > len(report.pairs):
        more = count(report.near - len(report.pairs), "more near duplicate")
        yield click.style(f"… and {more}; --report FILE lists them all", dim=True)


def duplicates_as_json(report: MergeReport) -> Iterator[bytes]:
    """Yield a JSON object for each duplicate."""
    for duplicate in report.duplicates:
        yield encoded(_duplicate_as_json(duplicate))


def _duplicate_as_json(duplicate: Duplicate) -> JsonValue:
    return {
        "left_out": spot_as_json(duplicate.left_out),
        "kept": spot_as_json(duplicate.kept),
        **taken_as_json(duplicate.kind, duplicate.likeness, duplicate.tags, duplicate.speakers),
    }


def report_as_json(report: MergeReport, output: Path | None) -> JsonValue:
    """Return the report of a merge as JSON; a preview has no output, and lists the duplicates."""
    shown: dict[str, JsonValue] = {
        "output": None if output is None else str(output),
        "entries": report.entries,
        "kept": report.kept,
        "duplicates": len(report.duplicates),
        "near": report.near,
        "retagged": report.retagged,
        "voiced": report.voiced,
        "records": report.records,
        "formats": dict(report.formats),
        "files": [{"file": file.name, "entries": file.entries, "records": file.records} for file in report.files],
    }
    if output is None:
        shown["left_out"] = [_duplicate_as_json(duplicate) for duplicate in report.duplicates]
    return shown
