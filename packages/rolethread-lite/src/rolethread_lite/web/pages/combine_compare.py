"""Comparing two datasets, and taking over what the other one has: all of it, or what is ticked."""

from dataclasses import replace

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError, WorkspaceMoved
from rolethread_lite.model.three_way import Side
from rolethread_lite.model.watch import Watch
from rolethread_lite.operations.differences.take_differences import TakeDifferences
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.combine_frame import VERSIONS, find_dataset, show_tab
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.latest import Latest
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import workspace_of
from rolethread_lite.web.versions import TURNS, ShownVersions, show_versions
from rolethread_lite.workspace import Plan

AT_ONCE = 6_000
"""Up to so many lines are compared while the page waits."""
_PATIENCE = 2.0


def _show(request: Request) -> Response:
    return _page(request, request.query_params)


def _page(request: Request, parameters: QueryParams, *, fault: RoleThreadError | None = None) -> Response:
    """Show the choice of datasets, and how they differ where two are chosen."""
    found, lines = None, 0
    try:
        if parameters.get("mine") and parameters.get("theirs"):
            lines = _lines(request, parameters)
            found = _known(request, parameters) or (_versions(request, parameters) if lines <= AT_ONCE else None)
    except InvalidValue as refused:
        fault = fault or refused
    keys = {name: parameters.get(name, "") for name in ("mine", "theirs", "base")}
    context = {"typed": parameters, "keys": keys, "found": found, "turns": TURNS, "lines": lines}
    return show_tab(request, VERSIONS, context, fault=fault)


def _operation(request: Request, parameters: QueryParams) -> TakeDifferences:
    """Return the operation that takes everything over; raises InvalidValue where datasets are missing."""
    mine, theirs, base = (find_dataset(request, parameters.get(name, "")) for name in ("mine", "theirs", "base"))
    if mine is None or theirs is None:
        raise InvalidValue("it takes two datasets to compare", advice="Choose both.")
    side = parameters.get("prefer", Side.MINE.value)
    if side not in {one.value for one in Side}:
        raise InvalidValue(f"{side!r} is no side", where="prefer", advice="Choose one of the page.")
    return TakeDifferences(
        dataset=mine.name, source=theirs.name, base=base.name if base is not None else "", prefer=Side(side)
    )


def _versions(request: Request, parameters: QueryParams) -> ShownVersions:
    operation, workspace = _operation(request, parameters), workspace_of(request)
    with workspace.view() as view:
        mine, theirs = view.dataset(operation.dataset), view.dataset(operation.source)
    found = show_versions(workspace, operation, mine=mine, theirs=theirs)
    _kept(request).keep(str(parameters), found, revision=found.revision)
    return found


def _kept(request: Request) -> Latest[ShownVersions]:
    versions: Latest[ShownVersions] = request.app.state.versions
    return versions


def _known(request: Request, parameters: QueryParams) -> ShownVersions | None:
    with workspace_of(request).view() as view:
        return _kept(request).find(str(parameters), revision=view.revision)


def _lines(request: Request, parameters: QueryParams) -> int:
    """Return how many lines have to be read."""
    chosen = (find_dataset(request, parameters.get(name, "")) for name in ("mine", "theirs", "base"))
    return sum(one.entries + one.records for one in chosen if one is not None)


def _compare(request: Request, form: Form) -> Response:
    """Compare in the background, and show the differences once they are known."""
    parameters = QueryParams(form.text("query"))
    _operation(request, parameters)
    address = f"{VERSIONS.path}?{parameters}"

    def _work(_watch: Watch) -> Outcome:
        _versions(request, parameters)
        return Outcome(message="Compared the datasets", address=address)

    job = jobs_of(request).start("Compare two datasets", _work, back=address)
    return shown_job(request, job, patience=_PATIENCE)


def _take(request: Request, form: Form) -> Response:
    """Take over what is ticked, unless something changed since it was shown."""
    parameters = QueryParams(form.text("query"))
    try:
        found = _known(request, parameters) or _versions(request, parameters)
        operation = _ticked(_operation(request, parameters), found, form)
        _refuse_moved(found, shown=form.number("base"))
    except (InvalidValue, WorkspaceMoved) as fault:
        return _page(request, parameters, fault=fault)
    plan = Plan(operation=operation, label=operation.label(), base=found.revision, changes=len(found.ids))
    workspace, address = workspace_of(request), f"/d/{parameters['mine']}/entries"

    def _work(watch: Watch) -> Outcome:
        workspace.apply(plan, progress=lambda done: watch(min(done, plan.changes), plan.changes))
        return Outcome(message=plan.label, address=address)

    job = jobs_of(request).start(plan.label, _work, unit="entries", back=f"{VERSIONS.path}?{parameters}")
    return shown_job(request, job, patience=_PATIENCE)


def _refuse_moved(found: ShownVersions, *, shown: int) -> None:
    if found.revision != shown:
        raise WorkspaceMoved("something changed since this was shown", advice="Look again, then go on.")


def _ticked(operation: TakeDifferences, found: ShownVersions, form: Form) -> TakeDifferences:
    """Return the operation for what is ticked; what is not shown goes as its own box says."""
    shown, ticked = {one.entry_id for one in found.first}, set(form.texts("take"))
    wanted = tuple(one for one in found.ids if (one in ticked if one in shown else form.has("rest")))
    if not wanted:
        raise InvalidValue("nothing is ticked", advice="Tick what is to be taken over.")
    return operation if wanted == found.ids else replace(operation, entries=wanted)


ROUTES = (
    Route(VERSIONS.path, _show),
    Route(VERSIONS.path, posted(_take), methods=["POST"]),
    Route(f"{VERSIONS.path}/preview", posted(_compare), methods=["POST"]),
)
"""The addresses of the tab."""
