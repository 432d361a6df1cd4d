"""`rolethread dataset import`: files become datasets, and every line of them is accounted for."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import files_argument, json_option, progress_option
from rolethread_lite.cli.output import show, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.changing import step_as_json
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.previews import item_lines
from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.reading import STREAM
from rolethread_lite.formats.opening import SourceFacts
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.operations.import_file import ImportReport, KeptRecord, dataset_name_for
from rolethread_lite.operations.preview_import import ImportPreview, preview_import
from rolethread_lite.workspace import Workspace

_RECORDS_SHOWN = 5


class ImportCommand(Command):
    """The command with its examples."""

    examples = (
        ("A file becomes a dataset:", "rolethread dataset import examples/lantern-inn.jsonl --name inn"),
        ("See first what would come in:", "rolethread dataset import examples/rescued-notes.jsonl --dry-run"),
        ("Add to a dataset:", "rolethread dataset import examples/night-ferry.sharegpt.jsonl --into inn"),
    )


@click.command("import", cls=ImportCommand)
@files_argument
@click.option("--name", default="", help="What the dataset is called; without it, as the file.")
@click.option("--into", default="", metavar="DATASET", help="Add to the end of this dataset.")
@click.option(
    "--workers",
    type=click.IntRange(min=0, max=64),
    default=2,
    show_default=True,
    help="Other processors that help with large files.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would come in; nothing is written anywhere.")
@json_option
@progress_option
@workspace_option
def import_files(  # noqa: PLR0913 (each option is an argument)
    files: tuple[Path, ...],
    name: str,
    into: str,
    workers: int,
    *,
    dry_run: bool,
    as_json: bool,
    with_progress: bool,
    folder: Path | None,
) -> None:
    """Bring files into the workspace, in whatever format they are.

    Each file becomes a dataset, or all of them go into one. Lines that are no entries are kept as records,
    and the file's own bytes are kept too. The file itself is never written to.
    """
    if name and into:
        raise InvalidValue("A dataset is new or there already.", where="--name --into", advice="Use one of them.")
    if STREAM in files and not (name or into):
        raise InvalidValue("Standard input has no name.", where="-", advice="Give the dataset one with --name.")
    with _named(files) as paths:
        if dry_run:
            _preview(paths, as_json=as_json)
            return
        with opened_workspace(folder, changes=True, forced=with_progress) as workspace:
            reports: list[ImportReport] = []
            for path in paths:
                target = into or (reports[0].dataset if reports and name else "")
                reports.append(_import(workspace, path, name=name, into=target, workers=workers, forced=with_progress))
                if not as_json:
                    _tell(path, reports[-1])
            if as_json:
                show_json([_as_json(path, report) for path, report in zip(paths, reports, strict=True)])
            else:
                steps = "" if len(paths) == 1 else f" ({count(len(paths), 'step')})"
                talk.say(f"`rolethread undo` takes it back{steps}.")


@contextmanager
def _named(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Give the files, standard input as a file of that name."""
    if STREAM not in files:
        yield list(files)
        return
    with TemporaryDirectory(prefix="rolethread-") as folder:
        waiting = Path(folder) / "standard input"
        with waiting.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield [waiting if path == STREAM else path for path in files]


def _import(workspace: Workspace, path: Path, *, name: str, into: str, workers: int, forced: bool) -> ImportReport:
    with talk.progress(forced=forced) as watch:
        whole = path.stat().st_size if path.is_file() else 0
        return workspace.import_file(
            path,
            name="" if into else name,
            into=into,
            workers=workers,
            progress=lambda read: watch(path.name, read, whole),
        )


def _tell(path: Path, report: ImportReport) -> None:
    show(
        f"{visible(path.name)} → {click.style(visible(report.dataset), bold=True)}:"
        f" {_sizes(report.entries, report.records)}"
    )
    _show_formats(report.formats)
    _show_facts(report.facts, has_sidecar=report.has_sidecar)
    if report.sidecar_fault:
        show(f"  its sidecar was left aside: {visible(report.sidecar_fault)}")
    _show_records(report.listed, report.records)
    if report.records:
        talk.say(f"`rolethread entry list {as_argument(report.dataset)} --records` shows what was kept as it is.")


def _sizes(entries: int, records: int) -> str:
    return listing([count(entries, "entry"), *([f"{count(records, 'record')} kept"] if records else [])])


def _show_formats(formats: tuple[tuple[str, int], ...]) -> None:
    if formats:
        show(f"  read as {listing([f'{visible(form)} ({number(lines)})' for form, lines in formats])}")


def _show_facts(facts: SourceFacts, *, has_sidecar: bool) -> None:
    """Say what a person may not expect of the file; a plain file needs no words."""
    seen = [] if facts.encoding == "utf-8" else [f"encoded as {facts.encoding}"]
    seen += [f"compressed with {facts.compression}"] if facts.compression else []
    seen += ["begins with a byte order mark"] if facts.has_bom else []
    seen += [f"{_FRAMINGS[facts.framing]}"] if facts.framing in _FRAMINGS else []
    seen += [f"{count(facts.blank_lines, 'blank line')} passed over"] if facts.blank_lines else []
    if facts.latin1_lines:
        where = f", the first is line {facts.first_latin1_line}" if facts.first_latin1_line is not None else ""
        seen.append(f"{count(facts.latin1_lines, 'line')} not UTF-8 and read as Windows-1252{where}")
    seen += ["speakers taken from the sidecar of RoleThread 1.0"] if has_sidecar else []
    for fact in seen:
        show(f"  {fact}")


_FRAMINGS = {"array": "one list of entries", "values": "entries that span several lines"}


def _show_records(listed: Sequence[KeptRecord], records: int) -> None:
    for record in listed[:_RECORDS_SHOWN]:
        show(f"  line {number(record.number)} is no entry: {visible(record.reason)}")
    if records > _RECORDS_SHOWN:
        show(click.style(f"  … and {number(records - _RECORDS_SHOWN)} more", dim=True))


def _preview(paths: Sequence[Path], *, as_json: bool) -> None:
    previews = [(path, preview_import(path)) for path in paths]
    if as_json:
        show_json([_preview_as_json(path, preview) for path, preview in previews])
        return
    for path, preview in previews:
        name = visible(dataset_name_for(path))
        show(f"{visible(path.name)} → {name}: {_sizes(preview.entries, preview.records)}")
        _show_formats(preview.formats)
        _show_facts(preview.facts, has_sidecar=preview.has_sidecar)
        _show_records(preview.listed, preview.records)
        for entry in preview.first:
            show()
            for line in item_lines(entry):
                show(f"  {line}")
    talk.say("Nothing was written; without --dry-run it is.")


def _facts_as_json(facts: SourceFacts) -> JsonValue:
    return {
        "size": facts.size,
        "encoding": facts.encoding,
        "compression": facts.compression,
        "framing": facts.framing,
        "has_bom": facts.has_bom,
        "blank_lines": facts.blank_lines,
        "latin1_lines": facts.latin1_lines,
        "first_latin1_line": facts.first_latin1_line,
    }


def _read_as_json(path: Path, report: ImportReport | ImportPreview) -> dict[str, JsonValue]:
    return {
        "file": str(path),
        "entries": report.entries,
        "records": report.records,
        "kept": [{"line": record.number, "reason": record.reason} for record in report.listed],
        "formats": dict(report.formats),
        "facts": _facts_as_json(report.facts),
        "sidecar": report.has_sidecar,
        "sidecar_fault": report.sidecar_fault,
    }


def _as_json(path: Path, report: ImportReport) -> JsonValue:
    step = None if report.step is None else step_as_json(report.step)
    return {"dataset": report.dataset, **_read_as_json(path, report), "step": step}


def _preview_as_json(path: Path, preview: ImportPreview) -> JsonValue:
    first: list[JsonValue] = [
        [{"role": message.role, "content": message.text} for message in entry.messages] for entry in preview.first
    ]
    return {**_read_as_json(path, preview), "first": first}
