"""Joining entries into one: which ones is said among the entries, here it is shown and done."""

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import BadRequest, InvalidValue, RoleThreadError, WorkspaceMoved
from rolethread_lite.model.change import ReplaceLine
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.preview import preview_change
from rolethread_lite.queries.read_entry import read_entry
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.combine_frame import JOIN, find_dataset, show_tab
from rolethread_lite.web.open_entry import title_of
from rolethread_lite.web.rendering import workspace_of
from rolethread_lite.workspace import Plan


def _show(request: Request) -> Response:
    return _page(request, request.query_params)


def _page(request: Request, parameters: QueryParams, *, fault: RoleThreadError | None = None) -> Response:
    """Show what joining is, the entries that are meant, and what becomes of them."""
    joined, dataset, revision = None, None, 0
    parts: tuple[tuple[int, str, str], ...] = ()
    try:
        dataset = find_dataset(request, parameters.get("dataset", ""))
        if dataset is not None and parameters.getlist("id"):
            parts = _parts(request, dataset, parameters)
            joined, revision = _joined(request, dataset, parameters)
    except BadRequest as refused:
        fault = fault or refused
    context = {
        "dataset": dataset,
        "query": str(parameters),
        "parts": parts,
        "joined": joined,
        "revision": revision,
    }
    return show_tab(request, JOIN, context, fault=fault)


def _operation(dataset: Dataset, parameters: QueryParams) -> JoinEntries:
    ids = tuple(dict.fromkeys(parameters.getlist("id")))
    return JoinEntries(dataset=dataset.name, selection=Selection(entry_ids=ids))


def _parts(request: Request, dataset: Dataset, parameters: QueryParams) -> tuple[tuple[int, str, str], ...]:
    """Return the number, the title and the address of each entry, in the order of the dataset."""
    with workspace_of(request).view() as view:
        details = [
            read_entry(view, dataset=dataset.name, entry_id=entry_id)
            for entry_id in dict.fromkeys(parameters.getlist("id"))
        ]
    details.sort(key=lambda one: one.number)
    return tuple(
        (
            one.number,
            title_of(one.item) if isinstance(one.item, Entry) else "Not an entry",
            f"/d/{dataset.key}/entries?open={one.entry_id}",
        )
        for one in details
    )


def _joined(request: Request, dataset: Dataset, parameters: QueryParams) -> tuple[Entry | None, int]:
    """Return the entry that would come of it, and the revision it is true for; raises InvalidValue."""
    with workspace_of(request).view() as view:
        for change in _operation(dataset, parameters).changes(view):
            after = preview_change(view, change).after if isinstance(change, ReplaceLine) else None
            if isinstance(after, Entry):
                return after, view.revision
        return None, view.revision


def _join(request: Request, form: Form) -> Response:
    """Join what was shown, unless something changed since."""
    parameters = QueryParams(form.text("query"))
    dataset = find_dataset(request, parameters.get("dataset", ""))
    if dataset is None:
        raise InvalidValue("no dataset is named", advice="Tick entries among those of a dataset.")
    operation = _operation(dataset, parameters)
    plan = Plan(operation=operation, label=operation.label(), base=form.number("base"), changes=0)
    try:
        workspace_of(request).apply(plan)
    except (InvalidValue, WorkspaceMoved) as fault:
        return _page(request, parameters, fault=fault)
    return RedirectResponse(f"/d/{dataset.key}/entries?open={_first(request, dataset, operation)}", 303)


def _first(request: Request, dataset: Dataset, operation: JoinEntries) -> str:
    """Return the id of the entry in whose place the joined one stands: the only one of them that is left."""
    with workspace_of(request).view() as view:
        places = view.places(dataset.key, operation.selection, limit=1)
        return next(view.lines([place.key for place in places])).entry_id


ROUTES = (
    Route(JOIN.path, _show),
    Route(JOIN.path, posted(_join), methods=["POST"]),
)
"""The addresses of the tab."""
