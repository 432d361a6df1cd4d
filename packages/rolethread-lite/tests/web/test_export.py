"""The Export page: what is lost is said first, and files come out whole or not at all."""

import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from workspaces import LINES, SPOKEN, TAGGED, everything, id_of

from rolethread_lite.formats import all_formats
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.web import exporting
from rolethread_lite.workspace import Workspace

EXPORT = "/d/1/export"
FRAGMENT = {"hx-request": "true", "hx-target": "div#export"}


def words_of(page: str) -> str:
    """Return the words of a page, as they are read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def lost(page: str) -> dict[str, int]:
    """Return what the page says is not carried over, and in how many entries."""
    rows = re.findall(r"<tr><td>([^<]+)</td><td[^>]*>in (\d+) entr", page)
    return {unescape(what): int(number) for what, number in rows}


def test_the_page_offers_every_format_and_the_bundle(browser: TestClient) -> None:
    page = browser.get(EXPORT).text
    for form in all_formats():
        assert f'value="{form.name}"' in page
    assert 'value="rolethread-1"' in page
    assert 'href="/d/1/export/bundle"' in page
    assert page.count("<h1>") == 1
    assert '<a href="/d/1/export" aria-current="page">Export</a>' in page


def test_losses_are_said_before_anything_is_written(browser: TestClient) -> None:
    assert lost(browser.get(f"{EXPORT}?format=messages").text) == {"Characters and numbers that JSON does not have": 1}
    cleaned = lost(browser.get(f"{EXPORT}?clean=1").text)
    assert cleaned["Tags"] == 4
    assert "The member 'id'" in cleaned


def test_a_part_of_the_page_on_change(browser: TestClient) -> None:
    page = browser.get(f"{EXPORT}?format=alpaca", headers=FRAGMENT).text
    assert "<html" not in page
    assert re.search(r'value="alpaca"[^>]* checked', page)
    assert "export/download?format=alpaca" in page


def test_rolethread_1_leaves_no_choice_about_names(browser: TestClient) -> None:
    page = browser.get(f"{EXPORT}?format=rolethread-1&clean=1&names=both").text
    assert page.count(" disabled") == 4
    assert "export/download?format=rolethread-1&#34;" not in page
    assert 'href="/d/1/export/download?format=rolethread-1"' in page


def test_download_is_what_the_command_writes(browser: TestClient) -> None:
    answer = browser.get(f"{EXPORT}/download")
    assert answer.headers["content-disposition"] == 'attachment; filename="tales.jsonl"'
    assert answer.content.splitlines()[:2] == list(LINES[:2])
    assert len(answer.content.splitlines()) == len(LINES)


def test_download_of_a_part_in_another_format(browser: TestClient) -> None:
    answer = browser.get(f"{EXPORT}/download?format=sharegpt&tag=calm&tags=all&tag=inn&names=prefix")
    assert answer.headers["content-disposition"] == 'attachment; filename="tales.sharegpt.jsonl"'
    (line,) = answer.content.splitlines()
    assert [turn["value"] for turn in json.loads(line)["conversations"]][-1] == "Upstairs, second door."


def test_ticked_entries_only(browser: TestClient, workspace: Workspace) -> None:
    address = f"?id={id_of(workspace, 'tales', SPOKEN)}&id={id_of(workspace, 'tales', TAGGED)}"
    page = browser.get(f"{EXPORT}{address}").text
    assert "2 entries are written" in words_of(page)
    assert "2 chosen" in page
    assert browser.get(f"{EXPORT}/download{address}").content.splitlines() == [TAGGED, SPOKEN]


def test_taking_a_filter_away_stays_here_and_keeps_the_format(browser: TestClient) -> None:
    page = browser.get(f"{EXPORT}?tag=inn&format=alpaca").text
    (chip,) = re.findall(r'<a class="chip" href="([^"]+)"', page)
    assert unescape(chip) == "/d/1/export?format=alpaca"
    assert "Show them" in page


def test_two_files_for_rolethread_1(browser: TestClient) -> None:
    answer = browser.get(f"{EXPORT}/download?format=rolethread-1")
    assert 'filename="tales.rolethread-1.zip"' in answer.headers["content-disposition"]
    assert answer.content == browser.get(f"{EXPORT}/download?format=rolethread-1").content
    zipped = zipfile.ZipFile(io.BytesIO(answer.content))
    assert zipped.namelist() == ["tales.jsonl", "tales.registry.json"]
    assert json.loads(zipped.read("tales.registry.json"))["dataset"]["filename"] == "tales.jsonl"


def test_bundle(browser: TestClient) -> None:
    answer = browser.get(f"{EXPORT}/bundle")
    assert answer.headers["content-disposition"] == 'attachment; filename="tales.rolethread"'
    assert zipfile.is_zipfile(io.BytesIO(answer.content))


def test_a_name_of_another_script_reaches_the_file(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(RenameDataset(dataset="songs", name="شعر"))
    answer = browser.get("/d/2/export/download")
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''%D8%B4%D8%B9%D8%B1.jsonl"


def test_writes_into_a_folder(browser: TestClient, tmp_path: Path, workspace: Workspace) -> None:
    before = everything(workspace)
    answer = browser.post(f"{EXPORT}/write", data={"query": "format=rolethread-1", "folder": str(tmp_path)})
    assert answer.status_code == 200
    assert f"{tmp_path / 'tales.jsonl'} and {tmp_path / 'tales.registry.json'}" in words_of(answer.text)
    assert (tmp_path / "tales.registry.json").exists()
    assert everything(workspace) == before


def test_a_file_that_is_there_is_replaced_only_when_ticked(browser: TestClient, tmp_path: Path) -> None:
    (tmp_path / "tales.registry.json").write_text("mine")
    typed = {"query": "format=rolethread-1", "folder": str(tmp_path)}
    refused = browser.post(f"{EXPORT}/write", data=typed, headers=FRAGMENT)
    assert refused.status_code == 422
    assert "A file is already there" in words_of(refused.text)
    assert str(tmp_path) in refused.text
    assert [file.name for file in tmp_path.glob("tales*")] == ["tales.registry.json"]
    assert browser.post(f"{EXPORT}/write", data={**typed, "replace": "on"}).status_code == 200
    assert (tmp_path / "tales.registry.json").read_text() != "mine"


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("", "No folder is named."),
        ("/there/is/none", "There is no such folder (/there/is/none)."),
        ("relative", "There is no such folder (relative)."),
        ("~nobody-of-that-name/x", "This cannot be a folder"),
        ("/<b>\0", "There is no such folder"),
    ],
)
def test_a_folder_that_cannot_be(browser: TestClient, folder: str, words: str) -> None:
    answer = browser.post(f"{EXPORT}/write", data={"query": "", "folder": folder})
    assert answer.status_code == 422
    assert words in words_of(answer.text)
    assert "<b>\0" not in answer.text


def test_the_files_of_the_workspace_are_never_written(browser: TestClient, workspace: Workspace) -> None:
    folder = workspace.home / "tales"
    folder.mkdir(parents=True)
    answer = browser.post(f"{EXPORT}/write", data={"query": "", "folder": str(folder), "replace": "on"})
    assert answer.status_code == 422
    assert "This file belongs to the workspace" in words_of(answer.text)
    assert list(folder.iterdir()) == []


def test_nothing_to_write(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(MakeDataset(dataset="empty"))
    page = browser.get("/d/3/export").text
    assert "There is nothing to write." in page
    assert "/download" not in page
    assert "Take a filter away." in browser.get(f"{EXPORT}?q=nowhere-to-be-found").text


@pytest.mark.parametrize(
    ("address", "status"), [("?format=word", 422), ("?names=x", 422), ("?severity=x", 422), ("?clean=", 200)]
)
def test_odd_addresses(browser: TestClient, address: str, status: int) -> None:
    assert browser.get(f"{EXPORT}{address}").status_code == status


def test_a_dataset_that_is_not_there(browser: TestClient) -> None:
    assert browser.get("/d/99/export").status_code == 404
    assert browser.get("/d/99/export/download").status_code == 404


def test_what_a_filter_says_is_escaped(browser: TestClient) -> None:
    page = browser.get(f"{EXPORT}?tag=<script>alert(1)</script>").text
    assert "<script>alert(1)" not in page


def test_of_many_lines_the_page_comes_first_and_what_is_lost_after_it(
    browser: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 3)
    address = f"{EXPORT}?format=alpaca"
    page = browser.get(address).text
    assert "Reading 9 lines to see what is lost" in page
    assert "/download" not in page
    (look,) = re.findall(r'<i hidden [^>]*hx-get="([^"]+)"', page)
    shown = browser.get(unescape(look), headers=FRAGMENT).text
    assert "export/download?format=alpaca" in shown
    assert browser.get(address, headers=FRAGMENT).text == shown
    workspace.run(DeleteEntries(dataset="songs", selection=Selection()))
    assert "Reading 9 lines" in browser.get(address).text
