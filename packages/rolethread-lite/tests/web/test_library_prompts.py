"""The system prompts of the library: written, versioned, given to entries, and made one in a dataset."""

import json
import re

import pytest
from starlette.testclient import TestClient
from workspaces import import_lines, lines_of

from rolethread_lite.operations.prompts.create_prompt import CreatePrompt
from rolethread_lite.operations.prompts.edit_prompt import EditPrompt
from rolethread_lite.queries.prompts import prompt_uses, prompt_versions
from rolethread_lite.web.pages.library_prompts import selection_of
from rolethread_lite.workspace import Workspace

HTMX = {"hx-request": "true", "hx-current-url": "http://127.0.0.1:8701/library/prompts"}
THERE = {"hx-request": "true", "hx-current-url": "http://127.0.0.1:8701/library/prompts?prompt=keeper"}
TEXTS = (
    "You keep the inn at the ford, and you speak softly to every guest.",
    "You keep the inn at the ford, and you speak softly to every guest!",
    "You keep the inn at the ford, and you speak kindly to every guest.",
    "Something else entirely.",
)


def _prompts(workspace: Workspace) -> list[str]:
    with workspace.view() as view:
        return [one.prompt.name for one in prompt_uses(view)]


def _base(html: str) -> str:
    found = re.search(r'name="base" value="(\d+)"', html)
    assert found is not None, html
    return found[1]


def _line(prompt: str, number: int) -> bytes:
    messages = [("system", prompt), ("user", f"Hello {number}"), ("assistant", "Welcome.")]
    return json.dumps({"messages": [{"role": role, "content": text} for role, text in messages]}).encode()


def _inn(workspace: Workspace) -> str:
    """Import a dataset whose system prompts nearly are the same, and return where its prompts are shown."""
    numbers = [0, 0, 0, 1, 2, 3]
    import_lines(workspace, [_line(TEXTS[which], place) for place, which in enumerate(numbers)], name="inn")
    with workspace.view() as view:
        return f"/d/{view.dataset_key('inn')}/prompts"


def test_an_empty_library_says_what_to_do(browser: TestClient) -> None:
    html = browser.get("/library/prompts").text
    assert html.count("<h1") == 1
    assert "No system prompts kept yet" in html
    assert 'href="/d/1/prompts"' in html


def test_one_is_written_and_its_variables_are_marked(browser: TestClient, workspace: Workspace) -> None:
    data = {"name": "Keeper", "text": "You are {{char}}.\r\nBe <b>kind</b>. {{random:a,b}}", "description": "For inns."}
    made = browser.post("/library/prompts/create", data=data, headers=HTMX)
    assert made.headers["hx-push-url"] == "/library/prompts?prompt=Keeper"
    html = browser.get("/library/prompts", params={"prompt": "keeper"}).text
    assert 'You are <span class="variable">{{char}}</span>.\nBe &lt;b&gt;kind&lt;/b&gt;.' in html
    assert "kept as written: {{random:a,b}}" in html
    assert "in no entry yet" in html
    assert browser.post("/library/prompts/create", data=data, headers=HTMX).status_code == 422
    workspace.undo()
    assert _prompts(workspace) == []
    assert browser.get("/library/prompts", params={"prompt": "keeper"}).status_code == 404


def test_another_text_is_a_version_and_an_earlier_one_comes_back(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreatePrompt(name="Keeper", text="You keep the inn."))
    data = {"prompt": "Keeper", "seen": "1", "text": "You keep the tavern.", "description": ""}
    assert browser.post("/library/prompts/edit", data=data, headers=THERE).status_code == 200
    html = browser.get("/library/prompts", params={"prompt": "keeper"}).text
    assert "You keep the <del>inn</del><ins>tavern</ins>." in html
    stale = browser.post("/library/prompts/edit", data={**data, "text": "Other."}, headers=THERE)
    assert (stale.status_code, "changed elsewhere" in stale.text) == (409, True)
    browser.post("/library/prompts/restore", data={"prompt": "Keeper", "version": "1"}, headers=THERE)
    with workspace.view() as view:
        versions = prompt_versions(view, prompt="Keeper")
    assert [one.text for one in versions] == ["You keep the inn.", "You keep the tavern.", "You keep the inn."]
    missing = browser.post("/library/prompts/restore", data={"prompt": "Keeper", "version": "9"}, headers=THERE)
    assert missing.status_code == 404


def test_entries_that_have_it_are_links_and_drifted_ones_show_their_words(
    browser: TestClient, workspace: Workspace
) -> None:
    _inn(workspace)
    workspace.run(CreatePrompt(name="Keeper", text=TEXTS[0]))
    html = browser.get("/library/prompts", params={"prompt": "keeper"}).text
    assert "just as it is" in html
    (address,) = re.findall(r'<li><a href="(/d/3/entries\?prompt=[^"]+)">', html)
    assert '<p class="total"><b>3</b>' in browser.get(address).text
    assert "you speak <del>softly</del><ins>kindly</ins> to" in html
    workspace.run(EditPrompt(prompt="Keeper", text=TEXTS[0] + " Always."))
    html = browser.get("/library/prompts", params={"prompt": "keeper"}).text
    assert "version 1" in html


def test_it_is_given_to_entries_after_a_look(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreatePrompt(name="Keeper", text="You are {{char}} of {{place}}."))
    before = lines_of(workspace, "tales")
    data = {"prompt": "Keeper", "dataset": "1", "query": "/d/1/entries?tag=inn", "value-place": "the ford"}
    refused = browser.post("/library/prompts/apply", data=data, headers=THERE)
    assert (refused.status_code, "no value for {{char}}" in refused.text) == (422, True)
    asked = browser.post("/library/prompts/apply", data={**data, "skip_missing": "1"}, headers=THERE)
    assert "<b>1</b> entry changes" in asked.text
    assert "You are Orsk of the ford." in asked.text
    assert lines_of(workspace, "tales") == before
    data |= {"skip_missing": "1", "base": _base(asked.text)}
    browser.post("/library/prompts/apply", data=data, headers=THERE)
    assert sum(b"You are Orsk of the ford." in line for line in lines_of(workspace, "tales")) == 1
    workspace.undo()
    assert lines_of(workspace, "tales") == before
    assert browser.post("/library/prompts/apply", data={**data, "dataset": "99"}, headers=THERE).status_code == 404


@pytest.mark.parametrize(
    ("query", "is_everything"),
    [("", True), (" ", True), ("tag=inn", False), ("?tag=inn", False), ("http://127.0.0.1:1/d/1/entries?q=a", False)],
)
def test_entries_are_meant_by_an_address(query: str, *, is_everything: bool) -> None:
    assert selection_of(query).is_everything is is_everything


def test_it_is_renamed_switched_and_deleted(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreatePrompt(name="Keeper", text="You keep the inn."))
    browser.post("/library/prompts/rename", data={"prompt": "Keeper", "name": "Warden"}, headers=THERE)
    assert _prompts(workspace) == ["Warden"]
    off = browser.post("/library/prompts/deactivate", data={"prompt": "Warden"}, headers=THERE)
    assert '<span class="badge">inactive</span>' in off.text
    browser.post("/library/prompts/activate", data={"prompt": "Warden"}, headers=THERE)
    gone = browser.post("/library/prompts/delete", data={"prompt": "Warden"}, headers=THERE)
    assert gone.headers["hx-push-url"] == "/library/prompts"
    assert _prompts(workspace) == []


def test_the_prompts_of_a_dataset_are_bars(browser: TestClient, workspace: Workspace) -> None:
    html = browser.get(_inn(workspace)).text
    assert "4 different" in html
    for address, number in re.findall(r'<a class="group" href="([^"]+)">.*?<span class="number">(\d+)</span>', html):
        assert f'<p class="total"><b>{number}</b>' in browser.get(address).text
    tales = browser.get("/d/1/prompts").text
    assert '<div class="group"><span class="two-lines">No system prompt' in tales
    assert "Nothing is nearly the same" in tales
    assert browser.get("/d/99/prompts").status_code == 404


def test_nearly_the_same_ones_become_one_after_a_look(browser: TestClient, workspace: Workspace) -> None:
    path = _inn(workspace)
    html = browser.get(path).text
    assert "the same words; only spaces, case or marks differ" in html
    assert "you speak <del>softly</del><ins>kindly</ins> to" in html
    members = re.findall(r'name="member" value="([0-9a-f]+)"', html)
    assert len(members) == 3
    before = lines_of(workspace, "inn")
    there = {"hx-request": "true", "hx-current-url": f"http://127.0.0.1:8701{path}"}
    asked = browser.post(f"{path}/unify", data={"member": members, "to": members[0]}, headers=there)
    assert "<b>2</b> entries change" in asked.text
    assert lines_of(workspace, "inn") == before
    data = {"member": members, "to": members[0], "base": _base(asked.text)}
    browser.post(f"{path}/unify", data=data, headers=there)
    assert sum(TEXTS[0].encode() in line for line in lines_of(workspace, "inn")) == 5
    workspace.undo()
    anew = browser.post(f"{path}/unify", data={"member": members, "to": "own", "text": "A\r\nB"}, headers=there)
    assert '<textarea name="text" hidden>\nA\nB</textarea>' in anew.text
    empty = browser.post(f"{path}/unify", data={"member": members, "to": "own", "text": " "}, headers=there)
    assert empty.status_code == 422
    assert "Nothing is nearly the same" not in browser.get(path, params={"least": "1"}).text
    assert browser.get(path, params={"least": "0"}).status_code == 200


def test_a_prompt_of_entries_is_kept_in_the_library(browser: TestClient, workspace: Workspace) -> None:
    path = _inn(workspace)
    html = browser.get(path).text
    digest = re.findall(r'name="digest" value="([0-9a-f]+)"', html)[0]
    data = {"digest": digest, "name": "Keeper", "variables": "place=the ford, mood=softly"}
    browser.post(f"{path}/save", data=data, headers=HTMX)
    with workspace.view() as view:
        (uses,) = prompt_uses(view)
    assert uses.prompt.text == "You keep the inn at {{place}}, and you speak {{mood}} to every guest."
    assert '<a class="badge" href="/library/prompts?prompt=keeper">Keeper' in browser.get(path).text
    odd = browser.post(f"{path}/save", data={**data, "variables": "nonsense"}, headers=HTMX)
    assert odd.status_code == 422


def test_texts_are_never_markup(browser: TestClient, workspace: Workspace) -> None:
    payload = "<img src=x onerror=alert(1)>\"'</textarea>"
    workspace.run(CreatePrompt(name=payload, text=payload, description=payload))
    import_lines(workspace, [_line(payload, 1), _line(payload + "!", 2)], name="odd")
    for address in ("/library/prompts", "/d/3/prompts"):
        assert "<img src=x" not in browser.get(address).text
    assert "<img src=x" not in browser.get("/library/prompts", params={"prompt": payload}).text


def test_what_is_not_a_number_is_said(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreatePrompt(name="Keeper", text="You keep the inn."))
    data = {"prompt": "Keeper", "dataset": "x"}
    assert browser.post("/library/prompts/apply", data=data, headers=THERE).status_code == 422
