"""The mirror: a folder is picked, kept up to date and verified, and everything is brought back from one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_address import HOST, PORT, TOKEN
from starlette.testclient import TestClient
from workspaces import PLAIN, everything, import_lines, lines_of

from rolethread_lite.model.settings import read_setting
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.web.app import create_app
from rolethread_lite.workspace import Workspace

MIRROR = "/history/mirror"
RESTORE = f"{MIRROR}/restore"


def main(browser: TestClient, path: str, **query: str) -> str:
    return browser.get(path, params=query or None).text.partition("<main")[2].partition("</main>")[0]


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that brings something back."""
    form = page.partition(f'method="post" action="{RESTORE}"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', form))


def follow(browser: TestClient, path: str, **fields: str) -> str:
    """Post a form, and return what the page says that it leads to in the end."""
    answer = browser.post(path, data=fields)
    assert answer.status_code == 303
    return browser.get(answer.headers["location"]).text


def fill(workspace: Workspace, folder: Path, *, machine: str) -> None:
    """Bring a mirror up to date."""
    folder.mkdir(exist_ok=True)
    settings = (read_setting("mirror.folder", str(folder)), read_setting("mirror.name", machine))
    workspace.run(ChangeSettings(settings=settings))
    workspace.snapshots.take(name="before <b>")
    workspace.push_mirror()


def opened(workspace: Workspace) -> TestClient:
    browser = TestClient(create_app(workspace, token=TOKEN, port=PORT), base_url=HOST, follow_redirects=False)
    browser.cookies.set(f"rolethread_{PORT}", TOKEN)
    return browser


@pytest.fixture
def copies(workspace: Workspace, tmp_path: Path) -> Path:
    """Return a folder with copies of the workspace, whose library holds a tag, as the machine `attic`."""
    workspace.run(CreateTag(name="dusk"))
    workspace.run(ChangeSettings(settings=(read_setting("snapshots.keep_recent", "9"),)))
    fill(workspace, tmp_path / "my copies", machine="attic")
    return tmp_path / "my copies"


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Workspace]:
    """Return an empty workspace of another machine."""
    with Workspace(tmp_path / "new", write_files=False) as workspace:
        yield workspace


def test_without_a_folder_one_is_asked_for(browser: TestClient) -> None:
    page = main(browser, MIRROR)
    assert page.count("<h1") == 1
    assert '<a href="/history/mirror" aria-current="page">Mirror</a>' in page
    assert "Pick a folder" in page
    assert "How it stands" not in page
    assert f'href="{RESTORE}"' in page


def test_snapshots_are_copied_to_a_folder(browser: TestClient, workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "my <copies>"
    answer = browser.post(MIRROR, data={"folder": str(folder), "machine": "attic"})
    assert answer.status_code == 422
    assert "The folder is not there. Tick that it is made, or choose another one." in answer.text
    assert "my &lt;copies&gt;" in answer.text
    page = follow(browser, MIRROR, folder=str(folder), machine="attic", make="on")
    assert "nothing was copied yet" in page
    page = follow(browser, f"{MIRROR}/push")
    assert "of 20" in page.partition("Latest copy")[2][:80]
    assert "<h3>attic" in page
    assert len(workspace.snapshots.all()) == 1
    page = follow(browser, MIRROR, folder="")
    assert "Latest copy" not in page
    browser.post("/undo")
    assert workspace.mirror.is_set


@pytest.mark.parametrize("folder", ["copies", "\0", "/x\0y", "~nobody-of-that-name/x", f"/{'x' * 5000}"])
def test_a_folder_that_cannot_be_is_said(browser: TestClient, workspace: Workspace, folder: str) -> None:
    answer = browser.post(MIRROR, data={"folder": folder, "make": "on"})
    assert answer.status_code == 422
    assert 'id="mirror-fault"' in answer.text
    assert not workspace.mirror.is_set
    answer = browser.get(RESTORE, params={"folder": folder})
    assert answer.status_code == 422
    assert 'id="folder-fault"' in answer.text
    assert browser.post(f"{MIRROR}/verify", data={"folder": folder}).status_code == 422


def test_the_workspace_is_no_folder_for_its_mirror(browser: TestClient, workspace: Workspace) -> None:
    answer = browser.post(MIRROR, data={"folder": str(workspace.folder)})
    assert "The folder is inside the workspace" in answer.text


def test_a_folder_that_went_away_is_said(browser: TestClient, workspace: Workspace, tmp_path: Path) -> None:
    assert browser.post(f"{MIRROR}/push").status_code == 422
    workspace.run(ChangeSettings(settings=(read_setting("mirror.folder", str(tmp_path / "away")),)))
    assert "The folder is not there now." in main(browser, MIRROR)
    assert "The mirror&#39;s folder is not there" in follow(browser, f"{MIRROR}/push")


def test_copies_are_verified(browser: TestClient, workspace: Workspace, copies: Path) -> None:
    assert "The snapshot is good." in follow(browser, f"{MIRROR}/verify", folder=str(copies))
    object_ = next(copies.rglob(f"{workspace.snapshots.all()[0].datasets[0].chunks[0].digest}.zst"))
    object_.write_bytes(b"x")
    page = follow(browser, f"{MIRROR}/verify", folder=str(copies))
    assert "The snapshot is damaged. attic, before &lt;b&gt;: lines 1 to 1 of “songs”" in page
    assert "Bringing the mirror up to date copies what is damaged anew." in page


def test_a_folder_without_a_mirror_is_said(browser: TestClient, tmp_path: Path) -> None:
    answer = browser.get(RESTORE, params={"folder": str(tmp_path)})
    assert answer.status_code == 422
    assert "There is no mirror in this folder. Give the folder that was picked for it." in answer.text
    assert browser.post(f"{MIRROR}/verify", data={"folder": str(tmp_path)}).status_code == 404
    assert "The folder is not there." in main(browser, RESTORE, folder=str(tmp_path / "<away>"))
    assert "No folder is named." in main(browser, RESTORE, folder=" ")


def test_a_mirror_without_copies_has_nothing_to_choose(
    browser: TestClient, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.run(ChangeSettings(settings=(read_setting("mirror.folder", str(tmp_path)),)))
    workspace.push_mirror()
    page = main(browser, RESTORE, folder=str(tmp_path))
    assert "No copy yet" in page
    assert "What comes back" not in page
    answer = browser.post(f"{MIRROR}/verify", data={"folder": str(tmp_path)})
    assert answer.status_code == 404
    assert "here is no copy in this folder yet" in answer.text


def test_an_empty_workspace_offers_it(new: Workspace, browser: TestClient) -> None:
    assert f'href="{RESTORE}">Restore from a mirror</a>' in main(opened(new), "/")
    assert RESTORE not in main(browser, "/")


def test_everything_comes_back_into_an_empty_workspace(workspace: Workspace, new: Workspace, copies: Path) -> None:
    browser = opened(new)
    assert "What comes back" not in main(browser, RESTORE)
    page = main(browser, RESTORE, folder=str(copies))
    assert "of the machine “attic”" in page
    assert "“before &lt;b&gt;”" in page
    assert re.findall(r"<tr><td>(songs|tales)</td>", page) == ["songs", "tales"]
    assert "With them: 1 tag and 1 setting." in page
    assert new.datasets() == ()
    said = follow(browser, RESTORE, **hidden(page))
    assert "is back, 2 datasets, 8 entries: “songs” and “tales”. With them: 1 tag and 1 setting." in said
    assert 'id="job-next" href="/"' in said
    assert everything(new) == everything(workspace)
    with new.view() as view:
        assert [tag.name for tag in view.library().tags] == ["dusk"]
    assert not new.mirror.is_set
    browser.post("/undo")
    assert new.datasets() == ()


def test_beside_what_is_there_only_datasets_come(browser: TestClient, workspace: Workspace, copies: Path) -> None:
    before = everything(workspace)
    page = main(browser, RESTORE, folder=str(copies))
    assert "songs (restored) <span" in page
    assert "the library and the settings stay as they are" in page
    assert "With them" not in page
    said = follow(browser, RESTORE, **hidden(page))
    assert "“songs (restored)” and “tales (restored)”" in said
    assert lines_of(workspace, "songs (restored)") == [PLAIN]
    browser.post("/undo")
    assert everything(workspace) == before


def test_of_several_machines_one_is_chosen(
    browser: TestClient, workspace: Workspace, new: Workspace, copies: Path
) -> None:
    import_lines(new, [PLAIN], name="<i>")
    fill(new, copies, machine="<desk>")
    page = main(browser, RESTORE, folder=str(copies))
    assert "What comes back" not in page
    assert "Choose a snapshot to see what it brings back." in page
    assert "<h3>&lt;desk&gt; " in page
    shown = [main(browser, address.replace("&amp;", "&")) for address in re.findall(rf'href="({RESTORE}\?.*?)"', page)]
    assert ["of the machine “&lt;desk&gt;”" in one for one in shown] == [True, False]
    assert "<td>&lt;i&gt;</td>" in shown[0]
    assert hidden(page) == {}
    follow(browser, RESTORE, **hidden(shown[0]))
    assert lines_of(workspace, "<i>") == [PLAIN]


def test_what_is_no_longer_there_is_said(browser: TestClient, workspace: Workspace, copies: Path) -> None:
    fields = hidden(main(browser, RESTORE, folder=str(copies)))
    page = main(browser, RESTORE, **fields | {"snapshot": "ffffffff"})
    assert "There is no snapshot &#39;ffffffff&#39;." in page
    assert "before &lt;b&gt;" in page
    assert "This machine has no copies there any more." in main(browser, RESTORE, **fields | {"machine": "0"})
    before = everything(workspace)
    assert browser.post(RESTORE, data=fields | {"snapshot": "ffffffff"}).status_code == 404
    assert browser.post(RESTORE, data=fields | {"snapshot": ""}).status_code == 422
    assert browser.post(RESTORE, data=fields | {"folder": str(copies / "away")}).status_code == 422
    assert everything(workspace) == before


def test_nothing_comes_back_over_what_was_not_seen(browser: TestClient, workspace: Workspace, copies: Path) -> None:
    fields = hidden(main(browser, RESTORE, folder=str(copies)))
    workspace.run(MakeDataset(dataset="later"))
    answer = browser.post(RESTORE, data=fields)
    assert answer.status_code == 409
    assert "Something was changed since this was shown." in answer.text
    assert [one.name for one in workspace.datasets()] == ["later", "songs", "tales"]


def test_a_damaged_copy_brings_nothing_back(workspace: Workspace, new: Workspace, copies: Path) -> None:
    taken = workspace.snapshots.all()[0]
    browser = opened(new)
    fields = hidden(main(browser, RESTORE, folder=str(copies)))
    next(copies.rglob(f"{taken.datasets[0].chunks[0].digest}.zst")).unlink()
    said = follow(browser, RESTORE, **fields)
    assert 'class="banner error"' in said
    assert f'href="{RESTORE}?folder=' in said
    assert (new.datasets(), new.history()) == ((), [])
    next(copies.rglob(f"{taken.library}.zst")).write_bytes(b"x")
    answer = browser.get(RESTORE, params={"folder": str(copies)})
    assert answer.status_code == 422
    assert f"{taken.library}" in answer.text
