"""Settings: changed, put back, given away and taken over, each as a step that can be undone."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rolethread_lite.model.settings import Settings, describe_settings, read_setting, value_of
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.web.setting_cards import typed_here
from rolethread_lite.workspace import Workspace

AS_PART = {"hx-target": "div#settings"}


def settings_of(workspace: Workspace) -> Settings:
    with workspace.view() as view:
        return view.settings()


def form(workspace: Workspace, **changed: str | list[str]) -> dict[str, str | list[str]]:
    """Return what the browser would send: every field, boxes only when they are ticked."""
    settings, fields = settings_of(workspace), {}
    for one in typed_here():
        value = value_of(settings, one.name)
        if value is True:
            fields[one.name] = "yes"
        elif not isinstance(value, bool):
            fields[one.name] = list(value) if isinstance(value, tuple) else str(value)
    fields |= {name.replace("_", ".", 1): value for name, value in changed.items()}
    return {name: value for name, value in fields.items() if value != ""}


def file_with(settings: dict[str, object]) -> dict[str, tuple[str, bytes]]:
    content = {"rolethread_settings": 1, "settings": settings}
    return {"file": ("settings.json", json.dumps(content).encode())}


def test_every_setting_has_a_field(browser: TestClient, workspace: Workspace) -> None:
    page = browser.get("/settings").text
    assert page.count("<h1") == 1
    assert [one.name for one in describe_settings() if one not in typed_here()] == ["views.saved"]
    for one in typed_here():
        assert f'name="{one.name}"' in page
        assert one.summary.replace("'", "&#39;") in page
    for group in ("Tags", "Display", "Snapshots", "History", "Mirror"):
        assert f">{group}</h2>" in page
    assert '<span class="badge">changed</span>' not in page
    assert str(workspace.folder) in page
    assert str(workspace.home) in page


def test_changes_are_one_step(browser: TestClient, workspace: Workspace) -> None:
    fields = form(workspace, display_user="Mira <b>", snapshots_keep_recent="25", tags_automatic=["imported"])
    del fields["snapshots.daily"]
    part = browser.post("/settings", data=fields, headers=AS_PART).text
    assert part.count('<span class="badge">changed</span>') == 4
    assert 'value="Mira &lt;b&gt;"' in part
    assert "Change settings: tags.automatic, display.user, snapshots.daily, snapshots.keep_recent" in part
    changed = settings_of(workspace)
    assert (changed.display_user, changed.snapshots_keep_recent) == ("Mira <b>", 25)
    assert (changed.tags_automatic, changed.snapshots_daily) == (("imported",), False)
    browser.post("/undo")
    assert settings_of(workspace) == Settings()


def test_a_form_without_script_leads_back(browser: TestClient, workspace: Workspace) -> None:
    answer = browser.post("/settings", data=form(workspace, display_user="Reader"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings")
    assert settings_of(workspace).display_user == "Reader"


def test_what_stays_as_it_is_makes_no_step(browser: TestClient, workspace: Workspace) -> None:
    steps = len(workspace.history())
    part = browser.post("/settings", data=form(workspace), headers=AS_PART).text
    assert "There was nothing to change" in part
    assert len(workspace.history()) == steps


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("snapshots_keep_recent", "-3", "Give a whole number."),
        ("snapshots_keep_recent", "many", "Give a whole number."),
        ("snapshots_keep_recent", "99999", "Give a whole number from 0 to 10000."),
        ("tags_automatic", "wild", "Give a list of imported, converted, duplicate."),
        ("mirror_folder", "not/whole", "This is no whole path."),
        ("mirror_folder", "/nowhere at all", "The folder is not there."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_changes(
    browser: TestClient, workspace: Workspace, name: str, typed: str, said: str
) -> None:
    fields = form(workspace, display_user="Kept as typed")
    answer = browser.post("/settings", data={**fields, name.replace("_", ".", 1): typed}, headers=AS_PART)
    assert answer.status_code == 422
    assert said in answer.text or "wild" in typed
    assert 'value="Kept as typed"' in answer.text
    assert settings_of(workspace) == Settings()


def test_one_is_put_back(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(ChangeSettings(settings=(read_setting("display.user", "A"), read_setting("display.assistant", "B"))))
    part = browser.post("/settings/reset", data={"setting": "display.user"}, headers=AS_PART).text
    assert "Put settings back as they come: display.user" in part
    assert (settings_of(workspace).display_user, settings_of(workspace).display_assistant) == ("User", "B")


def test_all_are_put_back(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(ChangeSettings(settings=(read_setting("display.user", "A"), read_setting("display.assistant", "B"))))
    browser.post("/settings/reset", headers=AS_PART)
    assert settings_of(workspace) == Settings()


def test_one_that_there_is_not_is_said(browser: TestClient) -> None:
    answer = browser.post("/settings/reset", data={"setting": "no.such"}, headers=AS_PART)
    assert answer.status_code == 404
    assert "There is no setting named" in answer.text


def test_settings_are_given_away_without_what_is_about_this_machine(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(ChangeSettings(settings=(read_setting("mirror.name", "attic"), read_setting("display.user", "A"))))
    answer = browser.get("/settings/export")
    assert 'filename="rolethread-settings.json"' in answer.headers["content-disposition"]
    assert answer.json()["settings"]["display.user"] == "A"
    assert "attic" not in answer.text


def test_a_file_is_shown_before_it_is_taken_over(browser: TestClient, workspace: Workspace) -> None:
    files = file_with({"display.user": "Mira <b>", "snapshots.daily": False, "mirror.name": "x", "new.thing": 1})
    page = browser.post("/settings/import", files=files).text
    assert "Take these settings over?" in page
    assert "<td>Mira &lt;b&gt;</td>" in page
    assert "Not taken over, because they are not known here or belong to a machine: mirror.name, new.thing" in page
    assert settings_of(workspace) == Settings()
    content = files["file"][1].decode()
    answer = browser.post("/settings/import", data={"content": content, "confirmed": "1"})
    assert answer.status_code == 303
    assert (settings_of(workspace).display_user, settings_of(workspace).snapshots_daily) == ("Mira <b>", False)
    browser.post("/undo")
    assert settings_of(workspace) == Settings()


def test_a_file_with_the_same_settings_changes_nothing(browser: TestClient) -> None:
    page = browser.post("/settings/import", files=file_with({"display.user": "User"})).text
    assert "there is nothing to change" in page
    assert "Take them over</button>" not in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "No file was chosen"),
        (b"{", "it is not JSON"),
        (b"{}", "it holds no settings of RoleThread"),
        (b'{"rolethread_settings":1,"settings":{"display.user":3}}', "Give a text."),
    ],
)
def test_a_file_that_cannot_be_used_is_said(browser: TestClient, content: bytes, said: str) -> None:
    answer = browser.post("/settings/import", files={"file": ("settings.json", content)})
    assert answer.status_code == 422
    assert said in answer.text


def test_the_folder_of_the_mirror_may_not_be_in_the_workspace(browser: TestClient, workspace: Workspace) -> None:
    inside = workspace.folder / "mirror"
    inside.mkdir()
    answer = browser.post("/settings", data=form(workspace, mirror_folder=str(inside)), headers=AS_PART)
    assert answer.status_code == 422
    assert "The folder is inside the workspace" in answer.text


def test_a_folder_for_the_mirror_is_taken(browser: TestClient, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    browser.post("/settings", data=form(workspace, mirror_folder=str(tmp_path / "copies")), headers=AS_PART)
    assert settings_of(workspace).mirror_folder == str(tmp_path / "copies")
