"""Makes a change: shows the plan and asks where that is wanted, then tells what was done and how to undo it."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps

import click

from rolethread_lite.cli import talk
from rolethread_lite.cli.options import json_option
from rolethread_lite.cli.output import show, show_json
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, number
from rolethread_lite.cli.workspace.previews import preview_as_json, preview_lines
from rolethread_lite.errors import BadRequest
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.operations.operation import Operation
from rolethread_lite.workspace import Plan, Workspace

SHOWN = 5
"""How many changes of a plan are shown before somebody is asked."""
_SHOWN_FOR_PROGRAMS = 100

yes_option = click.option("--yes", is_flag=True, help="Do not ask.")
preview_option = click.option("--preview", is_flag=True, help="Show what would change, and change nothing.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a change is to be made."""

    yes: bool = False
    """Whether nobody is to be asked."""
    preview: bool = False
    """Whether the change is only to be shown."""
    as_json: bool = False
    """Whether the answer is for a program."""


def manner_options(function: Callable[..., object]) -> Callable[..., object]:
    """Give a command `--yes`, `--preview` and `--json`; it gets what was said as `manner`."""

    @wraps(function)
    def _with_manner(*args: object, yes: bool, preview: bool, as_json: bool, **values: object) -> object:
        return function(*args, **values, manner=Manner(yes=yes, preview=preview, as_json=as_json))

    for option in (json_option, yes_option, preview_option):
        _with_manner = option(_with_manner)
    return _with_manner


def change(workspace: Workspace, operation: Operation, *, manner: Manner, is_named: bool = False) -> None:
    """Make a change, or show it; a change of entries that nobody named one by one is asked about first."""
    if manner.preview or not (manner.yes or is_named):
        plan = workspace.propose(operation)
        if manner.preview or not plan.changes:
            _show_plan(workspace, plan, as_json=manner.as_json, only_shown=True)
            return
        if not _is_agreed(workspace, plan, as_json=manner.as_json):
            talk.say("Nothing was changed.")
            return
        step = workspace.apply(plan)
    else:
        step = workspace.run(operation)
    tell_step(step, as_json=manner.as_json)


def tell_step(step: Step | None, *, as_json: bool) -> None:
    """Say what was done, and how it is taken back."""
    if as_json:
        show_json(None if step is None else step_as_json(step))
    elif step is None:
        talk.say("There was nothing to change.")
    else:
        lines = f" ({count(step.lines, 'line')})" if step.lines else ""
        talk.say(f"{visible(step.label)}{lines}. `rolethread undo` takes it back.")


def agreed(question: str, *, yes: bool, advice: str = "Add --yes if you mean it.") -> bool:
    """Ask a question that needs a yes; raises BadRequest where nobody can answer and `--yes` was not given."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise BadRequest("Nothing was changed: this needs a yes, and nobody is there to ask.", advice=advice)
    return click.confirm(question, err=True)


def step_as_json(step: Step) -> dict[str, JsonValue]:
    """Return a step of the history as JSON."""
    return {
        "step": step.number,
        "label": step.label,
        "state": step.state.name.lower(),
        "lines": step.lines,
        "at": step.at,
    }


def _is_agreed(workspace: Workspace, plan: Plan, *, as_json: bool) -> bool:
    if not as_json:
        for line in _plan_lines(workspace, plan):
            talk.say(line)
    advice = "Add --yes to make the change, or --preview to see it without changing anything."
    return agreed("Make this change?", yes=False, advice=advice)


def _show_plan(workspace: Workspace, plan: Plan, *, as_json: bool, only_shown: bool) -> None:
    if as_json:
        shown = workspace.preview(plan, limit=_SHOWN_FOR_PROGRAMS)
        show_json(
            {
                "label": plan.label,
                "changes": plan.changes,
                "preview": [preview_as_json(one) for one in shown],
            }
        )
        return
    if not plan.changes:
        talk.say("There is nothing to change.")
        return
    for line in _plan_lines(workspace, plan):
        show(line)
    if only_shown:
        talk.say("Nothing was changed; without --preview it is.")


def _plan_lines(workspace: Workspace, plan: Plan) -> Iterator[str]:
    """Yield the lines that show a plan: what it is, its first changes, and how many more there are."""
    yield click.style(f"{visible(plan.label)}: {count(plan.changes, 'change')}", bold=True)
    shown = workspace.preview(plan, limit=SHOWN)
    for one in shown:
        for line in preview_lines(one):
            yield f"  {line}"
    if plan.changes > len(shown):
        yield click.style(f"  … and {number(plan.changes - len(shown))} more", dim=True)
