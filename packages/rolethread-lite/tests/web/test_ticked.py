"""What is done with the ticked entries: shown first, then one step that can be undone."""

import re

import pytest
from starlette.testclient import TestClient
from workspaces import PLAIN, SPOKEN, TAGGED, UNTIDY, id_of, ids_of, import_lines, lines_of

from rolethread_lite.web.pages.entries_ticked import MANY
from rolethread_lite.workspace import Workspace


def _base(answer: str) -> str:
    found = re.search(r'name="base" value="(\d+)"', answer)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("word", "lines"), [("delete", 7), ("duplicate", 11), ("join", 8)])
def test_it_is_shown_first_and_done_when_confirmed(
    browser: TestClient, workspace: Workspace, word: str, lines: int
) -> None:
    before = lines_of(workspace, "tales")
    form = {"ids": ",".join(id_of(workspace, "tales", line) for line in (TAGGED, SPOKEN)), "address": ""}
    asked = browser.post(f"/d/1/ticked/{word}", data=form)
    assert asked.headers["hx-retarget"] == "#asked"
    assert "<dialog data-asked" in asked.text
    assert lines_of(workspace, "tales") == before
    done = browser.post(f"/d/1/ticked/{word}", data={**form, "base": _base(asked.text)})
    assert done.headers["hx-retarget"] == "#list"
    assert '<hx-partial hx-target="#asked"></hx-partial>' in done.text
    assert len(lines_of(workspace, "tales")) == lines
    browser.post("/undo")
    assert lines_of(workspace, "tales") == before


def test_repairs_are_shown_with_the_words_that_change(browser: TestClient, workspace: Workspace) -> None:
    asked = browser.post("/d/1/ticked/repair", data={"ids": id_of(workspace, "tales", UNTIDY)})
    assert "<del>" in asked.text
    assert "1</b> entry changes" in asked.text


def test_what_was_shown_must_still_be_so(browser: TestClient, workspace: Workspace) -> None:
    form = {"ids": id_of(workspace, "tales", TAGGED)}
    base = _base(browser.post("/d/1/ticked/delete", data=form).text)
    browser.post("/d/1/ticked/tag", data={**form, "tag": "later"})
    assert browser.post("/d/1/ticked/delete", data={**form, "base": base}).status_code == 409
    assert len(lines_of(workspace, "tales")) == 9


def test_a_few_are_tagged_at_once_and_many_are_shown_first(browser: TestClient, workspace: Workspace) -> None:
    done = browser.post("/d/1/ticked/tag", data={"ids": id_of(workspace, "tales", PLAIN), "tag": " dusk "})
    assert "add dusk" in done.text
    assert b'"dusk"' in lines_of(workspace, "tales")[0]
    many = [PLAIN.replace(b"harbour", b"harbour %d" % number) for number in range(MANY + 1)]
    import_lines(workspace, many, name="many")
    asked = browser.post("/d/3/ticked/tag", data={"all": "1", "query": "", "tag": "dusk"})
    assert f"{MANY + 1}</b> entries change" in asked.text
    browser.post("/d/3/ticked/tag", data={"all": "1", "query": "", "tag": "dusk", "base": _base(asked.text)})
    assert all(b'"dusk"' in line for line in lines_of(workspace, "many"))


def test_all_that_are_listed_but_some(browser: TestClient, workspace: Workspace) -> None:
    kept = id_of(workspace, "tales", TAGGED)
    form = {"all": "1", "query": "tag=inn", "ids": kept}
    asked = browser.post("/d/1/ticked/delete", data=form)
    browser.post("/d/1/ticked/delete", data={**form, "base": _base(asked.text)})
    assert TAGGED in lines_of(workspace, "tales")
    assert SPOKEN not in lines_of(workspace, "tales")


@pytest.mark.parametrize(
    ("word", "path"), [("export", "/d/1/export?"), ("insights", "/d/1/insights?"), ("compile", "/compile?from=1&")]
)
def test_pages_about_them_are_reached_with_them(
    browser: TestClient, workspace: Workspace, word: str, path: str
) -> None:
    entry_id = ids_of(workspace, "tales")[0]
    answer = browser.post(f"/d/1/ticked/{word}", data={"ids": entry_id})
    assert answer.headers["hx-redirect"] == f"{path}id={entry_id}"
    assert browser.get(answer.headers["hx-redirect"]).status_code == 200
    listed = browser.post(f"/d/1/ticked/{word}", data={"all": "1", "query": "tag=inn"})
    assert listed.headers["hx-redirect"] == f"{path}tag=inn"


@pytest.mark.parametrize("word", ["delete", "tag", "export"])
def test_nothing_ticked_is_said(browser: TestClient, word: str) -> None:
    answer = browser.post(f"/d/1/ticked/{word}", data={"tag": "x"}, headers={"hx-target": "section#list"})
    assert answer.status_code == 422
    assert "No entry is ticked" in answer.text
