"""What is done with the ticked entries: shown first where it is more than a few tags, and one step in any case."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.repair_entries import RepairEntries
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.address import read_address, read_selection, selection_parameters
from rolethread_lite.web.asking import settle, told
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.entries import PAGE as ENTRIES
from rolethread_lite.web.pages.entries import list_context
from rolethread_lite.web.rendering import dataset_of, frame_for, render, workspace_of

MANY = 100
"""Entries from which on even tags are shown before they are given."""

Make = Callable[[str, Selection, Form], Operation]
"""Makes an operation on entries of a dataset, from what the form says."""


def _act(request: Request, form: Form, *, make: Make) -> Response:
    """Show what would become of the ticked entries, or do it where that was confirmed."""
    dataset = dataset_of(request)
    operation = make(dataset.name, ticked(request, form, dataset), form)
    return settle(request, form, operation, show=partial(_show, form=form))


def _tag(request: Request, form: Form) -> Response:
    """Give the ticked entries a tag, or take it away; many of them are shown first."""
    dataset = dataset_of(request)
    chosen = ticked(request, form, dataset)
    operation = _tagging(dataset.name, chosen, form)
    with workspace_of(request).view() as view:
        is_many = (len(chosen.entry_ids) or view.count(dataset.key, chosen)) > MANY
    if is_many:
        return settle(request, form, operation, show=partial(_show, form=form))
    return _show(request, QueryParams(), told(workspace_of(request).run(operation)), form=form)


def _show(request: Request, parameters: QueryParams, toast: str, *, form: Form) -> Response:
    """Show the list as it is now, where it was; the question is over."""
    del parameters
    dataset = dataset_of(request)
    address = read_address(QueryParams(form.text("address")), dataset=dataset.key)
    context = {**list_context(request, dataset, address), "toast": toast}
    headers = {"hx-retarget": "#list", "hx-trigger": "entries-changed"}
    return render("parts/ticked_answer.html", context, headers=headers)


def _go(request: Request, form: Form, *, to: str) -> Response:
    """Lead to a page about the ticked entries."""
    dataset = dataset_of(request)
    chosen = QueryParams(list(selection_parameters(ticked(request, form, dataset))))
    address = to.format(key=dataset.key, chosen=chosen).rstrip("?&")
    context = {"frame": frame_for(request, ENTRIES, dataset=dataset), "toast": ""}
    return render("parts/toast.html", context, headers={"hx-redirect": address})


def ticked(request: Request, form: Form, dataset: Dataset) -> Selection:
    """Return the entries that are ticked: some by id, or all that are listed but some."""
    ids = tuple(one for one in form.text("ids").split(",") if one)
    if form.text("all") != "1":
        if not ids:
            raise InvalidValue("no entry is ticked", advice="Tick some first.")
        return Selection(entry_ids=ids)
    selection = read_selection(QueryParams(form.text("query")))
    if not ids:
        return selection
    left_out = frozenset(ids)
    with workspace_of(request).view() as view:
        lines = view.lines(place.key for place in view.places(dataset.key, selection))
        return Selection(entry_ids=tuple(line.entry_id for line in lines if line.entry_id not in left_out))


def _tagging(dataset: str, selection: Selection, form: Form) -> Operation:
    tag = form.text("tag")
    if not tag.strip():
        raise InvalidValue("no tag was typed", advice="Type one first.")
    if form.text("remove") == "1":
        return TagEntries(dataset=dataset, selection=selection, remove=(tag.strip(),))
    return TagEntries(dataset=dataset, selection=selection, add=(tag.strip(),))


def _deleting(dataset: str, selection: Selection, form: Form) -> Operation:
    del form
    return DeleteEntries(dataset=dataset, selection=selection)


def _duplicating(dataset: str, selection: Selection, form: Form) -> Operation:
    del form
    return DuplicateEntries(dataset=dataset, selection=selection)


def _joining(dataset: str, selection: Selection, form: Form) -> Operation:
    del form
    return JoinEntries(dataset=dataset, selection=selection)


def _repairing(dataset: str, selection: Selection, form: Form) -> Operation:
    del form
    return RepairEntries(dataset=dataset, selection=selection)


_ACTIONS: Mapping[str, Make] = MappingProxyType(
    {"delete": _deleting, "duplicate": _duplicating, "join": _joining, "repair": _repairing}
)
_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "export": "/d/{key}/export?{chosen}",
        "insights": "/d/{key}/insights?{chosen}",
        "compile": "/compile?from={key}&{chosen}",
    }
)

PAGE = Page(
    name="ticked",
    title="Ticked entries",
    summary="What is done with several entries at once.",
    routes=(
        Route("/d/{dataset:int}/ticked/tag", posted(_tag), methods=["POST"]),
        *(
            Route(f"/d/{{dataset:int}}/ticked/{word}", posted(partial(_act, make=make)), methods=["POST"])
            for word, make in _ACTIONS.items()
        ),
        *(
            Route(f"/d/{{dataset:int}}/ticked/{word}", posted(partial(_go, to=to)), methods=["POST"])
            for word, to in _PLACES.items()
        ),
    ),
)
