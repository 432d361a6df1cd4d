"""Undo and redo, from every page, and the history of all steps."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.model.dataset import Step, StepState
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, render, workspace_of

_STEPS = 100
_WORDS = {StepState.DONE: "done", StepState.UNDONE: "undone", StepState.ABANDONED: "left behind"}


def _show(request: Request) -> Response:
    before = request.query_params.get("before", "")
    steps = workspace_of(request).history(before=int(before) if before.isdigit() else None, limit=_STEPS + 1)
    context = {
        "frame": frame_for(request, PAGE),
        "steps": [(step, _when(step), _WORDS[step.state]) for step in steps[:_STEPS]],
        "older": steps[_STEPS - 1].number if len(steps) > _STEPS else None,
    }
    return render("pages/history.html", context)


def _undo(request: Request, form: Form) -> Response:
    """Take back the latest step, or every step down to the one named."""
    workspace = workspace_of(request)
    down_to = form.number("to")
    step = workspace.undo()
    undone = [step]
    while down_to and step.number > down_to:
        step = workspace.undo()
        undone.append(step)
    told = f"Undone: {undone[0].label}" if len(undone) == 1 else f"Undone: {len(undone)} steps"
    return _toast(request, told)


def _redo(request: Request, form: Form) -> Response:
    del form
    return _toast(request, f"Done again: {workspace_of(request).redo().label}")


def _toast(request: Request, told: str) -> Response:
    context = {"frame": frame_for(request, PAGE), "toast": told, "kind": "ok"}
    return render("parts/toast.html", context, headers={"hx-trigger": "workspace-changed"})


def _when(step: Step) -> str:
    return f"{datetime.fromtimestamp(step.at / 1e9, tz=UTC).astimezone():%Y-%m-%d %H:%M}"


PAGE = Page(
    name="history",
    title="History",
    summary="Every step, and the way back.",
    routes=(
        Route("/history", _show),
        Route("/undo", posted(_undo), methods=["POST"]),
        Route("/redo", posted(_redo), methods=["POST"]),
    ),
    key="h",
)
