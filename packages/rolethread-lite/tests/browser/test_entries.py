"""The Entries page with a keyboard: walk, edit, tick, tag, search, take back; and what is typed is never lost."""

import re
from collections.abc import Callable

import pytest
from browser_app import ServedApp
from playwright.sync_api import Dialog, Page, expect

SONGS = "/d/2/entries"
TITLE = ".entry-head h2"


def press(page: Page, keys: str) -> None:
    """Press keys one after the other, as a person does who looks at the page."""
    for key in keys.split():
        page.keyboard.press(key)


def open_first(page: Page) -> None:
    """Open the first entry of the songs with the keyboard."""
    page.goto(SONGS)
    press(page, "j")
    expect(page.locator(TITLE)).to_have_text("Sing number 1.")


def edit_first(page: Page, text: str) -> None:
    """Begin to edit the first song and type a text into its first message."""
    open_first(page)
    press(page, "e")
    expect(page.locator("textarea[name=content]").first).to_be_focused()
    page.locator("textarea[name=content]").first.fill(text)


def said(page: Page, number: int = 0) -> str:
    """Return what a message of the open entry says."""
    return page.locator(".conversation .bubble").nth(number).inner_text()


def test_walking(page: Page) -> None:
    open_first(page)
    press(page, "j")
    expect(page.locator(TITLE)).to_contain_text("Sing number 2.")
    press(page, "k")
    expect(page.locator(TITLE)).to_contain_text("Sing number 1.")
    press(page, "]")
    expect(page.locator(".rows")).to_have_attribute("start", "101")
    press(page, "j")
    expect(page.locator(TITLE)).to_contain_text("Sing number 101.")
    press(page, "k")
    expect(page.locator(TITLE)).to_contain_text("Sing number 100.")
    expect(page.locator(".rows")).to_have_attribute("start", "1")
    expect(page.locator(".row[aria-current]")).to_be_in_viewport()


def test_editing_and_saving(page: Page) -> None:
    edit_first(page, "Sing the first.")
    press(page, "Control+s")
    expect(page.locator(".conversation .bubble").first).to_have_text("Sing the first.")
    expect(page.locator("#toast")).to_contain_text("Edit")
    expect(page.locator("#detail")).to_be_focused()
    expect(page.locator(".row").first).to_contain_text("Sing the first.")
    press(page, "u")
    expect(page.locator(".conversation .bubble").first).to_have_text("Sing number 1.")
    press(page, "U")
    expect(page.locator(".conversation .bubble").first).to_have_text("Sing the first.")


def test_leaving_the_edit_boxes(page: Page) -> None:
    edit_first(page, "Never mind.")
    page.once("dialog", Dialog.accept)
    press(page, "Escape")
    expect(page.locator("#save")).to_have_count(0)
    assert said(page) == "Sing number 1."
    press(page, "e")
    expect(page.locator("textarea[name=content]").first).to_have_value("Sing number 1.")
    press(page, "Escape")
    expect(page.locator("#save")).to_have_count(0)


def test_ticking_a_range_and_tagging_it(page: Page) -> None:
    open_first(page)
    press(page, "x")
    expect(page.locator("#tick-count")).to_have_text("1 ticked")
    press(page, "j j X")
    expect(page.locator("#tick-count")).to_have_text("3 ticked")
    press(page, "t")
    expect(page.locator("#ticked-tag")).to_be_focused()
    page.keyboard.type("chorus")
    press(page, "Enter")
    expect(page.locator("#toast")).to_contain_text("chorus")
    expect(page.locator(".row .tag", has_text="chorus")).to_have_count(3)
    expect(page.locator(".facet", has_text="chorus").locator(".number")).to_have_text("3")


def test_ticking_all_that_match(page: Page) -> None:
    page.goto(SONGS)
    page.locator(".facet", has_text="odd").click()
    expect(page.locator(".total")).to_contain_text("65 of 130")
    press(page, "j x")
    page.locator("#tick-all").click()
    expect(page.locator("#tick-count")).to_have_text("65 ticked")
    press(page, "j x t")
    expect(page.locator("#tick-count")).to_have_text("64 ticked")
    page.keyboard.type("chosen")
    press(page, "Enter")
    expect(page.locator(".facet", has_text="chosen").locator(".number")).to_have_text("64")
    expect(page.locator(".total")).to_contain_text("65 of 130")
    press(page, "Escape u")
    expect(page.locator("#toast")).to_contain_text("Undone")
    expect(page.locator(".facet", has_text="chosen")).to_have_count(0)


def test_all_that_match_ends_with_the_filter(page: Page) -> None:
    page.goto(SONGS)
    press(page, "j x")
    page.locator("#tick-all").click()
    expect(page.locator("#tick-count")).to_have_text("130 ticked")
    page.locator(".facet", has_text="odd").click()
    expect(page.locator(".total")).to_contain_text("65 of 130")
    expect(page.locator("#ticked")).to_be_hidden()


def test_searching_and_coming_back(page: Page) -> None:
    page.goto(SONGS)
    press(page, "/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("number 12")
    expect(page.locator(".total")).to_contain_text("11 of 130")
    expect(page).to_have_url(re.compile("q=number"))
    press(page, "Escape j")
    expect(page.locator(TITLE)).to_contain_text("Sing number 12.")
    page.locator(".chips .clear").click()
    expect(page.locator(".total")).to_have_text("130 entries")
    page.go_back()
    expect(page.locator(".total")).to_contain_text("11 of 130")
    expect(page.locator("#q")).to_have_value("number 12")
    page.go_forward()
    expect(page.locator(".total")).to_have_text("130 entries")


def test_what_takes_a_while_is_awaited_where_it_will_stand(served: ServedApp, open_page: Callable[..., Page]) -> None:
    served.kill()
    served.start(waits=True)
    page = open_page()
    page.goto(SONGS)
    press(page, "/")
    page.keyboard.type("number 12")
    expect(page.locator("#waiting h2")).to_have_text("Reading the messages")
    expect(page.locator(".total")).to_contain_text("11 of 130")
    expect(page.locator("#waiting")).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("number 12")
    expect(page.locator(".facet", has_text="odd").locator(".number")).to_have_text("5")
    page.goto("/d/2/insights")
    expect(page.locator("#waiting h2")).to_have_text("Counting")
    expect(page.locator("figcaption").first).to_be_visible()
    expect(page.locator("h1")).to_have_text("Insights")


def test_a_row_opens_in_a_tab_of_its_own_when_asked(page: Page) -> None:
    page.goto(SONGS)
    with page.context.expect_page() as waiting:
        page.locator(".row a").nth(3).click(modifiers=["Control"])
    expect(waiting.value.locator(TITLE)).to_contain_text("Sing number 4.")
    expect(page.locator(TITLE)).to_have_count(0)
    expect(page.locator(".row[aria-current]")).to_have_count(0)


def test_going_back_after_rows_were_clicked(page: Page) -> None:
    page.goto(SONGS)
    for row in (2, 5):
        page.locator(".row a").nth(row).click()
        expect(page.locator(TITLE)).to_contain_text(f"Sing number {row + 1}.")
    page.go_back()
    expect(page.locator(TITLE)).to_contain_text("Sing number 3.")
    page.go_back()
    expect(page.locator(TITLE)).to_have_count(0)


def test_another_dataset_by_keyboard(page: Page) -> None:
    page.goto("/d/2/insights")
    page.locator(".dataset-switch button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/d/1/insights")


def test_an_address_leads_to_the_same_place(page: Page, open_page: Callable[..., Page]) -> None:
    page.goto(f"{SONGS}?tag=even")
    page.locator(".row a").nth(40).click()
    expect(page.locator(TITLE)).to_contain_text("Sing number 82.")
    for other in (page, open_page()):
        other.goto(page.url)
        expect(other.locator(TITLE)).to_contain_text("Sing number 82.")
        expect(other.locator(".row[aria-current]")).to_be_in_viewport()
        expect(other.locator(".facet input[value=even]")).to_be_checked()


def test_going_to_pages_and_the_map_of_keys(page: Page) -> None:
    page.goto("/d/2/insights")
    press(page, "g e")
    page.wait_for_url(f"**{SONGS}")
    press(page, "g i")
    page.wait_for_url("**/d/2/insights")
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_the_panes_and_the_way_past_the_filters(page: Page) -> None:
    open_first(page)
    for pane in ("#filters", "#list", "#detail", "#filters"):
        press(page, "F6")
        expect(page.locator(pane)).to_be_focused()
    press(page, "Shift+F6")
    expect(page.locator("#detail")).to_be_focused()
    page.goto(SONGS)
    press(page, "Tab Enter")
    expect(page.locator("#list")).to_be_focused()


def test_two_tabs_with_one_entry(page: Page, forgive: Callable[[str], None]) -> None:
    forgive("status of 409")
    other = page.context.new_page()
    edit_first(page, "Mine.")
    edit_first(other, "Theirs.")
    press(other, "Control+s")
    expect(other.locator(".conversation .bubble").first).to_have_text("Theirs.")
    page.bring_to_front()
    press(page, "Control+s")
    expect(page.locator(".banner.error")).to_contain_text("Your text is kept below")
    expect(page.locator("textarea[name=content]").first).to_have_value("Mine.")
    press(page, "Control+s")
    expect(page.locator("#save")).to_have_count(0)
    assert said(page) == "Mine."


def test_discarding_mine_shows_the_other(page: Page, forgive: Callable[[str], None]) -> None:
    forgive("status of 409")
    other = page.context.new_page()
    edit_first(page, "Mine.")
    edit_first(other, "Theirs.")
    press(other, "Control+s")
    expect(other.locator("#save")).to_have_count(0)
    page.bring_to_front()
    press(page, "Control+s")
    page.locator(".banner.error button").click()
    expect(page.locator("textarea[name=content]").first).to_have_value("Theirs.")


@pytest.mark.parametrize("keys", ["j", "g i"])
def test_unsaved_text_is_not_left_by_accident(page: Page, keys: str) -> None:
    edit_first(page, "Half a song")
    page.locator(TITLE).click()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    press(page, keys)
    expect(page.locator("textarea[name=content]").first).to_have_value("Half a song")
    assert asked == ["Leave without saving? What you typed is kept as a draft."]


@pytest.mark.parametrize("link", [".row >> nth=3 >> a", "nav a >> text=Insights", "#cancel", "#page-after"])
def test_a_click_does_not_lose_it_either(page: Page, link: str) -> None:
    edit_first(page, "Half a song")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(link).click()
    page.wait_for_timeout(300)
    expect(page.locator("textarea[name=content]").first).to_have_value("Half a song")
    if link != "#page-after":
        assert len(asked) == 1


def test_a_draft_comes_back_after_the_tab_was_closed(page: Page) -> None:
    edit_first(page, "Half a song")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    open_first(again)
    press(again, "e")
    expect(again.locator("textarea[name=content]").first).to_have_value("Half a song")
    expect(again.locator(".banner.info")).to_contain_text("is back")
    press(again, "Control+s")
    expect(again.locator("#save")).to_have_count(0)
    assert said(again) == "Half a song"
    press(again, "e")
    expect(again.locator("textarea[name=content]").first).to_be_focused()
    expect(again.locator(".banner.info")).to_have_count(0)


def test_a_draft_of_a_text_that_changed_meanwhile_is_not_put_over_it(page: Page) -> None:
    edit_first(page, "Half a song")
    page.close(run_before_unload=False)
    other = page.context.new_page()
    open_first(other)
    other.locator("input[name=add]").fill("new")
    press(other, "Enter")
    expect(other.locator(".entry-tags")).to_contain_text("new")
    other.locator("#edit").click()
    expect(other.locator("textarea[name=content]").first).to_have_value("Sing number 1.")


def test_a_narrow_window_shows_one_pane_at_a_time(open_page: Callable[..., Page]) -> None:
    page = open_page(size=(800, 700))
    page.goto(SONGS)
    expect(page.locator("#detail")).to_be_hidden()
    page.locator("#show-filters").click()
    expect(page.locator("#q")).to_be_in_viewport()
    page.locator(".facet", has_text="odd").click()
    expect(page.locator(".total")).to_contain_text("65 of 130")
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    page.locator(".row a").first.click()
    expect(page.locator("#detail")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.locator(".to-list").click()
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator(".total")).to_contain_text("65 of 130")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == 800


def test_ticks_stay_while_pages_are_turned_and_end_with_the_dataset(page: Page) -> None:
    open_first(page)
    press(page, "x ]")
    expect(page.locator(".rows")).to_have_attribute("start", "101")
    expect(page.locator("#tick-count")).to_have_text("1 ticked, none on this page")
    page.reload()
    expect(page.locator("#tick-count")).to_have_text("1 ticked, none on this page")
    page.goto("/d/1/entries")
    expect(page.locator("#ticked")).to_be_hidden()
