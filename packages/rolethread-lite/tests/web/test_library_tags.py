"""The tags of the library: shown by category, reviewed, renamed, merged and deleted, each as one undoable step."""

import re

import pytest
from starlette.testclient import TestClient
from workspaces import lines_of

from rolethread_lite.operations.tags.add_starting_tags import AddStartingTags
from rolethread_lite.operations.tags.adopt_tags import AdoptTags
from rolethread_lite.operations.tags.create_category import CreateCategory
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.operations.tags.rename_tag import RenameTag
from rolethread_lite.queries.tags import list_tags, unknown_tags
from rolethread_lite.web.library_tags import read_shelf
from rolethread_lite.workspace import Workspace

HTMX = {"hx-request": "true", "hx-current-url": "http://127.0.0.1:8701/library/tags"}


def _names(workspace: Workspace) -> list[str]:
    with workspace.view() as view:
        return [one.tag.name for one in list_tags(view)]


def _waiting(workspace: Workspace) -> list[str]:
    with workspace.view() as view:
        return [one.name for one in unknown_tags(view)]


def _base(html: str) -> str:
    found = re.search(r'name="base" value="(\d+)"', html)
    assert found is not None, html
    return found[1]


def test_an_empty_workspace_says_what_to_do(browser: TestClient) -> None:
    html = browser.get("/library/tags").text
    assert html.count("<h1") == 1
    assert "No tags of your own yet" in html
    assert "Add the starting set" in html
    assert "4 tags wait for review" in html
    assert '<a href="/library/tags" aria-current="page" data-go="l">Library</a>' in html


def test_htmx_gets_the_page_without_what_stands_around_it(browser: TestClient) -> None:
    part = browser.get("/library/tags", headers={**HTMX, "hx-target": "main#main"}).text
    assert "<html" not in part
    assert "<h1>Tags</h1>" in part


def test_the_starting_set_comes_in_one_step_and_goes_again(browser: TestClient, workspace: Workspace) -> None:
    answer = browser.post("/library/tags/start", headers=HTMX)
    assert answer.headers["hx-retarget"] == "#main"
    assert "Add the tags to start from" in answer.text
    assert "Behavior" in answer.text
    assert len(_names(workspace)) > 20
    workspace.undo()
    assert _names(workspace) == []


def test_what_waits_is_adopted_into_a_category_as_one_step(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateCategory(name="Places"))
    before = lines_of(workspace, "tales")
    browser.post("/library/tags/adopt", data={"tags": ["inn"], "category": "Places"}, headers=HTMX)
    with workspace.view() as view:
        (listed,) = list_tags(view)
    assert (listed.tag.name, listed.category.name if listed.category else "") == ("inn", "Places")
    answer = browser.post("/library/tags/adopt", data={"all": "1"}, headers=HTMX)
    assert answer.status_code == 200
    assert set(_names(workspace)) == {"inn", "calm", "\ufffd" * 3}
    assert _waiting(workspace) == [""]
    assert lines_of(workspace, "tales") == before


def test_nothing_ticked_is_said_in_words(browser: TestClient) -> None:
    for verb in ("adopt", "archive", "restore", "delete", "move"):
        answer = browser.post(f"/library/tags/{verb}", data={}, headers={**HTMX, "hx-target": "main#main"})
        assert answer.status_code == 422
        assert "No tag is ticked. Tick some first." in answer.text
        assert answer.headers["hx-retarget"] == "#toast"


def test_a_rename_is_shown_first_then_done_and_taken_back(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(AdoptTags(tags=("inn",)))
    before = lines_of(workspace, "tales")
    asked = browser.post("/library/tags/rename", data={"tag": "inn", "name": "tavern"}, headers=HTMX)
    assert asked.headers["hx-retarget"] == "#asked"
    assert "<b>2</b> entries change" in asked.text
    assert "<del>inn</del>" in asked.text
    assert "<ins>tavern</ins>" in asked.text
    assert lines_of(workspace, "tales") == before
    data = {"tag": "inn", "name": "tavern", "base": _base(asked.text), "answer": "1"}
    done = browser.post("/library/tags/rename", data=data, headers=HTMX)
    assert done.headers["hx-retarget"] == "#main"
    assert b'"tavern"' in lines_of(workspace, "tales")[1]
    workspace.undo()
    assert lines_of(workspace, "tales") == before
    assert _names(workspace) == ["inn"]


def test_what_was_shown_is_not_done_to_a_workspace_that_moved_on(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(AdoptTags(tags=("inn",)))
    base = _base(browser.post("/library/tags/rename", data={"tag": "inn", "name": "x"}, headers=HTMX).text)
    workspace.run(CreateTag(name="between"))
    answer = browser.post("/library/tags/rename", data={"tag": "inn", "name": "x", "base": base}, headers=HTMX)
    assert answer.status_code == 409
    assert "inn" in _names(workspace)


def test_a_tag_of_no_entry_is_renamed_at_once(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateTag(name="dusk"))
    answer = browser.post("/library/tags/rename", data={"tag": "dusk", "name": "日暮れ"}, headers=HTMX)
    assert answer.headers["hx-retarget"] == "#main"
    assert _names(workspace) == ["日暮れ"]


def test_old_names_are_resolved_after_a_look(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateTag(name="tavern"))
    browser.post("/library/tags/alias", data={"tag": "tavern", "name": "inn"}, headers=HTMX)
    html = browser.get("/library/tags").text
    assert "other name of <b>tavern</b>" in html
    asked = browser.post("/library/tags/resolve", headers=HTMX)
    assert "<b>2</b> entries change" in asked.text
    browser.post("/library/tags/resolve", data={"base": _base(asked.text)}, headers=HTMX)
    assert "inn" not in _waiting(workspace)
    browser.post("/library/tags/unalias", data={"name": "inn"}, headers=HTMX)
    assert not [row for section in read_shelf(workspace).sections for row in section.rows if row.aliases]


def test_spellings_become_one(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateTag(name="Inn"))
    assert "Same as Inn?" in browser.get("/library/tags").text
    asked = browser.post("/library/tags/merge", data={"tags": "inn", "into": "Inn"}, headers=HTMX)
    data = {"tags": "inn", "into": "Inn", "base": _base(asked.text), "answer": "1"}
    browser.post("/library/tags/merge", data=data, headers=HTMX)
    assert "inn" not in _waiting(workspace)
    assert browser.post("/library/tags/merge", data={"tags": "calm", "into": " "}, headers=HTMX).status_code == 422


@pytest.mark.parametrize(("from_entries", "still_waits"), [("0", True), ("1", False)])
def test_tags_are_deleted_with_the_choice_what_entries_keep(
    browser: TestClient, workspace: Workspace, *, from_entries: str, still_waits: bool
) -> None:
    workspace.run(AdoptTags(tags=("inn", "calm")))
    steps = len(workspace.history())
    asked = browser.post("/library/tags/delete", data={"tags": ["inn", "calm"]}, headers=HTMX)
    assert "<b>3</b> entries change" in asked.text
    assert "Delete from the list only" in asked.text
    data = {"tags": ["inn", "calm"], "base": _base(asked.text), "from_entries": from_entries}
    browser.post("/library/tags/delete", data=data, headers=HTMX)
    assert _names(workspace) == []
    assert ("inn" in _waiting(workspace)) is still_waits
    assert len(workspace.history()) == steps + 1
    workspace.undo()
    assert sorted(_names(workspace)) == ["calm", "inn"]


def test_a_tag_that_waits_can_be_taken_from_entries(browser: TestClient, workspace: Workspace) -> None:
    asked = browser.post("/library/tags/delete", data={"tags": "", "waiting": "1"}, headers=HTMX)
    assert "Delete from the list only" not in asked.text
    data = {"tags": "", "waiting": "1", "base": _base(asked.text), "from_entries": "1"}
    browser.post("/library/tags/delete", data=data, headers=HTMX)
    assert "" not in _waiting(workspace)


def test_ticked_tags_are_moved_archived_and_restored(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateCategory(name="Mood"))
    workspace.run(AdoptTags(tags=("inn", "calm")))
    browser.post("/library/tags/move", data={"tags": ["inn", "calm"], "category": "Mood"}, headers=HTMX)
    assert [len(section.rows) for section in read_shelf(workspace).sections] == [2]
    answer = browser.post("/library/tags/archive", data={"tags": ["calm"]}, headers=HTMX)
    assert "1 archived" in answer.text
    browser.post("/library/tags/restore", data={"tags": ["calm"]}, headers=HTMX)
    assert [len(section.archived) for section in read_shelf(workspace).sections] == [0]


def test_a_tag_and_a_category_are_made_and_edited(browser: TestClient, workspace: Workspace) -> None:
    browser.post("/library/tags/category", data={"name": "Mood", "coloured": "on", "colour": "#c08040"}, headers=HTMX)
    browser.post("/library/tags/create", data={"name": "été", "category": "Mood", "colour": "#112233"}, headers=HTMX)
    (section,) = read_shelf(workspace).sections
    assert (section.rows[0].tag.colour, section.rows[0].colour) == ("", "#c08040")
    data = {"tag": "été", "description": "Warm.", "coloured": "on", "colour": "#112233", "place": "7"}
    browser.post("/library/tags/edit", data=data, headers=HTMX)
    opened = read_shelf(workspace, opened="été").opened
    assert opened is not None
    assert (opened.tag.description, opened.colour, opened.tag.place) == ("Warm.", "#112233", 7)
    data = {"category": "Mood", "name": "Moods", "description": "How it feels.", "place": "3"}
    browser.post("/library/tags/edit-category", data=data, headers=HTMX)
    category = read_shelf(workspace).categories[0]
    assert (category.name, category.description, category.colour, category.place) == ("Moods", "How it feels.", "", 3)
    browser.post("/library/tags/delete-category", data={"category": "Moods"}, headers=HTMX)
    assert [section.category for section in read_shelf(workspace).sections] == [None]
    assert browser.post("/library/tags/create", data={"name": " "}, headers=HTMX).status_code == 422


def test_the_open_tag_is_in_the_address_and_survives_a_rename(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(AdoptTags(tags=("inn",)))
    html = browser.get("/library/tags", params={"tag": "inn"}).text
    assert '<h2 id="tag-title">inn</h2>' in html
    assert "2 entries change with it" in html
    assert 'href="/d/1/entries?tag=inn"' in html
    workspace.run(RenameTag(tag="inn", name="tavern"))
    assert '<h2 id="tag-title">tavern</h2>' in browser.get("/library/tags", params={"tag": "inn"}).text
    assert '<h2 id="tag-title">tavern</h2>' in browser.get("/library/tags", params={"tag": "tavern"}).text
    assert "This tag is not there any more" in browser.get("/library/tags", params={"tag": "nobody"}).text


def test_names_are_never_markup(browser: TestClient, workspace: Workspace) -> None:
    payload = "<img src=x onerror=alert(1)>\"'"
    workspace.run(CreateTag(name=payload, description=payload, category=""))
    workspace.run(CreateCategory(name=payload, description=payload))
    key = next(row.tag.key for section in read_shelf(workspace).sections for row in section.rows)
    for address in ("/library/tags", f"/library/tags?{key}"):
        assert "<img src=x" not in browser.get(address).text
    assert "<img src=x" not in browser.get("/library/tags", params={"tag": key}).text


def test_many_datasets_make_a_small_list_of_links(browser: TestClient, workspace: Workspace) -> None:
    workspace.import_file(workspace.folder / "in" / "tales.jsonl", name="more")
    workspace.run(AddStartingTags())
    html = browser.get("/library/tags").text
    assert 'href="/d/1/entries?tag=calm"' in html
    assert 'href="/d/3/entries?tag=calm"' in html
    assert "<summary>4 entries</summary>" in html
