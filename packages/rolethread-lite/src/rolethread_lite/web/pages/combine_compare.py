"""Comparing two datasets, and taking over what the other one has: all of it, or what is ticked."""

from dataclasses import replace

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError, WorkspaceMoved
from rolethread_lite.model.three_way import Side
from rolethread_lite.operations.differences.take_differences import TakeDifferences
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.combine_frame import VERSIONS, find_dataset, show_tab
from rolethread_lite.web.rendering import workspace_of
from rolethread_lite.web.versions import TURNS, ShownVersions, show_versions
from rolethread_lite.workspace import Plan


def _show(request: Request) -> Response:
    return _page(request, request.query_params)


def _page(request: Request, parameters: QueryParams, *, fault: RoleThreadError | None = None) -> Response:
    """Show the choice of datasets, and how they differ where two are chosen."""
    found = None
    try:
        if parameters.get("mine") and parameters.get("theirs"):
            found = _versions(request, parameters)
    except InvalidValue as refused:
        fault = fault or refused
    keys = {name: parameters.get(name, "") for name in ("mine", "theirs", "base")}
    context = {"typed": parameters, "keys": keys, "found": found, "turns": TURNS}
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
    return show_versions(workspace, operation, mine=mine, theirs=theirs)


def _take(request: Request, form: Form) -> Response:
    """Take over what is ticked, unless something changed since it was shown."""
    parameters = QueryParams(form.text("query"))
    base = form.number("base")
    try:
        operation = _ticked(_operation(request, parameters), _versions(request, parameters), form)
        plan = Plan(operation=operation, label=operation.label(), base=base, changes=0)
        workspace_of(request).apply(plan)
    except (InvalidValue, WorkspaceMoved) as fault:
        return _page(request, parameters, fault=fault)
    return RedirectResponse(f"/d/{parameters['mine']}/entries", 303)


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
)
"""The addresses of the tab."""
