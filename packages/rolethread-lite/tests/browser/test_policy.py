"""The pages run under the strict policy, and the watch that the other browser tests rely on does see a breach."""

from collections.abc import Callable

import pytest
from browser_app import ServedApp
from playwright.sync_api import Page, expect

INJECT = """() => { const bad = document.createElement("script"); bad.textContent = "window.ran = 1";
    document.body.append(bad); return [window.ran ?? null, document.querySelectorAll("[style]").length]; }"""


def test_a_script_in_the_page_does_not_run_and_is_noticed(page: Page, forgive: Callable[[str], None]) -> None:
    page.goto("/d/1/entries")
    forgive("policy: script-src-elem inline|inline script")
    with page.expect_console_message(lambda said: said.text.startswith("policy: ")):
        assert page.evaluate(INJECT)[0] is None


def test_without_the_key_there_is_nothing_to_see(page: Page, served: ServedApp, forgive: Callable[[str], None]) -> None:
    forgive("401")
    page.context.clear_cookies()
    page.goto(f"{served.host}/d/1/entries")
    expect(page.locator("body")).not_to_contain_text("tales")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_theme_is_that_of_the_desktop_until_it_is_switched(open_page: Callable[..., Page], theme: str) -> None:
    page = open_page(theme=theme)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    page.locator("#theme").click()
    page.goto("/history")
    expect(page.locator("html")).to_have_attribute("data-theme", "light" if theme == "dark" else "dark")
