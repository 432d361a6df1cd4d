"""Diagnostics: what is said of a workspace, and a report that gives nothing away."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rolethread_lite.errors import DiskFull, RoleThreadError
from rolethread_lite.model.settings import setting_of
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.workspace import Workspace


def test_everything_is_said(browser: TestClient, workspace: Workspace) -> None:
    page = browser.get("/diagnostics").text
    assert page.count("<h1") == 1
    for words in (
        "2.0.0.dev0",
        str(workspace.folder),
        "not read now",
        "7 entries, 2 records; file not written yet",
        "there is none yet",
        "all made by the present rules",
        "no failure since the start",
    ):
        assert words in page


def test_the_database_is_read_when_that_is_asked_for(browser: TestClient) -> None:
    page = browser.get("/diagnostics?database=1").text
    assert "<dt>Database</dt><dd>sound</dd>" in page
    assert 'href="/diagnostics/report?database=1"' in page


def test_the_report_is_what_was_shown(browser: TestClient) -> None:
    answer = browser.get("/diagnostics/report")
    assert answer.headers["content-disposition"] == 'attachment; filename="rolethread-diagnostics.txt"'
    assert answer.text in browser.get("/diagnostics").text
    assert "dataset-1: 1 entries, 0 records, file not written yet" in answer.text


def test_the_report_names_nothing(browser: TestClient, workspace: Workspace, tmp_path: Path) -> None:
    workspace.run(RenameDataset(dataset="songs", name="Zoë's سِرّ"))
    mirror = tmp_path / "Quiet place"
    mirror.mkdir()
    machine = (setting_of("mirror.folder", str(mirror)), setting_of("mirror.name", "attic"))
    workspace.run(ChangeSettings(settings=machine))
    workspace.snapshots.take(name="a name")
    report = browser.get("/diagnostics/report").text
    secrets = ("Zo", "سِرّ", "tales", "songs", str(tmp_path), "Quiet", "attic", "a name", Path.home().name, "harbour")
    assert [secret for secret in secrets if secret in report] == []
    assert "Mirror reachable: yes" in report
    assert "\\" not in report
    assert "/" not in report


def test_failures_are_told_and_only_their_kind_is_reported(
    browser: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure: RoleThreadError = DiskFull("the disk is full", where="/disk/mira/<b>", advice="Make room.")
    monkeypatch.setattr(type(workspace), "file_failure", failure)
    page = browser.get("/diagnostics").text
    assert "The disk is full (/disk/mira/&lt;b&gt;). Make room." in page
    report = browser.get("/diagnostics/report").text
    assert "LOOK  Files in the background: failed (disk-full)" in report
    assert "mira" not in report


def test_a_snapshot_that_was_found_good_counts(browser: TestClient, workspace: Workspace) -> None:
    workspace.snapshots.take()
    workspace.snapshots.verify(workspace.snapshots.all())
    workspace.snapshots.take(datasets=["songs"])
    assert "1 of 2 were found good" in browser.get("/diagnostics").text
