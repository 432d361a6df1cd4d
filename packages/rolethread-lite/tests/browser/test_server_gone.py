"""The app is stopped or dies while somebody types: the page says so, keeps the text, and saves it afterwards."""

from collections.abc import Callable

import pytest
from browser_app import ServedApp
from playwright.sync_api import Page, expect

ENTRIES = "/d/2/entries"
TYPED = "Sing, whatever happens."
GONE = "ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to fetch|htmx:error"
"""What a page may complain about while the app is not there."""


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_what_was_typed_is_saved_once_the_app_is_back(
    page: Page, served: ServedApp, forgive: Callable[[str], None], end: str
) -> None:
    forgive(GONE)
    page.goto(ENTRIES)
    page.keyboard.press("j")
    page.locator("#edit").click()
    page.locator("textarea[name=content]").first.fill(TYPED)
    getattr(served, end)()
    page.keyboard.press("Control+s")
    expect(page.locator("#toast")).to_contain_text("RoleThread is not answering")
    expect(page.locator("textarea[name=content]").first).to_have_value(TYPED)
    served.start()
    page.keyboard.press("Control+s")
    expect(page.locator("#save")).to_have_count(0)
    expect(page.locator(".conversation .bubble").first).to_have_text(TYPED)


def test_a_draft_comes_back_after_a_crash_of_the_app_and_a_closed_tab(page: Page, served: ServedApp) -> None:
    page.goto(ENTRIES)
    page.keyboard.press("j")
    page.locator("#edit").click()
    page.locator("textarea[name=content]").first.fill(TYPED)
    served.kill()
    page.close(run_before_unload=False)
    served.start()
    again = page.context.new_page()
    again.goto(ENTRIES)
    again.keyboard.press("j")
    again.locator("#edit").click()
    expect(again.locator("textarea[name=content]").first).to_have_value(TYPED)
    expect(again.locator(".banner.info")).to_contain_text("is back")


def test_what_was_confirmed_is_there_after_a_crash(
    page: Page, served: ServedApp, forgive: Callable[[str], None]
) -> None:
    forgive(GONE)  # the list behind the entry may still be on its way
    page.goto(ENTRIES)
    page.keyboard.press("j")
    page.locator("#edit").click()
    page.locator("textarea[name=content]").first.fill(TYPED)
    page.keyboard.press("Control+s")
    expect(page.locator(".conversation .bubble").first).to_have_text(TYPED)
    served.kill()
    served.start()
    page.reload()
    expect(page.locator(".conversation .bubble").first).to_have_text(TYPED)
