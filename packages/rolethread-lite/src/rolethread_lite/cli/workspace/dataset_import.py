"""`rolethread dataset import`: files become datasets, and every line of them is accounted for."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import files_argument, json_option, progress_option
from rolethread_lite.cli.output import show_json
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.import_told import import_as_json, preview_as_json, tell_import, tell_preview
from rolethread_lite.cli.workspace.library_wish import LibraryWish, library_options
from rolethread_lite.cli.workspace.opening import library_there, opened_workspace, workspace_option
from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.reading import STREAM
from rolethread_lite.model.library_difference import compare_libraries
from rolethread_lite.operations.import_report import ImportOptions, ImportReport
from rolethread_lite.operations.incoming import opened_incoming
from rolethread_lite.operations.preview_import import preview_import
from rolethread_lite.workspace import Workspace


class ImportCommand(Command):
    """The command with its examples."""

    examples = (
        ("A file becomes a dataset:", "rolethread dataset import examples/lantern-inn.jsonl --name inn"),
        ("See first what would come in:", "rolethread dataset import examples/rescued-notes.jsonl --dry-run"),
        (
            "With the tags and characters that came with it:",
            "rolethread dataset import examples/lantern-inn.jsonl --library new",
        ),
        (
            "From RoleThread 1.0, when only its database is there:",
            "rolethread dataset import inn.jsonl --sidecar rolethread.db --library new",
        ),
        ("Add to a dataset:", "rolethread dataset import examples/night-ferry.sharegpt.jsonl --into inn"),
    )


@click.command("import", cls=ImportCommand)
@files_argument
@click.option("--name", default="", help="What the dataset is called; without it, as the file.")
@click.option("--into", default="", metavar="DATASET", help="Add to the end of this dataset.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give every entry this tag. May be repeated.")
@click.option("--keep-old-tags", is_flag=True, help="Leave old names of tags as they are in the file.")
@click.option(
    "--sidecar",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A sidecar that stands elsewhere, or the database of RoleThread 1.0: who speaks, notes, tags and the rest.",
)
@library_options("--library")
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
    tags: tuple[str, ...],
    workers: int,
    *,
    wish: LibraryWish,
    keep_old_tags: bool,
    sidecar: Path | None,
    dry_run: bool,
    as_json: bool,
    with_progress: bool,
    folder: Path | None,
) -> None:
    """Bring files into the workspace, in whatever format they are.

    Each file becomes a dataset, or all of them go into one; a bundle is verified first. Lines that are no entries
    are kept as records, and the file's own bytes are kept too. Of a sidecar, notes come in, and tags, characters
    and prompts only if you say so. The file itself is never written to.
    """
    if name and into:
        raise InvalidValue("A dataset is new or there already.", where="--name --into", advice="Use one of them.")
    if STREAM in files and not (name or into):
        raise InvalidValue("Standard input has no name.", where="-", advice="Give the dataset one with --name.")
    with _named(files) as paths:
        if dry_run:
            _preview(paths, sidecar=sidecar, folder=folder, as_json=as_json)
            return
        wishes = _Wishes(wish=wish, tags=tags, keeps_old_tags=keep_old_tags, sidecar=sidecar, workers=workers)
        with opened_workspace(folder, changes=True, forced=with_progress) as workspace:
            reports: list[ImportReport] = []
            for path in paths:
                target = into or (reports[0].dataset if reports and name else "")
                reports.append(_import(workspace, path, wishes, name=name, into=target, forced=with_progress))
                if not as_json:
                    tell_import(path, reports[-1])
            if as_json:
                show_json([import_as_json(path, report) for path, report in zip(paths, reports, strict=True)])
            else:
                steps = "" if len(paths) == 1 else f" ({count(len(paths), 'step')})"
                talk.say(f"`rolethread undo` takes it back{steps}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """What was said about how files come in."""

    wish: LibraryWish
    tags: tuple[str, ...]
    keeps_old_tags: bool
    sidecar: Path | None
    workers: int

    def options(self, workspace: Workspace, path: Path) -> ImportOptions:
        """Return how a file comes in; asks about the library beside it, where somebody is there to answer."""
        rule = self.wish.otherwise
        if self.wish.asks:
            with opened_incoming(path, sidecar=self.sidecar) as incoming, workspace.view() as view:
                rule = self.wish.settled(compare_libraries(view.library(), incoming.beside.library))
        return ImportOptions(
            library=rule,
            choices=self.wish.choices,
            tags=self.tags,
            keeps_old_tags=self.keeps_old_tags,
            sidecar=self.sidecar,
        )


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


def _import(workspace: Workspace, path: Path, wishes: _Wishes, *, name: str, into: str, forced: bool) -> ImportReport:
    options = wishes.options(workspace, path)
    with talk.progress(forced=forced) as watch:
        whole = path.stat().st_size if path.is_file() else 0
        return workspace.import_file(
            path,
            name="" if into else name,
            into=into,
            workers=wishes.workers,
            options=options,
            progress=lambda read: watch(path.name, read, whole),
        )


def _preview(paths: Sequence[Path], *, sidecar: Path | None, folder: Path | None, as_json: bool) -> None:
    library = library_there(folder)
    previews = [(path, preview_import(path, library=library, sidecar=sidecar)) for path in paths]
    if as_json:
        show_json([preview_as_json(path, preview) for path, preview in previews])
        return
    for path, preview in previews:
        tell_preview(path, preview)
    talk.say("Nothing was written; without --dry-run it is.")
