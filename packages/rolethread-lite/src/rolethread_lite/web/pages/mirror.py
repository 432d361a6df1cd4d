"""The mirror: copies of the snapshots in a folder of the owner's, kept up to date, and brought back from."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import BadRequest, InvalidValue, RoleThreadError, UnknownName
from rolethread_lite.model.mirror import MirrorMachine
from rolethread_lite.model.settings import setting_of
from rolethread_lite.model.snapshot import SnapshotReason
from rolethread_lite.model.watch import Watch
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.queries.snapshots import mirrored_machines, verify_mirrored
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.mirroring import HOME, read_folder, titles_of, told_push
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import frame_for, render, workspace_of
from rolethread_lite.web.snapshots import REASONS, told_checks
from rolethread_lite.workspace import Workspace

_PATIENCE = 2.0
_ANEW = "Bringing the mirror up to date copies what is damaged anew."


def _show(request: Request) -> Response:
    return _page(request)


def _page(
    request: Request, *, fault: RoleThreadError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """Return the page; `fault` is what is wrong with the form as it was `typed`."""
    workspace = workspace_of(request)
    status = workspace.mirror.status()
    with workspace.view() as view:
        name = view.settings().mirror_name
    context = {
        "frame": frame_for(request, PAGE),
        "mirror": status,
        "machines": _machines(status.folder) if status.is_there else (),
        "reasons": REASONS,
        "fault": fault,
        "typed": {"folder": status.folder, "machine": name} if typed is None else typed,
    }
    return render("pages/mirror.html", context, status=422 if fault is not None else 200)


def _machines(folder: str) -> tuple[MirrorMachine, ...]:
    try:
        return mirrored_machines(Path(folder))
    except UnknownName:
        return ()


def _set(request: Request, form: Form) -> Response:
    """Pick the folder for the mirror, or none."""
    workspace, folder = workspace_of(request), form.text("folder").strip()
    machine = form.text("machine").strip()
    try:
        chosen = str(_usable_folder(workspace, folder, is_made=form.has("make"))) if folder else ""
    except RoleThreadError as fault:
        return _page(request, fault=fault, typed={"folder": folder, "machine": machine})
    settings = (setting_of("mirror.folder", chosen), setting_of("mirror.name", machine))
    workspace.run(ChangeSettings(settings=settings))
    return RedirectResponse(HOME, 303)


def _usable_folder(workspace: Workspace, typed: str, *, is_made: bool) -> Path:
    """Return a folder that can be the mirror's; raises InvalidValue, BadRequest, StorageFailed."""
    folder = read_folder(typed)
    if not folder.is_dir() and not is_made:
        raise InvalidValue(
            "the folder is not there", where=typed, advice="Tick that it is made, or choose another one."
        )
    workspace.mirror.refuse_folder(folder, is_made=is_made)
    return folder


def _push(request: Request, form: Form) -> Response:
    """Bring the mirror up to date with the workspace as it is now."""
    del form
    workspace = workspace_of(request)
    if not workspace.mirror.is_set:
        raise BadRequest("no folder is picked for the mirror", advice="Pick one first.")

    def _work(watch: Watch) -> Outcome:
        workspace.snapshots.take(reason=SnapshotReason.MIRROR, progress=lambda done: watch(done, 0))
        report = workspace.push_mirror(progress=lambda done: watch(done, 0))
        if report is None:
            raise BadRequest("the mirror's folder is not there", advice="Plug the disk in or mount it, and try again.")
        return Outcome(message=told_push(report), address=HOME)

    job = jobs_of(request).start("Bringing the mirror up to date", _work, unit="objects", back=HOME)
    return shown_job(request, job, patience=_PATIENCE)


def _verify(request: Request, form: Form) -> Response:
    """Read every copy in a folder, of all its machines; what came of it is shown in any case."""
    folder = read_folder(form.text("folder").strip())
    machines = mirrored_machines(folder)
    snapshots = [each for one in machines for each in one.snapshots]
    whole = len({(one.id, digest) for one in machines for each in one.snapshots for digest in each.objects})

    def _work(watch: Watch) -> Outcome:
        seen = count(1)
        checks = verify_mirrored(folder, progress=lambda _of_machine: watch(next(seen), whole))
        return Outcome(message=told_checks(checks, titles_of(machines), cure=_ANEW), address=HOME)

    if not snapshots:
        raise UnknownName("there is no copy in this folder yet", where=str(folder), advice="Bring it up to date first.")
    job = jobs_of(request).start("Verifying copies", _work, unit="objects", back=HOME)
    return shown_job(request, job, patience=_PATIENCE, goes_on=False)


PAGE = Page(
    name="mirror",
    title="Mirror",
    summary="Copies of the snapshots in a folder of yours.",
    routes=(
        Route(HOME, _show, methods=["GET"]),
        Route(HOME, posted(_set), methods=["POST"]),
        Route(f"{HOME}/push", posted(_push), methods=["POST"]),
        Route(f"{HOME}/verify", posted(_verify), methods=["POST"]),
    ),
)
