"""The Check page: a rule is unfolded, repairs are seen, made and taken back, all without leaving the page."""

from playwright.sync_api import Page, expect

CHECK = "/d/1/check"


def test_a_rule_is_unfolded_with_the_keyboard(page: Page) -> None:
    page.goto(CHECK)
    page.locator("summary", has_text="RT308").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rule-RT308 .rule-words")).to_contain_text("Why it matters for training")
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?rule=RT308")
    page.reload()
    expect(page.locator("#rule-RT308 .rule-words")).to_be_visible()
    page.locator("#rule-RT308 .places a").first.click()
    expect(page.locator(".conversation")).to_be_visible()
    expect(page.locator(".chip", has_text="Invisible character")).to_be_visible()


def test_repairing_and_taking_it_back(page: Page) -> None:
    page.goto(CHECK)
    page.locator("#preview-all").click()
    expect(page.locator("#repairs .difference del").first).to_be_visible()
    page.locator("#repairs form button").click()
    expect(page.locator("#toast")).to_contain_text("Repaired 1 entry")
    expect(page.locator("[autofocus]")).to_be_focused()
    expect(page.locator("#preview-all")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator("#preview-all")).to_be_visible()
    expect(page.locator("#toast")).to_contain_text("Undone: Repair “tales”")


def test_comparing_entries(page: Page) -> None:
    page.goto(CHECK)
    page.locator("#compare").click()
    expect(page.locator("#alike")).to_contain_text("All entries were compared")
