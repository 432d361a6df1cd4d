"""The prompt compiler's page: everything stands in its address, and nothing is changed by it."""

import re
from html import unescape

import pytest
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient
from workspaces import PLAIN, TAGGED, everything, id_of

from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.operations.prompts.create_prompt import CreatePrompt
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.workspace import Workspace

PART = {"hx-request": "true", "hx-target": "section#prompt"}
CARD = (
    '{"spec":"chara_card_v2","data":{"name":"Mira","personality":"{{char}} is {{user}}\'s friend.","scenario":"Dawn."}}'
)


def prompt_of(page: str) -> str:
    """Return the prompt that a page shows."""
    found = re.search(r'<textarea id="compiled"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def compiled(browser: TestClient, **fields: str | list[str]) -> str:
    """Return the prompt for what the form says."""
    return prompt_of(browser.get("/compile", params=fields, headers=PART).text)


def test_the_page_says_what_is_missing(browser: TestClient) -> None:
    page = browser.get("/compile").text
    assert "It is not said what the entries are about." in page
    assert 'id="copy"' not in page
    assert 'href="/import#paste"' in page
    assert page.count("<h1>") == 1


def test_everything_stands_in_the_address(browser: TestClient) -> None:
    query = QueryParams(
        {"task": "new", "about": "Nights\n<at> sea", "entries": "7", "style": "narrative", "tone": "warm", "more": "x"}
    )
    page = browser.get(f"/compile?{query}").text
    assert '<textarea name="about" rows="4">\nNights\n&lt;at&gt; sea</textarea>' in page
    assert 'name="entries" min="1" value="7"' in page
    assert '<option value="narrative" selected>' in page
    assert "Write 7 new conversations" in prompt_of(page)
    assert prompt_of(page) == compiled(browser, **dict(query))


def test_the_part_is_the_prompt_alone(browser: TestClient) -> None:
    part = browser.get("/compile?about=x", headers=PART).text
    assert "<html" not in part
    assert re.search(r"about \d+ tokens", part)


def test_what_the_owner_typed_is_never_filled(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreatePrompt(name="keeper", text="You are {{char}}."))
    typed = "{{char}} {{entries}} {name}"
    prompt = compiled(
        browser, about=typed, more=typed, system="own", own=typed, kept="keeper", **{"value-char": "Orsk"}
    )
    assert prompt.count(typed) == 3
    assert "Orsk" not in prompt


def test_a_system_prompt_of_the_library_is_filled_once(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreatePrompt(name="keeper", text="You are {{char}} of {{place}}, {{random:a,b}}."))
    fields = browser.get("/compile?system=library&kept=keeper", headers={"hx-target": "div#values"}).text
    assert re.findall(r'name="(value-[^"]+)"', fields) == ["value-char", "value-place"]
    prompt = compiled(browser, about="x", system="library", kept="keeper", **{"value-char": "{{place}}"})
    assert "```\nYou are {{place}} of {{place}}, {{random:a,b}}.\n```" in prompt


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"system": "library"}, "No system prompt of the library is chosen."),
        ({"system": "own", "own": " "}, "The system prompt is empty."),
        ({"entries": "0"}, "0 entries cannot be asked for."),
        ({"entries": "many"}, "&#39;many&#39; is no whole number."),
        ({"task": "invent"}, "&#39;invent&#39; is none of new, continue, rewrite."),
        ({"task": "continue"}, "There is no entry to continue."),
        ({"who": "Nobody"}, "There is no character named &#39;Nobody&#39;."),
        ({"from": "1", "take": "x"}, "&#39;x&#39; is no whole number."),
        ({"from": "1", "figure": "x"}, "is no range of a figure"),
    ],
)
def test_what_cannot_be_compiled_is_said_in_its_place(browser: TestClient, fields: dict[str, str], words: str) -> None:
    for headers in (PART, {}):
        page = browser.get("/compile", params={"about": "x", **fields}, headers=headers)
        assert page.status_code == 200
        assert words in page.text
        assert 'id="compiled"' not in page.text


def test_a_character_with_its_card(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="Mira", description="Keeps <the> lamp.", card=CARD))
    page = browser.get("/compile?who=Mira").text
    assert '<input type="checkbox" name="who" value="Mira" checked>' in page
    prompt = prompt_of(page)
    expected = "### Mira\n\nKeeps <the> lamp.\n\nPersonality: Mira is {{user}}'s friend.\n\nScenario: Dawn."
    assert expected in prompt
    assert '"name": "…"' in prompt


def test_tags_that_are_ticked_and_typed(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateTag(name="calm, at night"))
    page = browser.get("/compile", params={"about": "x", "give": "calm, at night", "give_also": " inn ,, inn"}).text
    assert 'value="calm, at night" checked' in page
    assert '"tags": ["calm, at night", "inn"]' in prompt_of(page)


def test_examples_are_spread_over_the_entries_and_records_left_out(browser: TestClient) -> None:
    prompt = compiled(browser, **{"about": "x", "from": "1", "take": "2"})
    assert prompt.count('{"messages": [{"role": "') == 3
    assert "A room, please." in prompt
    assert compiled(browser, **{"about": "x", "from": "1", "take": "2"}) == prompt
    whole = compiled(browser, **{"about": "x", "from": "1", "take": "100"})
    assert whole.count('{"messages": [') == 1 + 7


def test_chosen_entries_come_with_chips(browser: TestClient, workspace: Workspace) -> None:
    chosen = id_of(workspace, "tales", TAGGED)
    page = browser.get(f"/compile?task=rewrite&from=1&id={chosen}").text
    prompt = prompt_of(page)
    assert "Rewrite the entry at the end of this prompt" in prompt
    assert "Upstairs, second door." in prompt
    (chip,) = re.findall(r'<a class="chip" href="([^"]+)"', page)
    assert unescape(chip) == "/compile?task=rewrite&from=1"
    assert f'<input type="hidden" name="id" value="{chosen}">' in page


def test_only_entries_with_these_words(browser: TestClient) -> None:
    prompt = compiled(browser, **{"about": "x", "from": "1", "take": "5", "q": "harbour"})
    assert "Until dusk." in prompt
    assert "A room, please." not in prompt


def test_halves_of_surrogate_pairs_do_no_harm(browser: TestClient) -> None:
    assert browser.get("/compile?about=x&from=1&take=100").status_code == 200


def test_a_dataset_that_is_gone_is_not_taken_from(browser: TestClient) -> None:
    assert "## Entries" not in compiled(browser, **{"about": "x", "from": "99"})


def test_nothing_is_changed(browser: TestClient, workspace: Workspace) -> None:
    before, steps = everything(workspace), len(workspace.history())
    compiled(browser, **{"about": "x", "from": "2", "task": "continue"})
    assert everything(workspace) == before
    assert len(workspace.history()) == steps
    assert PLAIN.decode() not in browser.get("/compile").text
