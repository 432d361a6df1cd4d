"""No page has anything that axe knows some people could not use: every page, every component, in dark and light."""

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from browser_app import ServedApp
from playwright.sync_api import Page, Route, expect

import rolethread_lite.web
from rolethread_lite.web.pages import all_pages

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RUN = """async () => (await axe.run({resultTypes: ["violations"]})).violations.flatMap((rule) => rule.nodes.map(
    (node) => `${rule.id}: ${node.html.slice(0, 160)} ${[...node.any, ...node.all].map((one) => one.message)}`))"""
COMPONENTS = Path(rolethread_lite.web.__file__).parent / "static/css/components.css"
STATES = {
    "open": ["j"],
    "edited": ["j", "e"],
    "ticked": ["j", "x"],
    "keys": ["?"],
}
"""What is pressed in the list of entries before it is looked at."""
MORE = (
    "/d/1/entries?q=nowhere",
    "/d/1/insights?q=nowhere",
    "/d/1/check?rule=RT308&repair=RT308",
    "/d/1/check?repair=all",
    "/d/9/entries",
)
"""Addresses that show what the plain ones do not."""


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong in the page that is shown."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN)
    return found


def addresses(entry_id: str) -> Iterator[str]:
    """Yield the address of everything that is asked for by GET, its parameters filled in."""
    values = {"dataset": "1", "entry": entry_id}
    for page in all_pages():
        for route in page.routes:
            if "GET" in (route.methods or ()):
                yield re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: values.get(found[1], "1"), route.path)


def first_entry(page: Page) -> str:
    """Return the id of the first entry."""
    page.goto("/d/1/entries")
    return page.locator(".row").first.get_attribute("data-id") or ""


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_page(open_page: Callable[..., Page], forgive: Callable[[str], None], theme: str) -> None:
    forgive("status of 4")  # some addresses need something that is not there
    page = open_page(theme=theme)
    wrong: dict[str, list[str]] = {}
    seen = 0
    for address in [*addresses(first_entry(page)), *MORE]:
        if "<main" not in page.request.get(address).text():
            continue  # a part of a page, or something to download
        page.goto(address)
        seen += 1
        wrong[address] = violations(page)
    assert {address: found for address, found in wrong.items() if found} == {}
    assert seen >= len([page for page in all_pages() if page.place is not None])


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_state_of_the_entries(open_page: Callable[..., Page], theme: str) -> None:
    page = open_page(theme=theme)
    wrong: dict[str, list[str]] = {}
    for name, keys in STATES.items():
        page.goto("/d/1/entries")
        for key in keys:
            page.keyboard.press(key)
            if key == "j":
                expect(page.locator("article.conversation")).to_be_visible()
        if name == "edited":
            expect(page.locator("#save")).to_be_visible()
        wrong[name] = violations(page)
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_what_is_awaited_and_the_way_to_other_datasets(
    served: ServedApp, open_page: Callable[..., Page], theme: str
) -> None:
    served.kill()
    served.start(waits=True)
    page = open_page(theme=theme)
    page.route(lambda _: True, _without_answers_to_parts)
    for address in ("/d/1/entries?q=harbour", "/d/1/insights"):
        page.goto(address)
        expect(page.locator("#waiting progress")).to_be_visible()
        assert violations(page) == []
    page.locator(".dataset-switch button").click()
    expect(page.locator("#switch")).to_be_visible()
    assert violations(page) == []


def _without_answers_to_parts(route: Route) -> None:
    """Answer what asks for a part of a page with nothing, so that what waits goes on waiting."""
    if "hx-request" in route.request.headers:
        route.fulfill(status=204)
    else:
        route.continue_()


def test_every_component_is_in_the_gallery(page: Page) -> None:
    blocks = re.findall(r"^/\* ([a-z, -]+) \*/$", COMPONENTS.read_text("utf-8"), flags=re.MULTILINE)
    named = {name for block in blocks for name in block.split(", ")}
    assert len(named) > 15
    page.goto("/gallery")
    shown = page.locator("[data-component]").evaluate_all("all => all.map(one => one.dataset.component)")
    assert named - {name for names in shown for name in names.split()} == set()


def test_axe_sees_what_is_wrong(page: Page) -> None:
    page.goto("/gallery")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [one for one in violations(page) if one.startswith("label: ")] != []
