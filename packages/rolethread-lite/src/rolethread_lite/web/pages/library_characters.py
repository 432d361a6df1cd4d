"""The characters of the library: all of them, names that are nobody's yet, one in full, and cards that are dropped."""

from collections.abc import Callable, Mapping
from functools import partial

from starlette.datastructures import QueryParams, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue
from rolethread_lite.operations.characters.activate_characters import ActivateCharacters, DeactivateCharacters
from rolethread_lite.operations.characters.adopt_characters import AdoptCharacters
from rolethread_lite.operations.characters.character_aliases import AddCharacterAliases, RemoveCharacterAliases
from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.operations.characters.delete_characters import DeleteCharacters
from rolethread_lite.operations.characters.edit_character import EditCharacter
from rolethread_lite.operations.characters.import_character_cards import ImportCharacterCards
from rolethread_lite.operations.characters.merge_characters import MergeCharacters
from rolethread_lite.operations.characters.rename_character import RenameCharacter
from rolethread_lite.operations.operation import Operation
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.asking import (
    INTO_DIALOG,
    Answer,
    moved,
    settle,
    show_again,
    show_part,
    shown_parameters,
    told,
)
from rolethread_lite.web.library_cards import imported, look_at_cards, read_dropped, waiting_cards
from rolethread_lite.web.library_cast import key_of, read_cast, read_member
from rolethread_lite.web.library_pictures import picture_type, show_picture
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.library_tags import PAGE as LIBRARY
from rolethread_lite.web.rendering import frame_for, render, workspace_of

Verb = Callable[[Form], Operation]
"""Reads a form as an operation."""
_LARGEST = 64 << 20
_EVERYWHERE = Answer(label="Also in these entries", name="keep_entries", value="0")
_KEEPING = Answer(label="Leave entries as they are", name="keep_entries", value="1", kind="")


def _show(request: Request) -> Response:
    part, context = _view(request, request.query_params)
    return show_part(request, part, context)


def _shown(request: Request, parameters: QueryParams, toast: str) -> Response:
    part, context = _view(request, parameters)
    return show_again(part, context, toast=toast, address=moved(request, "/library/characters", parameters))


def _view(request: Request, parameters: QueryParams) -> tuple[str, dict[str, object]]:
    """Return which part shows what an address says, and what it needs."""
    workspace = workspace_of(request)
    context: dict[str, object] = {"frame": frame_for(request, LIBRARY)}
    if parameters.get("character"):
        member = read_member(workspace, parameters["character"])
        return "library_character", {**context, "title": member.detail.listed.name, "member": member}
    wanted_name, state = parameters.get("q", ""), parameters.get("show", "")
    shelf = read_cast(workspace, wanted=wanted_name, state=state)
    return "library_characters", {**context, "title": "Characters", "shelf": shelf, "q": wanted_name, "state": state}


def _act(request: Request, form: Form, *, verb: Verb) -> Response:
    return settle(request, form, verb(form), show=_shown)


def _create(request: Request, form: Form) -> Response:
    """Make a character and show it."""
    workspace = workspace_of(request)
    step = workspace.run(CreateCharacter(name=form.text("name"), description=form.text("description")))
    return _shown(request, QueryParams([("character", key_of(workspace, form.text("name")))]), told(step))


def _rename(request: Request, form: Form) -> Response:
    operation = RenameCharacter(
        name=form.text("name"), to=form.text("to"), keep_entries=form.text("keep_entries") == "1"
    )
    return settle(request, form, operation, show=_shown, answers=(_EVERYWHERE, _KEEPING))


def _merge(request: Request, form: Form) -> Response:
    """Merge characters and show the one that stays."""
    names, into = _ticked(form), form.text("into").strip()
    operation = MergeCharacters(names=names, into=into, keep_entries=form.text("keep_entries") == "1")
    after = QueryParams([("character", key_of(workspace_of(request), into))])
    return settle(request, form, operation, show=_shown, answers=(_EVERYWHERE, _KEEPING), parameters=after)


def _delete(request: Request, form: Form) -> Response:
    return settle(request, form, DeleteCharacters(names=_ticked(form)), show=_shown, parameters=QueryParams())


def _adopt(request: Request, form: Form) -> Response:
    """Make characters of the ticked names, or of all that can be characters' names."""
    rows = read_cast(workspace_of(request)).waiting
    every = tuple(row.speaker.name for row in rows if row.can_be_adopted)
    names = every if form.has("all") else _ticked(form)
    return settle(request, form, AdoptCharacters(names=names), show=_shown)


def _picture(request: Request, form: Form) -> Response:
    """Give a character another picture."""
    content = _read(_first(form, "picture"))
    if not picture_type(content):
        raise InvalidValue("this is no picture that can be shown", advice="Give a PNG, JPEG, WEBP or GIF.")
    workspace = workspace_of(request)
    avatar = workspace.keep_avatar(content)
    step = workspace.run(EditCharacter(name=form.text("name"), avatar=avatar.digest))
    return _shown(request, shown_parameters(request), told(step))


def _drop(request: Request, form: Form) -> Response:
    """Show what dropped cards would bring in or change."""
    files = [file for file in form.files("cards") if file.filename]
    if not files:
        raise InvalidValue("no file was chosen", advice="Choose or drop a character card.")
    cards = tuple(read_dropped(_read(file), file=file.filename or "", name=form.text("name")) for file in files)
    number = waiting_cards(request.app.state).keep(cards)
    outlooks = look_at_cards(workspace_of(request), cards)
    return render("parts/library_cards.html", {"outlooks": outlooks, "number": number}, headers=INTO_DIALOG)


def _take(request: Request, form: Form) -> Response:
    """Take in the cards that are ticked, as one step."""
    cards = waiting_cards(request.app.state).find(form.number("cards"))
    chosen = [number for number in range(len(cards)) if form.has(f"take-{number}")]
    if not chosen:
        raise InvalidValue("no card is ticked", advice="Tick some first.")
    with_aliases = form.has("aliases")
    taken = [imported(cards[one], name=form.text(f"name-{one}"), with_aliases=with_aliases) for one in chosen]
    workspace = workspace_of(request)
    for one in chosen:
        card = cards[one].card
        if card is not None and card.picture:
            workspace.keep_avatar(card.picture)
    step = workspace.run(ImportCharacterCards(cards=tuple(one for one in taken if one is not None)))
    return _shown(request, shown_parameters(request), told(step))


def _download(request: Request) -> Response:
    """Answer with the card of a character as it came."""
    member = read_member(workspace_of(request), request.query_params.get("character", ""))
    card = member.detail.character.card
    if not card:
        raise InvalidValue(f"{member.detail.listed.name!r} has no card", advice="Drop one on its page.")
    name = "".join(f"%{byte:02X}" for byte in f"{member.detail.listed.name}.json".encode())
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"}
    return Response(card.encode(), media_type="application/json", headers=headers)


def _ticked(form: Form) -> tuple[str, ...]:
    names = form.texts("names")
    if not names:
        raise InvalidValue("nobody is ticked", advice="Tick somebody first.")
    return names


def _first(form: Form, name: str) -> UploadFile:
    files = [file for file in form.files(name) if file.filename]
    if not files:
        raise InvalidValue("no file was chosen", advice="Choose one first.")
    return files[0]


def _read(file: UploadFile) -> bytes:
    return file.file.read(_LARGEST + 1)


def _aliased(form: Form) -> Operation:
    into = form.text("into").strip()
    if not into:
        raise InvalidValue("it is not said whose names they are", advice="Name the character first.")
    return AddCharacterAliases(name=into, aliases=_ticked(form))


_VERBS: Mapping[str, Verb] = {
    "edit": lambda form: EditCharacter(name=form.text("name"), description=form.text("description")),
    "clear-card": lambda form: EditCharacter(name=form.text("name"), card=""),
    "clear-picture": lambda form: EditCharacter(name=form.text("name"), avatar=""),
    "activate": lambda form: ActivateCharacters(names=_ticked(form)),
    "deactivate": lambda form: DeactivateCharacters(names=_ticked(form)),
    "alias": _aliased,
    "unalias": lambda form: RemoveCharacterAliases(name=form.text("name"), aliases=form.texts("alias")),
}

PAGE = Page(
    name="library/characters",
    title="Characters",
    summary="Who speaks in your datasets, with their names, cards and pictures.",
    routes=(
        Route("/library/characters", _show),
        Route("/library/card", _download),
        Route("/avatars/{digest}", show_picture),
        Route("/library/characters/create", posted(_create), methods=["POST"]),
        Route("/library/characters/rename", posted(_rename), methods=["POST"]),
        Route("/library/characters/merge", posted(_merge), methods=["POST"]),
        Route("/library/characters/delete", posted(_delete), methods=["POST"]),
        Route("/library/characters/adopt", posted(_adopt), methods=["POST"]),
        Route("/library/characters/picture", posted(_picture), methods=["POST"]),
        Route("/library/characters/cards", posted(_drop), methods=["POST"]),
        Route("/library/characters/take", posted(_take), methods=["POST"]),
        *(
            Route(f"/library/characters/{word}", posted(partial(_act, verb=verb)), methods=["POST"])
            for word, verb in _VERBS.items()
        ),
    ),
)
