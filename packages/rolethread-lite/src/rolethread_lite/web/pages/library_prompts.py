"""The system prompts of the library: all of them, and one in full with its versions and the entries that have it."""

from collections.abc import Callable, Mapping
from functools import partial

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import EntryChanged
from rolethread_lite.model.prompt_template import variables_of
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.activate_prompts import ActivatePrompts, DeactivatePrompts
from rolethread_lite.operations.prompts.apply_prompt import ApplyPrompt
from rolethread_lite.operations.prompts.create_prompt import CreatePrompt
from rolethread_lite.operations.prompts.delete_prompts import DeletePrompts
from rolethread_lite.operations.prompts.edit_prompt import EditPrompt
from rolethread_lite.operations.prompts.rename_prompt import RenamePrompt
from rolethread_lite.operations.prompts.restore_prompt_version import RestorePromptVersion
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.address import read_selection
from rolethread_lite.web.asking import moved, settle, show_again, show_part, told
from rolethread_lite.web.library_prompts import list_prompts, read_prompt
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.library_tags import PAGE as LIBRARY
from rolethread_lite.web.rendering import frame_for, workspace_of

Verb = Callable[[Form], Operation]
"""Reads a form as an operation."""
_VALUE = "value-"


def _show(request: Request) -> Response:
    part, context = _view(request, request.query_params)
    return show_part(request, part, context)


def _shown(request: Request, parameters: QueryParams, toast: str) -> Response:
    part, context = _view(request, parameters)
    return show_again(part, context, toast=toast, address=moved(request, "/library/prompts", parameters))


def _view(request: Request, parameters: QueryParams) -> tuple[str, dict[str, object]]:
    """Return which part shows what an address says, and what it needs."""
    workspace = workspace_of(request)
    frame = frame_for(request, LIBRARY)
    context: dict[str, object] = {"frame": frame}
    if parameters.get("prompt"):
        page = read_prompt(workspace, parameters["prompt"])
        chosen = parameters.get("dataset", str(frame.dataset.key) if frame.dataset else "")
        return "library_prompt", {**context, "title": page.prompt.name, "page": page, "chosen": chosen}
    prompts = list_prompts(workspace)
    return "library_prompts", {**context, "title": "System prompts", "prompts": prompts}


def _act(request: Request, form: Form, *, verb: Verb) -> Response:
    return settle(request, form, verb(form), show=_shown)


def _edit(request: Request, form: Form) -> Response:
    """Save a new text, unless the prompt has another version than the one that was edited."""
    page = read_prompt(workspace_of(request), form.text("prompt"))
    if form.number("seen") != page.prompt.version:
        raise EntryChanged(
            "this system prompt was changed elsewhere while you edited it",
            advice="Copy your text, load the page again, and save it then.",
        )
    operation = EditPrompt(prompt=page.prompt.name, text=form.text("text"), description=form.text("description"))
    return settle(request, form, operation, show=_shown)


def _create(request: Request, form: Form) -> Response:
    """Make a system prompt and show it."""
    workspace = workspace_of(request)
    operation = CreatePrompt(name=form.text("name"), text=form.text("text"), description=form.text("description"))
    step = workspace.run(operation)
    return _shown(request, QueryParams([("prompt", form.text("name").strip())]), told(step))


def _delete(request: Request, form: Form) -> Response:
    return settle(request, form, DeletePrompts(prompts=form.texts("prompt")), show=_shown, parameters=QueryParams())


def _apply(request: Request, form: Form) -> Response:
    """Give entries of a dataset the prompt, its variables filled."""
    workspace = workspace_of(request)
    page = read_prompt(workspace, form.text("prompt"))
    with workspace.view() as view:
        dataset = view.dataset_of(form.number("dataset")).name
    values = tuple((name, form.text(f"{_VALUE}{name}")) for name in variables_of(page.prompt.text))
    operation = ApplyPrompt(
        dataset=dataset,
        selection=selection_of(form.text("query")),
        prompt=page.prompt.name,
        values=tuple(pair for pair in values if pair[1]),
        skip_missing=form.has("skip_missing"),
    )
    return settle(request, form, operation, show=_shown)


def selection_of(query: str) -> Selection:
    """Return the entries that an address of a list of entries says, or what stands behind its `?`."""
    text = query.strip()
    return read_selection(QueryParams(text.rpartition("?")[2])) if text else Selection()


_VERBS: Mapping[str, Verb] = {
    "rename": lambda form: RenamePrompt(prompt=form.text("prompt"), name=form.text("name")),
    "activate": lambda form: ActivatePrompts(prompts=form.texts("prompt")),
    "deactivate": lambda form: DeactivatePrompts(prompts=form.texts("prompt")),
    "restore": lambda form: RestorePromptVersion(prompt=form.text("prompt"), version=form.number("version")),
}

PAGE = Page(
    name="library/prompts",
    title="System prompts",
    summary="The system prompts you keep, with their versions and the entries that have them.",
    routes=(
        Route("/library/prompts", _show),
        Route("/library/prompts/edit", posted(_edit), methods=["POST"]),
        Route("/library/prompts/create", posted(_create), methods=["POST"]),
        Route("/library/prompts/delete", posted(_delete), methods=["POST"]),
        Route("/library/prompts/apply", posted(_apply), methods=["POST"]),
        *(
            Route(f"/library/prompts/{word}", posted(partial(_act, verb=verb)), methods=["POST"])
            for word, verb in _VERBS.items()
        ),
    ),
)
