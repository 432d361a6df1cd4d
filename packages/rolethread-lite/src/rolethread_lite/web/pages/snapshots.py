"""Snapshots: taken, listed, verified, thinned and brought back."""

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError, UnknownName, WorkspaceMoved
from rolethread_lite.model.snapshot import DatasetChanges, Snapshot
from rolethread_lite.model.watch import Watch
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import frame_for, render, wanted, workspace_of
from rolethread_lite.web.snapshots import (
    choices_of,
    look_back,
    mirror_now,
    since,
    snapshot_card,
    snapshot_cards,
    told_checks,
)
from rolethread_lite.workspace import Workspace

_HOME = "/history/snapshots"
_PATIENCE = 2.0


def _show(request: Request) -> Response:
    return _page(request)


def _page(request: Request, *, fault: RoleThreadError | None = None, typed: str = "") -> Response:
    """Return the list; `fault` is what is wrong with the form for a new one, whose name was `typed`."""
    workspace = workspace_of(request)
    context = {
        "frame": frame_for(request, PAGE),
        "cards": snapshot_cards(workspace),
        "damaged": workspace.snapshots.damaged_lists(),
        "failure": workspace.snapshot_failure,
        "datasets": workspace.datasets(),
        "fault": fault,
        "typed": typed,
    }
    return render("pages/snapshots.html", context, status=422 if fault is not None else 200)


def _take(request: Request, form: Form) -> Response:
    """Take a snapshot of everything, or of the datasets that are ticked."""
    workspace, name = workspace_of(request), form.text("name").strip()
    datasets = form.texts("dataset") if form.text("of") == "some" else ()
    if form.text("of") == "some" and not datasets:
        fault = InvalidValue("no dataset is ticked", advice="Tick one, or take everything.")
        return _page(request, fault=fault, typed=name)
    is_pinned = form.has("pin")
    lines = sum(each.entries + each.records for each in workspace.datasets())

    def _work(watch: Watch) -> Outcome:
        taken = workspace.snapshots.take(
            name=name, datasets=datasets or None, is_pinned=is_pinned, progress=lambda done: watch(done, lines)
        )
        told = "" if taken is None or not taken.is_whole else mirror_now(workspace)
        return Outcome(message=f"The snapshot is taken.{told}", address=_HOME)

    job = jobs_of(request).start("Taking a snapshot", _work, unit="lines", back=_HOME)
    return shown_job(request, job, patience=_PATIENCE)


def _verify_all(request: Request, form: Form) -> Response:
    del form
    return _verify(request, workspace_of(request).snapshots.all())


def _verify_one(request: Request, form: Form) -> Response:
    del form
    return _verify(request, (_found(request),))


def _verify(request: Request, snapshots: tuple[Snapshot, ...]) -> Response:
    """Read every object of some snapshots; what came of it is shown in any case."""
    workspace = workspace_of(request)
    whole = len(frozenset(digest for one in snapshots for digest in one.objects))

    def _work(watch: Watch) -> Outcome:
        checks = workspace.snapshots.verify(snapshots, progress=lambda done: watch(done, whole))
        return Outcome(message=told_checks(checks, {one.id: one.title for one in snapshots}), address=_HOME)

    job = jobs_of(request).start("Verifying snapshots", _work, unit="objects", back=_HOME)
    return shown_job(request, job, patience=_PATIENCE, goes_on=False)


def _show_thinning(request: Request) -> Response:
    """Show which snapshots would go, and why the others stay."""
    kept = workspace_of(request).snapshots.thinning()
    context = {
        "frame": frame_for(request, PAGE),
        "kept": kept,
        "going": [one.snapshot.id for one in kept if not one.reasons],
    }
    return render("pages/snapshots_thin.html", context)


def _thin(request: Request, form: Form) -> Response:
    """Remove the snapshots without a reason to stay; only if they are those that were shown."""
    snapshots = workspace_of(request).snapshots
    if set(form.texts("going")) != {one.snapshot.id for one in snapshots.thinning() if not one.reasons}:
        raise WorkspaceMoved("Others would go than those that were shown.", advice="Look at the list again.")
    snapshots.thin()
    return RedirectResponse(_HOME, 303)


def _show_one(request: Request) -> Response:
    snapshot, workspace = _found(request), workspace_of(request)
    changes = workspace.snapshots.changes_since(snapshot)
    context: dict[str, object] = {
        "frame": frame_for(request, PAGE),
        "card": snapshot_card(workspace, snapshot),
        "rows": [(each.name, each.is_new, since(each)) for each in changes.datasets],
        "held": {each.name: each for each in snapshot.datasets},
        "is_library_changed": changes.is_library_changed,
    }
    if wanted(request) == f"since-{snapshot.id}":
        return render("parts/snapshot_since.html", context)
    return render("pages/snapshots_one.html", context)


def _pin(request: Request, form: Form) -> Response:
    """Keep a snapshot for good, or let it be thinned out like others."""
    snapshot = _found(request)
    workspace_of(request).snapshots.pin(snapshot, is_pinned=form.text("pinned") == "yes")
    return RedirectResponse(f"{_HOME}/{snapshot.id}" if form.has("stay") else _HOME, 303)


def _remove(request: Request, form: Form) -> Response:
    del form
    workspace_of(request).snapshots.remove(_found(request))
    return RedirectResponse(_HOME, 303)


def _show_restore(request: Request) -> Response:
    """Show what can be brought back of a dataset, and what that would do once it is asked."""
    query = request.query_params
    operation = _operation(request, _asked(request))
    return _restore_page(request, operation, ask="preview" in query)


def _asked(request: Request) -> Form:
    """Return what an address asks for, as if it were a form."""
    return Form(FormData([*request.query_params.multi_items()]))


def _operation(request: Request, form: Form) -> RestoreSnapshot:
    """Return what a form, or an address, asks to bring back."""
    contents = workspace_of(request).snapshots.contents(_found(request))
    dataset = form.text("dataset")
    name = form.text("name").strip() if form.text("where") == "beside" else ""
    ids = tuple(dict.fromkeys((*form.texts("entry"), *form.text("ids").replace(",", " ").split())))
    return RestoreSnapshot(
        contents=contents,
        dataset=contents.dataset(dataset).name if dataset else "",
        entry_ids=ids if form.text("what") == "some" else (),
        name=name,
        with_library=not dataset,
    )


def _restore_page(request: Request, operation: RestoreSnapshot, *, ask: bool) -> Response:
    query, workspace = _asked(request), workspace_of(request)
    fault, outlook = None, None
    if ask or not operation.dataset:
        try:
            _refuse_unsaid(query, operation)
            outlook = look_back(workspace, operation)
        except (UnknownName, InvalidValue) as refused:
            fault = refused
    changes = _changes_of(workspace, operation)
    context = {
        "frame": frame_for(request, PAGE),
        "operation": operation,
        "snapshot": operation.contents.snapshot,
        "choices": choices_of(operation, changes),
        "since": "" if changes is None else since(changes),
        "present": _present(workspace, operation),
        "name": query.text("name") or f"{operation.dataset} (restored)"[:100],
        "where": query.text("where", "here"),
        "what": query.text("what", "all"),
        "ids": query.text("ids"),
        "outlook": outlook,
        "fault": fault,
    }
    return render("pages/snapshots_restore.html", context, status=422 if fault is not None else 200)


def _refuse_unsaid(form: Form, operation: RestoreSnapshot) -> None:
    if form.text("where") == "beside" and not operation.name:
        raise InvalidValue("a dataset needs a name", advice="Give one.")
    if form.text("what") == "some" and not operation.entry_ids:
        raise InvalidValue("no entry is chosen", advice="Tick one, give ids, or bring back the whole dataset.")


def _changes_of(workspace: Workspace, operation: RestoreSnapshot) -> DatasetChanges | None:
    if not operation.dataset:
        return None
    changes = workspace.snapshots.changes_since(operation.contents.snapshot)
    names = {operation.dataset, _present(workspace, operation)}
    return next((each for each in changes.datasets if each.name in names), None)


def _present(workspace: Workspace, operation: RestoreSnapshot) -> str:
    """Return what the dataset is called now, empty when it is no longer there."""
    with workspace.view() as view:
        target = replace(operation, name="").target(view)
    return target.name if target is not None else ""


def _restore(request: Request, form: Form) -> Response:
    """Bring back what was shown, as one step."""
    workspace, operation = workspace_of(request), _operation(request, form)
    _refuse_unsaid(form, operation)
    outlook = look_back(workspace, operation)
    if outlook.base != form.number("base"):
        raise WorkspaceMoved("Something was changed since this was shown.", advice="Look at it again.")

    def _work(watch: Watch) -> Outcome:
        step = workspace.restore(operation, progress=lambda done: watch(done, outlook.lines))
        told = "All of it was as it was." if step is None else f"{step.label}."
        return Outcome(message=told, address="/history")

    job = jobs_of(request).start("Bringing back", _work, unit="lines", back=f"{_HOME}/{operation.contents.snapshot.id}")
    return shown_job(request, job, patience=_PATIENCE)


def _found(request: Request) -> Snapshot:
    return workspace_of(request).snapshots.find(request.path_params["snapshot"])


PAGE = Page(
    name="snapshots",
    title="Snapshots",
    summary="States of the workspace that are kept, and can be brought back.",
    routes=(
        Route(_HOME, _show, methods=["GET"]),
        Route(_HOME, posted(_take), methods=["POST"]),
        Route(f"{_HOME}/verify", posted(_verify_all), methods=["POST"]),
        Route(f"{_HOME}/thin", _show_thinning, methods=["GET"]),
        Route(f"{_HOME}/thin", posted(_thin), methods=["POST"]),
        Route(f"{_HOME}/{{snapshot}}", _show_one),
        Route(f"{_HOME}/{{snapshot}}/pin", posted(_pin), methods=["POST"]),
        Route(f"{_HOME}/{{snapshot}}/remove", posted(_remove), methods=["POST"]),
        Route(f"{_HOME}/{{snapshot}}/verify", posted(_verify_one), methods=["POST"]),
        Route(f"{_HOME}/{{snapshot}}/restore", _show_restore, methods=["GET"]),
        Route(f"{_HOME}/{{snapshot}}/restore", posted(_restore), methods=["POST"]),
    ),
)
