"""Saved views of the list of entries: one is saved, or taken away."""

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import Settings
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.address import read_address
from rolethread_lite.web.asking import NOTHING
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.entries import list_context
from rolethread_lite.web.rendering import dataset_of, render, workspace_of
from rolethread_lite.web.saved_views import SavedView, removing, saving


def _save(request: Request, form: Form) -> Response:
    """Keep what is listed under a name, in the order it is listed in."""
    query = read_address(QueryParams(form.text("query")), dataset=0).query
    setting = saving(SavedView(name=form.text("name"), query=query), _settings(request))
    return _changed(request, form, setting, "The view is saved")


def _remove(request: Request, form: Form) -> Response:
    return _changed(request, form, removing(form.text("name"), _settings(request)), "The view is taken away")


def _settings(request: Request) -> Settings:
    with workspace_of(request).view() as view:
        return view.settings()


def _changed(request: Request, form: Form, setting: Setting, done: str) -> Response:
    step = workspace_of(request).run(ChangeSettings(settings=(setting,)))
    dataset = dataset_of(request)
    address = read_address(QueryParams(form.text("address")), dataset=dataset.key)
    return render(
        "parts/ticked_answer.html", {**list_context(request, dataset, address), "toast": done if step else NOTHING}
    )


PAGE = Page(
    name="views",
    title="Saved views",
    summary="Lists of entries kept under a name.",
    routes=(
        Route("/d/{dataset:int}/views", posted(_save), methods=["POST"]),
        Route("/d/{dataset:int}/views/remove", posted(_remove), methods=["POST"]),
    ),
)
