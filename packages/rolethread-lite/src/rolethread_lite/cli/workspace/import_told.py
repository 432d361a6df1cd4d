"""What an import brought, or would bring, told to people and to programs."""

from collections.abc import Sequence
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.output import show
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.changing import step_as_json
from rolethread_lite.cli.workspace.library_differences import (
    difference_as_json,
    difference_lines,
    difference_summary,
)
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.cli.workspace.previews import item_lines
from rolethread_lite.formats.opening import SourceFacts
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.operations.import_report import ImportReport, KeptRecord, LibraryOffer
from rolethread_lite.operations.library.beside import FIRST_EDITION
from rolethread_lite.operations.preview_import import ImportPreview

_RECORDS_SHOWN = 5
_RENAMES_SHOWN = 8


def tell_import(path: Path, report: ImportReport) -> None:
    """Say what an import brought."""
    show(
        f"{visible(path.name)} → {click.style(visible(report.dataset), bold=True)}:"
        f" {_sizes(report.entries, report.records)}"
    )
    _show_read(report)
    _show_tags(report)
    _show_offer(report.offer)
    _show_records(report.listed, report.records)
    if report.records:
        talk.say(f"`rolethread entry list {as_argument(report.dataset)} --records` shows what was kept as it is.")
    _advise_library(report.offer)


def tell_preview(path: Path, preview: ImportPreview) -> None:
    """Say what an import would bring."""
    show(f"{visible(path.name)} → {visible(preview.dataset)}: {_sizes(preview.entries, preview.records)}")
    _show_read(preview)
    _show_beside(preview.offer)
    if preview.offer.beside.notes:
        show(f"  {count(len(preview.offer.beside.notes), 'note')} in the {preview.offer.beside.kind}")
    if preview.offer.difference.items:
        show(f"  its library: {difference_summary(preview.offer.difference)}")
        for line in difference_lines(preview.offer.difference):
            show(f"  {line}")
    _show_records(preview.listed, preview.records)
    for entry in preview.first:
        show()
        for line in item_lines(entry):
            show(f"  {line}")


def import_as_json(path: Path, report: ImportReport) -> JsonValue:
    """Return what an import brought as JSON."""
    step = None if report.step is None else step_as_json(report.step)
    renamed: list[JsonValue] = [{"old": one.old, "new": one.new, "entries": many} for one, many in report.renamed]
    return {
        "dataset": report.dataset,
        **_read_as_json(path, report),
        "library_changes": report.offer.taken,
        "notes": report.offer.notes,
        "notes_left": report.offer.notes_left,
        "renamed_tags": renamed,
        "added_tags": list(report.tags),
        "step": step,
    }


def preview_as_json(path: Path, preview: ImportPreview) -> JsonValue:
    """Return what an import would bring as JSON."""
    first: list[JsonValue] = [
        [{"role": message.role, "content": message.text} for message in entry.messages] for entry in preview.first
    ]
    return {**_read_as_json(path, preview), "notes": len(preview.offer.beside.notes), "first": first}


def _sizes(entries: int, records: int) -> str:
    return listing([count(entries, "entry"), *([f"{count(records, 'record')} kept"] if records else [])])


def _show_read(read: ImportReport | ImportPreview) -> None:
    if read.formats:
        show(f"  read as {listing([f'{visible(form)} ({number(lines)})' for form, lines in read.formats])}")
    for fact in _unexpected(read.facts):
        show(f"  {fact}")


def _unexpected(facts: SourceFacts) -> list[str]:
    """Return what a person may not expect of the file; a plain file needs no words."""
    seen = [] if facts.encoding == "utf-8" else [f"encoded as {facts.encoding}"]
    seen += [f"compressed with {facts.compression}"] if facts.compression else []
    seen += ["begins with a byte order mark"] if facts.has_bom else []
    seen += [f"{_FRAMINGS[facts.framing]}"] if facts.framing in _FRAMINGS else []
    seen += [f"{count(facts.blank_lines, 'blank line')} passed over"] if facts.blank_lines else []
    if facts.latin1_lines:
        where = f", the first is line {facts.first_latin1_line}" if facts.first_latin1_line is not None else ""
        seen.append(f"{count(facts.latin1_lines, 'line')} not UTF-8 and read as Windows-1252{where}")
    return seen


_FRAMINGS = {"array": "one list of entries", "values": "entries that span several lines"}


def _show_tags(report: ImportReport) -> None:
    for renamed, entries in report.renamed[:_RENAMES_SHOWN]:
        show(f"  {visible(renamed.old)} → {visible(renamed.new)}, {count(entries, 'entry')}")
    if len(report.renamed) > _RENAMES_SHOWN:
        more = count(len(report.renamed) - _RENAMES_SHOWN, "more tag")
        show(click.style(f"  … and {more} got its current name", dim=True))
    if report.tags:
        show(f"  every entry got {listing([visible(tag) for tag in report.tags])}")


def _show_beside(offer: LibraryOffer) -> None:
    if offer.beside.speakers is not None:
        show(f"  speakers taken from the {FIRST_EDITION}")
    if offer.beside.fault:
        show(f"  its sidecar was left aside: {visible(offer.beside.fault)}")
    for left in offer.beside.left_out:
        show(f"  left out of the sidecar: {visible(left)}")


def _show_offer(offer: LibraryOffer) -> None:
    _show_beside(offer)
    if offer.beside.notes:
        left = f", {number(offer.notes_left)} found no line" if offer.notes_left else ""
        show(f"  {count(offer.notes, 'note')} from the {offer.beside.kind}{left}")
    if offer.difference.brings_something:
        taken = f"{count(offer.taken, 'change')} made" if offer.taken else "nothing taken"
        show(f"  its library: {difference_summary(offer.difference)}; {taken}")


def _advise_library(offer: LibraryOffer) -> None:
    """Say how a library is taken that nobody decided about."""
    if offer.difference.brings_something and not offer.taken and offer.beside.path is not None:
        path = as_argument(str(offer.beside.path))
        talk.say(f"`rolethread library import {path}` takes its library; with --preview it is only shown.")


def _show_records(listed: Sequence[KeptRecord], records: int) -> None:
    for record in listed[:_RECORDS_SHOWN]:
        show(f"  line {number(record.number)} is no entry: {visible(record.reason)}")
    if records > _RECORDS_SHOWN:
        show(click.style(f"  … and {number(records - _RECORDS_SHOWN)} more", dim=True))


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
    beside = report.offer.beside
    return {
        "file": str(path),
        "entries": report.entries,
        "records": report.records,
        "kept": [{"line": record.number, "reason": record.reason} for record in report.listed],
        "formats": dict(report.formats),
        "facts": _facts_as_json(report.facts),
        "sidecar": bool(beside.kind),
        "sidecar_kind": beside.kind,
        "sidecar_fault": beside.fault,
        "sidecar_left_out": list(beside.left_out),
        "library": difference_as_json(report.offer.difference),
    }
