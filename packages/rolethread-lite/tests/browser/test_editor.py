"""The editor in a real browser: keys, dragging, drafts that outlive the page, and two tabs at one entry."""

import re
from collections.abc import Callable
from importlib.resources import files

import pytest
from browser_app import ServedApp
from playwright.sync_api import Locator, Page, expect
from workspaces import SPOKEN, TAGGED, id_of

from rolethread_lite.workspace import Workspace

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
VIOLATIONS = """async () => (await axe.run({resultTypes: ["violations"]})).violations.flatMap(
    (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`))"""

OpenPage = Callable[..., Page]
TEXTS = ["You keep the inn.", "A room, please.", "Upstairs, second door."]


@pytest.fixture
def entry(served: ServedApp) -> str:
    """Return the address of the editor of an entry with a system prompt and an exchange."""
    with Workspace(served._folder, write_files=False) as workspace:
        return f"/d/1/entries/{id_of(workspace, 'tales', TAGGED)}/edit"


def texts(page: Page) -> list[str]:
    """Return what stands in the boxes of the messages, from above."""
    found: list[str] = page.locator(".turn-text").evaluate_all("all => all.map(one => one.value)")
    return found


def box(page: Page, number: int) -> Locator:
    """Return the box of a message's text."""
    return page.get_by_label(f"Text of message {number}", exact=True)


def middle(page: Page, selector: str) -> tuple[float, float]:
    """Return where the middle of something is in the window."""
    found = page.locator(selector).bounding_box()
    assert found is not None
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def hold(page: Page, selector: str) -> None:
    """Press the mouse on something and hold it."""
    page.mouse.move(*middle(page, selector))
    page.mouse.down()


def over(page: Page, selector: str, *, lower: bool = False) -> None:
    """Move the mouse over something: the upper part of it, or the lower."""
    found = page.locator(selector).bounding_box()
    assert found is not None
    page.mouse.move(found["x"] + found["width"] / 2, found["y"] + found["height"] * (0.9 if lower else 0.1), steps=4)


class Finger:
    """A finger on the screen of a page."""

    def __init__(self, page: Page) -> None:
        """Hold it over `page`."""
        self._session = page.context.new_cdp_session(page)
        self._at = (0.0, 0.0)

    def down(self, x: float, y: float) -> None:
        """Put it down."""
        self._at = (x, y)
        self._tell("touchStart", {"x": x, "y": y})

    def to(self, x: float, y: float, *, steps: int = 6) -> None:
        """Move it in steps, as a finger does."""
        left, top = self._at
        for step in range(1, steps + 1):
            self._tell("touchMove", {"x": left + (x - left) * step / steps, "y": top + (y - top) * step / steps})
        self._at = (x, y)

    def up(self) -> None:
        """Lift it."""
        self._tell("touchEnd")

    def cancel(self) -> None:
        """Have the system take it away."""
        self._tell("touchCancel")

    def _tell(self, kind: str, *points: dict[str, float]) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})


def saved(page: Page) -> None:
    """Save with the keyboard and wait until it is said."""
    page.keyboard.press("Control+s")
    expect(page.locator("#toast")).to_contain_text("Edit entry")


def test_messages_move_by_keyboard_and_the_caret_goes_along(page: Page, entry: str) -> None:
    page.goto(entry)
    box(page, 3).click()
    page.keyboard.press("Home")
    page.keyboard.type("Here: ")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(box(page, 1)).to_be_focused()
    page.keyboard.type("and there ")
    assert texts(page) == ["Here: and there Upstairs, second door.", *TEXTS[:2]]
    page.keyboard.press("Alt+ArrowDown")
    expect(box(page, 2)).to_be_focused()
    saved(page)
    page.reload()
    assert texts(page) == [TEXTS[0], "Here: and there Upstairs, second door.", TEXTS[1]]


def test_messages_come_and_go_by_keyboard(page: Page, entry: str) -> None:
    page.goto(entry)
    box(page, 3).click()
    page.keyboard.press("Alt+Enter")
    expect(box(page, 4)).to_be_focused()
    page.keyboard.type("Is it quiet?")
    assert page.get_by_label("Role of message 4").input_value() == "user"
    page.keyboard.press("Alt+Enter")
    expect(box(page, 5)).to_be_focused()
    assert page.get_by_label("Role of message 5").input_value() == "assistant"
    page.keyboard.press("Alt+Backspace")
    expect(box(page, 4)).to_be_focused()
    assert texts(page) == [*TEXTS, "Is it quiet?"]
    page.locator("#take-back").click()
    expect(box(page, 5)).to_be_visible()


def test_keys_pressed_faster_than_the_server_answers_are_all_done(page: Page, entry: str) -> None:
    page.goto(entry)
    box(page, 3).click()
    page.evaluate("""() => { for (const key of ["Enter", "ArrowUp", "ArrowUp"])
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, altKey: true, bubbles: true})) }""")
    expect(box(page, 4)).to_be_visible()
    expect(box(page, 1)).to_have_value(TEXTS[2])
    assert texts(page) == [TEXTS[2], *TEXTS[:2], ""]


def test_messages_are_dragged(page: Page, entry: str) -> None:
    page.goto(entry)
    page.locator("#card-2 .handle").drag_to(page.locator("#card-0"), target_position={"x": 60, "y": 24})
    expect(page.locator(".turn-card").first).to_have_attribute("data-key", "2")
    expect(page.get_by_label("Text of message 1", exact=True)).to_have_value(TEXTS[2])
    saved(page)
    page.reload()
    assert texts(page) == [TEXTS[2], TEXTS[0], TEXTS[1]]


def test_a_drag_is_given_up_without_leaving_the_editor(page: Page, entry: str) -> None:
    page.goto(entry)
    box(page, 2).fill("A room, quickly.")
    hold(page, "#card-2 .handle")
    over(page, "#card-0")
    expect(page.locator("#card-0")).to_have_class(re.compile("drop-before"))
    expect(page.locator("#card-2")).to_have_class(re.compile("dragged"))
    page.keyboard.press("Escape")
    expect(page.locator(".drop-before, .dragged")).to_have_count(0)
    over(page, "#card-1")
    page.mouse.up()
    expect(page.locator(".drop-before, .drop-after, .dragged")).to_have_count(0)
    assert texts(page) == [TEXTS[0], "A room, quickly.", TEXTS[2]]
    assert page.url.endswith(entry)


def test_a_message_that_is_dropped_where_it_was_stays_as_it_was(page: Page, entry: str) -> None:
    page.goto(entry)
    hold(page, "#card-1 .handle")
    over(page, "#card-0", lower=True)
    expect(page.locator("#card-1")).to_have_class(re.compile("dragged"))
    expect(page.locator(".drop-before, .drop-after")).to_have_count(0)
    page.mouse.up()
    hold(page, "#card-1 .handle")
    over(page, "#check")
    page.mouse.up()
    assert texts(page) == TEXTS
    expect(page.locator("#take-back")).to_be_hidden()


def test_messages_are_dragged_with_a_finger(open_page: OpenPage, entry: str) -> None:
    page = open_page(size=(800, 700), has_touch=True)
    page.goto(entry)
    finger = Finger(page)
    finger.down(*middle(page, "#card-2 .handle"))
    x, y = middle(page, "#card-0 .handle")
    finger.to(x - 40, y)  # beside the messages, and still at the height of the first
    expect(page.locator("#card-0")).to_have_class(re.compile("drop-before"))
    finger.up()
    expect(box(page, 1)).to_have_value(TEXTS[2])
    expect(page.locator("#card-2")).not_to_have_class(re.compile("dragged"))
    page.locator("#take-back").click()
    expect(box(page, 1)).to_have_value(TEXTS[0])
    assert texts(page) == TEXTS


def test_what_takes_the_finger_away_gives_the_drag_up(open_page: OpenPage, entry: str) -> None:
    page = open_page(has_touch=True)
    page.goto(entry)
    finger = Finger(page)
    finger.down(*middle(page, "#card-2 .handle"))
    finger.to(*middle(page, "#card-0 .handle"))
    expect(page.locator("#card-0")).to_have_class(re.compile("drop-before"))
    finger.cancel()
    expect(page.locator(".drop-before, .drop-after, .dragged")).to_have_count(0)
    assert texts(page) == TEXTS


@pytest.mark.parametrize(("size", "pane"), [((1440, 500), "#cards"), ((800, 500), ".editor-body")])
def test_the_pane_scrolls_while_a_finger_waits_at_its_edge(
    open_page: OpenPage, entry: str, size: tuple[int, int], pane: str
) -> None:
    page = open_page(size=size, has_touch=True)
    page.goto(entry)
    for count in (5, 7, 9):
        page.get_by_role("button", name="Add exchange").click()
        expect(page.locator(".turn-card")).to_have_count(count)
    scrolled = page.locator(pane)
    scrolled.evaluate("one => one.scrollTop = 0")
    finger = Finger(page)
    finger.down(*middle(page, "#card-0 .handle"))
    bounds = scrolled.bounding_box()
    assert bounds is not None
    finger.to(middle(page, "#card-0 .handle")[0], bounds["y"] + bounds["height"] - 4)
    expect(box(page, 6)).to_be_in_viewport()
    finger.to(middle(page, "#turns")[0], bounds["y"] + bounds["height"] / 2)
    expect(page.locator(".drop-before, .drop-after")).to_have_count(1)
    finger.up()
    expect(box(page, 1)).to_have_value(TEXTS[1])
    assert TEXTS[0] in texts(page)[2:]


def test_a_drop_waits_for_the_answer_before_it(page: Page, entry: str) -> None:
    page.goto(entry)
    hold(page, "#card-2 .handle")
    over(page, "#card-0")
    page.route("**/edit*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.evaluate("document.querySelector('#append').click()")
    page.mouse.up()
    expect(box(page, 4)).to_be_visible()
    expect(box(page, 1)).to_have_value(TEXTS[2])
    assert texts(page) == [TEXTS[2], *TEXTS[:2], ""]


def test_what_is_found_is_told_while_one_types_and_leads_to_its_place(page: Page, entry: str) -> None:
    page.goto(entry)
    expect(page.locator("#check .found")).to_have_count(0)
    box(page, 2).fill("A room,  please.\u200b")
    link = page.locator("#check .found a").filter(has_text="Message 2").first
    expect(link).to_be_visible()
    page.locator("#note").click()
    link.click()
    expect(box(page, 2)).to_be_focused()
    assert texts(page)[1] == "A room,  please.\u200b"


def test_a_draft_outlives_the_tab(open_page: OpenPage, entry: str) -> None:
    page = open_page()
    page.goto(entry)
    box(page, 2).fill("A room with a view, please.")
    page.get_by_role("button", name="Add exchange").click()
    expect(box(page, 5)).to_be_visible()
    box(page, 4).fill("And breakfast?")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(entry)
    expect(other.get_by_text("What you had typed here before is back")).to_be_visible()
    assert texts(other) == [TEXTS[0], "A room with a view, please.", TEXTS[2], "And breakfast?", ""]
    other.keyboard.press("Control+s")
    expect(other.locator("#toast")).to_contain_text("Edit entry")
    other.reload()
    expect(box(other, 4)).to_have_value("And breakfast?")
    expect(other.get_by_text("What you had typed here before is back")).to_have_count(0)


def test_a_draft_can_be_let_go(page: Page, entry: str) -> None:
    page.goto(entry)
    box(page, 2).fill("Never mind.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("link", name="Let it go").click()
    expect(box(page, 2)).to_have_value(TEXTS[1])
    page.reload()
    expect(box(page, 2)).to_have_value(TEXTS[1])


def test_a_draft_outlives_a_crash_of_the_app(
    page: Page, served: ServedApp, entry: str, forgive: Callable[[str], None]
) -> None:
    forgive("ERR_CONNECTION_REFUSED|Failed to fetch|htmx:")
    page.goto(entry)
    box(page, 2).fill("Is anybody there?")
    served.kill()
    page.keyboard.press("Control+s")
    expect(page.locator("#toast")).to_contain_text("not answering")
    assert texts(page)[1] == "Is anybody there?"
    served.start()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(box(page, 2)).to_have_value("Is anybody there?")
    saved(page)
    page.reload()
    expect(box(page, 2)).to_have_value("Is anybody there?")


def test_two_tabs_at_one_entry(page: Page, entry: str, forgive: Callable[[str], None]) -> None:
    forgive("status of 409")
    page.goto(entry)
    other = page.context.new_page()
    other.goto(entry)
    box(other, 2).fill("The other tab was first.")
    saved(other)
    box(page, 3).fill("This tab was second.")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("changed elsewhere")
    expect(box(page, 3)).to_have_value("This tab was second.")
    expect(page.locator("#beside del").first).to_be_visible()
    page.get_by_role("button", name="Save mine over it").click()
    expect(page.locator("#toast")).to_contain_text("Edit entry")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    assert texts(page) == [TEXTS[0], TEXTS[1], "This tab was second."]


def test_mine_can_be_discarded_in_a_conflict(page: Page, entry: str, forgive: Callable[[str], None]) -> None:
    forgive("status of 409")
    page.goto(entry)
    other = page.context.new_page()
    other.goto(entry)
    box(other, 2).fill("The other tab was first.")
    saved(other)
    box(page, 3).fill("This tab was second.")
    page.keyboard.press("Control+s")
    page.get_by_role("link", name="Discard mine").click()
    expect(box(page, 2)).to_have_value("The other tab was first.")
    assert texts(page)[2] == TEXTS[2]


def test_json_with_a_fault_says_where_and_goes_there(page: Page, entry: str, forgive: Callable[[str], None]) -> None:
    forgive("status of 422")
    page.goto(entry)
    page.get_by_role("button", name="JSON").click()
    shown = page.locator("#json")
    whole = shown.input_value()
    shown.fill(whole.replace('"tags": [', '"tags" ['))
    link = page.locator("#check").get_by_role("link", name="Line")
    expect(link).to_be_visible()
    line = whole[: whole.index('"tags"')].count("\n") + 1
    expect(link).to_contain_text(f"Line {line}, column 10")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text(f"at line {line}, column 10")
    page.get_by_role("link", name=f"Go to line {line}").click()
    expect(shown).to_be_focused()
    assert shown.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)") == "["
    shown.fill(whole.replace("Upstairs", "Downstairs"))
    page.get_by_role("button", name="Messages", exact=True).click()
    expect(box(page, 3)).to_have_value("Downstairs, second door.")
    saved(page)


def test_a_new_entry_is_written_by_keyboard_alone(page: Page) -> None:
    page.goto("/d/1/new")
    box(page, 1).focus()
    page.keyboard.type("Who keeps the light?")
    box(page, 2).focus()
    page.keyboard.type("I do, since the storm.")
    page.locator("#add-tag").focus()
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take the tag harbour away")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("#toast")).to_contain_text("Create an entry")
    expect(page).to_have_url(re.compile(r"/entries/[0-9a-f]{32}/edit$"))
    page.goto("/d/1/new")
    expect(box(page, 1)).to_have_value("")


def test_cancel_asks_before_it_throws_anything_away(page: Page, entry: str) -> None:
    page.goto(entry)
    box(page, 2).fill("Hm.")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.keyboard.press("Escape")
    expect(box(page, 2)).to_have_value("Hm.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#cancel").click()
    expect(page.locator("article.conversation")).to_be_visible()
    page.goto(entry)
    expect(box(page, 2)).to_have_value(TEXTS[1])


def test_what_the_browser_does_to_texts_stays_in_the_browser(page: Page, served: ServedApp) -> None:
    with Workspace(served._folder, write_files=False) as workspace:
        place = id_of(workspace, "tales", SPOKEN)
    page.goto(f"/d/1/entries/{place}/edit")
    page.get_by_label("Speaker of message 1").fill("Mirabel")
    saved(page)
    page.get_by_role("button", name="JSON").click()
    expect(page.locator("#json")).to_have_value(re.compile(r'"id": 4\.50,.*"name": "Mirabel".*"mood": \{', re.DOTALL))


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [(1440, 900), (800, 700)])
def test_nobody_is_kept_out_of_any_state_of_it(
    open_page: OpenPage, entry: str, forgive: Callable[[str], None], theme: str, size: tuple[int, int]
) -> None:
    forgive("status of 4")
    page = open_page(theme=theme, size=size)
    page.goto(entry)
    page.get_by_label("Add an alternative to message 3").click()
    expect(page.locator("#alternative-2-0")).to_be_focused()
    box(page, 2).fill("A  room.\u200b")
    expect(page.locator("#check .found a").first).to_be_visible()
    assert _violations(page) == []
    other = page.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(entry)
    other.get_by_role("link", name="Let it go").click()
    box(other, 3).fill("First.")
    saved(other)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_be_visible()
    assert _violations(page) == []
    page.locator("#view-json").click()
    page.locator("#json").fill("{")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Not saved")
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(VIOLATIONS)
    return found
