"""What is done with one entry where it is shown: its texts edited, its tags changed, a finding put right."""

from dataclasses import replace

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import EntryChanged, InvalidValue
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.repair_entries import RepairFinding
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.queries.read_entry import entry_history
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.address import read_address
from rolethread_lite.web.open_entry import OpenEntry, entry_context, open_entry
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import dataset_of, frame_for, render, workspace_of
from rolethread_lite.web.typed_entry import as_shown, as_shown_in_line

_HISTORY = 30


def _edit(request: Request) -> Response:
    return _show(request, request.query_params, editing=True)


def _read(request: Request) -> Response:
    return _show(request, request.query_params)


def _show(request: Request, parameters: QueryParams, *, editing: bool = False, toast: str = "") -> Response:
    context = _context(request, parameters, editing=editing) | {"toast": toast}
    return render("parts/entry_answer.html", context, headers={"hx-trigger": "entry-changed"} if toast else None)


def _context(request: Request, parameters: QueryParams, *, editing: bool) -> dict[str, object]:
    dataset = dataset_of(request)
    entry_id = str(request.path_params["entry"])
    address = read_address(parameters, dataset=dataset.key).opened(entry_id)
    context = entry_context(request, dataset, entry_id, address=address, editing=editing)
    return {**context, "frame": frame_for(request, PAGE, dataset=dataset)}


def _save(request: Request, form: Form) -> Response:
    """Save the texts that were typed, unless the entry is no longer what was being edited."""
    dataset, parameters = dataset_of(request), QueryParams(form.text("address"))
    opened = open_entry(request, dataset, str(request.path_params["entry"]))
    before = opened.entry
    if before is None:
        raise InvalidValue("this line is no entry", advice="Edit it as text.")
    edited = _typed(before, form)
    if form.text("seen") != opened.seen:
        return _conflict(request, parameters, edited)
    operation = EditEntry(dataset=dataset.name, entry_id=opened.detail.entry_id, entry=edited, before=before)
    try:
        step = workspace_of(request).run(operation)
    except EntryChanged:
        return _conflict(request, parameters, edited)
    return _show(request, parameters, toast=step.label if step is not None else "Nothing was changed")


def _conflict(request: Request, parameters: QueryParams, edited: Entry) -> Response:
    fault = "This entry was changed elsewhere while you edited it. Your text is kept below."
    context = _context(request, parameters, editing=True) | {"toast": "", "fault": fault, "typed": edited}
    return render("parts/entry_answer.html", context, status=409)


def _typed(entry: Entry, form: Form) -> Entry:
    """Return the entry with the texts and speakers as typed; messages that are no plain text stay."""
    texts, speakers = form.texts("content"), form.texts("speaker")
    places = [place for place, message in enumerate(entry.messages) if isinstance(message.content, str)]
    if len(texts) != len(places) or len(speakers) != len(places):
        raise EntryChanged("the entry has another number of messages now", advice="Look at it as it is now.")
    messages = list(entry.messages)
    for place, text, speaker in zip(places, texts, speakers, strict=True):
        messages[place] = _retyped(messages[place], text, speaker)
    note = form.text("note", entry.note)
    return replace(entry, messages=tuple(messages), note=entry.note if as_shown(entry.note) == note else note)


def _retyped(message: Message, text: str, speaker: str) -> Message:
    """Return a message as typed; what came back as the browser had shown it stays as it was, whatever it holds."""
    content, name = message.content, message.speaker
    if not isinstance(content, str) or as_shown(content) != text:
        content = text
    if as_shown_in_line(name or "").strip() != speaker.strip():
        name = speaker.strip() or None
    if (content, name) == (message.content, message.speaker):
        return message
    return replace(message, content=content, speaker=name)


def _tag(request: Request, form: Form) -> Response:
    dataset = dataset_of(request)
    chosen = Selection(entry_ids=(_id(request, dataset),))
    add = (form.text("add"),) if form.text("add").strip() else ()
    remove = (form.text("remove"),) if form.text("remove") else ()
    return _run(request, form, TagEntries(dataset=dataset.name, selection=chosen, add=add, remove=remove))


def _repair(request: Request, form: Form) -> Response:
    dataset = dataset_of(request)
    operation = RepairFinding(dataset=dataset.name, entry_id=_id(request, dataset), code=form.text("code"))
    return _run(request, form, operation)


def _note(request: Request, form: Form) -> Response:
    dataset = dataset_of(request)
    return _run(request, form, NoteEntry(dataset=dataset.name, entry_id=_id(request, dataset), note=form.text("note")))


def _run(request: Request, form: Form, operation: Operation) -> Response:
    step = workspace_of(request).run(operation)
    told = step.label if step is not None else "There was nothing to change"
    return _show(request, QueryParams(form.text("address")), toast=told)


def _id(request: Request, dataset: Dataset) -> str:
    opened: OpenEntry = open_entry(request, dataset, str(request.path_params["entry"]))
    return opened.detail.entry_id


def _history(request: Request) -> Response:
    dataset, entry_id = dataset_of(request), str(request.path_params["entry"])
    with workspace_of(request).view() as view:
        states = list(entry_history(view, dataset=dataset.name, entry_id=entry_id))[:_HISTORY]
    return render("parts/entry_history.html", {"dataset": dataset, "entry_id": entry_id, "states": states})


PAGE = Page(
    name="entry",
    title="Entry",
    summary="One entry, where it is shown.",
    routes=(
        Route("/d/{dataset:int}/entries/{entry}", _read),
        Route("/d/{dataset:int}/entries/{entry}", posted(_save), methods=["POST"]),
        Route("/d/{dataset:int}/entries/{entry}/edit-here", _edit),
        Route("/d/{dataset:int}/entries/{entry}/tags", posted(_tag), methods=["POST"]),
        Route("/d/{dataset:int}/entries/{entry}/repair", posted(_repair), methods=["POST"]),
        Route("/d/{dataset:int}/entries/{entry}/note", posted(_note), methods=["POST"]),
        Route("/d/{dataset:int}/entries/{entry}/history", _history),
    ),
)
