"""The prompt compiler: words that ask another system for entries, made from choices; nothing is sent or kept."""

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import BadRequest, InvalidValue
from rolethread_lite.insights.prose import size_of
from rolethread_lite.model.compilation import Compilation
from rolethread_lite.model.prompt_compiler import compile_prompt
from rolethread_lite.web.address import EntriesAddress, selection_parameters
from rolethread_lite.web.chips import chips_at
from rolethread_lite.web.compiling import (
    AUTOMATIC,
    KEPT,
    MOST_EXAMPLES,
    OWN,
    USUAL_TAKE,
    VALUE,
    Offers,
    offers_of,
    read_compilation,
    source_of,
    variables,
)
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, render, wanted, workspace_of

TASKS = (("new", "New scenes"), ("continue", "Continue entries"), ("rewrite", "Rewrite entries"))
SYSTEMS = ((AUTOMATIC, "Automatic"), (KEPT, "From the library"), (OWN, "My own"))
STYLES = (
    ("natural", "Natural dialogue"),
    ("immersive", "Immersive roleplay"),
    ("narrative", "Narrative prose"),
    ("instructive", "Instructive"),
)
TONES = (
    ("neutral", "As the situation is"),
    ("warm", "Warm"),
    ("dramatic", "Dramatic"),
    ("playful", "Playful"),
    ("professional", "Professional"),
)
DELIVERIES = (("paste", "To paste"), ("file", "As a file"))
_SEARCH = frozenset(("q", "in", "mode"))
"""Parameters of a filter that the form has a field for."""


def _show(request: Request) -> Response:
    parameters, workspace = request.query_params, workspace_of(request)
    offers, region = offers_of(workspace), wanted(request)
    if region == "values":
        return render("parts/compiler_values.html", {"variables": variables(parameters, offers), "prefix": VALUE})
    context = _prompt(request, parameters, offers)
    if region == "prompt":
        return render("parts/compiler_prompt.html", context)
    return render("pages/compiler.html", {**context, **_form(request, parameters, offers)})


def _prompt(request: Request, parameters: QueryParams, offers: Offers) -> dict[str, object]:
    """Return the prompt, or what is missing for one."""
    wish: Compilation | None = None
    text, fault = "", None
    try:
        wish = read_compilation(workspace_of(request), parameters, offers)
        text = compile_prompt(wish)
    except BadRequest as refused:
        fault = refused
    return {
        "text": text,
        "tokens": size_of(text)[1],
        "examples": len(wish.examples) if wish is not None else 0,
        "most": MOST_EXAMPLES,
        "fault": fault,
    }


def _form(request: Request, parameters: QueryParams, offers: Offers) -> dict[str, object]:
    source = _source(parameters, offers)
    filtered = tuple(selection_parameters(source.selection)) if source is not None else ()
    rest = [pair for pair in parameters.multi_items() if pair not in filtered and pair[0] not in _SEARCH]
    return {
        "frame": frame_for(request, PAGE),
        "typed": parameters,
        "offers": offers,
        "source": source,
        "chips": chips_at("/compile", source, rest=rest) if source is not None else (),
        "filtered": [pair for pair in filtered if pair[0] not in _SEARCH],
        "usual_take": len(source.selection.entry_ids) or USUAL_TAKE if source is not None else USUAL_TAKE,
        "variables": variables(parameters, offers),
        "prefix": VALUE,
        "tasks": TASKS,
        "systems": SYSTEMS,
        "styles": STYLES,
        "tones": TONES,
        "deliveries": DELIVERIES,
    }


def _source(parameters: QueryParams, offers: Offers) -> EntriesAddress | None:
    """Return which entries are meant, None for a filter that says nothing: the prompt's place tells of it."""
    try:
        return source_of(parameters, offers)
    except InvalidValue:
        return None


PAGE = Page(
    name="compile",
    title="Prompt compiler",
    summary="A prompt that asks another system for entries.",
    routes=(Route("/compile", _show),),
)
