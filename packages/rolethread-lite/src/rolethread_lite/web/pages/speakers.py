"""Speakers: what the names mean under which turns are spoken, said once for all their turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xxhash
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError, WorkspaceMoved
from rolethread_lite.model.character import Character
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.speaker_labels import MappedRole, SpeakerLabel, SpeakerMapping
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.characters.adopt_characters import AdoptCharacters, can_be_adopted
from rolethread_lite.operations.speakers.map_speakers import MapSpeakers
from rolethread_lite.queries.speakers import speaker_labels
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.outlook import Outlook, look_ahead
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import dataset_of, frame_for, render, wanted, workspace_of
from rolethread_lite.workspace import Plan

ROLES: tuple[tuple[MappedRole, str], ...] = (
    (MappedRole.SKIP, "Leave as it is"),
    (MappedRole.USER, "User"),
    (MappedRole.ASSISTANT, "Assistant"),
    (MappedRole.SYSTEM, "System"),
    (MappedRole.TOOL, "Tool"),
    (MappedRole.NARRATOR, "Narrator"),
)
"""What can become of the turns of a name, each with its words."""
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """A name as it is listed."""

    label: SpeakerLabel
    """The name."""
    said: SpeakerMapping
    """What the form says that it means."""
    can_be_adopted: bool
    """Whether a character can be made of it as it stands."""


def _show(request: Request) -> Response:
    return _page(request, dataset_of(request), form=None)


def _page(
    request: Request,
    dataset: Dataset,
    *,
    form: Form | None,
    outlook: Outlook | None = None,
    fault: RoleThreadError | None = None,
) -> Response:
    """Return the whole page: as it is before anybody touched it, or as the form was filled in."""
    with workspace_of(request).view() as view:
        labels = speaker_labels(view, dataset=dataset.name)
        characters = tuple(character.name for character in view.items(Character) if character.is_active)
    said = {one.label: one for one in _mapping(form)} if form is not None else {}
    rows = [_row(label, said) for label in labels]
    context = {
        "frame": frame_for(request, PAGE, dataset=dataset),
        "dataset": dataset,
        "names": [row for row in rows if row.label.is_role][:_MOST],
        "speakers": [row for row in rows if not row.label.is_role][:_MOST],
        "most": _MOST,
        "left_out": sum(max(0, sum(row.label.is_role is kind for row in rows) - _MOST) for kind in (True, False)),
        "characters": characters,
        "roles": ROLES,
        "create": form.has("create") if form is not None else True,
        "is_new": "imported" in request.query_params,
        "outlook": outlook,
        "seen": _digest(form) if form is not None else "",
        "fault": fault,
    }
    refused = 409 if isinstance(fault, WorkspaceMoved) else 422
    return render("pages/speakers.html", context, status=200 if fault is None else refused)


def _row(label: SpeakerLabel, said: Mapping[str, SpeakerMapping]) -> LabelRow:
    """Return a name with what was said of it, or with the guess, which stays one until the form is sent."""
    guess = label.guess
    role = guess.as_role if guess is not None else MappedRole.SKIP
    character = guess.character if guess is not None and role is not MappedRole.SKIP else ""
    otherwise = SpeakerMapping(label=label.label, as_role=role, character=character)
    return LabelRow(
        label=label,
        said=said.get(kept_name(label.label), otherwise),
        can_be_adopted=label.character is None and can_be_adopted(label.label),
    )


def _preview(request: Request, form: Form) -> Response:
    """Show what the mapping would change; nothing is changed."""
    dataset = dataset_of(request)
    outlook = look_ahead(workspace_of(request), _operation(dataset, form))
    if wanted(request) == "outlook":
        return render("parts/speakers_outlook.html", {"outlook": outlook, "seen": _digest(form), "fault": None})
    return _page(request, dataset, form=form, outlook=outlook)


def _apply(request: Request, form: Form) -> Response:
    """Do what was shown; anything else is shown first."""
    dataset, workspace = dataset_of(request), workspace_of(request)
    operation = _operation(dataset, form)
    if form.text("seen") != _digest(form):
        fault = InvalidValue("This is what would change now", advice="Look at it, then apply it.")
        return _page(request, dataset, form=form, outlook=look_ahead(workspace, operation), fault=fault)
    plan = Plan(operation=operation, label=operation.label(), base=form.number("base"), changes=0)
    try:
        workspace.apply(plan)
    except WorkspaceMoved as fault:
        return _page(request, dataset, form=form, outlook=look_ahead(workspace, operation), fault=fault)
    return RedirectResponse(f"/d/{dataset.key}/entries", 303)


def _adopt(request: Request, form: Form) -> Response:
    dataset = dataset_of(request)
    names = form.texts("adopt")
    if not names:
        raise InvalidValue("no speaker is ticked", advice="Tick those that are to become characters.")
    workspace_of(request).run(AdoptCharacters(names=names))
    return RedirectResponse(f"/d/{dataset.key}/speakers", 303)


def _operation(dataset: Dataset, form: Form) -> MapSpeakers:
    mapping = tuple(one for one in _mapping(form) if one.as_role is not MappedRole.SKIP)
    return MapSpeakers(dataset=dataset.name, selection=Selection(), mapping=mapping, create=form.has("create"))


def _mapping(form: Form) -> Sequence[SpeakerMapping]:
    """Return what the form says of each name; raises InvalidValue for a form that is not the page's."""
    labels, roles, characters = form.texts("label"), form.texts("role"), form.texts("character")
    if not len(labels) == len(roles) == len(characters) or not set(roles) <= {role.value for role in MappedRole}:
        raise InvalidValue("this form is not complete", advice="Load the page again.")
    return [
        SpeakerMapping(label=label, as_role=MappedRole(role), character=character.strip())
        for label, role, character in zip(labels, roles, characters, strict=True)
    ]


def _digest(form: Form) -> str:
    """Return what is another text as soon as anything is said otherwise."""
    fields = ("label", "role", "character", "create")
    said = "\0".join("\0".join((name, *form.texts(name))) for name in fields)
    return xxhash.xxh3_64_hexdigest(said.encode("utf-8", "surrogatepass"))


PAGE = Page(
    name="speakers",
    title="Speakers",
    summary="What the names mean under which turns are spoken.",
    routes=(
        Route("/d/{dataset:int}/speakers", _show),
        Route("/d/{dataset:int}/speakers", posted(_apply), methods=["POST"]),
        Route("/d/{dataset:int}/speakers/preview", posted(_preview), methods=["POST"]),
        Route("/d/{dataset:int}/speakers/adopt", posted(_adopt), methods=["POST"]),
    ),
    of_dataset=True,
)
