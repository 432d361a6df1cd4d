"""The entries of a dataset: filters, a list in pages, and the one that is open."""

from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.order import Order
from rolethread_lite.model.selection import Selection
from rolethread_lite.queries.count_facets import Facets, count_facets
from rolethread_lite.queries.page_entries import page_entries
from rolethread_lite.rules import all_rules
from rolethread_lite.web.address import RANGES, EntriesAddress, read_address
from rolethread_lite.web.filters import chips_of, ranges_of, rule_title
from rolethread_lite.web.jobs import Wait
from rolethread_lite.web.latest import Latest
from rolethread_lite.web.open_entry import entry_context
from rolethread_lite.web.opened_lately import note_opened
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import dataset_of, frame_for, render, wanted, workspace_of
from rolethread_lite.web.saved_views import saved_views
from rolethread_lite.web.searching import awaited_search

SORTS = (
    ("", "Their own order"),
    ("-tokens", "Longest first"),
    ("tokens", "Shortest first"),
    ("-exchanges", "Most exchanges first"),
    ("exchanges", "Fewest exchanges first"),
    ("-speakers", "Most speakers first"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacet:
    """A rule as a filter."""

    code: str
    """Its code."""
    title: str
    """Its name."""
    severity: str
    """The word for how much its findings matter."""
    entries: int
    """In how many of the listed entries it found something."""


def _show(request: Request) -> Response:
    dataset = dataset_of(request)
    address = read_address(request.query_params, dataset=dataset.key)
    region = wanted(request)
    if region == "list":
        address = address if address.open_id else address.opened(_shown(request).get("open", ""))
    wait = awaited_search(request, dataset, address) if region in ("", "list", "facets") else None
    if wait is not None:
        return _wait(request, dataset, address, wait)
    if region == "facets":
        context = {**_filter_context(request, dataset, address), **_facet_context(request, dataset, address)}
        return render("parts/facets.html", context)
    if region == "detail":
        return render("parts/entry.html", entry_context(request, dataset, address.open_id, address=address))
    if region == "list":
        context = list_context(request, dataset, address)
        return render("parts/list_answer.html", {**context, "toast": ""}, headers=_shown_address(request, address))
    context = list_context(request, dataset, address)
    context |= _facet_context(request, dataset, address)
    context |= entry_context(request, dataset, address.open_id, address=address)
    answer = render("pages/entries.html", {**context, "wait": None})
    note_opened(request, answer, dataset)
    return answer


def _wait(request: Request, dataset: Dataset, address: EntriesAddress, wait: Wait) -> Response:
    """Show how far the search is in place of the list."""
    context = {**_filter_context(request, dataset, address), "wait": wait}
    if wanted(request) == "list":
        return render("parts/wait_answer.html", context, headers=_shown_address(request, address))
    if wanted(request) == "facets":
        return Response(status_code=204)
    context |= entry_context(request, dataset, address.open_id, address=address)
    return render("pages/entries.html", context)


def _shown(request: Request) -> QueryParams:
    """Return the parameters of the address that the browser shows."""
    return QueryParams(request.headers.get("hx-current-url", "").partition("?")[2])


def _shown_address(request: Request, address: EntriesAddress) -> dict[str, str]:
    """Say what the browser shows from now on; what is still being typed makes no new place to come back to."""
    is_same = _shown(request) == QueryParams(str(address).partition("?")[2])
    is_typed = request.headers.get("hx-source", "").startswith("input#q")
    return {"hx-replace-url" if is_same or is_typed else "hx-push-url": str(address)}


def list_context(request: Request, dataset: Dataset, address: EntriesAddress) -> dict[str, object]:
    """Return what the list of entries needs to be shown."""
    workspace = workspace_of(request)
    order = Order(figure=address.order.removeprefix("-"), descending=address.order.startswith("-"))
    with workspace.view() as view:
        rows = page_entries(
            view,
            dataset=dataset.name,
            selection=address.selection,
            order=order,
            after=address.after,
            before=address.before,
        )
        total, revision, settings = view.count(dataset.key, address.selection), view.revision, view.settings()
    return {
        **_filter_context(request, dataset, address),
        "rows": rows,
        "total": total,
        "revision": revision,
        "lines": dataset.entries + dataset.records,
        "chips": chips_of(address),
        "views": saved_views(settings),
        "sorts": SORTS,
        "titles": {one.rule.code: rule_title(one.rule) for one in all_rules()},
    }


def _filter_context(request: Request, dataset: Dataset, address: EntriesAddress) -> dict[str, object]:
    """Return what the filters need to be shown, but for what is counted."""
    return {
        "frame": frame_for(request, PAGE, dataset=dataset),
        "dataset": dataset,
        "address": address,
        "range_names": RANGES,
        "ranges": ranges_of(address),
    }


def _facet_context(request: Request, dataset: Dataset, address: EntriesAddress) -> dict[str, object]:
    """Return what is counted beside the list."""
    facets = _facets(request, dataset, address.selection)
    return {"facets": facets, "rule_facets": _rule_facets(facets, address.selection)}


def _facets(request: Request, dataset: Dataset, selection: Selection) -> Facets:
    """Return what is counted beside the list; turning a page does not count it again."""
    kept: Latest[Facets] = request.app.state.facets
    asked = f"{dataset.key} {selection}"
    with workspace_of(request).view() as view:
        found = kept.find(asked, revision=view.revision)
        if found is None:
            found = count_facets(view, dataset=dataset.name, selection=selection)
            kept.keep(asked, found, revision=view.revision)
    return found


def _rule_facets(facets: Facets, selection: Selection) -> tuple[RuleFacet, ...]:
    """Return the rules that found something, the worst first; chosen ones stay even where nothing is left."""
    entries = {one.name: one.entries for one in facets.findings}
    shown = [one.rule for one in all_rules() if one.rule.code in entries or one.rule.code in selection.findings]
    return tuple(
        RuleFacet(
            code=rule.code, title=rule_title(rule), severity=rule.severity.word, entries=entries.get(rule.code, 0)
        )
        for rule in sorted(shown, key=lambda rule: (-rule.severity, rule.code))
    )


PAGE = Page(
    name="entries",
    title="Entries",
    summary="Find, read, edit and tag entries.",
    routes=(Route("/d/{dataset:int}/entries", _show),),
    place=1,
    of_dataset=True,
    key="e",
)
