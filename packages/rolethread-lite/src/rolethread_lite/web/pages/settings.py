"""The settings of the workspace: changed, put back as they come, given to another machine and taken over."""

from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError
from rolethread_lite.formats.settings_json import read_settings, write_settings
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.settings import Settings, portable_settings
from rolethread_lite.operations.settings.change_settings import ChangeSettings, ResetSettings
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.downloads import NamedFile, send_file
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, render, wanted, workspace_of
from rolethread_lite.web.setting_cards import differences, read_typed, setting_groups, typed_settings

_HOME = "/settings"
_LARGEST = 1 << 20


def _show(request: Request) -> Response:
    return render("pages/settings.html", _context(request))


def _context(
    request: Request, *, typed: Mapping[str, str] | None = None, faults: Mapping[str, str] | None = None
) -> dict[str, object]:
    workspace = workspace_of(request)
    return {
        "frame": frame_for(request, PAGE),
        "groups": setting_groups(_settings(request), typed=typed, faults=faults),
        "workspace": workspace.folder,
        "home": workspace.home,
        "toast": "",
        "fault": None,
        "incoming": None,
    }


def _settings(request: Request) -> Settings:
    with workspace_of(request).view() as view:
        return view.settings()


def _change(request: Request, form: Form) -> Response:
    """Give every setting the value that stands in its field, as one step."""
    typed = typed_settings(form)
    changed, faults = read_typed(typed, _settings(request))
    folder = next((typed[one.name] for one in changed if one.name == "mirror.folder"), "")
    if folder:
        faults |= _folder_fault(request, folder)
    if faults:
        return _answer(request, _context(request, typed=typed, faults=faults), status=422)
    return _done(request, workspace_of(request).run(ChangeSettings(settings=changed)))


def _folder_fault(request: Request, typed: str) -> dict[str, str]:
    folder = Path(typed)
    try:
        if not folder.is_absolute():
            raise InvalidValue("this is no whole path", advice="Give the whole path of a folder that is there.")
        workspace_of(request).mirror.refuse_folder(folder)
    except (RoleThreadError, OSError, ValueError) as fault:
        what = fault.what if isinstance(fault, RoleThreadError) else "this cannot be a folder"
        return {"mirror.folder": f"{what[:1].upper()}{what[1:]}. Give a folder that is there and not in the workspace."}
    return {}


def _reset(request: Request, form: Form) -> Response:
    """Put one setting back as it comes, or all of them."""
    return _done(request, workspace_of(request).run(ResetSettings(names=form.texts("setting"))))


def _done(request: Request, step: Step | None) -> Response:
    context = _context(request)
    told = "There was nothing to change" if step is None else step.label
    return _answer(request, {**context, "frame": frame_for(request, PAGE), "toast": told})


def _answer(request: Request, context: Mapping[str, object], *, status: int = 200) -> Response:
    if wanted(request) == "settings":
        return render("parts/settings_answer.html", context, status=status)
    return RedirectResponse(_HOME, 303) if status == 200 else render("pages/settings.html", context, status=status)


def _export(request: Request) -> Response:
    """Give the settings that may leave this machine as a file."""
    content = write_settings(portable_settings(_settings(request)))
    return send_file(NamedFile("rolethread-settings.json", [content]))


def _import(request: Request, form: Form) -> Response:
    """Show what a settings file would change; take it over once that is confirmed."""
    files = form.files("file")
    content = files[0].file.read(_LARGEST) if files else form.text("content").encode("utf-8", "surrogatepass")
    try:
        if not content:
            raise InvalidValue("no file was chosen", advice="Choose one that was written here or by the command line.")
        settings, passed = read_settings(content, where=(files[0].filename or "") if files else "")
    except RoleThreadError as fault:
        return render("pages/settings.html", {**_context(request), "fault": fault}, status=422)
    if form.has("confirmed"):
        workspace_of(request).run(ChangeSettings(settings=settings))
        return RedirectResponse(_HOME, 303)
    incoming = {
        "differences": differences(settings, _settings(request)),
        "passed": passed,
        "content": content.decode("utf-8", "replace"),
    }
    return render("pages/settings.html", {**_context(request), "incoming": incoming})


PAGE = Page(
    name="settings",
    title="Settings",
    summary="How the workspace behaves, and where it is.",
    routes=(
        Route(_HOME, _show, methods=["GET"]),
        Route(_HOME, posted(_change), methods=["POST"]),
        Route(f"{_HOME}/reset", posted(_reset), methods=["POST"]),
        Route(f"{_HOME}/export", _export),
        Route(f"{_HOME}/import", posted(_import), methods=["POST"]),
    ),
)
