"""History: every step by day, what it touched, and the way back to any of them."""

import re

import pytest
from starlette.testclient import TestClient
from workspaces import PLAIN, everything, ids_of

from rolethread_lite.model.selection import Selection
from rolethread_lite.model.settings import read_setting
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.web.step_words import read_asked
from rolethread_lite.workspace import Workspace

TAGS = ("battle", "<b>", "سِرّ")


@pytest.fixture
def tagged(workspace: Workspace) -> Workspace:
    """Return the workspace with three more steps: a tag each on the entry of `songs`."""
    for tag in TAGS:
        workspace.run(TagEntries(dataset="songs", selection=Selection(), add=(tag,)))
    return workspace


def main(browser: TestClient, path: str) -> str:
    return browser.get(path).text.partition("<main")[2].partition("</main>")[0]


def touched(browser: TestClient, number: int) -> str:
    """Return the part that the page of a step asks for once it is shown."""
    return browser.get(f"/history/{number}", headers={"hx-target": "div#touched"}).text


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page))


@pytest.mark.usefixtures("tagged")
def test_steps_are_listed_by_day(browser: TestClient) -> None:
    page = main(browser, "/history")
    assert page.count("<h1") == 1
    assert re.search(r'<h2 id="day-1">\w+, \d+ \w+ \d{4}</h2>', page)
    assert re.findall(r'href="/history/(\d+)">', page) == ["5", "4", "3", "2", "1"]
    assert "add &lt;b&gt;" in page
    assert page.count('hx-post="/undo"') == 1
    assert re.findall(r'href="/history/(\d+)/undo"', page) == ["4", "3", "2", "1"]
    assert '<a href="/history/snapshots">Snapshots</a>' in page


def test_undone_steps_can_be_done_again_from_the_list(browser: TestClient, tagged: Workspace) -> None:
    tagged.undo()
    tagged.undo()
    page = main(browser, "/history")
    assert page.count('<span class="badge">undone</span>') == 2
    assert page.count('hx-post="/redo"') == 1
    assert re.findall(r'href="/history/(\d+)/redo"', page) == ["5"]


def test_a_long_history_has_pages(browser: TestClient, workspace: Workspace) -> None:
    for number in range(101):
        workspace.run(TagEntries(dataset="songs", selection=Selection(), add=(f"t{number}",)))
    older = re.search(r'href="(/history\?before=\d+)"', main(browser, "/history"))
    assert older
    assert re.findall(r'href="/history/(\d+)">', main(browser, older[1])) == ["3", "2", "1"]


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 40])
def test_an_odd_place_in_the_history_is_the_beginning(browser: TestClient, before: str) -> None:
    assert "Import" in main(browser, f"/history?before={before}")


def test_a_step_tells_what_was_asked_and_what_became_of_entries(browser: TestClient, tagged: Workspace) -> None:
    entry = ids_of(tagged, "songs")[0]
    page = main(browser, "/history/4")
    assert '<span class="meta mono">tag-entries</span>' in page
    assert "<dt>dataset</dt><dd><span>songs</span></dd>" in page
    assert "<dt>add</dt><dd><span>&lt;b&gt;</span></dd>" in page
    assert f'href="/d/2/entries?open={entry}"' in page
    assert 'hx-get="/history/4" hx-trigger="load"' in page
    assert "<ins>" not in page
    part = touched(browser, 4)
    assert "<html" not in part
    assert f'href="/d/2/entries?open={entry}"' in part
    assert "<ins>&lt;b&gt;</ins>" in part
    assert "battle" not in part


def test_the_text_before_and_after_a_step_is_shown(browser: TestClient, workspace: Workspace) -> None:
    entry, text = ids_of(workspace, "songs")[0], PLAIN.decode().replace("dusk", "dawn")
    workspace.run(EditEntryText(dataset="songs", entry_id=entry, text=text))
    part = touched(browser, 3)
    assert "<del>dusk</del>" in part
    assert "<ins>dawn</ins>" in part


def test_what_came_and_what_went_is_told(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(DeleteEntries(dataset="songs", selection=Selection()))
    assert '<span class="badge">went</span>' in touched(browser, 3)
    assert "not in a dataset now" in touched(browser, 3)


def test_an_import_lists_its_first_lines(browser: TestClient) -> None:
    for shown in (main(browser, "/history/1").partition("What it touched")[2], touched(browser, 1)):
        assert shown.count('<span class="meta mono">') == 6
        assert "These are the first of 9." in shown


def test_a_step_that_is_undone_says_so(browser: TestClient, tagged: Workspace) -> None:
    tagged.undo()
    page = main(browser, "/history/5")
    assert "It is undone, and can be done again." in page
    assert "hx-get" not in page
    tagged.run(TagEntries(dataset="songs", selection=Selection(), add=("other",)))
    assert "it cannot be done again" in main(browser, "/history/5")


def test_a_step_about_no_line_says_so(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(ChangeSettings(settings=(read_setting("display.user", "Reader"),)))
    page = main(browser, "/history/3")
    assert "it is about the library, the settings, or a dataset's name" in page
    assert "<span>name: display.user, value: &#34;Reader&#34;</span>" in page


def test_a_step_that_is_not_there_is_said(browser: TestClient) -> None:
    answer = browser.get("/history/77")
    assert answer.status_code == 404
    assert "There is no step 77" in answer.text


def test_undoing_several_steps_is_shown_first(browser: TestClient, tagged: Workspace) -> None:
    before = everything(tagged)
    page = main(browser, "/history/4/undo")
    assert "<h1>Undo 2 steps?</h1>" in page
    assert re.findall(r'<span class="meta number">(\d+)</span>', page) == ["5", "4"]
    assert everything(tagged) == before
    answer = browser.post("/history/4/undo", data=hidden(page))
    assert (answer.status_code, answer.headers["location"]) == (303, "/history")
    assert [step.state.name for step in tagged.history(limit=3)] == ["UNDONE", "UNDONE", "DONE"]
    page = main(browser, "/history/5/redo")
    assert "<h1>Redo 2 steps?</h1>" in page
    assert re.findall(r'<span class="meta number">(\d+)</span>', page) == ["4", "5"]
    browser.post("/history/5/redo", data=hidden(page))
    assert everything(tagged) == before


def test_steps_that_were_not_shown_are_not_undone(browser: TestClient, tagged: Workspace) -> None:
    shown = hidden(main(browser, "/history/4/undo"))
    tagged.run(TagEntries(dataset="songs", selection=Selection(), add=("later",)))
    before = everything(tagged)
    answer = browser.post("/history/4/undo", data=shown)
    assert answer.status_code == 409
    assert "Something else was done since this was shown." in answer.text
    assert everything(tagged) == before


@pytest.mark.parametrize("path", ["/history/5/redo", "/history/77/undo", "/history/0/undo"])
def test_there_is_no_way_to_a_step_that_is_not_in_that_state(browser: TestClient, tagged: Workspace, path: str) -> None:
    assert tagged
    assert browser.get(path).status_code == 409
    assert browser.post(path, data={"seen": "5", "count": "1"}).status_code == 409


def test_an_empty_history_says_what_to_do(browser: TestClient) -> None:
    assert "Nothing was done yet" in main(browser, "/history?before=1")


def test_history_is_reached_from_every_page(browser: TestClient) -> None:
    assert 'href="/history" data-go="h"' in browser.get("/").text


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("", []),
        ("[1]", []),
        ("{", []),
        ('{"operation":"x","is_all":true,"n":3}', [("is all", ("yes",), 0), ("n", ("3",), 0)]),
        ('{"operation":"x","by":null}', [("by", ("(empty)",), 0)]),
        ('{"operation":"x","ids":' + str(list(range(14))) + "}", [("ids", tuple(map(str, range(12))), 2)]),
        ('{"operation":"x","selection":{"tags":{"names":["a","b"]}}}', [("selection", ("tags: names: a, b",), 0)]),
    ],
)
def test_what_was_asked_is_read_from_the_history(operation: str, said: list[tuple[str, tuple[str, ...], int]]) -> None:
    assert [(one.name, one.values, one.more) for one in read_asked(operation).parameters] == said


def test_undoing_the_import_of_the_shown_dataset_leads_home(browser: TestClient, workspace: Workspace) -> None:
    shown = {"hx-current-url": "http://127.0.0.1:1/d/2/entries?open=x"}
    assert browser.post("/undo", headers=shown).headers["hx-redirect"] == "/"
    assert [dataset.name for dataset in workspace.datasets()] == ["tales"]
    back = browser.post("/redo", headers=shown)
    assert "hx-redirect" not in back.headers
    assert back.headers["hx-trigger"] == "workspace-changed"
