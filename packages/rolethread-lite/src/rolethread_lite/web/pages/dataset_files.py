"""The files of one dataset: how it stands on the disk, what somebody else changed in it, and what it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import xxhash
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import RoleThreadError, UnknownName
from rolethread_lite.files.compare import FileDifference, compare_files
from rolethread_lite.files.reading import InputFile, Reader
from rolethread_lite.files.spots import Spot
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record
from rolethread_lite.operations.take_outside_changes import TakeOutsideChanges
from rolethread_lite.projecting import FileState
from rolethread_lite.queries.dataset_lines import dataset_lines
from rolethread_lite.queries.dataset_sources import DatasetSource, dataset_sources
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import dataset_of, frame_for, render, workspace_of
from rolethread_lite.workspace import Workspace

SHOWN = 30
"""How many entries of each kind are shown of a difference."""
STATES: Mapping[str, str] = MappingProxyType(
    {
        "current": "It is up to date: it holds what the workspace holds.",
        "behind": "The workspace is newer. It is written in a moment.",
        "missing": "It is not there. It is written in a moment.",
        "changed outside": "Somebody else changed it. It stays as it is until you decide what counts.",
    }
)
"""How a file stands and what becomes of it, in words."""


class _Row(NamedTuple):
    item: Entry | Record
    spot: Spot


class _DatasetRows:
    """The lines of a dataset, as files are compared by."""

    def __init__(self, workspace: Workspace, dataset: str) -> None:
        self._workspace = workspace
        self._dataset = dataset
        self.shown = "in the workspace"

    def rows(self) -> Iterator[_Row]:
        """Yield its entries and records, from the first on."""
        with self._workspace.view() as view:
            for number, line in enumerate(dataset_lines(view, dataset=self._dataset), 1):
                yield _Row(read_stored(line), Spot(file=self.shown, line=number, item=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outside:
    """What somebody else made of a file."""

    difference: FileDifference | None = None
    """What is not the same, None when the file cannot be read."""
    fault: RoleThreadError | None = None
    """Why it cannot be read."""
    seen: str = ""
    """Says what the file was when it was shown, empty when it cannot be read."""


def _show(request: Request) -> Response:
    return _page(request)


def _page(request: Request, *, moved: bool = False) -> Response:
    """Return the whole page; `moved` says that the file is not what was decided about."""
    dataset, workspace = dataset_of(request), workspace_of(request)
    state = _state(workspace, dataset.key)
    with workspace.view() as view:
        sources = dataset_sources(view, dataset=dataset.name)
    context = {
        "frame": frame_for(request, PAGE, dataset=dataset),
        "dataset": dataset,
        "state": state,
        "words": STATES[state.state.value],
        "outside": _outside(workspace, state) if state.is_changed_outside else None,
        "moved": moved,
        "sources": sources,
        "most": SHOWN,
    }
    return render("pages/dataset_file.html", context, status=409 if moved else 200)


def _state(workspace: Workspace, key: int) -> FileState:
    return next(state for state in workspace.file_states() if state.dataset.key == key)


def _outside(workspace: Workspace, state: FileState) -> _Outside:
    file = Reader(InputFile(path=state.path, shown=state.path.name))
    try:
        seen = _digest(workspace.outside_lines(state.dataset.name))
        difference = compare_files(_DatasetRows(workspace, state.dataset.name), file)
    except RoleThreadError as fault:
        return _Outside(fault=fault)
    return _Outside(difference=difference, seen=seen)


def _digest(lines: tuple[bytes, ...]) -> str:
    digest = xxhash.xxh3_64()
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _take(request: Request, form: Form) -> Response:
    """Make the dataset what its file says, as one step; only if it is the file that was shown."""
    dataset, workspace = dataset_of(request), workspace_of(request)
    if _state(workspace, dataset.key).is_changed_outside:
        lines = workspace.outside_lines(dataset.name)
        if form.text("seen") != _digest(lines):
            return _page(request, moved=True)
        workspace.run(TakeOutsideChanges(dataset=dataset.name, lines=lines))
        workspace.settle_file(dataset.name, lines=lines)
    return RedirectResponse(f"/d/{dataset.key}/file", 303)


def _keep(request: Request, form: Form) -> Response:
    """Write the file anew, over what somebody else changed in it; only if it is the file that was shown."""
    dataset, workspace = dataset_of(request), workspace_of(request)
    state = _state(workspace, dataset.key)
    if state.is_changed_outside:
        if form.text("seen") != _outside(workspace, state).seen:
            return _page(request, moved=True)
        workspace.overwrite_file(dataset.name)
    return RedirectResponse(f"/d/{dataset.key}/file", 303)


def _source(request: Request) -> Response:
    """Give an imported file back, byte for byte."""
    found = _source_of(request)
    content = workspace_of(request).source(found.key)
    name = "".join(one if one.isascii() and one.isprintable() and one not in '"\\' else "_" for one in found.name)
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _discard(request: Request, form: Form) -> Response:
    del form
    workspace_of(request).discard_source(_source_of(request).key)
    return RedirectResponse(f"/d/{request.path_params['dataset']}/file", 303)


def _source_of(request: Request) -> DatasetSource:
    dataset, key = dataset_of(request), int(request.path_params["source"])
    with workspace_of(request).view() as view:
        sources = dataset_sources(view, dataset=dataset.name)
    found = next((source for source in sources if source.key == key and source.is_kept), None)
    if found is None:
        raise UnknownName("this file is not kept any more", advice="Its entries are still there.")
    return found


PAGE = Page(
    name="file",
    title="Files",
    summary="How a dataset stands on the disk, and what it came from.",
    routes=(
        Route("/d/{dataset:int}/file", _show),
        Route("/d/{dataset:int}/file/take", posted(_take), methods=["POST"]),
        Route("/d/{dataset:int}/file/keep", posted(_keep), methods=["POST"]),
        Route("/d/{dataset:int}/sources/{source:int}", _source),
        Route("/d/{dataset:int}/sources/{source:int}/discard", posted(_discard), methods=["POST"]),
    ),
    of_dataset=True,
)
