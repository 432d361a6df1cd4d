"""The Insights page: every bar leads to exactly as many entries as it says, whatever is filtered already."""

import re
from html import unescape
from importlib import import_module

import pytest
from starlette.testclient import TestClient
from workspaces import import_lines

from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.workspace import Workspace

INSIGHTS = "/d/1/insights"
LIST = "/d/1/entries"
PAGES = "rolethread_lite.web.pages"
BAR = re.compile(r'<a href="([^"]+)" aria-label="[^"]*?· ([\d,]+) (?:entry|entries)"')
ROW = re.compile(r'<li><a href="([^"]+)">.*?<span class="number">([\d,]+)</span>')
STAT = re.compile(r'<dd><a href="([^"]+)">([\d,]+)</a>')
FILTERS = (
    "",
    "tag=calm",
    "tag=calm&tag=inn",
    "tag=calm&tag=inn&tags=all",
    "tag=calm&tags=none",
    "tags=exactly",
    "tag=",
    "severity=warning",
    "severity=error",
    "finding=RT308",
    "finding=RT308&finding=RT209",
    "speaker=Mira",
    "figure=tokens:4-12",
    "figure=action_share:0-0.5",
    "lines=records",
    "lines=entries",
    "q=the",
)


def links_of(page: str) -> list[tuple[str, int]]:
    """Return where each bar and each sum leads, and how many entries it says are there."""
    found = [*BAR.findall(page), *ROW.findall(page), *STAT.findall(page)]
    return [(unescape(address), int(number.replace(",", ""))) for address, number in found]


def listed(browser: TestClient, address: str) -> int:
    """Return how many entries the list has."""
    total = re.search(r'<p class="total"><b>([\d,]+)</b>', browser.get(address).text)
    assert total is not None
    return int(total[1].replace(",", ""))


@pytest.mark.parametrize("query", FILTERS)
def test_every_bar_is_the_filter_it_claims_to_be(browser: TestClient, query: str) -> None:
    links = dict(links_of(browser.get(f"{INSIGHTS}?{query}").text))
    wrong = {address: (said, listed(browser, address)) for address, said in links.items()}
    assert {address: pair for address, pair in wrong.items() if pair[0] != pair[1]} == {}
    assert len(links) >= (30 if not query else 1)


@pytest.mark.parametrize(
    ("address", "counted"), [(INSIGHTS, "insights.summarise_dataset"), (LIST, "entries.count_facets")]
)
def test_nothing_is_counted_again_until_something_changes(
    browser: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, address: str, counted: str
) -> None:
    module, _, name = f"{PAGES}.{counted}".rpartition(".")
    real, times = getattr(import_module(module), name), []
    monkeypatch.setattr(f"{PAGES}.{counted}", lambda *given, **named: times.append(1) or real(*given, **named))
    pages = [browser.get(address).text for _ in range(2)]
    assert len(times) == 1
    workspace.run(DeleteEntries(dataset="tales", selection=Selection(tags=TagQuery(names=("inn",)))))
    pages.append(browser.get(address).text)
    assert len(times) == 2
    assert pages[0] == pages[1] != pages[2]


def test_htmx_waits_as_long_as_the_work_takes(browser: TestClient) -> None:
    """The first search of a million entries takes longer than the minute it waits by itself."""
    assert '"defaultTimeout":0' in browser.get(INSIGHTS).text


def test_the_empty_tag_can_be_looked_for(browser: TestClient) -> None:
    page = browser.get(INSIGHTS).text
    assert '<a href="/d/1/entries?tag="><span><span class="name">(empty)</span>' in page
    assert listed(browser, "/d/1/entries?tag=") == 1


def test_half_a_surrogate_pair_in_a_prompt_leads_nowhere(browser: TestClient) -> None:
    assert '<li><a><span><span class="name">\ufffd' in browser.get(INSIGHTS).text


def test_what_comes_first(browser: TestClient) -> None:
    page = browser.get(INSIGHTS).text
    titles = re.findall(r"<figcaption>(.*?)<span>", page)
    assert titles[:5] == ["Tokens (estimated)", "Exchanges", "Words per answer", "Severity", "Findings"]
    assert "Alternatives" not in titles
    assert 'role="img" aria-label="Words per answer' in page
    assert '<a href="[^"]*" aria-label="Words per answer' not in page


def test_filters_stay_as_chips(browser: TestClient) -> None:
    page = browser.get(f"{INSIGHTS}?tag=calm&severity=warning").text
    assert re.findall(r'<a class="chip" href="([^"]+)">([^<]+)<', page) == [
        ("/d/1/insights?severity=warning", "calm"),
        ("/d/1/insights?tag=calm", "warning or worse"),
    ]


def test_nothing_to_show(browser: TestClient, workspace: Workspace) -> None:
    assert "Nothing matches" in browser.get(f"{INSIGHTS}?q=nowhere").text
    workspace.run(MakeDataset(dataset="empty"))
    page = browser.get("/d/3/insights").text
    assert "Nothing to measure yet" in page
    assert '<svg class="histogram' not in page


def test_long_tails_lead_to_their_entries_too(browser: TestClient, workspace: Workspace) -> None:
    lines = [
        b'{"messages":[{"role":"user","content":"Go on."},{"role":"assistant","content":"%s"}]}' % (b"word " * words)
        for words in (0, 1, 1, 1, 2, 2, 3, 5, 5, 7, 11, 40, 400, 4000)
    ]
    import_lines(workspace, lines, name="tails")
    links = links_of(browser.get("/d/3/insights").text)
    assert [(address, said) for address, said in links if listed(browser, address) != said] == []
