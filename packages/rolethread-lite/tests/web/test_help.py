"""Help: the documentation is found, searched and read in the app, and nothing in it can run."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from workspaces import UNTIDY, id_of

from rolethread_lite.rules import all_rules
from rolethread_lite.web.documentation import Documentation, explained_pages, help_address, help_of_page
from rolethread_lite.web.pages import all_pages
from rolethread_lite.workspace import Workspace

DOCS = Path(__file__).parents[4] / "docs"
ODD = """<!-- Written by hand. -->

# Keep `odd` things

Some <script>alert(1)</script> words about the *harbour*.

See [the rules](../reference/rules.md#rt301), [nothing](../nowhere.md), [bad](javascript:alert(1))
and [far](https://example.org).

## Twice

```text
## no heading <b>
```

## Twice

| a | b |
| --- | --- |
| 1 | <img src=x onerror=alert(1)> |
"""


@pytest.fixture
def odd(tmp_path: Path) -> Documentation:
    """Return documentation of two pages."""
    for name, text in (
        ("how-to/odd.md", ODD),
        ("reference/rules.md", "# Rules\n\n### RT301 edge-whitespace\n\nEdges.\n"),
    ):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return Documentation(tmp_path / "docs")


@pytest.fixture
def reader(browser: TestClient, odd: Documentation) -> TestClient:
    """Return a browser before an app with that documentation."""
    browser.app.state.documentation = odd  # type: ignore[attr-defined] # the app of the client is a Starlette
    return browser


def test_pages_are_listed_by_group(reader: TestClient) -> None:
    page = reader.get("/help").text
    assert page.count("<h1") == 1
    assert re.findall(r'<h2 id="help-\d">(.*?)</h2>', page) == ["How to", "Reference"]
    assert '<a class="link" href="/help/odd">Keep odd things</a>' in page


def test_a_page_is_text_and_nothing_in_it_runs(reader: TestClient) -> None:
    page = reader.get("/help/odd").text.partition("<article")[2].partition("</article>")[0]
    assert "Written by hand" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert page.count("<h1") == 1


def test_links_lead_to_pages_of_the_app_or_nowhere(odd: Documentation) -> None:
    shown = odd.shown("odd")
    assert '<a href="/help/rules#rt301">the rules</a>' in shown
    assert "<a>nothing</a>" in shown
    assert '<a href="https://example.org" rel="noreferrer">far</a>' in shown


def test_headings_have_anchors_of_their_own(odd: Documentation) -> None:
    assert re.findall(r'<h2 id="(.*?)"', odd.shown("odd")) == ["twice", "twice-1"]
    assert [section.anchor for section in odd.chapter("odd").sections] == ["", "twice", "twice-1"]
    assert '<h3 id="rt301-edge-whitespace"><span id="RT301"></span>RT301 edge-whitespace</h3>' in odd.shown("rules")


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("harbour", ["/help/odd"]),
        ("HARBOUR words", ["/help/odd"]),
        ("harbour edges", []),
        ("no heading", ["/help/odd#twice"]),
        ("edges", ["/help/rules#rt301-edge-whitespace"]),
        ("  ", []),
        ("(", ["/help/odd", "/help/odd#twice-1"]),
    ],
)
def test_search_finds_places_that_hold_all_words(odd: Documentation, sought: str, found: list[str]) -> None:
    assert [hit.address for hit in odd.search(sought)] == found


def test_what_was_sought_is_marked_and_escaped(reader: TestClient) -> None:
    part = reader.get("/help?q=words <b>", headers={"hx-target": "div#help-found"}).text
    assert "<html" not in part
    assert "Nothing about “words &lt;b&gt;”" in part
    part = reader.get("/help?q=harbour", headers={"hx-target": "div#help-found"}).text
    assert "<mark>harbour</mark>" in part
    assert "&lt;script&gt;" in part
    assert "1 place for “harbour”" in part


def test_a_page_that_is_not_there_is_said(reader: TestClient) -> None:
    answer = reader.get("/help/nowhere")
    assert answer.status_code == 404
    assert "There is no such page of help" in answer.text


def test_that_the_pages_are_absent_is_said(browser: TestClient, tmp_path: Path) -> None:
    browser.app.state.documentation = Documentation(tmp_path)  # type: ignore[attr-defined] # as above
    page = browser.get("/help").text
    assert "The pages of help are not here" in page
    assert "installing the package brings them in" in page


def test_every_page_of_the_bar_is_explained_and_by_one_that_there_is() -> None:
    known = Documentation(DOCS)
    assert {page.name for page in all_pages() if page.place is not None} <= set(explained_pages())
    assert set(explained_pages()) <= {page.name for page in all_pages()}
    for address in explained_pages().values():
        name, _, anchor = address.partition("#")
        assert not anchor or f'id="{anchor}"' in known.shown(name)


def test_every_rule_is_found_by_its_code() -> None:
    shown = Documentation(DOCS).shown("rules")
    missing = [loaded.rule.code for loaded in all_rules() if f'<span id="{loaded.rule.code}">' not in shown]
    assert missing == []
    assert help_address("RT301") == "/help/rules#RT301"


def test_names_of_pages_are_told_apart_without_their_folders() -> None:
    names = [path.stem for path in DOCS.glob("*/*.md")]
    assert len(names) == len(set(names))


def test_links_between_pages_lead_to_places_there_are() -> None:
    known = Documentation(DOCS)
    ids = {name: set(re.findall(r' id="(.*?)"', known.shown(name))) for name in known.chapters}
    for name in known.chapters:
        for target, anchor in re.findall(r'href="/help/([a-z0-9-]+)(?:#(.*?))?"', known.shown(name)):
            assert target in known.chapters
            assert not anchor or anchor in ids[target], f"{name} → {target}#{anchor}"


def test_other_pages_lead_to_what_explains_them(browser: TestClient) -> None:
    page = browser.get("/history").text
    assert f'<a href="{help_of_page("history")}">Help with this page</a>' in page
    assert help_of_page("gallery") == "/help"


def test_a_finding_leads_to_its_rule(browser: TestClient, workspace: Workspace) -> None:
    entry = id_of(workspace, "tales", UNTIDY)
    page = browser.get(f"/d/1/entries?open={entry}").text
    assert '<a class="meta mono" href="/help/rules#RT301"' in page
