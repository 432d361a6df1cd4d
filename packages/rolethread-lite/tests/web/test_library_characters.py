"""The characters of the library: looked at, adopted, renamed, merged, and brought in as cards."""

import base64
import json
import re
import struct
import zlib

import pytest
from starlette.testclient import TestClient
from workspaces import lines_of

from rolethread_lite.operations.characters.activate_characters import DeactivateCharacters
from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.queries.characters import list_characters, read_character
from rolethread_lite.web.library_cards import WaitingCards
from rolethread_lite.web.library_pictures import picture_type
from rolethread_lite.workspace import Workspace

HTMX = {"hx-request": "true", "hx-current-url": "http://127.0.0.1:8701/library/characters"}
INNER = {"name": "Sel", "nickname": "Selly", "description": "<b>Keeps</b> the lamp.", "first_mes": "Come in."}
CARD = {"spec": "chara_card_v2", "spec_version": "2.0", "data": INNER}
PNG = b"\x89PNG\r\n\x1a\n"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _picture(card: object = None) -> bytes:
    """Return a picture of one grey point, with a card in it."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    text = _chunk(b"tEXt", b"chara\0" + base64.b64encode(json.dumps(card).encode())) if card else b""
    return PNG + head + text + _chunk(b"IDAT", zlib.compress(b"\0\x80")) + _chunk(b"IEND", b"")


def _names(workspace: Workspace) -> list[str]:
    with workspace.view() as view:
        return [one.name for one in list_characters(view)]


def _base(html: str) -> str:
    found = re.search(r'name="base" value="(\d+)"', html)
    assert found is not None, html
    return found[1]


def _drop(browser: TestClient, *files: tuple[str, bytes]) -> str:
    sent = [("cards", (name, content, "application/octet-stream")) for name, content in files]
    answer = browser.post("/library/characters/cards", files=sent, headers=HTMX)
    assert (answer.status_code, answer.headers["hx-retarget"]) == (200, "#asked")
    return answer.text


def _number(html: str) -> str:
    found = re.search(r'name="cards" value="(\d+)"', html)
    assert found is not None
    return found[1]


def test_an_empty_library_says_what_to_do(browser: TestClient) -> None:
    html = browser.get("/library/characters").text
    assert html.count("<h1") == 1
    assert "No characters yet" in html
    assert "Drop character cards here" in html
    assert re.search(r'<a href="/library/tags" aria-current="page"[^>]*>Library</a>', html)


def test_names_that_are_nobodys_are_adopted_in_one_step(browser: TestClient, workspace: Workspace) -> None:
    html = browser.get("/library/characters").text
    assert "3 names speak" in html
    browser.post("/library/characters/adopt", data={"names": ["Mira"]}, headers=HTMX)
    assert _names(workspace) == ["Mira"]
    browser.post("/library/characters/adopt", data={"all": "1"}, headers=HTMX)
    assert "Orsk" in _names(workspace)
    workspace.undo()
    assert _names(workspace) == ["Mira"]
    browser.post("/library/characters/alias", data={"names": ["Orsk"], "into": "Mira"}, headers=HTMX)
    with workspace.view() as view:
        assert read_character(view, "Orsk").listed.aliases == ("Orsk",)
    answer = browser.post("/library/characters/alias", data={"names": ["Orsk"], "into": ""}, headers=HTMX)
    assert answer.status_code == 422


def test_one_is_made_shown_edited_and_deleted(browser: TestClient, workspace: Workspace) -> None:
    made = browser.post("/library/characters/create", data={"name": "Tilda", "description": "Rows."}, headers=HTMX)
    assert made.headers["hx-push-url"] == "/library/characters?character=tilda"
    html = browser.get("/library/characters", params={"character": "tilda"}).text
    assert "<h1>Tilda</h1>" in html
    assert "Does not speak in any entry yet" in html
    browser.post("/library/characters/edit", data={"name": "Tilda", "description": "Rows well."}, headers=HTMX)
    with workspace.view() as view:
        assert read_character(view, "Tilda").character.description == "Rows well."
    gone = browser.post("/library/characters/delete", data={"names": ["Tilda"]}, headers=HTMX)
    assert "Delete “Tilda” from the characters" in gone.text
    assert _names(workspace) == []
    assert browser.get("/library/characters", params={"character": "tilda"}).status_code == 404
    again = browser.post("/library/characters/create", data={"name": ""}, headers=HTMX)
    assert (again.status_code, "cannot be empty" in again.text) == (422, True)


def test_what_a_character_speaks_leads_to_its_entries(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="Mira"))
    html = browser.get("/library/characters", params={"character": "Mira"}).text
    assert "1 turn in 1 entry" in html
    assert 'href="/d/1/entries?character=Mira"' in html
    assert '<p class="total"><b>1</b>' in browser.get("/d/1/entries?character=Mira").text


def test_an_inactive_one_that_prompts_still_name_is_told(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="inn"))
    workspace.run(DeactivateCharacters(names=("inn",)))
    html = browser.get("/library/characters", params={"character": "inn"}).text
    assert "Still spoken of" in html
    (address,) = re.findall(r'href="(/d/1/entries\?id=[0-9a-f]+)"', html)
    assert '<p class="total"><b>1</b>' in browser.get(address).text
    browser.post("/library/characters/activate", data={"names": ["inn"]}, headers=HTMX)
    assert "Still spoken of" not in browser.get("/library/characters", params={"character": "inn"}).text


@pytest.mark.parametrize(("keep", "speaks"), [("0", True), ("1", False)])
def test_a_rename_is_shown_first_and_may_leave_entries(
    browser: TestClient, workspace: Workspace, *, keep: str, speaks: bool
) -> None:
    workspace.run(CreateCharacter(name="Mira"))
    before = lines_of(workspace, "tales")
    asked = browser.post("/library/characters/rename", data={"name": "Mira", "to": "Mirabel"}, headers=HTMX)
    assert "<del>Mira</del> <ins>Mirabel</ins>" in asked.text
    assert lines_of(workspace, "tales") == before
    data = {"name": "Mira", "to": "Mirabel", "base": _base(asked.text), "keep_entries": keep}
    browser.post("/library/characters/rename", data=data, headers=HTMX)
    assert _names(workspace) == ["Mirabel"]
    assert any(b'"Mirabel"' in line for line in lines_of(workspace, "tales")) is speaks
    workspace.undo()
    assert lines_of(workspace, "tales") == before


def test_two_become_one(browser: TestClient, workspace: Workspace) -> None:
    for name in ("Mira", "Orsk"):
        workspace.run(CreateCharacter(name=name))
    asked = browser.post("/library/characters/merge", data={"names": ["Orsk"], "into": "Mira"}, headers=HTMX)
    data = {"names": ["Orsk"], "into": "Mira", "base": _base(asked.text), "keep_entries": "1"}
    done = browser.post("/library/characters/merge", data=data, headers=HTMX)
    assert done.headers["hx-push-url"] == "/library/characters?character=mira"
    assert _names(workspace) == ["Mira"]
    nobody = browser.post("/library/characters/merge", data={"names": ["Mira"], "into": "x"}, headers=HTMX)
    assert nobody.status_code == 404


def test_cards_are_looked_at_and_then_taken_in_as_one_step(browser: TestClient, workspace: Workspace) -> None:
    other = {**CARD, "data": {"name": "Vey"}}
    html = _drop(
        browser, ("sel.png", _picture(CARD)), ("vey.json", json.dumps(other).encode()), ("no.txt", b"Only words.")
    )
    assert "&lt;b&gt;Keeps&lt;/b&gt; the lamp." in html
    assert "with a picture" in html
    assert "it is no kind of card that is known here" in html
    assert _names(workspace) == []
    data = {"cards": _number(html), "take-0": "1", "name-0": "Sel of the Lamp", "take-1": "1", "name-1": "Vey"}
    done = browser.post("/library/characters/take", data={**data, "aliases": "1"}, headers=HTMX)
    assert "Import character card" in done.text
    with workspace.view() as view:
        detail = read_character(view, "Selly")
    assert detail.listed.name == "Sel of the Lamp"
    assert detail.listed.aliases == ("Sel", "Selly")
    page = browser.get("/library/characters", params={"character": "Sel of the Lamp"}).text
    assert "&lt;b&gt;Keeps&lt;/b&gt; the lamp." in page
    assert f'src="/avatars/{detail.character.avatar}"' in page
    workspace.undo()
    assert _names(workspace) == []


def test_a_card_for_one_there_is_shows_what_differs(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="Sel", card=json.dumps(CARD)))
    changed = {**CARD, "data": {**INNER, "first_mes": "Go away."}}
    html = _drop(browser, ("sel.json", json.dumps(changed).encode()))
    assert "changes a character" in html
    assert "<del>Come in.</del> <ins>Go away.</ins>" in html
    assert "Keeps" not in html
    assert "Its card says the same" in _drop(browser, ("sel.json", json.dumps(CARD).encode()))


def test_cards_that_are_forgotten_or_not_ticked_are_said_in_words(browser: TestClient) -> None:
    html = _drop(browser, ("sel.json", json.dumps(CARD).encode()))
    none = browser.post("/library/characters/take", data={"cards": _number(html)}, headers=HTMX)
    assert (none.status_code, "No card is ticked" in none.text) == (422, True)
    gone = browser.post("/library/characters/take", data={"cards": "99", "take-0": "1"}, headers=HTMX)
    assert gone.status_code == 404
    assert browser.post("/library/characters/cards", data={}, headers=HTMX).status_code == 422


def test_only_the_cards_that_were_dropped_last_are_kept() -> None:
    cards = WaitingCards()
    numbers = [cards.keep(()) for _ in range(12)]
    assert cards.find(numbers[-1]) == ()
    with pytest.raises(Exception, match="no longer at hand"):
        cards.find(numbers[0])


def test_the_card_is_given_as_it_came(browser: TestClient, workspace: Workspace) -> None:
    raw = json.dumps(CARD, indent=3)
    workspace.run(CreateCharacter(name="Sel/日", card=raw))
    answer = browser.get("/library/card", params={"character": "Sel/日"})
    assert answer.content == raw.encode()
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%53%65%6C%2F")
    workspace.run(CreateCharacter(name="Bare"))
    assert browser.get("/library/card", params={"character": "Bare"}).status_code == 422
    assert browser.get("/library/card").status_code == 404


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_picture(), "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89a rest", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ""),
        (b"<html><script>1</script>", ""),
        (b"", ""),
    ],
)
def test_pictures_are_what_their_bytes_say(
    browser: TestClient, workspace: Workspace, content: bytes, kind: str
) -> None:
    assert picture_type(content) == kind
    digest = workspace.keep_avatar(content).digest
    answer = browser.get(f"/avatars/{digest}")
    assert answer.content == content
    assert answer.headers["content-type"] == (kind or "application/octet-stream")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert ("attachment" in answer.headers.get("content-disposition", "")) is not bool(kind)


def test_a_picture_there_is_not(browser: TestClient) -> None:
    assert browser.get("/avatars/0123").status_code == 404


def test_a_picture_is_given_and_taken_away(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="Sel"))

    def _give(content: bytes) -> int:
        files = {"picture": ("p", content, "image/png")}
        there = {**HTMX, "hx-current-url": "http://127.0.0.1:8701/library/characters?character=sel"}
        return browser.post("/library/characters/picture", data={"name": "Sel"}, files=files, headers=there).status_code

    assert _give(b"<svg/>") == 422
    assert _give(_picture()) == 200
    with workspace.view() as view:
        assert read_character(view, "Sel").character.avatar
    browser.post("/library/characters/clear-picture", data={"name": "Sel"}, headers=HTMX)
    with workspace.view() as view:
        assert not read_character(view, "Sel").character.avatar


def test_the_list_is_narrowed_by_name_and_state(browser: TestClient, workspace: Workspace) -> None:
    for name in ("Mira", "Orsk", "ÉTÉ"):
        workspace.run(CreateCharacter(name=name))
    workspace.run(DeactivateCharacters(names=("Orsk",)))

    def _shown(**parameters: str) -> list[str]:
        html = browser.get("/library/characters", params=parameters).text
        return re.findall(r'<h2><a href="/library/characters\?character=[^"]+">([^<]+)</a>', html)

    assert _shown() == ["Mira", "Orsk", "ÉTÉ"]
    assert _shown(q="été") == ["ÉTÉ"]
    assert _shown(show="inactive") == ["Orsk"]
    assert _shown(q="mira", show="inactive") == []
    assert "Nobody fits" in browser.get("/library/characters", params={"q": "zzz"}).text


def test_names_are_never_markup(browser: TestClient, workspace: Workspace) -> None:
    payload = "<img src=x onerror=alert(1)>\"'"
    workspace.run(
        CreateCharacter(name=payload, description=payload, card=json.dumps({**CARD, "data": {"name": payload}}))
    )
    for parameters in ({}, {"character": payload}):
        html = browser.get("/library/characters", params=parameters).text
        assert "&lt;img" in html
        assert "<img src=x" not in html
