"""Speakers: names that stand as roles are mapped once for all their turns, and never without being shown first."""

import json
import re

import pytest
from starlette.testclient import TestClient
from workspaces import SPOKEN, everything, import_lines, lines_of

from rolethread_lite.model.character import Character
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.web.pages import speakers
from rolethread_lite.workspace import Workspace

NAMED = (
    b'{"messages":[{"role":"Mira","content":"Late <b>again</b>."},{"role":"Orsk","content":"The tide was."}]}',
    b'{"messages":[{"role":"Mira","content":"Still here?"},{"role":"Orsk","content":"Still here."}]}',
)


@pytest.fixture
def there(workspace: Workspace) -> str:
    """Return the address of the speakers of a dataset with names as roles, and one with speakers beside them."""
    import_lines(workspace, (*NAMED, SPOKEN), name="named")
    return "/d/3/speakers"


def form(seen: str = "", base: str = "", **said: str) -> dict[str, str | list[str]]:
    """Return what the page sends: Mira, Orsk, and a box."""
    return {
        "label": ["Mira", "Orsk"],
        "role": [said.get("mira", "user"), said.get("orsk", "assistant")],
        "character": ["", said.get("name", "Orsk the Grey")],
        "create": "on",
        "seen": seen,
        "base": base,
    }


def shown(browser: TestClient, there: str, **said: str) -> dict[str, str | list[str]]:
    """Look at what a mapping would change and return the form that applies it."""
    part = browser.post(f"{there}/preview", data=form(**said), headers={"hx-request": "true", "hx-target": "#outlook"})
    assert part.status_code == 200, part.text
    seen, base = (re.search(rf'name="{name}" value="(\w+)"', part.text) for name in ("seen", "base"))
    assert seen
    assert base
    return form(seen[1], base[1], **said)


def test_a_guess_is_shown_as_one(browser: TestClient, there: str) -> None:
    page = browser.get(there).text
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    mira = next(row for row in rows if 'name="label" value="Mira"' in row)
    assert "2 turns in 2 entries" in mira
    assert "Perhaps <b>user</b>" in mira
    assert "in 2 of 2." in mira
    assert '<option value="user" selected>User</option>' in mira
    assert "Late &lt;b&gt;again&lt;/b&gt;." in mira
    assert "Make characters of those who speak and are none yet" in page
    assert 'name="adopt" value="Mira"' in page, "Mira speaks beside a role as well"
    assert page.count("<h1") == 1


def test_nothing_changes_before_it_was_shown(browser: TestClient, workspace: Workspace, there: str) -> None:
    before = everything(workspace)
    part = browser.post(f"{there}/preview", data=form(), headers={"hx-request": "true", "hx-target": "#outlook"}).text
    assert "<html" not in part
    assert "<b>3 entries change</b>" in part
    assert "<del>Mira</del> <ins>user</ins>" in part
    assert "Late &lt;b&gt;again&lt;/b&gt;." in part
    answer = browser.post(there, data=form())
    assert answer.status_code == 422
    assert "This is what would change now" in answer.text
    assert "<ins>Orsk the Grey</ins>" in answer.text
    assert everything(workspace) == before


def test_a_mapping_is_one_step(browser: TestClient, workspace: Workspace, there: str) -> None:
    before = everything(workspace)
    answer = browser.post(there, data=shown(browser, there))
    assert (answer.status_code, answer.headers["location"]) == (303, "/d/3/entries")
    first = json.loads(lines_of(workspace, "named")[0])["messages"]
    assert [(one["role"], one["name"]) for one in first] == [("user", "Mira"), ("assistant", "Orsk the Grey")]
    with workspace.view() as view:
        assert {character.name for character in view.items(Character)} == {"Mira", "Orsk the Grey"}
    assert workspace.history()[0].label == "Map speakers in “named”: Mira as user, Orsk as assistant"
    browser.post("/undo")
    assert everything(workspace) == before
    with workspace.view() as view:
        assert view.items(Character) == ()


def test_another_mapping_than_the_one_shown_is_shown_first(
    browser: TestClient, workspace: Workspace, there: str
) -> None:
    before, sent = everything(workspace), shown(browser, there)
    answer = browser.post(there, data=sent | {"role": ["system", "assistant"]})
    assert answer.status_code == 422
    assert "<ins>system</ins>" in answer.text
    assert '<option value="system" selected>' in answer.text
    assert everything(workspace) == before


def test_a_workspace_that_moved_is_looked_at_again(browser: TestClient, workspace: Workspace, there: str) -> None:
    sent = shown(browser, there)
    workspace.run(DeleteEntries(dataset="songs", selection=Selection()))
    before = everything(workspace)
    answer = browser.post(there, data=sent)
    assert answer.status_code == 409
    assert "<b>3 entries change</b>" in answer.text
    assert everything(workspace) == before
    base = re.search(r'name="base" value="(\w+)"', answer.text)
    assert base
    assert browser.post(there, data=sent | {"base": base[1]}).status_code == 303


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"role": ["skip", "skip"]}, "No name is mapped"),
        ({"role": ["user", "villain"]}, "This form is not complete"),
        ({"role": ["user"]}, "This form is not complete"),
        ({"label": ["Nobody", "Orsk"]}, "Nobody is called"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    browser: TestClient, there: str, said: dict[str, list[str]], words: str
) -> None:
    answer = browser.post(f"{there}/preview", data=form() | said, headers={"hx-request": "true", "hx-target": "#x"})
    assert answer.status_code in (404, 422)
    assert words in answer.text


def test_without_scripts_the_preview_is_a_page(browser: TestClient, there: str) -> None:
    page = browser.post(f"{there}/preview", data=form()).text
    assert "<html" in page
    assert "<b>3 entries change</b>" in page
    assert 'value="Orsk the Grey"' in page


def test_speakers_become_characters(browser: TestClient, workspace: Workspace, there: str) -> None:
    answer = browser.post(f"{there}/adopt", data={"adopt": ["Mira"]})
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    with workspace.view() as view:
        assert [character.name for character in view.items(Character)] == ["Mira"]
    assert 'name="adopt" value="Mira"' not in browser.get(there).text
    assert browser.post(f"{there}/adopt").status_code == 422
    assert browser.post("/d/99/speakers/adopt").status_code == 404


def test_a_dataset_without_names_says_so(browser: TestClient) -> None:
    page = browser.get("/d/2/speakers").text
    assert "Nobody is named" in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]


def test_odd_names_are_mapped_too(browser: TestClient, workspace: Workspace) -> None:
    odd = ['"><script>x</script>', "\ud800", "مِيرا", " two  spaces "]
    messages = [{"role": name, "content": f"{place}"} for place, name in enumerate(odd)]
    import_lines(workspace, [json.dumps({"messages": messages}).encode()], name="odd")
    page = browser.get("/d/3/speakers").text
    assert "<script>x" not in page
    names = [re.sub("&#34;", '"', name) for name in re.findall(r'name="label" value="([^"]*)"', page)]
    names = [name.replace("&lt;", "<").replace("&gt;", ">") for name in names]
    assert len(names) == 4
    sent = {"label": names, "role": ["user"] * 4, "character": [""] * 4}
    part = browser.post("/d/3/speakers/preview", data=sent)
    assert part.status_code == 200
    assert "<b>1 entry changes</b>" in part.text


def test_only_so_many_names_are_shown(browser: TestClient, there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speakers, "_MOST", 1)
    page = browser.get(there).text
    assert "Only the 1 names in most entries are shown of each kind; 2 more are there." in page
