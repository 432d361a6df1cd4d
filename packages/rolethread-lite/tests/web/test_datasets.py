"""Datasets: the list, the ways in, and what becomes of a file that somebody else changed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_address import HOST, PORT, TOKEN
from starlette.testclient import TestClient
from workspaces import LINES, PLAIN, TAGGED, everything, file_of, import_lines, lines_of, write_lines

from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.web.app import create_app
from rolethread_lite.web.pages.datasets import EXAMPLE
from rolethread_lite.workspace import Workspace

ROOT = Path(__file__).parents[4]
EDITED = PLAIN.replace(b"Until dusk.", b"Until <b>dawn</b>.")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """Return a browser before an empty workspace."""
    with Workspace(tmp_path / "empty", write_files=False) as workspace:
        browser = TestClient(create_app(workspace, token=TOKEN, port=PORT), base_url=HOST, follow_redirects=False)
        browser.cookies.set(f"rolethread_{PORT}", TOKEN)
        yield browser


@pytest.fixture
def changed(workspace: Workspace) -> Path:
    """Return the file of `songs`, which somebody else edited: one entry is another, two lines are new."""
    workspace.write_files()
    return write_lines(file_of(workspace, "songs"), [EDITED, TAGGED, b"[1,2]"])


def main(browser: TestClient, path: str) -> str:
    return browser.get(path).text.partition("<main")[2].partition("</main>")[0]


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\w*)"', page)
    assert found
    return found[1]


def test_each_dataset_has_a_card(browser: TestClient, workspace: Workspace) -> None:
    page = main(browser, "/")
    assert page.count("<h1") == 1
    assert re.findall(r'<h2><a href="(.*?)">(.*?)</a>', page) == [("/d/2/entries", "songs"), ("/d/1/entries", "tales")]
    assert "7 entries" in page
    assert '<a class="link" href="/d/1/entries?lines=records">2 kept records</a>' in page
    assert str(workspace.home) in page
    for part in ("entries", "speakers", "file"):
        assert f'href="/d/1/{part}"' in page
    assert 'href="/import?into=1"' in page


def test_an_empty_workspace_has_three_ways_in(empty: TestClient) -> None:
    page = main(empty, "/")
    assert 'href="/import">Import files</a>' in page
    assert 'action="/datasets"' in page
    assert 'action="/datasets/example"' in page


def test_the_example_is_ours_and_comes_in_as_often_as_one_likes(empty: TestClient) -> None:
    assert EXAMPLE.read_bytes() == (ROOT / "examples" / "lantern-inn.jsonl").read_bytes()
    assert [empty.post("/datasets/example").headers["location"] for _ in range(2)] == ["/d/1/entries", "/d/2/entries"]
    page = main(empty, "/")
    assert [name for _, name in re.findall(r'<h2><a href="(.*?)">(.*?)</a>', page)] == ["lantern-inn", "lantern-inn 2"]
    empty.post("/undo")
    empty.post("/undo")
    assert "Look around first" in main(empty, "/")


def test_a_new_dataset_is_opened(browser: TestClient, workspace: Workspace) -> None:
    answer = browser.post("/datasets", data={"name": "  <new>  "})
    assert (answer.status_code, answer.headers["location"]) == (303, "/d/3/entries")
    assert "&lt;new&gt;" in main(browser, "/")
    browser.post("/undo")
    assert [dataset.name for dataset in workspace.datasets()] == ["songs", "tales"]


@pytest.mark.parametrize("name", ["", "  ", "tales", "TALES", "x" * 101, "a\x07b"])
def test_a_name_that_cannot_be_is_refused_where_it_was_typed(browser: TestClient, name: str) -> None:
    for path, field in (("/datasets", "name-fault"), ("/d/2/rename", "rename-fault")):
        answer = browser.post(path, data={"name": name})
        assert answer.status_code == 422
        assert f'id="{field}"' in answer.text
        assert f'aria-describedby="{field}"' in answer.text


def test_a_dataset_gets_another_name_and_goes(browser: TestClient, workspace: Workspace) -> None:
    browser.post("/d/2/rename", data={"name": "hymns"})
    assert [dataset.name for dataset in workspace.datasets()] == ["hymns", "tales"]
    assert browser.post("/d/2/remove").status_code == 303
    assert [dataset.name for dataset in workspace.datasets()] == ["tales"]
    for path in ("/d/2/file", "/d/2/speakers"):
        assert browser.get(path).status_code == 404
    browser.post("/undo")
    browser.post("/undo")
    assert [dataset.name for dataset in workspace.datasets()] == ["songs", "tales"]


def test_a_file_that_is_as_it_was_written_needs_no_decision(browser: TestClient, workspace: Workspace) -> None:
    assert "It is written in a moment." in main(browser, "/d/2/file")
    workspace.write_files()
    page = main(browser, "/d/2/file")
    assert "It is up to date" in page
    assert str(file_of(workspace, "songs")) in page
    assert "/file/take" not in page
    for verb in ("take", "keep"):
        before = everything(workspace)
        assert browser.post(f"/d/2/file/{verb}", data={"seen": ""}).status_code == 303
        assert everything(workspace) == before


def test_what_somebody_else_changed_is_shown(browser: TestClient, changed: Path) -> None:
    assert "Somebody else changed its file." in main(browser, "/")
    page = main(browser, "/d/2/file")
    assert str(changed) in page
    for words in ("Line 1 changed", "<del>dusk</del>", "&lt;", "dawn", "Line 2 is new", "A room, please.", "[1,2]"):
        assert words in page, words
    assert "<b>dawn" not in page
    assert "1 changed</span><span>2 added" in page


def test_the_changes_are_taken_as_one_step(browser: TestClient, workspace: Workspace, changed: Path) -> None:
    seen = seen_in(main(browser, "/d/2/file"))
    assert browser.post("/d/2/file/take", data={"seen": seen}).headers["location"] == "/d/2/file"
    assert lines_of(workspace, "songs") == [EDITED, TAGGED, b"[1,2]"]
    assert "It is up to date" in main(browser, "/d/2/file")
    browser.post("/undo")
    assert lines_of(workspace, "songs") == [PLAIN]
    assert changed.read_bytes().count(b"\n") == 3


def test_the_workspace_is_kept(browser: TestClient, workspace: Workspace, changed: Path) -> None:
    before = everything(workspace)
    seen = seen_in(main(browser, "/d/2/file"))
    assert browser.post("/d/2/file/keep", data={"seen": seen}).status_code == 303
    assert changed.read_bytes() == PLAIN + b"\n"
    assert everything(workspace) == before


@pytest.mark.parametrize("verb", ["take", "keep"])
def test_a_file_that_changes_while_the_owner_decides_is_shown_again(
    browser: TestClient, workspace: Workspace, changed: Path, verb: str
) -> None:
    before, seen = everything(workspace), seen_in(main(browser, "/d/2/file"))
    write_lines(changed, [TAGGED])
    answer = browser.post(f"/d/2/file/{verb}", data={"seen": seen})
    assert answer.status_code == 409
    assert "changed once more while you decided" in answer.text
    assert (everything(workspace), changed.read_bytes()) == (before, TAGGED + b"\n")


def test_a_file_that_cannot_be_read_can_still_be_written_anew(
    browser: TestClient, workspace: Workspace, changed: Path
) -> None:
    changed.write_bytes(bytes(range(256)) * 50)
    page = main(browser, "/d/2/file")
    assert "Cannot read" in page
    assert "/file/take" not in page
    assert browser.post("/d/2/file/take", data={"seen": ""}).status_code == 422
    browser.post("/d/2/file/keep", data={"seen": seen_in(page)})
    assert changed.read_bytes() == PLAIN + b"\n"
    assert lines_of(workspace, "songs") == [PLAIN]


def test_an_imported_file_is_given_back_and_given_up(browser: TestClient, workspace: Workspace) -> None:
    page = main(browser, "/d/1/file")
    assert "tales.jsonl" in page
    assert "encoding utf-8" in page
    assert str(workspace.folder / "in") not in page
    answer = browser.get("/d/1/sources/1")
    assert answer.content == b"".join(line + b"\n" for line in LINES)
    assert answer.headers["content-disposition"] == 'attachment; filename="tales.jsonl"'
    assert browser.get("/d/2/sources/1").status_code == 404
    before = everything(workspace)
    assert browser.post("/d/1/sources/1/discard").headers["location"] == "/d/1/file"
    assert "given up" in main(browser, "/d/1/file")
    assert everything(workspace) == before
    assert browser.get("/d/1/sources/1").status_code == 404
    assert browser.post("/d/1/sources/1/discard").status_code == 404


def test_a_source_with_an_odd_name_keeps_the_answer_whole(browser: TestClient, workspace: Workspace) -> None:
    import_lines(workspace, [PLAIN], name='"灯\u202e')
    answer = browser.get("/d/3/sources/3")
    assert answer.headers["content-disposition"] == 'attachment; filename="___.jsonl"'


def test_a_dataset_made_here_came_from_nothing(browser: TestClient) -> None:
    browser.post("/datasets", data={"name": "new"})
    assert "Nothing was imported into this dataset." in main(browser, "/d/3/file")


def _switch(page: str) -> list[str]:
    menu = re.search(r'<nav class="more lately" id="switch".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]*)"', menu[0]) if menu is not None else []


def test_the_bar_leads_to_other_datasets_those_opened_lately_first(browser: TestClient, workspace: Workspace) -> None:
    import_lines(workspace, [PLAIN], name="albums")
    assert _switch(browser.get("/").text) == ["/d/2/entries", "/d/1/entries", "/d/3/file", "/"], "by name"
    assert _switch(browser.get("/d/2/insights").text) == ["/d/3/insights", "/d/1/insights", "/d/2/file", "/"]
    for key in (1, 2, 1):
        browser.get(f"/d/{key}/entries")
    assert _switch(browser.get("/d/1/check").text) == ["/d/2/check", "/d/3/check", "/d/1/file", "/"]
    assert _switch(browser.get("/settings").text) == ["/d/2/entries", "/d/3/entries", "/d/1/file", "/"]
    workspace.run(RemoveDataset(dataset="songs"))
    assert _switch(browser.get("/settings").text) == ["/d/3/entries", "/d/1/file", "/"]
    workspace.run(RemoveDataset(dataset="albums"))
    assert _switch(browser.get("/settings").text) == ["/d/1/file", "/"]


def test_what_was_opened_is_kept_for_each_workspace(browser: TestClient, tmp_path: Path) -> None:
    browser.get("/d/2/entries")
    (name,) = [cookie for cookie in browser.cookies if "lately" in cookie]
    assert browser.cookies[name] == "2"
    browser.cookies.set(name, "2.x.-1.99..2.1." + "9" * 5000, domain="127.0.0.1", path="/")
    assert _switch(browser.get("/settings").text) == ["/d/1/entries", "/d/2/file", "/"]
    with Workspace(tmp_path / "other", write_files=False) as other:
        import_lines(other, [PLAIN], name="songs")
        import_lines(other, [PLAIN], name="tales")
        elsewhere = TestClient(create_app(other, token=TOKEN, port=PORT), base_url=HOST)
        elsewhere.cookies.set(f"rolethread_{PORT}", TOKEN)
        elsewhere.cookies.set(name, "2", domain="127.0.0.1", path="/")
        assert _switch(elsewhere.get("/settings").text) == ["/d/2/entries", "/d/1/file", "/"]
