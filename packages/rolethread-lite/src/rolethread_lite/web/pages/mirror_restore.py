"""Restoring from a mirror: a folder is looked into, what would come back is shown, and then it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError, UnknownName, WorkspaceMoved
from rolethread_lite.model.mirror import MirrorMachine
from rolethread_lite.model.watch import Watch
from rolethread_lite.operations.snapshots.preview_restore import RestorePreview
from rolethread_lite.queries.snapshots import mirrored_machines, mirrored_snapshot
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.mirroring import RESTORE, read_folder, told_library, told_restore
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import frame_for, render, workspace_of
from rolethread_lite.web.snapshots import REASONS
from rolethread_lite.workspace import Workspace

_PATIENCE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What an address or a form wants brought back."""

    typed: str
    """The folder, as it was typed."""
    machine: str = ""
    """Id of the machine whose copies are meant; empty for the only one."""
    snapshot: str = ""
    """Id of the snapshot; empty for the latest."""

    @property
    def address(self) -> str:
        """Return where it is shown."""
        query = QueryParams({"folder": self.typed, "machine": self.machine, "snapshot": self.snapshot})
        return f"{RESTORE}?{query}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a folder holds, as far as it could be looked into."""

    machines: tuple[MirrorMachine, ...] = ()
    """The machines that keep copies there."""
    machine: MirrorMachine | None = None
    """The one whose snapshot is shown."""
    preview: RestorePreview | None = None
    """What would come back."""
    folder_fault: RoleThreadError | None = None
    """What is wrong with the folder."""
    fault: RoleThreadError | None = None
    """What is wrong with the snapshot."""


def _show(request: Request) -> Response:
    query = request.query_params
    workspace = workspace_of(request)
    wish = _wish(query)
    found = _look(workspace, wish) if "folder" in query else _Found()
    is_wrong = found.folder_fault is not None or found.fault is not None
    context = {
        "frame": frame_for(request, PAGE),
        "typed": wish.typed if "folder" in query else workspace.mirror.status().folder,
        "found": found,
        "library": "" if found.preview is None else told_library(found.preview),
        "reasons": REASONS,
    }
    return render("pages/mirror_restore.html", context, status=422 if is_wrong else 200)


def _wish(fields: Mapping[str, str]) -> _Wish:
    return _Wish(
        typed=fields.get("folder", "").strip(),
        machine=fields.get("machine", ""),
        snapshot=fields.get("snapshot", ""),
    )


def _look(workspace: Workspace, wish: _Wish) -> _Found:
    """Look into a folder, and at the snapshot that is meant where that is clear."""
    try:
        folder = _folder(wish)
        machines = mirrored_machines(folder)
    except RoleThreadError as fault:
        return _Found(folder_fault=fault)
    try:
        machine = _machine(machines, wish)
        preview = None if machine is None else _preview(workspace, folder, machine, wish)
    except RoleThreadError as fault:
        return _Found(machines=machines, fault=fault)
    return _Found(machines=machines, machine=machine, preview=preview)


def _folder(wish: _Wish) -> Path:
    folder = read_folder(wish.typed)
    if not folder.is_dir():
        raise InvalidValue("the folder is not there", where=wish.typed, advice="Plug the disk in, or mount it.")
    return folder


def _machine(machines: tuple[MirrorMachine, ...], wish: _Wish) -> MirrorMachine | None:
    """Return the machine that is meant, None where several have copies and none is named; raises UnknownName."""
    if not wish.machine:
        with_copies = [one for one in machines if one.snapshots]
        return with_copies[0] if len(with_copies) == 1 else None
    found = next((one for one in machines if one.id == wish.machine), None)
    if found is None or not found.snapshots:
        raise UnknownName("this machine has no copies there any more", advice="Choose another one.")
    return found


def _preview(workspace: Workspace, folder: Path, machine: MirrorMachine, wish: _Wish) -> RestorePreview:
    contents = mirrored_snapshot(folder, machine=machine.id, snapshot=wish.snapshot or machine.snapshots[0].id)
    return workspace.preview_restore(contents)


def _restore(request: Request, form: Form) -> Response:
    """Bring back what was shown, as one step."""
    workspace, wish = workspace_of(request), _wish(dict(form.pairs()))
    preview = _shown_preview(workspace, wish, base=form.number("base"))
    contents = mirrored_snapshot(_folder(wish), machine=wish.machine, snapshot=wish.snapshot)
    lines = sum(each.entries + each.records for each in preview.datasets)

    def _work(watch: Watch) -> Outcome:
        workspace.restore_everything(
            contents, as_new_datasets=preview.as_new_datasets, progress=lambda done: watch(done, lines)
        )
        return Outcome(message=told_restore(preview), address="/")

    job = jobs_of(request).start("Restoring from a mirror", _work, unit="lines", back=wish.address)
    return shown_job(request, job, patience=_PATIENCE, goes_on=False)


def _shown_preview(workspace: Workspace, wish: _Wish, *, base: int) -> RestorePreview:
    """Return what was shown; raises what makes it impossible now, WorkspaceMoved when something changed since."""
    found = _look(workspace, wish)
    fault = found.folder_fault or found.fault
    if fault is not None:
        raise fault
    if found.preview is None or not wish.machine or not wish.snapshot:
        raise InvalidValue("no snapshot is chosen", advice="Choose one of the list.")
    if found.preview.base != base:
        raise WorkspaceMoved("Something was changed since this was shown.", advice="Look at it again.")
    return found.preview


PAGE = Page(
    name="mirror/restore",
    title="Restore from a mirror",
    summary="Bring everything back from a folder of copies.",
    routes=(
        Route(RESTORE, _show, methods=["GET"]),
        Route(RESTORE, posted(_restore), methods=["POST"]),
    ),
)
