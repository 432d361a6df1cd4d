"""The filters that are counted only when they are asked for: characters, system prompts, training; each a link."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.insights.untrained_messages import FIGURE as UNTRAINED
from rolethread_lite.model.selection import Selection, Span
from rolethread_lite.queries.characters_and_prompts import count_characters, count_prompts
from rolethread_lite.queries.count_facets import FacetCount
from rolethread_lite.web.address import EntriesAddress, read_address
from rolethread_lite.web.narrowing import with_character, with_figure, with_prompt
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import dataset_of, render, workspace_of

_SHOWN = 12
_TRAINING = (("Some messages kept out", Span(least=1)), ("No message kept out", Span(most=0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedFacet:
    """Something that stands in some of the listed entries."""

    name: str
    """What it is."""
    entries: int
    """In how many of them."""
    address: str
    """Where only these are listed, empty where no address says it."""
    is_chosen: bool
    """Whether the list is held to it already."""


def _show(request: Request) -> Response:
    dataset = dataset_of(request)
    address = read_address(request.query_params, dataset=dataset.key).turned().opened("")
    chosen = address.selection
    with workspace_of(request).view() as view:
        characters = count_characters(view, dataset=dataset.name, selection=chosen, limit=_SHOWN)
        prompts = count_prompts(view, dataset=dataset.name, selection=chosen, limit=_SHOWN)
        trained = [
            (name, span, view.count(dataset.key, with_figure(chosen, UNTRAINED.name, span))) for name, span in _TRAINING
        ]
    context = {
        "characters": [_linked(one, address, with_character(chosen, one.name), chosen.character) for one in characters],
        "prompts": [_linked(one, address, with_prompt(chosen, one.name), chosen.system_prompt) for one in prompts],
        "training": [_trained(name, span, entries, address) for name, span, entries in trained],
    }
    return render("parts/more_facets.html", context)


def _linked(count: FacetCount, address: EntriesAddress, narrowed: Selection | None, chosen: str | None) -> LinkedFacet:
    there = "" if narrowed is None else str(address.selecting(narrowed))
    return LinkedFacet(name=count.name, entries=count.entries, address=there, is_chosen=count.name == chosen)


def _trained(name: str, span: Span, entries: int, address: EntriesAddress) -> LinkedFacet:
    """Return a part of the listed entries: those of which something is not to be learned, or the others."""
    chosen = address.selection
    return LinkedFacet(
        name=name,
        entries=entries,
        address=str(address.selecting(with_figure(chosen, UNTRAINED.name, span))),
        is_chosen=dict(chosen.figures).get(UNTRAINED.name) == span,
    )


PAGE = Page(
    name="facets",
    title="More filters",
    summary="Characters, system prompts and training of the listed entries.",
    routes=(Route("/d/{dataset:int}/facets", _show),),
)
