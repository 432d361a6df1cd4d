"""Pruning the history: what would be forgotten is shown first, and goes only once somebody says that they know."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError, WorkspaceMoved
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.pruning import PrunableSteps
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.model.watch import Watch
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.jobs import Outcome, Stopped
from rolethread_lite.web.latest import Latest
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import frame_for, render, size, workspace_of
from rolethread_lite.workspace import Workspace

_HOME = "/history/prune"
_PATIENCE = 2.0
_LISTED = 20
_WHEN_STOPPED = "What is forgotten by then stays forgotten; the rest goes the next time."
_USUAL_DAYS = 365


def _show(request: Request) -> Response:
    days = request.query_params.get("days", "")
    return _page(request, days, found=_known(request, days), is_asked=bool(days))


def _page(
    request: Request,
    days: str,
    *,
    found: PrunableSteps | None = None,
    fault: RoleThreadError | None = None,
    is_asked: bool = False,
    is_understood: bool = True,
) -> Response:
    """Return the page; `fault` is what is wrong with the number of days."""
    workspace = workspace_of(request)
    with workspace.view() as view:
        kept = view.settings().history_keep_days
    context = {
        "frame": frame_for(request, PAGE),
        "days": days or str(kept or _USUAL_DAYS),
        "kept": kept,
        "fault": fault,
        "found": found,
        "steps": _going(workspace, found),
        "is_asked": is_asked,
        "is_understood": is_understood,
        "snapshot": _latest_snapshot(workspace),
    }
    return render("pages/history_prune.html", context, status=422 if fault is not None or not is_understood else 200)


def _going(workspace: Workspace, found: PrunableSteps | None) -> list[Step]:
    """Return the latest of the steps that would go."""
    return [] if found is None or not found.steps else workspace.history(before=found.last + 1, limit=_LISTED)


def _latest_snapshot(workspace: Workspace) -> Snapshot | None:
    """Return the snapshot that old steps are held by, unless it is damaged."""
    return next((one for one in workspace.snapshots.all() if one.is_whole and not one.is_pinned), None)


def _look(request: Request, form: Form) -> Response:
    """Find out what would go; the snapshot is verified for that, which can take a while."""
    workspace = workspace_of(request)
    try:
        days = _days(form)
    except InvalidValue as fault:
        return _page(request, form.text("days"), fault=fault)
    snapshot = _latest_snapshot(workspace)
    whole = len(snapshot.objects) if snapshot is not None else 0
    address = f"{_HOME}?days={days}"

    def _work(watch: Watch) -> Outcome:
        with workspace.view() as view:
            revision = view.revision
        found = workspace.prunable_history(keep_days=days, progress=lambda done: watch(done, whole))
        _kept(request).keep(str(days), found, revision=revision)
        return Outcome(message="It is known what would go.", address=address)

    job = jobs_of(request).start("Looking for old steps", _work, unit="objects", back=_HOME)
    return shown_job(request, job, patience=_PATIENCE)


def _days(form: Form) -> int:
    days = form.number("days")
    if days < 1:
        raise InvalidValue("the history keeps at least one day", advice="Give a number of days from 1.")
    return days


def _prune(request: Request, form: Form) -> Response:
    """Forget what was shown, for good; only if it is that still, and whoever asks says that they know."""
    workspace, days = workspace_of(request), _days(form)
    found = _known(request, str(days))
    if found is None or (found.last, found.steps) != (form.number("last"), form.number("steps")):
        raise WorkspaceMoved("Something was changed since this was shown.", advice="Look at it again.")
    if not form.has("understood"):
        return _page(request, str(days), found=found, is_asked=True, is_understood=False)

    def _work(watch: Watch) -> Outcome:
        request.app.state.prunable = Latest()  # the workspace is as it was, and yet nothing of it is true any more
        return _forget(workspace, found, days=days, watch=watch)

    job = jobs_of(request).start("Forgetting old steps", _work, unit="lines", back=_HOME, when_stopped=_WHEN_STOPPED)
    return shown_job(request, job, patience=_PATIENCE, goes_on=False)


def _forget(workspace: Workspace, found: PrunableSteps, *, days: int, watch: Watch) -> Outcome:
    """Forget it and give the room back to the disk; stopped halfway, the rest goes the next time."""
    if workspace.prunable_history(keep_days=days) != found:
        raise WorkspaceMoved("something else would go than what was shown", advice="Look at it again.")
    watch(0, found.lines)
    try:
        workspace.prune_history(keep_days=days, progress=lambda done: watch(done, found.lines))
    except Stopped:
        told = f"Stopped halfway: {_told_steps(found)} forgotten. What is left of them goes the next time."
        return Outcome(message=told, address="/history")
    freed = max(workspace.compact(), 0)
    return Outcome(message=f"{_told(found)}; {size(freed)} are given back to the disk.", address="/history")


def _told(found: PrunableSteps) -> str:
    lines = f"{found.lines:,} removed {'line' if found.lines == 1 else 'lines'}"
    datasets = f"{found.datasets:,} removed {'dataset' if found.datasets == 1 else 'datasets'}"
    others = " and ".join([*([lines] if found.lines else []), *([datasets] if found.datasets else [])])
    if not found.steps:
        return f"Gone for good: {others}"
    return f"{_told_steps(found)} forgotten{f', with {others}' if others else ''}"


def _told_steps(found: PrunableSteps) -> str:
    return f"{found.steps:,} {'step is' if found.steps == 1 else 'steps are'}"


def _known(request: Request, days: str) -> PrunableSteps | None:
    """Return what would go, None where nobody looked yet or something changed since."""
    with workspace_of(request).view() as view:
        return _kept(request).find(days, revision=view.revision)


def _kept(request: Request) -> Latest[PrunableSteps]:
    kept: Latest[PrunableSteps] = request.app.state.prunable
    return kept


PAGE = Page(
    name="history/prune",
    title="Forget old steps",
    summary="What of the history can go for good.",
    routes=(
        Route(_HOME, _show, methods=["GET"]),
        Route(_HOME, posted(_prune), methods=["POST"]),
        Route(f"{_HOME}/look", posted(_look), methods=["POST"]),
    ),
)
