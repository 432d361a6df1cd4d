"""Undo and redo, from every page, and the history of all steps with the way back to each."""

import re
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import NothingToUndo, WorkspaceMoved
from rolethread_lite.model.dataset import Step, StepState
from rolethread_lite.model.difference import EntryDifference, compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record
from rolethread_lite.model.watch import Watch
from rolethread_lite.queries.read_step import StepLine, read_step
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.moments import day
from rolethread_lite.web.open_entry import title_of
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import frame_for, render, wanted, workspace_of
from rolethread_lite.web.step_words import read_asked
from rolethread_lite.workspace import Workspace

_STEPS = 100
_AT_ONCE = 500
_LISTED = 50
_PATIENCE = 2.0
_OF_DATASET = re.compile(r"//[^/]+/d/(\d{1,18})/")


@dataclass(frozen=True, slots=True, kw_only=True)
class _ShownLine:
    """A line that a step touched, as the page shows it."""

    title: str
    """Who speaks in it."""
    entry_id: str
    """Its id."""
    address: str
    """Where it is, empty when it is in no dataset now."""
    fate: str
    """What became of it: `came`, `went`, `changed`; empty where that cannot be told."""
    difference: EntryDifference | None
    """What changed in it."""


def _show(request: Request) -> Response:
    before = request.query_params.get("before", "")
    workspace = workspace_of(request)
    steps = workspace.history(before=_place(before), limit=_STEPS + 1)
    shown = steps[:_STEPS]
    context = {
        "frame": frame_for(request, PAGE),
        "days": [(name, list(group)) for name, group in groupby(shown, key=lambda step: day(step.at))],
        "older": shown[-1].number if len(steps) > _STEPS else None,
        "next_undo": _number(_steps_to(workspace, 0, StepState.DONE, most=1)),
        "next_redo": _first_undone(shown),
    }
    return render("pages/history.html", context)


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _number(steps: list[Step]) -> int:
    return steps[0].number if steps else 0


def _first_undone(steps: list[Step]) -> int:
    return min((step.number for step in steps if step.state is StepState.UNDONE), default=0)


def _show_step(request: Request) -> Response:
    """Show a step; what it made of its first lines is asked for by the page that is shown already."""
    is_part = wanted(request) == "touched"
    with workspace_of(request).view() as view:
        found = read_step(view, number=int(request.path_params["number"]), with_states=is_part)
    context = {
        "frame": frame_for(request, PAGE),
        "step": found.step,
        "asked": read_asked(found.step.operation),
        "lines": [_shown_line(line) for line in found.lines],
    }
    return render("parts/history_touched.html" if is_part else "pages/history_step.html", context)


def _shown_line(line: StepLine) -> _ShownLine:
    return _ShownLine(
        title=_title(line.now),
        entry_id=line.entry_id,
        address=f"/d/{line.dataset}/entries?open={line.entry_id}" if line.dataset else "",
        fate=_fate(line),
        difference=_difference(line.before, line.after),
    )


def _title(item: Entry | Record) -> str:
    return title_of(item) if isinstance(item, Entry) else "Not an entry"


def _fate(line: StepLine) -> str:
    if not line.is_told:
        return ""
    if line.before is None:
        return "came"
    return "went" if line.after is None else "changed"


def _difference(before: Entry | Record | None, after: Entry | Record | None) -> EntryDifference | None:
    if isinstance(before, Entry) and isinstance(after, Entry):
        found = compare(before, after)
        return None if found.is_empty else found
    return None


def _ask_undo(request: Request) -> Response:
    return _ask(request, StepState.DONE)


def _ask_redo(request: Request) -> Response:
    return _ask(request, StepState.UNDONE)


def _ask(request: Request, state: StepState) -> Response:
    """Show which steps would be undone, or done again, up to the one named."""
    number = int(request.path_params["number"])
    steps = _wanted(workspace_of(request), number, state)
    context = {
        "frame": frame_for(request, PAGE),
        "steps": steps[:_LISTED],
        "count": len(steps),
        "number": number,
        "seen": steps[0].number,
        "verb": "undo" if state is StepState.DONE else "redo",
    }
    return render("pages/history_ask.html", context)


def _undo_to(request: Request, form: Form) -> Response:
    return _go(request, form, StepState.DONE)


def _redo_to(request: Request, form: Form) -> Response:
    return _go(request, form, StepState.UNDONE)


def _go(request: Request, form: Form, state: StepState) -> Response:
    """Undo, or do again, every step up to the one named; only if they are those that were shown."""
    workspace = workspace_of(request)
    steps = _wanted(workspace, int(request.path_params["number"]), state)
    if (form.number("seen"), form.number("count")) != (steps[0].number, len(steps)):
        raise WorkspaceMoved("Something else was done since this was shown.", advice="Look at the history again.")
    is_undo = state is StepState.DONE
    act = workspace.undo if is_undo else workspace.redo

    def _work(watch: Watch) -> Outcome:
        for done in range(len(steps)):
            watch(done, len(steps))
            act()
        return Outcome(message=f"{len(steps)} steps are {'undone' if is_undo else 'done again'}.", address="/history")

    title = f"{'Undoing' if is_undo else 'Doing again'} {len(steps)} {'step' if len(steps) == 1 else 'steps'}"
    job = jobs_of(request).start(title, _work, unit="steps", back="/history")
    return shown_job(request, job, patience=_PATIENCE)


def _wanted(workspace: Workspace, number: int, state: StepState) -> list[Step]:
    """Return the steps in that state up to the one named, the first to go first; raises NothingToUndo."""
    steps = _steps_to(workspace, number if state is StepState.DONE else 0, state)
    if state is StepState.UNDONE:
        steps = [step for step in reversed(steps) if step.number <= number]
    if not steps or steps[-1].number != number:
        raise NothingToUndo(f"step {number} is not there to be gone back to", advice="Look at the history again.")
    return steps


def _steps_to(workspace: Workspace, number: int, state: StepState, *, most: int = 0) -> list[Step]:
    """Return the steps in a state down to a number, the latest first; undone ones end where something is done."""
    found: list[Step] = []
    before: int | None = None
    while steps := workspace.history(before=before, limit=_AT_ONCE if most == 0 else _LISTED):
        for step in steps:
            is_past = state is StepState.UNDONE and step.state is StepState.DONE
            if step.number < number or is_past or (most and len(found) == most):
                return found
            found += [step] if step.state is state else []
        before = steps[-1].number
    return found


def _undo(request: Request, form: Form) -> Response:
    """Take back the latest step."""
    del form
    return _toast(request, f"Undone: {workspace_of(request).undo().label}")


def _redo(request: Request, form: Form) -> Response:
    del form
    return _toast(request, f"Done again: {workspace_of(request).redo().label}")


def _toast(request: Request, told: str) -> Response:
    context = {"frame": frame_for(request, PAGE), "toast": told, "kind": "ok"}
    headers = {"hx-trigger": "workspace-changed"} if _is_still_there(request) else {"hx-redirect": "/"}
    return render("parts/toast.html", context, headers=headers)


def _is_still_there(request: Request) -> bool:
    """Tell whether the dataset of the page that the browser shows is there; its import may have been undone."""
    shown = _OF_DATASET.search(request.headers.get("hx-current-url", ""))
    return shown is None or any(dataset.key == int(shown[1]) for dataset in workspace_of(request).datasets())


PAGE = Page(
    name="history",
    title="History",
    summary="Every step, and the way back.",
    routes=(
        Route("/history", _show),
        Route("/history/{number:int}", _show_step),
        Route("/history/{number:int}/undo", _ask_undo, methods=["GET"]),
        Route("/history/{number:int}/undo", posted(_undo_to), methods=["POST"]),
        Route("/history/{number:int}/redo", _ask_redo, methods=["GET"]),
        Route("/history/{number:int}/redo", posted(_redo_to), methods=["POST"]),
        Route("/undo", posted(_undo), methods=["POST"]),
        Route("/redo", posted(_redo), methods=["POST"]),
    ),
    key="h",
)
