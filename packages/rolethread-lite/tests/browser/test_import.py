"""Bringing files in with a mouse, and saying who speaks."""

import json
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

NAMED = b'{"messages":[{"role":"Mira","content":"Late again."},{"role":"Orsk","content":"The tide was."}]}\n'
DROP = """(text) => {
    const moved = new DataTransfer();
    moved.items.add(new File([text], "dropped.jsonl"));
    for (const kind of ["dragover", "drop"])
        document.querySelector("#drop").dispatchEvent(
            new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: moved }));
}"""
ENTRY = {"messages": [{"role": "user", "content": "Is it far?"}, {"role": "assistant", "content": "far " * 400}]}


def test_a_dropped_file_is_looked_at_and_comes_in(page: Page) -> None:
    page.goto("/import")
    page.evaluate(DROP, NAMED.decode())
    expect(page.locator("h1")).to_have_text("Import dropped.jsonl")
    expect(page.locator("#file-1")).to_contain_text("1 entry")
    expect(page.locator("#file-1 .bubble").first).to_have_text("Late again.")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("h1")).to_have_text("Speakers of dropped")


def test_names_are_mapped_by_keyboard_after_they_were_shown(page: Page) -> None:
    page.goto("/import")
    page.locator("#files").set_input_files(FilePayload(name="named.jsonl", mimeType="", buffer=NAMED))
    page.get_by_role("button", name="Look at the files").press("Enter")
    page.get_by_role("button", name="Import", exact=True).press("Enter")
    page.get_by_label("Who speaks the turns of Orsk").fill("Orsk the Grey")
    page.get_by_label("Who speaks the turns of Orsk").press("Enter")
    expect(page.locator("#outlook")).to_contain_text("1 entry changes")
    expect(page.locator("#outlook ins").last).to_have_text("Orsk the Grey")
    page.get_by_role("button", name="Apply").press("Enter")
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator(".row")).to_contain_text("Mira & Orsk the Grey")


def test_a_long_import_is_watched_and_cancelled(page: Page, tmp_path: Path) -> None:
    line = json.dumps(ENTRY)
    path = tmp_path / "long.jsonl"
    path.write_text("".join(f'{line[:-1]}, "n": {number}}}\n' for number in range(6000)), "utf-8")
    page.goto("/import")
    page.locator("#files").set_input_files(path)
    page.get_by_role("button", name="Look at the files").click()
    expect(page.locator("#import-go button")).to_be_enabled(timeout=60_000)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("h1")).to_have_text("Import “long.jsonl”")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#job")).to_contain_text("Cancelled. What is not finished is not kept.", timeout=60_000)
    page.get_by_role("link", name="Back").click()
    expect(page.locator("#file-1")).to_contain_text("6,000 entries")
    page.get_by_role("button", name="Cancel").click()
    page.goto("/")
    expect(page.locator(".dataset h2")).to_have_text(["songs", "tales"])
