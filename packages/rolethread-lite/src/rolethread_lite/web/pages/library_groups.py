"""The system prompts of one dataset: how many entries have which, and those that nearly are the same."""

from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.prompts.save_prompt import SavePromptFromEntry
from rolethread_lite.operations.prompts.unify_prompts import UnifyPrompts
from rolethread_lite.queries.prompts import PromptGroup, find_prompt_text, near_identical_prompts, prompt_groups
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.asking import Answer, settle, show_again, show_part
from rolethread_lite.web.library_prompts import prompt_address
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.library_tags import PAGE as LIBRARY
from rolethread_lite.web.rendering import dataset_of, frame_for, workspace_of

LIKENESSES = (("1", "Same words"), ("0.95", "Very alike"), ("0.9", "Alike"), ("0.8", "Loosely alike"))
"""How much two system prompts must have in common, with the word for it."""
_USUAL = "0.9"
_OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A system prompt of the dataset."""

    group: PromptGroup
    """The system prompt and its entries."""
    address: str
    """Where they are."""


def _show(request: Request) -> Response:
    return show_part(request, "library_groups", _context(request, request.query_params))


def _shown(request: Request, parameters: QueryParams, toast: str) -> Response:
    return show_again("library_groups", _context(request, parameters), toast=toast)


def _context(request: Request, parameters: QueryParams) -> dict[str, object]:
    dataset = dataset_of(request)
    given = parameters.get("least", _USUAL)
    least = given if given in dict(LIKENESSES) else _USUAL
    with workspace_of(request).view() as view:
        groups = prompt_groups(view, dataset=dataset.name)
        near = near_identical_prompts(view, dataset=dataset.name, least=float(least))
    rows = tuple(GroupRow(group=one, address=_address(dataset.key, one)) for one in groups)
    return {
        "frame": frame_for(request, LIBRARY, dataset=dataset),
        "title": "System prompts",
        "dataset": dataset,
        "rows": rows,
        "near": near,
        "most": max((one.entries for one in groups), default=0),
        "least": least,
        "likenesses": LIKENESSES,
    }


def _address(dataset: int, group: PromptGroup) -> str:
    """Return where the entries are; those without a system prompt cannot be asked for."""
    return "" if group.text is None else prompt_address(dataset, group.text)


def _unify(request: Request, form: Form) -> Response:
    """Make the ticked system prompts the one that was chosen, or the text that was typed."""
    dataset = dataset_of(request).name
    with workspace_of(request).view() as view:
        texts = tuple(find_prompt_text(view, dataset=dataset, word=word) for word in form.texts("member"))
        to = form.text("to")
        by = form.text("text") if to == _OWN else find_prompt_text(view, dataset=dataset, word=to)
    operation = UnifyPrompts(dataset=dataset, texts=texts, by=by)
    return settle(request, form, operation, show=_shown, answers=(Answer(label="Make them one"),))


def _save(request: Request, form: Form) -> Response:
    """Keep the system prompt of a group in the library."""
    dataset = dataset_of(request)
    with workspace_of(request).view() as view:
        text = find_prompt_text(view, dataset=dataset.name, word=form.text("digest"))
        places = view.places(dataset.key, Selection(system_prompt=text), limit=1)
        entry_id = next(line.entry_id for line in view.lines(place.key for place in places))
    operation = SavePromptFromEntry(
        dataset=dataset.name, entry_id=entry_id, name=form.text("name"), variables=_variables(form.text("variables"))
    )
    return settle(request, form, operation, show=_shown)


def _variables(text: str) -> tuple[tuple[str, str], ...]:
    """Return what was typed as `char=Mira, place=the ford`; raises InvalidValue for anything else."""
    pairs = [word.partition("=") for word in text.replace("\n", ",").split(",") if word.strip()]
    if any(not (name.strip() and sign and value.strip()) for name, sign, value in pairs):
        raise InvalidValue(f"{text!r} says no variables", advice="Write them as char=Mira, place=the ford.")
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)


PAGE = Page(
    name="prompts",
    title="System prompts of a dataset",
    summary="Which system prompts a dataset has, and which nearly are the same.",
    routes=(
        Route("/d/{dataset:int}/prompts", _show),
        Route("/d/{dataset:int}/prompts/unify", posted(_unify), methods=["POST"]),
        Route("/d/{dataset:int}/prompts/save", posted(_save), methods=["POST"]),
    ),
    of_dataset=True,
)
