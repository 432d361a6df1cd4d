"""Pruning the history: shown first, done once somebody says that they know, and never more than was shown."""

import re

import pytest
from starlette.testclient import TestClient
from workspaces import everything, ids_of

from rolethread_lite.model.selection import Selection
from rolethread_lite.model.settings import read_setting
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.web.jobs import Stopped
from rolethread_lite.workspace import Workspace

PRUNE = "/history/prune"
_DAY_NS = 86_400 * 10**9


def main(browser: TestClient, path: str) -> str:
    return browser.get(path).text.partition("<main")[2].partition("</main>")[0]


def look(browser: TestClient, days: str = "30") -> str:
    """Ask what would go, and return the page that shows it."""
    answer = browser.post(f"{PRUNE}/look", data={"days": days})
    assert answer.headers["location"] == f"{PRUNE}?days={days}"
    return main(browser, answer.headers["location"])


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page))


def forget(browser: TestClient, page: str) -> str:
    """Press the button, and return what the page says that it leads to."""
    answer = browser.post(PRUNE, data={**hidden(page), "understood": "on"})
    assert answer.status_code == 303
    return main(browser, answer.headers["location"])


def numbers(workspace: Workspace) -> list[int]:
    return sorted(step.number for step in workspace.history(limit=500))


@pytest.fixture
def old(workspace: Workspace) -> Workspace:
    """Return a workspace with four old steps that a snapshot holds, one with a removed line, and a young one."""
    workspace.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=tuple(ids_of(workspace, "tales")[:1]))))
    workspace.run(TagEntries(dataset="songs", selection=Selection(), add=("<b>",)))
    workspace._store._writer.execute("update history set at=at-?", (100 * _DAY_NS,))
    workspace.snapshots.take()
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=("young",)))
    return workspace


@pytest.mark.usefixtures("old")
def test_the_history_leads_to_it(browser: TestClient) -> None:
    assert f'href="{PRUNE}">Forget old steps…</a>' in main(browser, "/history")
    page = main(browser, PRUNE)
    assert page.count("<h1") == 1
    assert 'name="days" value="365"' in page
    assert "What would go" not in page
    assert "for good" not in page


def test_what_would_go_is_shown_and_nothing_goes(browser: TestClient, old: Workspace) -> None:
    before = everything(old)
    page = look(browser)
    for told in (
        "<b>4</b> steps",
        "<b>1</b> removed line<",
        "add &lt;b&gt;",
        "This cannot be undone.",
        "Forget 4 steps",
    ):
        assert told in page
    assert re.search(r"at least <b>[\d.]+ k?B</b> of room", page)
    assert "add young" not in page
    assert numbers(old) == [1, 2, 3, 4, 5]
    assert everything(old) == before


def test_it_goes_for_good_once_it_is_understood(browser: TestClient, old: Workspace) -> None:
    before = everything(old)
    page = look(browser)
    answer = browser.post(PRUNE, data=hidden(page))
    assert answer.status_code == 422
    assert "Nothing was forgotten. Tick that you understand" in answer.text
    assert "Forget 4 steps" in answer.text
    assert numbers(old) == [1, 2, 3, 4, 5]
    said = forget(browser, page)
    assert re.search(r"4 steps are forgotten, with 1 removed line; [\d.]+ k?B are given back to the disk\.", said)
    assert numbers(old) == [5]
    assert everything(old) == before
    assert "Look again" in main(browser, f"{PRUNE}?days=30")
    assert "There is nothing to forget" in look(browser)


def test_removed_datasets_are_counted(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(RemoveDataset(dataset="songs"))
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=("x",)))
    workspace._store._writer.execute("update history set at=at-?", (100 * _DAY_NS,))
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=("y",)))
    workspace.snapshots.take()
    page = look(browser)
    assert "<b>1</b> removed dataset<" in page
    assert "4 steps are forgotten, with 1 removed line and 1 removed dataset;" in forget(browser, page)


def test_a_long_list_of_steps_is_cut(browser: TestClient, workspace: Workspace) -> None:
    for number in range(30):
        workspace.run(TagEntries(dataset="songs", selection=Selection(), add=(f"t{number}",)))
    workspace._store._writer.execute("update history set at=at-?", (100 * _DAY_NS,))
    workspace.snapshots.take()
    page = look(browser)
    assert page.count('<li class="step">') == 20
    assert "… and 11 earlier ones" in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("x", "&#39;x&#39; is no whole number."),
        ("0", "The history keeps at least one day. Give a number of days from 1."),
        ("-5", "The history keeps at least one day."),
        ("<i>", "&#39;&lt;i&gt;&#39; is no whole number."),
        ("", "The history keeps at least one day."),
    ],
)
def test_days_that_cannot_be_are_said(browser: TestClient, days: str, said: str) -> None:
    answer = browser.post(f"{PRUNE}/look", data={"days": days})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-describedby="days-fault"' in answer.text


@pytest.mark.usefixtures("old")
def test_more_days_than_there_ever_were_keep_everything(browser: TestClient) -> None:
    assert "There is nothing to forget" in look(browser, "9" * 30)


def test_without_a_snapshot_of_everything_nothing_can_go(browser: TestClient, workspace: Workspace) -> None:
    workspace.snapshots.take(is_pinned=True)
    page = look(browser)
    assert "There is no snapshot of everything that is not pinned" in page
    assert 'href="/history/snapshots"' in page
    assert "for good" not in page


@pytest.mark.parametrize("days", ["<b>", "-1", "30"])
def test_an_address_that_nobody_asked_for_shows_nothing(browser: TestClient, old: Workspace, days: str) -> None:
    answer = browser.get(PRUNE, params={"days": days})
    assert answer.status_code == 200
    assert "Look again" in answer.text
    assert "<b>&" not in answer.text
    assert numbers(old) == [1, 2, 3, 4, 5]


def test_the_setting_is_where_it_begins(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(ChangeSettings(settings=(read_setting("history.keep_days", "77"),)))
    page = main(browser, PRUNE)
    assert 'name="days" value="77"' in page
    assert "Steps older than 77 days go by themselves" in page


def test_nothing_goes_that_was_not_shown(browser: TestClient, old: Workspace) -> None:
    fields = {**hidden(look(browser)), "understood": "on"}
    assert browser.post(PRUNE, data={**fields, "steps": "3"}).status_code == 409
    assert browser.post(PRUNE, data={**fields, "days": "31"}).status_code == 409
    assert browser.post(PRUNE, data={**fields, "days": "0"}).status_code == 422
    old.run(TagEntries(dataset="songs", selection=Selection(), add=("later",)))
    answer = browser.post(PRUNE, data=fields)
    assert answer.status_code == 409
    assert "Something was changed since this was shown." in answer.text
    assert numbers(old) == [1, 2, 3, 4, 5, 6]


def test_a_snapshot_that_came_since_lets_nothing_more_go(browser: TestClient, old: Workspace) -> None:
    old._store._writer.execute("update history set at=at-?", (100 * _DAY_NS,))
    old.run(TagEntries(dataset="songs", selection=Selection(), add=("later",)))
    page = look(browser)
    old.snapshots.take()
    assert "Something else would go than what was shown. Look at it again." in forget(browser, page)
    assert numbers(old) == [1, 2, 3, 4, 5, 6]


def test_what_an_earlier_time_left_goes_without_a_step(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(RemoveDataset(dataset="songs"))
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=("x",)))
    workspace.snapshots.take()
    workspace._store._writer.execute("delete from history where seq<4")
    page = look(browser, "1")
    assert "Remove them for good" in page
    assert "Gone for good: 1 removed line and 1 removed dataset; " in forget(browser, page)
    assert "There is nothing to forget" in look(browser, "1")


def test_stopped_halfway_the_rest_goes_the_next_time(
    browser: TestClient, old: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(old)
    page = look(browser)
    pruned = Workspace.prune_history

    def _stopped(workspace: Workspace, *, keep_days: int, progress: object) -> None:
        del progress
        pruned(workspace, keep_days=keep_days)
        raise Stopped

    monkeypatch.setattr(Workspace, "prune_history", _stopped)
    said = forget(browser, page)
    assert "Stopped halfway: 4 steps are forgotten. What is left of them goes the next time." in said
    assert everything(old) == before
