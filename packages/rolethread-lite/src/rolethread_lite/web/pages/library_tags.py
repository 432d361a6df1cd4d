"""The tags of the library: what waits for review, categories with their tags, and the one that is open."""

from collections.abc import Callable, Mapping
from functools import partial

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.add_starting_tags import AddStartingTags
from rolethread_lite.operations.tags.add_tag_alias import AddTagAlias
from rolethread_lite.operations.tags.adopt_tags import AdoptTags
from rolethread_lite.operations.tags.archive_tags import ArchiveTags
from rolethread_lite.operations.tags.create_category import CreateCategory
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.operations.tags.delete_category import DeleteCategory
from rolethread_lite.operations.tags.delete_tags import DeleteTags
from rolethread_lite.operations.tags.edit_category import EditCategory
from rolethread_lite.operations.tags.edit_tag import EditTag
from rolethread_lite.operations.tags.merge_tags import MergeTags
from rolethread_lite.operations.tags.move_tags import MoveTags
from rolethread_lite.operations.tags.remove_tag_alias import RemoveTagAlias
from rolethread_lite.operations.tags.rename_tag import RenameTag
from rolethread_lite.operations.tags.resolve_tag_aliases import ResolveTagAliases
from rolethread_lite.operations.tags.restore_tags import RestoreTags
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.asking import Answer, ask, settle, show_again, show_part
from rolethread_lite.web.library_tags import adoptable, read_shelf
from rolethread_lite.web.outlook import look_ahead
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, workspace_of

Verb = Callable[[Form], Operation]
"""Reads a form as an operation."""
_KEPT = Answer(label="Delete from the list only", name="from_entries", value="0", kind="danger")
_TAKEN = Answer(label="Delete, and take from entries", name="from_entries", value="1", kind="danger")


def _show(request: Request) -> Response:
    return show_part(request, "library_tags", _context(request, request.query_params))


def _shown(request: Request, parameters: QueryParams, toast: str) -> Response:
    return show_again("library_tags", _context(request, parameters), toast=toast)


def _context(request: Request, parameters: QueryParams) -> dict[str, object]:
    shelf = read_shelf(workspace_of(request), opened=parameters.get("tag", ""))
    missing = bool(parameters.get("tag")) and shelf.opened is None
    return {"frame": frame_for(request, PAGE), "title": "Tags", "shelf": shelf, "missing": missing}


def _act(request: Request, form: Form, *, verb: Verb) -> Response:
    return settle(request, form, verb(form), show=_shown)


def _delete(request: Request, form: Form) -> Response:
    """Delete tags; where entries have them, ask first whether they lose them."""
    tags = _ticked(form)
    if form.text("base"):
        operation = DeleteTags(tags=tags, from_entries=form.text("from_entries") == "1")
        return settle(request, form, operation, show=_shown)
    if form.has("waiting"):
        return settle(request, form, DeleteTags(tags=tags, from_entries=True), show=_shown, answers=(_TAKEN,))
    outlook = look_ahead(workspace_of(request), DeleteTags(tags=tags, from_entries=True))
    if outlook.entries:
        return ask(request, form, outlook, answers=(_TAKEN, _KEPT))
    return settle(request, form, DeleteTags(tags=tags), show=_shown)


def _adopt(request: Request, form: Form) -> Response:
    """Adopt the ticked tags, or all that can be adopted as they stand."""
    tags = adoptable(workspace_of(request)) if form.has("all") else _ticked(form)
    return settle(request, form, AdoptTags(tags=tags, category=form.text("category")), show=_shown)


def _rename(request: Request, form: Form) -> Response:
    operation = RenameTag(tag=form.text("tag"), name=form.text("name"))
    return settle(request, form, operation, show=_shown, answers=(Answer(label="Rename everywhere"),))


def _merge(request: Request, form: Form) -> Response:
    into = form.text("into")
    if not into.strip():
        raise InvalidValue("it is not said which tag stays", advice="Name it first.")
    return settle(
        request,
        form,
        MergeTags(tags=_ticked(form), into=into),
        show=_shown,
        answers=(Answer(label="Merge"),),
    )


def _ticked(form: Form) -> tuple[str, ...]:
    tags = form.texts("tags")
    if not tags:
        raise InvalidValue("no tag is ticked", advice="Tick some first.")
    return tags


def _place(form: Form) -> int | None:
    return form.number("place") if form.text("place").strip() else None


def _colour(form: Form) -> str:
    return form.text("colour") if form.has("coloured") else ""


_VERBS: Mapping[str, Verb] = {
    "create": lambda form: CreateTag(
        name=form.text("name"),
        category=form.text("category"),
        description=form.text("description"),
        colour=_colour(form),
    ),
    "edit": lambda form: EditTag(
        tag=form.text("tag"), description=form.text("description"), colour=_colour(form), place=_place(form)
    ),
    "move": lambda form: MoveTags(tags=_ticked(form), category=form.text("category")),
    "archive": lambda form: ArchiveTags(tags=_ticked(form)),
    "restore": lambda form: RestoreTags(tags=_ticked(form)),
    "alias": lambda form: AddTagAlias(tag=form.text("tag"), name=form.text("name")),
    "unalias": lambda form: RemoveTagAlias(name=form.text("name")),
    "resolve": lambda form: ResolveTagAliases(datasets=form.texts("dataset")),
    "start": lambda _: AddStartingTags(),
    "category": lambda form: CreateCategory(
        name=form.text("name"), description=form.text("description"), colour=_colour(form)
    ),
    "edit-category": lambda form: EditCategory(
        category=form.text("category"),
        name=form.text("name") if form.text("name") != form.text("category") else None,
        description=form.text("description"),
        colour=_colour(form),
        place=_place(form),
    ),
    "delete-category": lambda form: DeleteCategory(category=form.text("category")),
}

PAGE = Page(
    name="library/tags",
    title="Library",
    summary="Tags, characters and system prompts, for all datasets.",
    routes=(
        Route("/library/tags", _show),
        Route("/library/tags/adopt", posted(_adopt), methods=["POST"]),
        Route("/library/tags/rename", posted(_rename), methods=["POST"]),
        Route("/library/tags/merge", posted(_merge), methods=["POST"]),
        Route("/library/tags/delete", posted(_delete), methods=["POST"]),
        *(
            Route(f"/library/tags/{word}", posted(partial(_act, verb=verb)), methods=["POST"])
            for word, verb in _VERBS.items()
        ),
    ),
    place=4,
    key="l",
)
