"""Export: a dataset, or a part of it, as files for a trainer or for somebody else; what is lost is said first."""

from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import RoleThreadError
from rolethread_lite.formats import all_formats
from rolethread_lite.formats.speaker_names import SpeakerNames
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.operations.export_rolethread_1 import stem_for
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.chips import chips_at
from rolethread_lite.web.downloads import NamedFile, send_file, send_zip, write_into
from rolethread_lite.web.exporting import (
    ROLETHREAD_1,
    Reports,
    export_files,
    file_stem,
    known_outlook,
    outlook_of,
    read_wish,
)
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import dataset_of, frame_for, render, wanted, workspace_of

NAMES: tuple[tuple[str, str], ...] = (
    (SpeakerNames.NONE.value, "Beside the role"),
    (SpeakerNames.PREFIX.value, "In the text"),
    (SpeakerNames.BOTH.value, "Both"),
)
"""Where the names of speakers go, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What became of a wish to write into a folder."""

    folder: str = ""
    replaced: bool = False
    paths: tuple[Path, ...] = ()
    fault: RoleThreadError | None = None


def _show(request: Request) -> Response:
    return _page(request, request.query_params, _Written())


def _reports(request: Request) -> Reports:
    reports: Reports = request.app.state.reports
    return reports


def _look(request: Request) -> Response:
    """Work out what is lost, however long it takes, and show the page with it."""
    dataset = dataset_of(request)
    outlook_of(
        workspace_of(request), dataset, read_wish(request.query_params, dataset=dataset.key), kept=_reports(request)
    )
    return _show(request)


def _page(request: Request, parameters: QueryParams, written: _Written) -> Response:
    dataset = dataset_of(request)
    wish = read_wish(parameters, dataset=dataset.key)
    context = {
        "frame": frame_for(request, PAGE, dataset=dataset),
        "dataset": dataset,
        "path": _path(dataset),
        "wish": wish,
        "chips": chips_at(_path(dataset), wish.address, rest=wish.choices()),
        "formats": [*((one.name, one.title) for one in all_formats()), (ROLETHREAD_1, "RoleThread 1.0 (two files)")],
        "names": NAMES,
        "report": known_outlook(workspace_of(request), dataset, wish, kept=_reports(request)),
        "written": written,
    }
    status = 200 if written.fault is None else 422
    if wanted(request) == "export":
        return render("parts/export.html", context, status=status)
    return render("pages/export.html", context, status=status)


def _download(request: Request) -> Response:
    dataset = dataset_of(request)
    wish = read_wish(request.query_params, dataset=dataset.key)
    with export_files(workspace_of(request), dataset, wish) as files:
        if len(files) == 1:
            return send_file(files[0])
        return send_zip(f"{file_stem(dataset, wish)}.{ROLETHREAD_1}.zip", files)


def _write(request: Request, form: Form) -> Response:
    """Write the files into the folder that was typed, and say where they are."""
    parameters = QueryParams(form.text("query"))
    folder, replaced = form.text("folder"), form.has("replace")
    dataset, workspace = dataset_of(request), workspace_of(request)
    wish = read_wish(parameters, dataset=dataset.key)
    try:
        with export_files(workspace, dataset, wish) as files:
            paths = write_into(workspace, folder, files, replace=replaced)
    except RoleThreadError as fault:
        return _page(request, parameters, _Written(folder=folder, replaced=replaced, fault=fault))
    return _page(request, parameters, _Written(folder=folder, replaced=replaced, paths=paths))


def _bundle(request: Request) -> Response:
    dataset = dataset_of(request)
    chunks = workspace_of(request).bundle(dataset.name)
    return send_file(NamedFile(f"{stem_for(dataset.name)}.rolethread", chunks))


def _path(dataset: Dataset) -> str:
    return f"/d/{dataset.key}/export"


PAGE = Page(
    name="export",
    title="Export",
    summary="Files for a trainer or for somebody else; what is lost is said first.",
    routes=(
        Route("/d/{dataset:int}/export", _show),
        Route("/d/{dataset:int}/export/look", _look),
        Route("/d/{dataset:int}/export/download", _download),
        Route("/d/{dataset:int}/export/bundle", _bundle),
        Route("/d/{dataset:int}/export/write", posted(_write), methods=["POST"]),
    ),
    place=7,
    of_dataset=True,
)
