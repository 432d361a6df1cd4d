"""The library as it is used with the keyboard and the mouse: questions before entries change, and dropped cards."""

import json
import re

from playwright.sync_api import Page, expect

CARD = {"spec": "chara_card_v2", "spec_version": "2.0", "data": {"name": "Sel", "nickname": "Selly"}}
DROP = """(text) => {
    const files = new DataTransfer();
    files.items.add(new File([text], "sel.json", {type: "application/json"}));
    const zone = document.querySelector("[data-drop]");
    for (const kind of ["dragover", "drop"])
        zone.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: files}));
}"""


def _adopt(page: Page, tag: str) -> None:
    page.goto("/library/tags")
    page.get_by_label(f"Tick {tag}", exact=True).check()
    page.get_by_role("button", name="Adopt ticked").click()
    expect(page.locator("#toast")).to_contain_text(f"Adopt tags: {tag}")


def test_a_tag_is_renamed_by_keyboard_after_a_question(page: Page) -> None:
    _adopt(page, "inn")
    page.locator(".tag-name a", has_text="inn").press("Enter")
    expect(page).to_have_url(re.compile(r"\?tag=inn$"))
    name = page.locator(".tag-panel input[name=name]").first
    name.fill("tavern")
    name.press("Enter")
    asked = page.locator("dialog[open]")
    expect(asked).to_contain_text("Rename tag “inn” to “tavern”?")
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    expect(page.locator("#tag-title")).to_have_text("inn")
    name.press("Enter")
    page.get_by_role("button", name="Rename everywhere").press("Enter")
    expect(page.locator("#tag-title")).to_have_text("tavern")
    page.locator("#main").focus()
    page.keyboard.press("u")
    expect(page.locator("#tag-title")).to_have_text("inn")


def test_ticks_stay_while_tags_are_looked_at(page: Page) -> None:
    _adopt(page, "inn")
    strip = page.locator("#ticked")
    expect(strip).to_be_hidden()
    page.get_by_label("Tick inn", exact=True).check()
    expect(strip).to_be_visible()
    page.locator(".tag-name a", has_text="inn").click()
    expect(page.locator("#tag-title")).to_have_text("inn")
    expect(page.get_by_label("Tick inn", exact=True)).to_be_checked()
    page.locator("#ticked").get_by_role("button", name="Archive").click()
    expect(page.locator("summary", has_text="1 archived")).to_be_visible()


def test_cards_are_dropped_looked_at_and_taken_in(page: Page) -> None:
    page.goto("/library/characters")
    page.evaluate(DROP, json.dumps(CARD))
    asked = page.locator("dialog[open]")
    expect(asked).to_contain_text("also Selly")
    asked.get_by_label("Name", exact=True).fill("Sel of the Lamp")
    asked.get_by_role("button", name="Take in").click()
    expect(page.locator(".cast-card h2")).to_have_text("Sel of the Lamp")
    expect(asked).to_have_count(0)


def test_why_a_card_cannot_come_in_is_said_where_it_is_asked(page: Page, forgiven: list[str]) -> None:
    forgiven.append("status of 422")
    page.goto("/library/characters")
    page.evaluate(DROP, json.dumps(CARD))
    asked = page.locator("dialog[open]")
    asked.get_by_label("Take sel.json").uncheck()
    asked.get_by_role("button", name="Take in").click()
    expect(asked.get_by_role("alert")).to_have_text("No card is ticked. Tick some first.")


def test_the_library_is_a_letter_away(page: Page) -> None:
    page.goto("/d/1/entries")
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile("/library/tags$"))
    page.goto("/library/characters")
