"""The filters beside the list: ranges that are typed, and what is counted only when somebody looks."""

import re

import pytest
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient
from workspaces import PLAIN, import_lines

from rolethread_lite.model.selection import Span
from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.web.address import RANGES, read_selection
from rolethread_lite.workspace import Workspace

AS_LIST = {"hx-target": "section#list"}


def test_typed_ranges_become_filters(browser: TestClient) -> None:
    shown = browser.get("/d/1/entries?turns-least=3&turns-most=&tokens-most=9&figure=words:1-", headers=AS_LIST)
    assert shown.headers["hx-push-url"] == "/d/1/entries?figure=words%3A1-&figure=tokens%3A-9&figure=turns%3A3-"
    page = browser.get(shown.headers["hx-push-url"]).text
    assert 'name="turns-least" value="3"' in page
    assert 'name="tokens-most" value="9"' in page
    assert page.count('type="hidden" name="figure"') == 1


def test_a_range_that_is_none_is_refused(browser: TestClient) -> None:
    refused = browser.get("/d/1/entries?turns-least=many", headers=AS_LIST)
    assert (refused.status_code, "no range of a figure" in refused.text) == (422, True)


@pytest.mark.parametrize("name", RANGES)
def test_every_range_has_both_fields(browser: TestClient, name: str) -> None:
    page = browser.get("/d/1/entries").text
    assert f'name="{name}-least" value=""' in page
    assert f'name="{name}-most" value=""' in page
    given = QueryParams({f"{name}-least": "2", f"{name}-most": " 5 "})
    assert read_selection(given).figures == ((name, Span(least=2, most=5)),)


def test_characters_and_prompts_are_counted_when_somebody_looks(browser: TestClient, workspace: Workspace) -> None:
    assert "You keep the inn." not in browser.get("/d/1/entries?q=harbour").text
    workspace.run(CreateCharacter(name="Orsk"))
    part = browser.get("/d/1/facets").text
    for name, parameter in (("Orsk", "character=Orsk"), ("You keep the inn.", "prompt=You+keep")):
        link = re.search(
            rf'href="([^"]*{re.escape(parameter)}[^"]*)"[^>]*><span>{name}</span><span class="number">1<', part
        )
        assert link is not None, name
        assert "<b>1</b> of 9 entry" in browser.get(link[1].replace("&amp;", "&")).text
    narrowed = browser.get("/d/1/facets?tag=inn&prompt=You+keep+the+inn.").text
    assert 'aria-current="true" title="You keep the inn."' in narrowed
    assert "No character of the library speaks here." in narrowed


def test_training_parts_the_list_in_two(browser: TestClient, workspace: Workspace) -> None:
    kept_out = b'{"messages":[{"role":"user","content":"Who goes?"},{"role":"assistant","content":"I.","train":false}]}'
    import_lines(workspace, [kept_out, PLAIN, PLAIN], name="flagged")
    part = browser.get("/d/3/facets").text
    links = dict(re.findall(r'href="([^"]*untrained_messages[^"]*)"[^>]*><span>([^<]*)</span>', part))
    assert list(links.values()) == ["Some messages kept out", "No message kept out"]
    totals = [re.findall(r"<b>(\d+)</b> of 3 entr", browser.get(link.replace("&amp;", "&")).text) for link in links]
    assert totals == [["1"], ["2"]]
    chosen = browser.get("/d/3/facets?figure=untrained_messages:1-").text
    assert 'aria-current="true" title="Some messages kept out"' in chosen
