"""The Check page: what was found, what it means, and repairs that are seen before they are made."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient
from workspaces import PLAIN, TAGGED, UNTIDY, id_of, import_lines, lines_of

from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.repair_entries import RepairEntries
from rolethread_lite.queries.dataset_findings import count_findings
from rolethread_lite.rules import all_rules
from rolethread_lite.web import repairs
from rolethread_lite.web.comparisons import compare
from rolethread_lite.web.jobs import Stopped
from rolethread_lite.web.rendering import spelled
from rolethread_lite.web.rule_words import paragraphs
from rolethread_lite.workspace import Workspace

CHECK = "/d/1/check"
EDGES = b'{"messages":[{"role":"user","content":"Hello "},{"role":"assistant","content":"<b>Yes</b>\\t"}]}'


def base_of(page: str) -> str:
    """Return the state of the workspace that a preview was made for."""
    found = re.search(r'name="base" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_every_rule_that_found_something_leads_to_its_entries(browser: TestClient, workspace: Workspace) -> None:
    page = browser.get(CHECK).text
    rows = re.findall(
        r'<span class="meta mono">(RT\d+)</span>.*?class="count">(\d+) lines?.*?href="([^"]+)"', page, re.DOTALL
    )
    with workspace.view() as view:
        counts = {one.code: one.entries for one in count_findings(view, dataset="tales")}
    assert {code: int(number) for code, number, _ in rows} == counts
    assert len(counts) > 10
    for code, number, address in rows:
        assert address == f"/d/1/entries?finding={code}"
        assert f'<p class="total"><b>{number}</b>' in browser.get(address).text


def test_families_in_the_order_of_their_codes_and_the_worst_first(browser: TestClient) -> None:
    page = browser.get(CHECK).text
    families = ["Records", "Structure", "Messages", "Text", "Tags"]
    assert re.findall(r'<h2 id="family-\d+">(\w+)</h2>', page) == families
    assert page.index("RT112") < page.index("RT111")
    assert page.count("<h1>") == 1


def test_the_sums_are_links(browser: TestClient) -> None:
    page = browser.get(CHECK).text
    for address, number in re.findall(r'<dd><a href="([^"]+)">(\d+)</a>', page):
        assert f'<p class="total"><b>{number}</b>' in browser.get(unescape(address)).text


def test_a_rule_unfolded(browser: TestClient, workspace: Workspace) -> None:
    headers = {"hx-request": "true", "hx-target": "div#rule-RT308"}
    part = browser.get(f"{CHECK}?rule=RT308", headers=headers).text
    assert "<html" not in part
    assert "<b>Why it matters for training</b>" in part
    assert "<code>The lighthouse is dark.</code>" in part
    entry_id = id_of(workspace, "tales", UNTIDY)
    assert f'<a href="/d/1/entries?finding=RT308&amp;open={entry_id}">' in part
    assert '<span class="place-title">#4 Hello there' in part
    page = browser.get(f"{CHECK}?rule=RT308").text
    assert page.count("<details open>") == 1
    assert part.strip() in page


def test_a_rule_about_records_shows_their_beginning(browser: TestClient) -> None:
    part = browser.get(f"{CHECK}?rule=RT101", headers={"hx-target": "div#rule-RT101"}).text
    assert "Not an entry" in part
    assert "<q>{&#34;messages&#34;:[{&#34;role&#34;:&#34;user&#34;,&#34;content&#34;:&#34;cut of</q>" in part
    assert "Preview" not in part


def test_repairs_are_seen_then_made_then_taken_back(browser: TestClient, workspace: Workspace) -> None:
    before = lines_of(workspace, "tales")
    part = browser.get(f"{CHECK}?repair=all", headers={"hx-target": "div#repairs"}).text
    assert "<b>Everything safe:</b> 1 entry changes. This is how:" in part
    assert "<del>␣</del>Hello" in part
    assert "<del>⟨U+200B⟩</del>" in part
    assert lines_of(workspace, "tales") == before
    fields = {"code": "all", "base": base_of(part)}
    answer = browser.post(f"{CHECK}/repair", data=fields, headers={"hx-target": "div#check"})
    assert answer.status_code == 200
    assert "Repaired 1 entry" in answer.text
    assert "Safe repairs" not in answer.text
    after = lines_of(workspace, "tales")
    assert [old == new for old, new in zip(before, after, strict=True)].count(False) == 1
    workspace.undo()
    assert lines_of(workspace, "tales") == before


def test_one_rule_is_repaired_alone(browser: TestClient, workspace: Workspace) -> None:
    part = browser.get(f"{CHECK}?repair=RT308", headers={"hx-target": "div#repairs-RT308"}).text
    assert "<b>Invisible character:</b> 1 entry changes." in part
    browser.post(f"{CHECK}/repair", data={"code": "RT308", "base": base_of(part)}, headers={"hx-target": "div#check"})
    with workspace.view() as view:
        codes = {one.code for one in count_findings(view, dataset="tales")}
    assert "RT308" not in codes
    assert "RT301" in codes
    assert workspace.history()[0].label == "Repair “tales”: RT308"


def test_what_changed_since_it_was_shown_is_not_repaired(browser: TestClient, workspace: Workspace) -> None:
    part = browser.get(f"{CHECK}?repair=all", headers={"hx-target": "div#repairs"}).text
    workspace.run(MakeDataset(dataset="another"))
    fields = {"code": "all", "base": base_of(part)}
    answer = browser.post(f"{CHECK}/repair", data=fields, headers={"hx-target": "div#check"})
    assert answer.status_code == 409
    assert "The workspace changed meanwhile" in answer.text
    assert answer.headers["hx-retarget"] == "#toast"


def test_many_repairs_are_made_in_the_background(
    browser: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repairs, "AT_ONCE", 3)
    monkeypatch.setattr("rolethread_lite.web.pages.check.AT_ONCE", 3)
    import_lines(workspace, [EDGES.replace(b"Hello", b"Hello %d" % number) for number in range(9)], name="many")
    page = browser.get("/d/3/check?repair=all").text
    assert "at most 9 entries change. The first of them:" in page
    assert "&lt;b&gt;Yes&lt;/b&gt;" in page
    assert 'hx-post="/d/3/check/repair"' not in page
    answer = browser.post("/d/3/check/repair", data={"code": "all", "base": base_of(page)})
    assert answer.status_code == 303
    job = browser.app.state.jobs.find(1)  # type: ignore[attr-defined]
    assert job.wait(30)
    assert (job.error, job.message, job.address) == (None, "Repaired 9 entries", "/d/3/check")
    assert all(b' "' not in line and b"\\t" not in line for line in lines_of(workspace, "many"))
    workspace.undo()
    assert b'Hello 0 "' in lines_of(workspace, "many")[0]


def test_a_repair_that_is_stopped_changes_nothing(workspace: Workspace) -> None:
    import_lines(workspace, [EDGES.replace(b"Hello", b"Hello %d" % number) for number in range(5)], name="many")
    before, told = lines_of(workspace, "many"), []

    def _watch(done: int, whole: int) -> None:
        told.append((done, whole))
        if done == 3:
            raise Stopped

    operation = RepairEntries(dataset="many", selection=Selection())
    plan = workspace.propose(operation)
    with pytest.raises(Stopped):
        repairs.repair(workspace, plan, address="", watch=_watch)
    assert told == [(1, 5), (2, 5), (3, 5)]
    assert lines_of(workspace, "many") == before
    assert repairs.repair(workspace, plan, address="", watch=lambda *_: None).message == "Repaired 5 entries"


def test_a_comparison_tells_how_far_it_is(workspace: Workspace) -> None:
    import_lines(workspace, [PLAIN, TAGGED, PLAIN, TAGGED], name="twice")
    told: list[tuple[int, int]] = []
    found = compare(workspace, "twice", watch=lambda done, whole: told.append((done, whole))).found
    assert {code: len(those) for code, those in found.items()}["RT501"] == 2
    whole = told[-1][1]
    assert told[0] == (0, whole)
    assert told[-1] == (whole, whole)
    assert whole >= 4


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("repair=RT304", 422, "is not repaired all at once"),
        ("repair=RT999", 404, "RT999"),
        ("rule=nothing", 404, "nothing"),
    ],
)
def test_what_there_is_not(browser: TestClient, query: str, status: int, said: str) -> None:
    answer = browser.get(f"{CHECK}?{query}")
    assert answer.status_code == status
    assert said in answer.text


def test_entries_that_are_alike_are_compared_when_asked(browser: TestClient, workspace: Workspace) -> None:
    import_lines(workspace, [PLAIN, TAGGED, PLAIN], name="twice")
    assert "Compare all entries" in browser.get("/d/3/check").text
    answer = browser.post("/d/3/check/compare")
    assert (answer.status_code, answer.headers["location"]) == (303, "/d/3/check#alike")
    page = browser.get("/d/3/check?rule=RT501").text
    assert "Compare all entries" not in page
    assert 'class="meta mono">RT501</span>' in page
    assert "entry 1" in page
    listed = re.search(r'class="button small" href="(/d/3/entries\?id=[^"]+)"', page)
    assert listed is not None
    assert '<p class="total"><b>2</b>' in browser.get(unescape(listed[1])).text
    workspace.run(MakeDataset(dataset="another"))
    assert "Compare all entries" in browser.get("/d/3/check").text


def test_nothing_alike_is_said(browser: TestClient) -> None:
    browser.post("/d/1/check/compare")
    assert "none stands there twice" in browser.get(CHECK).text


def test_nothing_found_and_nothing_there(browser: TestClient, workspace: Workspace) -> None:
    page = browser.get("/d/2/check").text
    assert "Nothing was found" in page
    assert f"1 line was checked by {len(all_rules()) - 3} rules" in page
    workspace.run(MakeDataset(dataset="empty"))
    assert "Nothing to check yet" in browser.get("/d/3/check").text


def test_every_rule_says_what_it_is_in_four_parts() -> None:
    for one in all_rules():
        labels = [paragraph.label for paragraph in paragraphs(one.page)]
        assert labels == ["", "What it finds", "Why it matters for training", "Example", "Repaired"], one.rule.code
        assert "`" not in "".join(words.text for paragraph in paragraphs(one.page) for words in paragraph.words)


@pytest.mark.parametrize(
    ("text", "shown"),
    [(" ", "␣"), ("a b", "a b"), ("a\n", "a↵\n"), ("\u200b", "⟨U+200B⟩"), ("\ud800", "⟨U+D800⟩"), ("", ""), ("é", "é")],
)
def test_what_nobody_could_see_is_spelled(text: str, shown: str) -> None:
    assert spelled(text) == shown
