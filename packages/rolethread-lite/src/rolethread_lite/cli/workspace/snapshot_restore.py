"""`rolethread snapshot restore`: a dataset, some of its entries, or the library as they were."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.frame import Command
from rolethread_lite.cli.output import show, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number
from rolethread_lite.cli.workspace.changing import SHOWN, Manner, agreed, manner_options, tell_step
from rolethread_lite.cli.workspace.opening import opened_workspace, workspace_option
from rolethread_lite.cli.workspace.previews import preview_as_json, preview_lines
from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import (
    ArrangeLines,
    Change,
    CreateDataset,
    InsertLine,
    PutItem,
    RemoveLine,
    ReturnLine,
)
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.workspace import Plan, Workspace

_SHOWN_FOR_PROGRAMS = 100


class RestoreCommand(Command):
    """The command with its examples."""

    examples = (
        ("See what would change:", "rolethread snapshot restore before-cleanup inn --preview"),
        ("One entry:", "rolethread snapshot restore latest inn --entry 3f2a91c4 --yes"),
        ("Beside the present one:", "rolethread snapshot restore latest inn --as inn-before"),
        ("The library:", "rolethread snapshot restore latest --library"),
    )


@click.command("restore", cls=RestoreCommand)
@click.argument("snapshot")
@click.argument("dataset", required=False)
@click.option("--entry", "entries", multiple=True, metavar="ID", help="Only this entry, by its id. May be repeated.")
@click.option("--as", "name", default="", metavar="NAME", help="Bring it back under this name, beside the present one.")
@click.option("--library", "with_library", is_flag=True, help="Bring the library back, too.")
@manner_options
@workspace_option
def restore(  # noqa: PLR0913 (each option is an argument)
    snapshot: str,
    dataset: str | None,
    *,
    entries: tuple[str, ...],
    name: str,
    with_library: bool,
    manner: Manner,
    folder: Path | None,
) -> None:
    """Bring back a dataset, some of its entries, or the library.

    The dataset becomes what it was: entries keep their ids, one that was removed comes back, one that came
    later goes. It is one step that can be undone, and a snapshot of the present state is taken first.
    """
    if dataset is None and (entries or name):
        raise InvalidValue("No dataset is named.", where="--entry --as", advice="Name the dataset they are in.")
    with opened_workspace(folder, changes=True) as workspace:
        found = workspace.snapshots.find(snapshot)
        operation = RestoreSnapshot(
            contents=workspace.snapshots.contents(found),
            dataset=dataset or "",
            entry_ids=entries,
            name=name,
            with_library=with_library,
        )
        plan = workspace.propose(operation)
        if manner.preview or not plan.changes:
            _show_plan(workspace, plan, as_json=manner.as_json)
        elif manner.yes or _is_agreed(workspace, plan, as_json=manner.as_json):
            with talk.progress(forced=False) as watch:
                step = workspace.restore(operation, progress=lambda done: watch("restore", done, plan.changes))
            tell_step(step, as_json=manner.as_json)
        else:
            talk.say("Nothing was changed.")


def _show_plan(workspace: Workspace, plan: Plan, *, as_json: bool) -> None:
    if as_json:
        shown = [preview_as_json(one) for one in workspace.preview(plan, limit=_SHOWN_FOR_PROGRAMS)]
        kinds = _kinds(workspace, plan)
        show_json({"label": plan.label, "changes": plan.changes, "kinds": dict(kinds), "preview": list(shown)})
    elif not plan.changes:
        talk.say("There is nothing to change: all of it is as it was.")
    else:
        for line in _plan_lines(workspace, plan):
            show(line)
        talk.say("Nothing was changed; without --preview it is.")


def _is_agreed(workspace: Workspace, plan: Plan, *, as_json: bool) -> bool:
    for line in () if as_json else _plan_lines(workspace, plan):
        talk.say(line)
    return agreed("Bring this back?", yes=False, advice="Add --yes to bring it back, or --preview to see it first.")


def _plan_lines(workspace: Workspace, plan: Plan) -> Iterator[str]:
    kinds = _kinds(workspace, plan)
    yield click.style(visible(plan.label), bold=True)
    yield f"  {listing([f'{number(times)} {kind}' for kind, times in kinds.items()])}"
    for one in workspace.preview(plan, limit=SHOWN):
        for line in preview_lines(one):
            yield f"  {line}"
    if plan.changes > SHOWN:
        yield click.style(f"  … and {count(plan.changes - SHOWN, 'more change')}", dim=True)


def _kinds(workspace: Workspace, plan: Plan) -> Counter[str]:
    """Count what would change, by kind."""
    with workspace.view() as view:
        return Counter(_kind_of(change) for change in plan.operation.changes(view))


def _kind_of(change: Change) -> str:
    kinds: dict[type, str] = {
        InsertLine: "added",
        ReturnLine: "brought back",
        RemoveLine: "removed",
        ArrangeLines: "put in order",
        CreateDataset: "new dataset",
        PutItem: "of the library",
    }
    return kinds.get(type(change), "changed")
