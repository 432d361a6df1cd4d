"""Nobody else gets in: one attack for each line of the list of what must hold."""

import asyncio
import json
import re
import socket
from pathlib import Path

import pytest
from app_address import HOST, PORT, TOKEN
from starlette.testclient import TestClient
from workspaces import import_lines

import rolethread_lite.web
from rolethread_lite.web import security
from rolethread_lite.web.pages import all_pages
from rolethread_lite.web.security import HEADERS, Guard
from rolethread_lite.web.serving import LOOPBACK, address_of, listen, new_token, port_of
from rolethread_lite.workspace import Workspace

HERE = Path(rolethread_lite.web.__file__).parent
PAGES = ("/", "/d/1/entries", "/d/1/insights", "/history", "/nowhere")


@pytest.mark.enable_socket
def test_it_listens_on_this_machine_alone_at_a_free_port() -> None:
    with listen() as one, listen() as other:
        assert one.getsockname()[0] == other.getsockname()[0] == LOOPBACK == "127.0.0.1"
        assert port_of(one) != port_of(other)
        assert one.family is socket.AF_INET


def test_every_launch_has_its_own_long_key() -> None:
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43
    assert address_of(PORT, token=TOKEN) == f"{HOST}/?token={TOKEN}"


@pytest.mark.parametrize(
    "host", ["evil.example:8701", "127.0.0.1", "127.0.0.1:8702", "localhost.evil.example:8701", "", "127.0.0.1:8701.x"]
)
def test_a_name_that_was_made_to_point_here_is_refused(browser: TestClient, host: str) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 421
    assert browser.get("/static/css/base.css", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_the_names_of_this_machine_are_answered(browser: TestClient, host: str) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_without_the_key_there_is_nothing_to_see(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert (answer.status_code, "tales" in answer.text) == (401, False)
    assert stranger.get(path, headers={"cookie": f"rolethread_{PORT}=guess"}).status_code == 401
    assert stranger.get(path, headers={"cookie": f"rolethread_8702={TOKEN}"}).status_code == 401


@pytest.mark.parametrize("key", ["wrong", "", TOKEN + "x", TOKEN[:-1], "ключ"])
def test_a_wrong_key_opens_nothing(stranger: TestClient, key: str) -> None:
    answer = stranger.get("/", params={"token": key})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_the_key_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(stranger: TestClient) -> None:
    answer = stranger.get("/d/1/entries", params={"q": "dusk", "token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/d/1/entries?q=dusk")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"rolethread_{PORT}=" in cookie
    assert stranger.post("/undo", params={"token": TOKEN}).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": f"http://evil.example:{PORT}"},
        {"origin": f"http://127.0.0.1:{PORT + 1}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    ],
)
def test_a_form_of_another_page_changes_nothing(
    browser: TestClient, workspace: Workspace, headers: dict[str, str]
) -> None:
    assert browser.post("/undo", headers=headers).status_code == 403
    assert len(workspace.datasets()) == 2


def test_a_form_of_ours_does(browser: TestClient, workspace: Workspace) -> None:
    headers = {"origin": HOST, "sec-fetch-site": "same-origin"}
    assert browser.post("/undo", headers=headers).status_code == 200
    assert len(workspace.datasets()) == 1


def test_asking_for_pages_changes_nothing(browser: TestClient, workspace: Workspace) -> None:
    revision = workspace._store.revision()
    for page in all_pages():
        for route in page.routes:
            if "GET" in (route.methods or ()):
                browser.get(route.path.replace("{dataset:int}", "1").replace("{entry}", "00"))
    assert workspace._store.revision() == revision
    assert [step.label for step in workspace.history()][:1] == ["Import “songs.jsonl” into “songs”"]


def test_what_changes_something_is_never_reached_by_get() -> None:
    posts = [route for page in all_pages() for route in page.routes if "POST" in (route.methods or ())]
    assert len(posts) > 8
    for route in posts:
        assert route.methods == {"POST"}, route.path


@pytest.mark.parametrize("path", [*PAGES, "/static/css/base.css", "/static/js/app.js"])
def test_every_answer_carries_the_headers(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_refusals_carry_them_too(stranger: TestClient) -> None:
    for answer in (stranger.get("/"), stranger.get("/", headers={"host": "evil.example"})):
        assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_a_body_without_end_is_cut_off(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "LARGEST_FORM", 1000)
    assert browser.post("/undo", data={"to": "0" * 2000}).status_code == 413
    assert browser.post("/undo", data={"to": "0" * 500}).status_code == 200


def test_there_is_no_websocket(workspace: Workspace) -> None:
    async def _never(*_: object) -> None:
        raise AssertionError

    sent: list[dict[str, object]] = []

    async def _send(message: dict[str, object]) -> None:
        sent.append(message)

    async def _receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    guard = Guard(_never, token=TOKEN, port=PORT)
    scope = {"type": "websocket", "path": "/", "headers": [(b"host", b"127.0.0.1:8701")]}
    asyncio.run(guard(scope, _receive, _send))
    assert sent == [{"type": "websocket.close", "code": 4403}]
    del workspace


PAYLOADS = (
    "<script>window.x=1</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "</textarea><script>1</script>",
    "<hx-partial hx-target='#toast'>x</hx-partial>",
    "javascript:alert(1)",
)


def test_what_an_entry_says_is_never_markup(browser: TestClient, workspace: Workspace) -> None:
    lines = [
        json.dumps(
            {
                "messages": [
                    {"role": "system", "content": payload},
                    {"role": "user", "name": payload, "content": f'"{payload}"'},
                    {"role": payload, "content": payload},
                ],
                "tags": [payload],
            }
        ).encode()
        for payload in PAYLOADS
    ]
    import_lines(workspace, lines, name="attacks")
    with workspace.view() as view:
        dataset = view.dataset("attacks")
        ids = [line.entry_id for line in view.all_lines(dataset.key)]
    base = f"/d/{dataset.key}"
    paths = [f"{base}/entries", f"{base}/insights", *(f"{base}/entries?open={one}" for one in ids)]
    paths += [f"{base}/entries/{one}/edit-here" for one in ids]
    for path in paths:
        answer = browser.get(path)
        assert answer.status_code == 200
        assert not re.search(r"<script>|<img|<svg on|onerror=alert\(1\)>|</textarea><script", answer.text), path
        assert "49" not in re.findall(r">\s*(49)\s*<", answer.text)
    assert "&lt;script&gt;window.x=1&lt;/script&gt;" in browser.get(paths[2]).text


ANYWHERE = (r"\|safe", r"Markup\((?![\"'])", r"innerHTML", r"hx-on", r"\bjs:", r"eval\(")
IN_MARKUP = (r"\sstyle=", r"\son\w+=")
ALLOWED = {("app.py", "innerHTML"): "names how htmx puts a message in its place"}


def test_templates_and_scripts_hold_no_way_around_it() -> None:
    files = [path for path in HERE.rglob("*") if path.suffix in {".html", ".js", ".py"} and "vendor" not in path.parts]
    assert len(files) > 30
    found = [
        f"{path.name}: {pattern}"
        for path in files
        for pattern in (*ANYWHERE, *(() if path.suffix == ".py" else IN_MARKUP))
        if re.search(pattern, path.read_text("utf-8")) and (path.name, pattern) not in ALLOWED
    ]
    assert found == []
