"""`rolethread bundle`: datasets that others hand over, with everything that belongs to them."""

from dataclasses import replace
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import files_argument, json_option, progress_option
from rolethread_lite.cli.output import show, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, plural
from rolethread_lite.cli.workspace.library_differences import difference_as_json, difference_summary
from rolethread_lite.cli.workspace.nouns import Noun, with_verbs
from rolethread_lite.cli.workspace.opening import library_there, workspace_option
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.library_difference import compare_libraries
from rolethread_lite.operations.bundle.reading import BundleReport, check_bundle


class BundleNoun(Noun):
    """The noun with its examples."""

    examples = (
        ("See whether one arrived whole:", "rolethread bundle check inn.rolethread"),
        ("Take it in:", "rolethread dataset import inn.rolethread"),
    )


class CheckCommand(Command):
    """The command with its examples."""

    examples = (("See whether one arrived whole:", "rolethread bundle check inn.rolethread"),)


@click.group("bundle", cls=BundleNoun)
def command() -> None:
    """Verify bundles: whole datasets in one file.

    A bundle holds a dataset with everything that belongs to it. `rolethread dataset bundle` writes one,
    `rolethread dataset import` takes one in.
    """


@click.command("check", cls=CheckCommand)
@files_argument
@json_option
@progress_option
@workspace_option
def check(files: tuple[Path, ...], *, as_json: bool, with_progress: bool, folder: Path | None) -> None:
    """Verify that every byte of a bundle is what its maker wrote.

    A bundle that is damaged is refused with the name of the file in it that is not what it should be. Where
    there is a workspace, you are told what the bundle would bring to its library.
    """
    library = library_there(folder)
    answers: list[JsonValue] = []
    for path in files:
        report = _checked(path, forced=with_progress)
        difference = compare_libraries(library, replace(report.sidecar.library, avatars=report.avatars))
        if as_json:
            answers.append({**_as_json(path, report), "library": difference_as_json(difference)})
            continue
        show(f"{visible(path.name)}: {_told(report)}. All {count(len(report.manifest.files), 'file')} are whole.")
        if difference.brings_something:
            show(f"  its library: {difference_summary(difference)}")
    if as_json:
        show_json(answers)


def _checked(path: Path, *, forced: bool) -> BundleReport:
    with talk.progress(forced=forced) as watch:
        whole = path.stat().st_size if path.is_file() else 0
        return check_bundle(path, progress=lambda read: watch(path.name, read, whole))


def _told(report: BundleReport) -> str:
    manifest = report.manifest
    numbers = [(manifest.entries, "entry"), (manifest.records, "record"), (len(report.sidecar.notes), "note")]
    library = report.sidecar.library
    numbers += [(len(library.tags), "tag"), (len(library.characters), "character")]
    numbers += [(len(library.prompts), "system prompt"), (len(report.avatars), "picture")]
    held = [count(many, noun) for many, noun in numbers if many] or [f"no {plural('entry')}"]
    return f"“{visible(manifest.dataset)}” with {listing(held)}"


def _as_json(path: Path, report: BundleReport) -> dict[str, JsonValue]:
    manifest = report.manifest
    return {
        "file": str(path),
        "dataset": manifest.dataset,
        "id": manifest.uid,
        "entries": manifest.entries,
        "records": manifest.records,
        "program": manifest.program,
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in manifest.files],
    }


with_verbs(command, (check,))
