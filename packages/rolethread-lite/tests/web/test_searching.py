"""What takes a while to find or to count: the page says how far it is, can be told to stop, and ends up there."""

import re
import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from rolethread_lite.store.search.searching import DatasetSearch
from rolethread_lite.web import searching
from rolethread_lite.web.jobs import Jobs
from rolethread_lite.web.pages import insights

LIST = {"hx-target": "section#list", "hx-request": "true"}
FACETS = {"hx-target": "div#facets", "hx-request": "true"}


@pytest.fixture(autouse=True)
def _nothing_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "AT_ONCE", 0)
    monkeypatch.setattr(insights, "AT_ONCE", 0)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every search take until it is stopped."""

    def _hits(*_: object, watch: Callable[[int, int], None], **__: object) -> frozenset[int]:
        number = 0
        while True:
            number += 1
            watch(number % 400, 400)
            time.sleep(0.005)

    monkeypatch.setattr(DatasetSearch, "hits", _hits)


def _ended(browser: TestClient) -> None:
    jobs: Jobs = browser.app.state.jobs  # type: ignore[attr-defined]
    for job in jobs.running():
        assert job.wait(10)


@pytest.mark.parametrize("query", ["q=harbour", "q=h.rbour&mode=regex"])
def test_the_list_comes_once_the_messages_are_read(browser: TestClient, query: str) -> None:
    waiting = browser.get(f"/d/1/entries?{query}", headers=LIST).text
    assert "Reading the messages" in waiting
    assert 'hx-trigger="every 500ms"' in waiting
    _ended(browser)
    listed = browser.get(f"/d/1/entries?{query}", headers=LIST).text
    assert "Reading the messages" not in listed
    assert 'class="row"' in listed
    assert "Reading" not in browser.get(f"/d/1/entries?{query}", headers=FACETS).text


def test_a_page_that_is_opened_waits_too(browser: TestClient) -> None:
    page = browser.get("/d/1/entries?q=harbour").text
    assert '<p class="meta">Counted once the messages are read.</p>' in page
    assert "Reading the messages" in page
    assert 'value="harbour"' in page
    _ended(browser)
    assert 'class="row"' in browser.get("/d/1/entries?q=harbour").text


@pytest.mark.usefixtures("endless")
def test_it_is_stopped_and_begun_again(browser: TestClient) -> None:
    number = re.search(r'hx-post="/jobs/(\d+)/stop"', browser.get("/d/1/entries?q=harbour", headers=LIST).text)
    assert number is not None
    again = browser.get("/d/1/entries?q=other", headers=LIST).text
    assert f"/jobs/{number[1]}/stop" in again, "one reading for all texts"
    assert re.search(r"\d+ of 400 entries · \d+ %", again)
    assert browser.get("/d/1/entries?q=other", headers=FACETS).status_code == 204
    assert browser.post(f"/jobs/{number[1]}/stop", headers={"origin": str(browser.base_url)}).status_code == 303
    _ended(browser)
    stopped = browser.get("/d/1/entries?q=harbour&tag=inn", headers=LIST).text
    assert "It was stopped" in stopped
    assert 'href="/d/1/entries?tag=inn">Do not search' in stopped
    begun = browser.get("/d/1/entries?q=harbour", headers=LIST).text
    other = re.search(r'hx-post="/jobs/(\d+)/stop"', begun)
    assert other is not None
    assert other[1] != number[1]
    browser.post(f"/jobs/{other[1]}/stop", headers={"origin": str(browser.base_url)})
    _ended(browser)


def test_a_pattern_that_is_wrong_is_said_in_words(browser: TestClient) -> None:
    browser.get("/d/1/entries?q=(&mode=regex", headers=LIST)
    _ended(browser)
    refused = browser.get("/d/1/entries?q=(&mode=regex", headers=LIST)
    assert (refused.status_code, "is not a regular expression" in refused.text) == (422, True)


def test_charts_come_once_everything_is_counted(browser: TestClient) -> None:
    waiting = browser.get("/d/1/insights?tag=inn").text
    assert "<h2>Counting</h2>" in waiting
    assert 'hx-get="/d/1/insights?tag=inn"' in waiting
    assert 'hx-select="#main"' in waiting
    _ended(browser)
    charts = browser.get("/d/1/insights?tag=inn").text
    assert "<figcaption>Tokens" in charts
    assert "<h2>Counting</h2>" not in charts
    assert "<h2>Counting</h2>" in browser.get("/d/1/insights").text
    _ended(browser)


def test_counting_is_stopped(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def _endless(*_: object, watch: Callable[[int, int], None], **__: object) -> None:
        while True:
            watch(1, 2)
            time.sleep(0.005)

    monkeypatch.setattr(insights, "summarise_dataset", _endless)
    number = re.search(r'hx-post="/jobs/(\d+)/stop"', browser.get("/d/1/insights").text)
    assert number is not None
    browser.post(f"/jobs/{number[1]}/stop")
    _ended(browser)
    stopped = browser.get("/d/1/insights").text
    assert "It was stopped" in stopped
    assert 'href="/d/1/entries">To the entries' in stopped
