"""Diagnostics: versions, places, sizes and health, and a report that gives nothing away."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.web.diagnosis import diagnose, report_of
from rolethread_lite.web.downloads import NamedFile, send_file
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, render, workspace_of


def _show(request: Request) -> Response:
    workspace = workspace_of(request)
    with_database = request.query_params.get("database") == "1"
    diagnosis = diagnose(workspace, with_database=with_database)
    context = {
        "frame": frame_for(request, PAGE),
        "diagnosis": diagnosis,
        "report": report_of(diagnosis),
        "failures": [
            (name, failure)
            for name, failure in (
                ("A snapshot could not be taken by itself", workspace.snapshot_failure),
                ("A file could not be written", workspace.file_failure),
            )
            if failure is not None
        ],
        "query": "?database=1" if with_database else "",
    }
    return render("pages/diagnostics.html", context)


def _report(request: Request) -> Response:
    """Give the report as a file."""
    diagnosis = diagnose(workspace_of(request), with_database=request.query_params.get("database") == "1")
    return send_file(NamedFile("rolethread-diagnostics.txt", [report_of(diagnosis).encode("utf-8", "replace")]))


PAGE = Page(
    name="diagnostics",
    title="Diagnostics",
    summary="Versions, places, sizes and health, and a report to hand over.",
    routes=(Route("/diagnostics", _show), Route("/diagnostics/report", _report)),
)
