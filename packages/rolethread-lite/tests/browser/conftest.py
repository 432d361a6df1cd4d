"""A real browser before the real app; whatever the page complains about fails the test."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_app import ServedApp, fill
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_CHROMIUM = "ROLETHREAD_CHROMIUM"
_PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WATCH = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"""
_PATIENCE = 10_000

OpenPage = Callable[..., Page]
"""Opens a page in a browser that was let in: `open_page(theme="light", size=(800, 700))`."""
Forgive = Callable[[str], None]
"""Names what a page may complain about, as a pattern: an answer of 409, a server that is not there."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test beside this file: it needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a browser of this machine, one for all tests; skip where there is none."""
    named = os.environ.get(_CHROMIUM)
    found = next((place for place in ((named,) if named else _PLACES) if Path(place).is_file()), None)
    if found is None:
        pytest.skip(f"no browser: {_CHROMIUM} names none, and none of {', '.join(_PLACES)} is there")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_SWITCHES))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace that every test gets a copy of."""
    folder = tmp_path_factory.mktemp("filled") / "workspace"
    fill(folder)
    return folder


@pytest.fixture
def served(filled: Path, tmp_path: Path) -> Iterator[ServedApp]:
    """Return the app, started over a workspace of this test's own."""
    app = ServedApp(Path(shutil.copytree(filled, tmp_path / "workspace")))
    app.start()
    yield app
    app.kill()


@pytest.fixture
def forgiven() -> list[str]:
    """Return the patterns of what a page may complain about in this test."""
    return []


@pytest.fixture
def forgive(forgiven: list[str]) -> Forgive:
    """Return what names something that a page may complain about."""
    return forgiven.append


@pytest.fixture
def open_page(chromium: Browser, served: ServedApp, forgiven: list[str]) -> Iterator[OpenPage]:
    """Return what opens pages; each has a browser of its own, with cookies and drafts of its own."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def _open(*, theme: str = "dark", size: tuple[int, int] = (1440, 900), has_touch: bool = False) -> Page:
        context = chromium.new_context(
            base_url=served.host,
            color_scheme="light" if theme == "light" else "dark",
            viewport={"width": size[0], "height": size[1]},
            has_touch=has_touch,
        )
        contexts.append(context)
        context.set_default_timeout(_PATIENCE)
        context.add_init_script(_WATCH)
        context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda fault: complaints.append(str(fault.error)))
        page = context.new_page()
        page.goto(served.entrance)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert [one for one in complaints if not any(re.search(pattern, one) for pattern in forgiven)] == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Return a page of the app, let in, in a wide dark window."""
    return open_page()
