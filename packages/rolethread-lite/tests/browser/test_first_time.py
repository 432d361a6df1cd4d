"""Somebody's first evening, from an empty workspace to an export and back to nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_app import ServedApp
from playwright.sync_api import FilePayload, Page, expect

from rolethread_lite.workspace import Workspace

FERRY = {
    "conversations": [
        {"from": "system", "value": "You run the night ferry."},
        {"from": "human", "value": "  Is there room for one more?  "},
        {"from": "gpt", "value": "One, and no luggage."},
        {"from": "human", "value": "Then I leave it here."},
        {"from": "gpt", "value": "It will wait\u200b for you."},
    ]
}
CAST = {
    "messages": [
        {"role": "Mira", "content": "Late again."},
        {"role": "Orsk", "content": "The tide was."},
    ]
}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedApp]:
    """Return the app, started over a workspace in which nothing was done."""
    folder = tmp_path / "workspace"
    with Workspace(folder, write_files=False):
        pass
    app = ServedApp(folder)
    app.start()
    yield app
    app.kill()


def _file(name: str, line: dict[str, object]) -> FilePayload:
    return FilePayload(name=name, mimeType="", buffer=json.dumps(line).encode() + b"\n")


def test_the_first_evening(page: Page, tmp_path: Path) -> None:
    _bring_in_two_files(page)
    _say_who_speaks(page)
    _repair(page)
    _edit_and_tag(page)
    _split(page)
    _merge(page)
    _export(page, tmp_path / "out.jsonl")
    _undo_all_of_it(page)


def _bring_in_two_files(page: Page) -> None:
    expect(page.locator(".way h2")).to_have_count(3)
    page.locator(".way").get_by_role("link", name="Import files").click()
    page.locator("#files").set_input_files([_file("ferry.jsonl", FERRY), _file("cast.jsonl", CAST)])
    page.get_by_role("button", name="Look at the files").click()
    expect(page.locator("#file-1")).to_contain_text("1 entry")
    expect(page.locator("#file-2")).to_contain_text("1 entry")
    page.get_by_role("button", name="Import", exact=True).click()
    page.goto("/")
    expect(page.locator(".dataset h2")).to_have_text(["cast", "ferry"])


def _say_who_speaks(page: Page) -> None:
    page.get_by_role("navigation", name="cast").get_by_role("link", name="Speakers").click()
    page.get_by_label("Who speaks the turns of Orsk").fill("Orsk the Grey")
    page.get_by_label("Who speaks the turns of Orsk").press("Enter")
    expect(page.locator("#outlook")).to_contain_text("1 entry changes")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".row")).to_contain_text("Orsk the Grey")


def _repair(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="ferry").get_by_role("link", name="Open").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Check").click()
    page.locator("#preview-all").click()
    expect(page.locator("#repairs .difference del").first).to_be_visible()
    page.locator("#repairs form button").click()
    expect(page.locator("#toast")).to_contain_text("Repaired 1 entry")


def _edit_and_tag(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Entries").click()
    page.locator(".row a").click()
    expect(page.locator(".conversation .bubble").first).to_be_visible()
    page.keyboard.press("e")
    page.locator("textarea[name=content]").nth(2).fill("One, and a small bag.")
    page.keyboard.press("Control+s")
    expect(page.locator(".conversation")).to_contain_text("One, and a small bag.")
    page.keyboard.press("x")
    page.keyboard.press("t")
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    expect(page.locator(".row .tag")).to_have_text("ferry")


def _split(page: Page) -> None:
    page.goto(page.url.replace("entries?open=", "entries/").partition("&")[0] + "/edit")
    page.get_by_role("button", name="Split the entry before message 4").click()
    expect(page.locator("#toast")).to_contain_text("Split")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Entries").click()
    expect(page.locator(".row")).to_have_count(2)


def _merge(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Combine").click()
    for name in ("cast", "ferry"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("Name of the new dataset").fill("harbour")
    page.locator("#look").click()
    page.locator("#merge").click()
    page.goto("/")
    expect(page.locator(".dataset h2")).to_have_text(["cast", "ferry", "harbour"])
    page.get_by_role("navigation", name="harbour").get_by_role("link", name="Open").click()
    expect(page.locator(".row")).to_have_count(3)


def _export(page: Page, path: Path) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Export").click()
    page.locator("#format-sharegpt").check()
    with page.expect_download() as waiting:
        page.locator("#download").click()
    waiting.value.save_as(path)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    said = [turn["value"] for line in lines for turn in line["conversations"] if turn["from"] == "gpt"]
    assert sorted(said) == ["It will wait for you.", "One, and a small bag.", "The tide was."]


def _undo_all_of_it(page: Page) -> None:
    page.get_by_role("link", name="History", exact=True).first.click()
    page.locator(".step-way a").last.click()
    page.locator(".ask button").click()
    expect(page.locator("#job, .step").first).to_be_visible()
    page.goto("/")
    expect(page.locator(".way h2")).to_have_count(3)
