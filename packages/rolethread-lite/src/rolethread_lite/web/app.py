"""The app as a whole: every page, the guard before them, and what is answered when something goes wrong."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from rolethread_lite.errors import BadRequest, RoleThreadError, StorageFailed, UnknownName, WorkspaceMoved
from rolethread_lite.web.comparisons import Comparisons
from rolethread_lite.web.documentation import Documentation
from rolethread_lite.web.jobs import Jobs
from rolethread_lite.web.latest import Latest
from rolethread_lite.web.pages import all_pages
from rolethread_lite.web.rendering import frame_for, render, wanted
from rolethread_lite.web.security import Guard, TooLarge
from rolethread_lite.web.uploads import FOLDER as UPLOADS
from rolethread_lite.web.uploads import Uploads
from rolethread_lite.workspace import Workspace

_STATIC = Path(__file__).parent / "static"
_UNKNOWN, _REFUSED, _MOVED, _FAILED = 404, 422, 409, 507


def create_app(workspace: Workspace, *, token: str, port: int) -> Starlette:
    """Return the app for an open workspace, reached with the key of this launch at that port."""
    pages = all_pages()
    handlers: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
        RoleThreadError: _on_error,
        HTTPException: _on_missing,
        TooLarge: _on_too_large,
    }
    app = Starlette(
        routes=[*(route for page in pages for route in page.routes), Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers=handlers,
    )
    app.state.workspace = workspace
    app.state.pages = tuple(page for page in pages if page.place is not None)
    app.state.jobs = Jobs()
    app.state.comparisons = Comparisons()
    app.state.plans, app.state.versions, app.state.reports = Latest(), Latest(), Latest()
    app.state.parts, app.state.facets, app.state.summaries = Latest(), Latest(), Latest()
    app.state.prunable = Latest()
    app.state.documentation = Documentation()
    app.state.uploads = Uploads(workspace.folder / UPLOADS)
    return app


def status_of(error: RoleThreadError) -> int:
    """Return the status that says what kind of error it is."""
    if isinstance(error, UnknownName):
        return _UNKNOWN
    if isinstance(error, WorkspaceMoved):
        return _MOVED
    return _FAILED if isinstance(error, StorageFailed) else _REFUSED


async def _on_error(request: Request, error: Exception) -> Response:
    """Answer with what happened and what to do next; a part of a page gets it as a message, the page stays."""
    if not isinstance(error, RoleThreadError):
        raise error
    return _fault_page(request, error, status=status_of(error))


async def _on_missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else _UNKNOWN
    fault = UnknownName("There is no such page.", advice="Go back, or choose one above.")
    return _fault_page(request, fault, status=status)


async def _on_too_large(request: Request, error: Exception) -> Response:
    del error
    fault = BadRequest("This is more than RoleThread takes at once.", advice="Bring it in as a file.")
    return _fault_page(request, fault, status=413)


def _fault_page(request: Request, error: RoleThreadError, *, status: int) -> Response:
    frame = frame_for(request, all_pages()[0])
    template = "parts/fault.html" if wanted(request) else "pages/fault.html"
    headers = {"hx-retarget": "#toast", "hx-reswap": "innerHTML"} if wanted(request) else {}
    return render(template, {"frame": frame, "error": error, "status": status}, status=status, headers=headers)
