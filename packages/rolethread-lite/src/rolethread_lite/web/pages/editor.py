"""The editor: an entry is written here, or changed in depth, as messages or as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import EntryChanged, InvalidValue
from rolethread_lite.formats import messages
from rolethread_lite.model.character import Character
from rolethread_lite.model.dataset import Dataset, Step
from rolethread_lite.model.difference import EntryDifference, compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.create_entry import CreateEntry
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.split_entry import SplitEntry
from rolethread_lite.queries.count_facets import count_facets
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.editor_desk import Desk, begin, begin_as_json, open_desk, show_cards
from rolethread_lite.web.entry_changes import Changed, begin_next, change_entry, put_prompt
from rolethread_lite.web.entry_check import check_typed
from rolethread_lite.web.json_view import JsonFault, shown_json
from rolethread_lite.web.opened_lately import note_opened
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import dataset_of, frame_for, render, wanted, workspace_of
from rolethread_lite.web.typed_entry import Card, TypedEntry, read_typed

_CONFLICT, _REFUSED = 409, 422
_MOST_NAMES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said above the editor."""

    toast: str = ""
    """What was done."""
    fault: JsonFault | None = None
    """Why what is typed is no entry."""
    is_conflict: bool = False
    """Whether the stored entry is another one than the editor began with."""
    difference: EntryDifference | None = None
    """What saving would change in the stored entry, in a conflict."""
    is_draft: bool = False
    """Whether what is typed was kept as a draft."""


def _show(request: Request) -> Response:
    desk = open_desk(request)
    typed = begin(desk)
    answer = render("pages/editor.html", _context(request, desk, Changed(typed=typed), Told()))
    note_opened(request, answer, desk.dataset)
    return answer


def _act(request: Request, form: Form) -> Response:
    """Do what the button that was pressed says."""
    desk, typed = open_desk(request), read_typed(form)
    word, _, rest = form.text("act").partition(":")
    try:
        if word == "save":
            return _save(request, desk, typed, agreed=rest)
        if word == "next":
            return _create(request, desk, typed, goes_on=True)
        if word == "split":
            return _split(request, desk, typed, rest)
        if word == "prompt":
            return _answer(request, desk, _prompted(request, typed))
        return _answer(request, desk, change_entry(typed, form.text("act")))
    except JsonFault as fault:
        return _answer(request, desk, Changed(typed=typed, focus="json"), Told(fault=fault), status=_REFUSED)


def _save(request: Request, desk: Desk, typed: TypedEntry, *, agreed: str) -> Response:
    """Save over what is stored, if that is what the editor began with, or what its owner agreed to."""
    if desk.opened is None:
        return _create(request, desk, typed, goes_on=False)
    edited = typed.entry()
    if desk.seen not in (typed.seen, agreed):
        return _in_conflict(request, desk, typed)
    try:
        step = _write(request, desk, typed, edited)
    except EntryChanged:
        return _in_conflict(request, open_desk(request), typed)
    return _saved(request, open_desk(request), typed, step)


def _write(request: Request, desk: Desk, typed: TypedEntry, edited: Entry) -> Step | None:
    opened = desk.opened
    if opened is None or not desk.differs(edited):
        return None
    name, entry_id = desk.dataset.name, opened.detail.entry_id
    operation: Operation = EditEntryText(dataset=name, entry_id=entry_id, text=_json_of(typed, edited))
    if opened.entry is not None:
        operation = EditEntry(dataset=name, entry_id=entry_id, entry=edited, before=opened.entry)
    return workspace_of(request).run(operation)


def _json_of(typed: TypedEntry, edited: Entry) -> str:
    return typed.json if typed.json is not None else shown_json(messages.write(edited))


def _saved(request: Request, desk: Desk, typed: TypedEntry, step: Step | None) -> Response:
    """Show what was saved; cards keep their keys, so that whoever types in one goes on typing in it."""
    if not wanted(request):
        return RedirectResponse(desk.here, 303)
    keys = (card.key for card in typed.cards)
    now = begin(desk, keys=keys) if typed.json is None else begin_as_json(desk)
    told = Told(toast=step.label if step is not None else "Nothing was changed")
    headers = {"hx-trigger": "entry-saved", "hx-replace-url": desk.here}
    return _answer(request, desk, Changed(typed=now), told, headers=headers)


def _create(request: Request, desk: Desk, typed: TypedEntry, *, goes_on: bool) -> Response:
    entry = typed.entry()
    if not any(message.text.strip() or message.has_tool_calls for message in entry.messages):
        raise InvalidValue("nothing is said in this entry yet", advice="Type at least one message.")
    workspace_of(request).run(CreateEntry(dataset=desk.dataset.name, entry=entry))
    if goes_on:
        if not wanted(request):
            return RedirectResponse(desk.here, 303)
        headers = {"hx-trigger": "entry-saved"}
        following = Changed(typed=begin_next(typed), focus=_first_box(begin_next(typed).cards))
        return _answer(request, open_desk(request), following, Told(toast="Entry created"), headers=headers)
    made = open_desk(request, _last_id(request, desk.dataset))
    if not wanted(request):
        return RedirectResponse(made.here, 303)
    return _saved(request, made, typed, workspace_of(request).history(limit=1)[0])


def _first_box(cards: tuple[Card, ...]) -> str:
    return next((f"text-{card.key}" for card in cards if not card.message.text), "")


def _last_id(request: Request, dataset: Dataset) -> str:
    """Return the id of the line that was added last."""
    with workspace_of(request).view() as view:
        now = view.dataset_of(dataset.key)
        return view.line(view.key_at(dataset.key, now.entries + now.records)).entry_id


def _split(request: Request, desk: Desk, typed: TypedEntry, place: str) -> Response:
    opened = desk.opened
    if opened is None or desk.differs(typed.entry()):
        raise InvalidValue("only a saved entry can be split", advice="Save first, then split.")
    before = (int(place),) if place.isdecimal() else ()
    operation = SplitEntry(dataset=desk.dataset.name, entry_id=opened.detail.entry_id, before=before)
    step = workspace_of(request).run(operation)
    return _saved(request, open_desk(request), typed, step)


def _prompted(request: Request, typed: TypedEntry) -> Changed:
    with workspace_of(request).view() as view:
        prompt = next((one for one in view.items(SystemPrompt) if one.key == typed.prompt), None)
    if prompt is None:
        raise InvalidValue("no system prompt was chosen", advice="Choose one first.")
    return put_prompt(typed, prompt)


def _in_conflict(request: Request, desk: Desk, typed: TypedEntry) -> Response:
    return _answer(request, desk, Changed(typed=typed), _conflict(desk, typed), status=_CONFLICT)


def _conflict(desk: Desk, typed: TypedEntry) -> Told:
    theirs = desk.opened.entry if desk.opened is not None else None
    difference = None
    if theirs is not None:
        try:
            difference = compare(theirs, typed.entry())
        except JsonFault:
            difference = None
    return Told(is_conflict=True, difference=difference)


def _check(request: Request, form: Form) -> Response:
    """Say what is found in an entry as it is typed; nothing is stored."""
    typed = read_typed(form)
    context = {"dataset": dataset_of(request), "check": check_typed(typed), "typed": typed}
    return render("parts/editor_check.html", context)


def _draft(request: Request, form: Form) -> Response:
    """Show the editor as a draft says it; nothing is stored."""
    kept = Form(FormData([*QueryParams(form.text("draft")).multi_items()]))
    typed = read_typed(kept)
    desk = open_desk(request, form.text("entry"))
    told = _conflict(desk, typed) if desk.seen != typed.seen else Told()
    return _answer(request, desk, Changed(typed=typed), replace(told, is_draft=form.text("told") == "1"))


def _names(request: Request) -> Response:
    """Return the names that are proposed while speakers and tags are typed."""
    dataset = dataset_of(request)
    with workspace_of(request).view() as view:
        facets = count_facets(view, dataset=dataset.name, selection=Selection())
        characters = [one.name for one in view.items(Character) if one.is_active]
        known = [one.name for one in view.items(Tag)]
    speakers = dict.fromkeys((*(one.name for one in facets.speakers), *characters))
    tags = dict.fromkeys((*(one.name for one in facets.tags), *known))
    context = {"speakers": list(speakers)[:_MOST_NAMES], "tags": [tag for tag in tags if tag][:_MOST_NAMES]}
    return render("parts/editor_names.html", context)


def _answer(
    request: Request,
    desk: Desk,
    changed: Changed,
    told: Told | None = None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Show the editor: its region where that is asked for, the whole page otherwise."""
    template = "parts/editor_answer.html" if wanted(request) else "pages/editor.html"
    return render(template, _context(request, desk, changed, told or Told()), status=status, headers=headers or {})


def _context(request: Request, desk: Desk, changed: Changed, told: Told) -> dict[str, object]:
    typed = changed.typed
    with workspace_of(request).view() as view:
        prompts = [one for one in view.items(SystemPrompt) if one.is_active]
    return {
        "frame": frame_for(request, PAGE, dataset=desk.dataset),
        "dataset": desk.dataset,
        "desk": desk,
        "typed": typed,
        "told": told,
        "toast": told.toast,
        "focus": changed.focus,
        "check": check_typed(typed),
        "prompts": prompts,
        "cards": list(show_cards(typed)),
        "is_changed": desk.has_unsaved(typed),
    }


PAGE = Page(
    name="editor",
    title="Editor",
    summary="Write an entry, or change one in depth.",
    routes=(
        Route("/d/{dataset:int}/new", _show),
        Route("/d/{dataset:int}/new", posted(_act), methods=["POST"]),
        Route("/d/{dataset:int}/entries/{entry}/edit", _show),
        Route("/d/{dataset:int}/entries/{entry}/edit", posted(_act), methods=["POST"]),
        Route("/d/{dataset:int}/editor/check", posted(_check), methods=["POST"]),
        Route("/d/{dataset:int}/editor/draft", posted(_draft), methods=["POST"]),
        Route("/d/{dataset:int}/editor/names", _names),
    ),
    of_dataset=True,
)
