"""`rolethread dataset files`, `take-file` and `keep-workspace`: what somebody else wrote into a dataset's file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.diff import file_difference_as_json, show_file_difference
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.workspace.changing import agreed, tell_step, yes_option
from rolethread_lite.cli.workspace.nouns import as_argument
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.disk import write_atomically
from rolethread_lite.files.compare import FileDifference, compare_files
from rolethread_lite.files.lines import with_newlines
from rolethread_lite.files.reading import InputFile, Reader
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.operations.take_outside_changes import TakeOutsideChanges
from rolethread_lite.projecting import FileState
from rolethread_lite.queries.dataset_lines import dataset_lines
from rolethread_lite.workspace import Workspace


class FilesCommand(Command):
    """The command with its examples."""

    examples = (
        ("See how every file stands:", "rolethread dataset files"),
        ("See what somebody else changed in one:", "rolethread dataset files inn"),
    )


class TakeFileCommand(Command):
    """The command with its examples."""

    examples = (
        ("See the difference, then take it:", "rolethread dataset take-file inn"),
        ("Without being asked:", "rolethread dataset take-file inn --yes"),
    )


class KeepWorkspaceCommand(Command):
    """The command with its examples."""

    examples = (("Write the file anew:", "rolethread dataset keep-workspace inn --yes"),)


@click.command("files", cls=FilesCommand)
@click.argument("dataset", required=False)
@json_option
@workspace_option
def files(dataset: str | None, *, as_json: bool, folder: Path | None) -> int:
    """Tell how the datasets' files stand; show what somebody else changed.

    The command ends with status 1 when a file was changed outside.
    """
    with opened_workspace(folder) as workspace:
        states = _states(workspace, dataset)
        answers: list[JsonValue] = []
        for state in states:
            answer: dict[str, JsonValue] = {
                "dataset": state.dataset.name,
                "file": str(state.path),
                "state": state.state.value,
                "set_aside": [str(path) for path in state.set_aside],
            }
            if not as_json:
                show(f"{click.style(visible(str(state.path)), bold=True)}  {state.state.value}")
                for path in state.set_aside:
                    show(f"  its sidecar was edited by somebody else and stands aside: {visible(str(path))}")
            if state.is_changed_outside:
                with _difference(workspace, state) as found:
                    answer["difference"] = file_difference_as_json(found)
                    if not as_json:
                        show_file_difference(found)
                        show(_advice(state))
            answers.append(answer)
    if as_json:
        show_json(answers)
    return 1 if any(state.is_changed_outside for state in states) else 0


@click.command("take-file", cls=TakeFileCommand)
@click.argument("dataset")
@yes_option
@json_option
@workspace_option
def take_file(dataset: str, *, yes: bool, as_json: bool, folder: Path | None) -> None:
    """Take over what somebody else changed in a dataset's file.

    The difference is shown first. Taking it is one step that can be undone; lines that are the same keep
    their ids and notes, and edited ones do too.
    """
    with opened_workspace(folder, changes=True) as workspace:
        (state,) = _states(workspace, dataset)
        if not state.is_changed_outside:
            talk.say("The file is as the workspace wrote it.")
            return
        lines = workspace.outside_lines(dataset)
        if not as_json:
            with _difference(workspace, state) as found:
                show_file_difference(found, tell=talk.say)
        if not agreed("Take these changes?", yes=yes):
            talk.say("Nothing was changed.")
            return
        step = workspace.run(TakeOutsideChanges(dataset=dataset, lines=lines))
        workspace.settle_file(dataset, lines=lines)
        tell_step(step, as_json=as_json)


@click.command("keep-workspace", cls=KeepWorkspaceCommand)
@click.argument("dataset")
@yes_option
@json_option
@workspace_option
def keep_workspace(dataset: str, *, yes: bool, as_json: bool, folder: Path | None) -> None:
    """Write a dataset's file anew, over what somebody else changed in it.

    The difference is shown first. What is only in the file is lost, and cannot be undone.
    """
    with opened_workspace(folder, changes=True) as workspace:
        (state,) = _states(workspace, dataset)
        if state.is_changed_outside:
            if not as_json:
                with _difference(workspace, state) as found:
                    show_file_difference(found, tell=talk.say)
            if not agreed("Write over these changes? They cannot be brought back.", yes=yes):
                talk.say("Nothing was changed.")
                return
            workspace.overwrite_file(dataset)
        if as_json:
            show_json({"dataset": dataset, "file": str(state.path), "written": state.is_changed_outside})
        else:
            verb = "was written anew" if state.is_changed_outside else "is as the workspace wrote it"
            talk.say(f"{visible(str(state.path))} {verb}.")


def _states(workspace: Workspace, dataset: str | None) -> tuple[FileState, ...]:
    """Return how the files stand, or the one of a dataset; raises UnknownName when there is no such dataset."""
    if dataset is None:
        return workspace.file_states()
    with workspace.view() as view:
        found = view.dataset(dataset)
    return tuple(state for state in workspace.file_states() if state.dataset.key == found.key)


@contextmanager
def _difference(workspace: Workspace, state: FileState) -> Iterator[FileDifference]:
    """Give the difference between a dataset and its file; both are read as files are."""
    name = state.dataset.name
    with TemporaryDirectory(prefix="rolethread-") as folder:
        path = Path(folder) / "workspace.jsonl"
        with workspace.view() as view:
            write_atomically(path, with_newlines(dataset_lines(view, dataset=name)), replace=False)
        old = Reader(InputFile(path=path, shown=f"{name} in the workspace"))
        yield compare_files(old, Reader(InputFile(path=state.path, shown=state.path.name)))


def _advice(state: FileState) -> str:
    name = as_argument(state.dataset.name)
    return (
        f"`rolethread dataset take-file {name}` takes these changes over,"
        f" `rolethread dataset keep-workspace {name}` writes over them."
    )
