"""Help: the documentation, searched and read inside the app."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.web.documentation import HOME, MOST_HITS, Documentation
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, render, wanted


def _documentation(request: Request) -> Documentation:
    documentation: Documentation = request.app.state.documentation
    return documentation


def _show(request: Request) -> Response:
    """Show the list of pages, or where something is found in them."""
    documentation, sought = _documentation(request), request.query_params.get("q", "").strip()
    context = {
        "frame": frame_for(request, PAGE),
        "groups": documentation.groups(),
        "sought": sought,
        "hits": documentation.search(sought),
        "most": MOST_HITS,
    }
    if wanted(request) == "help-found":
        return render("parts/help_found.html", context)
    return render("pages/help.html", context)


def _show_chapter(request: Request) -> Response:
    documentation, name = _documentation(request), request.path_params["name"]
    context = {
        "frame": frame_for(request, PAGE),
        "groups": documentation.groups(),
        "sought": "",
        "chapter": documentation.chapter(name),
        "shown": documentation.shown(name),
    }
    return render("pages/help_chapter.html", context)


PAGE = Page(
    name="help",
    title="Help",
    summary="How things are done, how they work, and what every word means.",
    routes=(Route(HOME, _show), Route(f"{HOME}/{{name}}", _show_chapter)),
)
