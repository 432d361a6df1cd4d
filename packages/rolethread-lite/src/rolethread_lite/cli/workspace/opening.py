"""Opens the workspace a command works on, and leaves its files up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.workspace.mirroring import look_after_snapshots
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.errors import RoleThreadError
from rolethread_lite.model.library import Library
from rolethread_lite.workspace import Workspace, is_there

VARIABLE = "ROLETHREAD_WORKSPACE"
"""The environment variable that says where the workspace is."""

workspace_option = click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    envvar=VARIABLE,
    metavar="DIR",
    help=f"Where the workspace is; also by {VARIABLE}. Without either, your own in its usual place.",
)


@contextmanager
def opened_workspace(folder: Path | None, *, changes: bool = False, forced: bool = False) -> Iterator[Workspace]:
    """Open the workspace; one that `changes` also brings the datasets' files up to date when it is done.

    Findings and figures of an older version are made anew first. `forced` shows progress without a terminal.
    """
    with Workspace(folder, write_files=False) as workspace:
        _bring_up_to_date(workspace, forced=forced)
        try:
            yield workspace
        except RoleThreadError:
            if changes:
                _write_files(workspace)  # what was done before the failure stays done
            raise
        if changes:
            _write_files(workspace)
            look_after_snapshots(workspace)


@contextmanager
def opened_for_app(folder: Path | None) -> Iterator[Workspace]:
    """Open the workspace for as long as the app runs; the datasets' files follow in the background."""
    with Workspace(folder) as workspace:
        _bring_up_to_date(workspace, forced=False)
        yield workspace


def library_there(folder: Path | None) -> Library:
    """Return the library of the workspace; an empty one where there is no workspace yet, so that none is made."""
    if not is_there(folder):
        return Library()
    with opened_workspace(folder) as workspace, workspace.view() as view:
        return view.library()


def _bring_up_to_date(workspace: Workspace, *, forced: bool) -> None:
    outdated = workspace.outdated_lines()
    if not outdated:
        return
    with talk.progress(forced=forced) as watch:
        made = 0

        def _follow(lines: int) -> None:
            nonlocal made
            made += lines
            watch("findings and figures", made, outdated)

        workspace.derive_outdated(progress=_follow)


def _write_files(workspace: Workspace) -> None:
    for left in workspace.write_files():
        name = as_argument(left.dataset.name)
        talk.say(f"The file of “{visible(left.dataset.name)}” was changed by somebody else and stays as it is.")
        talk.say(f"  `rolethread dataset files {name}` shows the difference; take-file or keep-workspace settles it.")
