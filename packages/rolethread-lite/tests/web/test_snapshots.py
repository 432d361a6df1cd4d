"""Snapshots: taken, listed, verified, thinned and brought back."""

import re

import pytest
from starlette.testclient import TestClient
from workspaces import PLAIN, everything, ids_of, lines_of

from rolethread_lite.errors import DiskFull, RoleThreadError
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.settings import read_setting
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.workspace import Workspace

HOME = "/history/snapshots"


def main(browser: TestClient, path: str) -> str:
    return browser.get(path).text.partition("<main")[2].partition("</main>")[0]


def hidden(page: str) -> dict[str, list[str]]:
    """Return the hidden fields of the last form of a page."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page.rpartition("<form")[2]):
        fields.setdefault(name, []).append(value)
    return fields


def follow(browser: TestClient, path: str, **fields: str | list[str]) -> str:
    """Post a form, and return what the page says that it leads to in the end."""
    answer = browser.post(path, data=fields)
    assert answer.status_code == 303
    return browser.get(answer.headers["location"]).text


@pytest.fixture
def taken(workspace: Workspace) -> Snapshot:
    """Return a snapshot; since then one entry of `songs` was tagged, and two of `tales` are gone."""
    snapshot = workspace.snapshots.take(name="Before <b>", is_pinned=True)
    assert snapshot
    workspace.run(TagEntries(dataset="songs", selection=Selection(), add=("battle",)))
    gone = tuple(ids_of(workspace, "tales")[:2])
    workspace.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=gone)))
    return snapshot


def test_without_one_it_is_said_how_to_take_one(browser: TestClient) -> None:
    page = main(browser, HOME)
    assert page.count("<h1") == 1
    assert "No snapshot yet" in page
    assert 'name="dataset" value="songs"' in page


def test_one_is_taken_of_everything(browser: TestClient, workspace: Workspace) -> None:
    page = follow(browser, HOME, name="before cleanup", of="all", dataset="songs", pin="on")
    (one,) = workspace.snapshots.all()
    assert (one.name, one.is_pinned, one.is_whole) == ("before cleanup", True, True)
    assert f'href="{HOME}/{one.id}">before cleanup</a><span class="badge">pinned</span>' in page
    assert "2 datasets, 8 entries" in page


def test_one_is_taken_of_some_datasets(browser: TestClient, workspace: Workspace) -> None:
    follow(browser, HOME, of="some", dataset=["songs"])
    (one,) = workspace.snapshots.all()
    assert ([each.name for each in one.datasets], one.is_whole, one.name) == (["songs"], False, "")


def test_no_ticked_dataset_is_a_fault_beside_the_boxes(browser: TestClient, workspace: Workspace) -> None:
    answer = browser.post(HOME, data={"of": "some", "name": "kept"})
    assert answer.status_code == 422
    assert "No dataset is ticked. Tick one, or take everything." in answer.text
    assert 'value="kept"' in answer.text
    assert workspace.snapshots.all() == ()


def test_the_list_tells_what_changed_since_when_it_is_unfolded(browser: TestClient, taken: Snapshot) -> None:
    assert "Before &lt;b&gt;" in main(browser, HOME)
    part = browser.get(f"{HOME}/{taken.id}", headers={"hx-target": f"div#since-{taken.id}"}).text
    assert "<html" not in part
    assert "<td>songs</td>" in part
    assert "<td>1 changed</td>" in part
    assert "<td>2 removed</td>" in part


def test_one_snapshot_has_a_page(browser: TestClient, taken: Snapshot) -> None:
    page = main(browser, f"{HOME}/{taken.id}")
    assert "<h1>Before &lt;b&gt;</h1>" in page
    assert page.count("Bring back…") == 2
    assert "not yet" in page
    assert "Remove this snapshot" not in page


def test_one_that_is_not_there_is_said(browser: TestClient) -> None:
    assert browser.get(f"{HOME}/ffffffff").status_code == 404
    assert browser.post(f"{HOME}/ffffffff/pin").status_code == 404


def test_pins_are_taken_away_and_given(browser: TestClient, workspace: Workspace, taken: Snapshot) -> None:
    answer = browser.post(f"{HOME}/{taken.id}/pin", data={"pinned": "no", "stay": "1"})
    assert answer.headers["location"] == f"{HOME}/{taken.id}"
    assert not workspace.snapshots.find(taken.id).is_pinned
    assert browser.post(f"{HOME}/{taken.id}/pin", data={"pinned": "yes"}).headers["location"] == HOME
    assert workspace.snapshots.find(taken.id).is_pinned


def test_a_pinned_one_is_not_removed(browser: TestClient, workspace: Workspace, taken: Snapshot) -> None:
    assert browser.post(f"{HOME}/{taken.id}/remove").status_code == 422
    browser.post(f"{HOME}/{taken.id}/pin", data={"pinned": "no"})
    browser.post(f"{HOME}/{taken.id}/remove")
    assert workspace.snapshots.all() == ()


def test_all_are_verified(browser: TestClient, workspace: Workspace, taken: Snapshot) -> None:
    assert "The snapshot is good." in follow(browser, f"{HOME}/verify")
    assert workspace.snapshots.verified_at(taken)
    assert "found good" in main(browser, HOME)


def test_what_is_damaged_is_named(browser: TestClient, workspace: Workspace, taken: Snapshot) -> None:
    path = workspace.snapshots.shelf.path_of(taken.datasets[0].chunks[0].digest)
    path.write_bytes(b"x")
    page = follow(browser, f"{HOME}/{taken.id}/verify")
    assert "The snapshot is damaged. Before &lt;b&gt;: lines 1 to 1 of “songs”" in page


def test_thinning_is_shown_first(browser: TestClient, workspace: Workspace) -> None:
    for name in ("1", "2", "3"):
        workspace.run(TagEntries(dataset="songs", selection=Selection(), add=(name,)))
        workspace.snapshots.take(name=name)
    fewer = ("snapshots.keep_recent", "snapshots.keep_days", "snapshots.keep_weeks", "snapshots.keep_months")
    workspace.run(ChangeSettings(settings=tuple(read_setting(name, "1") for name in fewer)))
    page = main(browser, f"{HOME}/thin")
    assert page.count("would go") == 2
    assert "the latest" in page
    assert len(workspace.snapshots.all()) == 3
    assert browser.post(f"{HOME}/thin", data={"going": ["other"]}).status_code == 409
    assert browser.post(f"{HOME}/thin", data=hidden(page)).status_code == 303
    assert [one.name for one in workspace.snapshots.all()] == ["3"]
    assert "All of them have a reason to stay." in main(browser, f"{HOME}/thin")


def test_a_dataset_is_brought_back_as_one_step(browser: TestClient, workspace: Workspace, taken: Snapshot) -> None:
    form = main(browser, f"{HOME}/{taken.id}/restore?dataset=tales")
    assert "Since then: 2 removed." in form
    assert "Bring it back" not in form
    changed = everything(workspace)
    page = main(browser, f"{HOME}/{taken.id}/restore?dataset=tales&what=all&where=here&name=x&preview=1")
    assert "<b>2</b> brought back" in page
    assert everything(workspace) == changed
    answer = browser.post(f"{HOME}/{taken.id}/restore", data=hidden(page))
    assert answer.headers["location"] == "/history"
    assert len(lines_of(workspace, "tales")) == 9
    assert b"battle" in lines_of(workspace, "songs")[0]
    browser.post("/undo")
    assert everything(workspace) == changed


def test_one_entry_is_brought_back(browser: TestClient, workspace: Workspace, taken: Snapshot) -> None:
    entry = ids_of(workspace, "songs")[0]
    form = main(browser, f"{HOME}/{taken.id}/restore?dataset=songs")
    assert f'name="entry" value="{entry}"' in form
    page = main(browser, f"{HOME}/{taken.id}/restore?dataset=songs&what=some&entry={entry}&where=here&preview=1")
    assert "<del>battle</del>" in page
    browser.post(f"{HOME}/{taken.id}/restore", data=hidden(page))
    assert lines_of(workspace, "songs") == [PLAIN]


def test_a_dataset_comes_back_beside_the_present_one(
    browser: TestClient, workspace: Workspace, taken: Snapshot
) -> None:
    asked = "dataset=songs&what=all&where=beside&preview=1"
    assert "A dataset named &#39;tales&#39; already exists" in main(
        browser, f"{HOME}/{taken.id}/restore?{asked}&name=tales"
    )
    page = main(browser, f"{HOME}/{taken.id}/restore?{asked}&name=old+songs")
    assert "<b>1</b> new dataset" in page
    browser.post(f"{HOME}/{taken.id}/restore", data=hidden(page))
    assert lines_of(workspace, "old songs") == [PLAIN]
    assert [one.name for one in workspace.datasets()] == ["old songs", "songs", "tales"]


def test_a_removed_dataset_comes_back_under_its_name(
    browser: TestClient, workspace: Workspace, taken: Snapshot
) -> None:
    workspace.run(RemoveDataset(dataset="songs"))
    assert "no longer there" in main(browser, f"{HOME}/{taken.id}")
    page = main(browser, f"{HOME}/{taken.id}/restore?dataset=songs&what=all&where=here&preview=1")
    assert "Under its own name: it is no longer there" in page
    browser.post(f"{HOME}/{taken.id}/restore", data=hidden(page))
    assert lines_of(workspace, "songs") == [PLAIN]


def test_the_library_is_brought_back(browser: TestClient, workspace: Workspace, taken: Snapshot) -> None:
    workspace.run(CreateTag(name="new"))
    page = main(browser, f"{HOME}/{taken.id}/restore")
    assert "<b>1</b> of the library" in page
    browser.post(f"{HOME}/{taken.id}/restore", data=hidden(page))
    with workspace.view() as view:
        assert [tag.name for tag in view.library().tags if tag.name == "new"] == []


def test_what_is_as_it_was_is_not_brought_back(browser: TestClient, workspace: Workspace, taken: Snapshot) -> None:
    browser.post("/undo")
    page = main(browser, f"{HOME}/{taken.id}/restore?dataset=tales&what=all&where=here&preview=1")
    assert "There is nothing to change: all of it is as it was." in page
    assert "Bring it back</button>" not in page
    assert workspace.snapshots.find(taken.id)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("dataset=songs&what=some&where=here", "No entry is chosen."),
        ("dataset=songs&what=some&ids=zz&where=here", "The snapshot has no entry &#39;zz&#39;."),
        ("dataset=songs&what=all&where=beside&name=+", "A dataset needs a name."),
    ],
)
def test_what_cannot_be_brought_back_is_said(browser: TestClient, taken: Snapshot, asked: str, said: str) -> None:
    answer = browser.get(f"{HOME}/{taken.id}/restore?{asked}&preview=1")
    assert answer.status_code == 422
    assert said in answer.text


def test_a_dataset_the_snapshot_has_not_is_said(browser: TestClient, taken: Snapshot) -> None:
    answer = browser.get(f"{HOME}/{taken.id}/restore?dataset=<b>")
    assert answer.status_code == 404
    assert "has no dataset named &#39;&lt;b&gt;&#39;" in answer.text


def test_nothing_is_brought_back_over_what_was_not_seen(
    browser: TestClient, workspace: Workspace, taken: Snapshot
) -> None:
    page = main(browser, f"{HOME}/{taken.id}/restore?dataset=tales&what=all&where=here&preview=1")
    workspace.run(TagEntries(dataset="songs", selection=Selection(), add=("later",)))
    answer = browser.post(f"{HOME}/{taken.id}/restore", data=hidden(page))
    assert answer.status_code == 409
    assert "Something was changed since this was shown." in answer.text


def test_a_failure_of_one_that_nobody_asked_for_is_told(
    browser: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure: RoleThreadError = DiskFull("the disk is <full>", advice="Make room.")
    monkeypatch.setattr(type(workspace), "snapshot_failure", failure)
    assert "could not be: the disk is &lt;full&gt;. Make room." in main(browser, HOME)
