"""Import: what is seen of files before anything is written, what their form does, and what it refuses in words."""

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from workspaces import BROKEN, LIST, PLAIN, SPOKEN, TAGGED, everything, lines_of, write_lines

from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.tags.add_tag_alias import AddTagAlias
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.web.pages import importing
from rolethread_lite.workspace import Workspace

NAMED = b'{"messages":[{"role":"Mira","content":"Late again."},{"role":"Orsk","content":"The tide was."}]}'


def drop(browser: TestClient, *files: tuple[str, bytes], into: int = 0) -> str:
    """Send files and return where they wait."""
    answer = browser.post("/import", files=[("files", file) for file in files], data={"into": str(into)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def lines(*some: bytes) -> bytes:
    return b"".join(line + b"\n" for line in some)


def text_of(page: str) -> str:
    """Return what a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_page_takes_files_and_text(browser: TestClient) -> None:
    page = browser.get("/import").text
    assert '<input type="file" name="files" id="files" multiple required>' in page
    assert '<textarea name="text"' in page
    assert "goes to the end of" not in page
    assert "goes to the end of <b>songs</b>" in browser.get("/import?into=2").text
    assert browser.get("/import?into=nonsense").status_code == 200


def test_what_is_in_a_file_is_shown_and_nothing_is_written(browser: TestClient, workspace: Workspace) -> None:
    before, revision = everything(workspace), workspace._store.revision()
    there = drop(browser, ("fresh.jsonl", b"\xef\xbb\xbf" + lines(PLAIN, SPOKEN, b"", BROKEN, LIST)))
    page = browser.get(there)
    said = text_of(page.text)
    for words in (
        "2 entries",
        "begins with a byte order mark",
        "1 blank line passed over",
        "2 lines are no entries. They are kept as records",
        "Line 4: a bracket is never closed",
        "Line 5:",
        "Is the harbour open?",
        "Orsk",
    ):
        assert words in said, words
    assert 'name="name-1" value="fresh"' in page.text
    assert (everything(workspace), workspace._store.revision()) == (before, revision)


def test_a_file_comes_in_as_one_step_that_undo_takes_back(browser: TestClient, workspace: Workspace) -> None:
    before = everything(workspace)
    there = drop(browser, ("fresh.jsonl", lines(PLAIN, TAGGED)))
    answer = browser.post(
        there, data={"take-1": "1", "name-1": "Fresh tales", "into-1": "0", "tags": " new, calm ,new"}
    )
    assert answer.status_code == 303
    assert re.fullmatch(r"/d/\d+/entries", answer.headers["location"])
    assert [json.loads(line)["tags"] for line in lines_of(workspace, "Fresh tales")] == [
        ["new", "calm"],
        ["inn", "calm", "new"],
    ]
    assert workspace.history()[0].label == "Import “fresh.jsonl” into “Fresh tales”"
    assert browser.get(there).status_code == 404
    browser.post("/undo")
    assert everything(workspace) == before


def test_a_file_goes_to_the_end_of_a_dataset_that_is_there(browser: TestClient, workspace: Workspace) -> None:
    there = drop(browser, ("more.jsonl", lines(TAGGED)), into=2)
    assert '<option value="2" selected>' in browser.get(there).text
    browser.post(there, data={"take-1": "1", "name-1": "more", "into-1": "2"})
    assert lines_of(workspace, "songs") == [PLAIN, TAGGED]


def test_names_that_stand_as_roles_lead_to_their_page(browser: TestClient) -> None:
    there = drop(browser, ("named.jsonl", lines(NAMED)))
    answer = browser.post(there, data={"take-1": "1", "name-1": "named", "into-1": "0"})
    assert re.fullmatch(r"/d/\d+/speakers\?imported=yes", answer.headers["location"])


def test_names_that_stand_as_roles_are_told_before_the_import(browser: TestClient) -> None:
    said = text_of(browser.get(drop(browser, ("named.jsonl", lines(NAMED, PLAIN)))).text)
    assert "Names stand as a role: Mira, Orsk. You say who is who right after the import." in said
    assert "as a role" not in text_of(browser.get(drop(browser, ("plain.jsonl", lines(PLAIN)))).text)


def test_after_several_files_the_one_with_names_as_roles_comes_next(browser: TestClient) -> None:
    there = drop(browser, ("plain.jsonl", lines(SPOKEN)), ("named.jsonl", lines(NAMED)))
    form = {"take-1": "1", "name-1": "plain", "into-1": "0", "take-2": "1", "name-2": "named", "into-2": "0"}
    page = browser.get(browser.post(there, data=form).headers["location"]).text
    assert re.search(r'id="job-next" href="/d/4/speakers\?imported=yes"', page)
    there = drop(browser, ("c.jsonl", lines(SPOKEN)), ("d.jsonl", lines(PLAIN)))
    form = {"take-1": "1", "name-1": "c", "into-1": "0", "take-2": "1", "name-2": "d", "into-2": "0"}
    assert 'id="job-next" href="/"' in browser.get(browser.post(there, data=form).headers["location"]).text


def test_several_files_come_in_one_by_one_and_the_page_says_what_came(
    browser: TestClient, workspace: Workspace
) -> None:
    there = drop(browser, ("a.jsonl", lines(PLAIN)), ("a.jsonl", lines(TAGGED, LIST)), ("c.jsonl", lines(PLAIN)))
    page = browser.get(there).text
    assert [f'name="name-{n}" value="{name}"' in page for n, name in ((1, "a"), (2, "a 2"), (3, "c"))] == [True] * 3
    form = {"take-1": "on", "take-2": "on", "name-1": "a", "name-2": "b", "into-1": "0", "into-2": "0", "name-3": "c"}
    answer = browser.post(there, data=form)
    said = text_of(browser.get(answer.headers["location"]).text)
    assert "“a” got 1 entry. “b” got 1 entry, 1 line kept as records." in said
    assert [dataset.name for dataset in workspace.datasets()] == ["a", "b", "songs", "tales"]


REFUSED = (
    ({"name-1": "tales"}, "A dataset named “tales” already exists."),
    ({"name-1": "TALES"}, "already exists"),
    ({"name-1": ""}, "A name has 1 to 100 characters"),
    ({"name-1": "x" * 101}, "A name has 1 to 100 characters"),
    ({"into-1": "77"}, "This dataset is not there any more."),
    ({"take-1": None}, "No file is ticked"),
)


@pytest.mark.parametrize(("said", "words"), REFUSED)
def test_what_cannot_be_is_said_beside_its_field(
    browser: TestClient, workspace: Workspace, said: dict[str, str | None], words: str
) -> None:
    before = everything(workspace)
    there = drop(browser, ("fresh.jsonl", lines(PLAIN)))
    form = {"take-1": "1", "name-1": "fresh", "into-1": "0", "tags": "kept <b>"} | said
    answer = browser.post(there, data={name: value for name, value in form.items() if value is not None})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="kept &lt;b&gt;"' in answer.text
    assert everything(workspace) == before
    assert browser.post(there, data={"take-1": "1", "name-1": "fresh", "into-1": "0"}).status_code == 303


def test_two_files_cannot_get_one_name(browser: TestClient) -> None:
    there = drop(browser, ("a.jsonl", lines(PLAIN)), ("b.jsonl", lines(PLAIN)))
    form = {"take-1": "on", "take-2": "on", "name-1": "One", "name-2": "one", "into-1": "0", "into-2": "0"}
    answer = browser.post(there, data=form)
    assert answer.status_code == 422
    assert "A dataset named “one” already exists." in answer.text


def test_a_dataset_that_went_meanwhile_is_no_dataset(browser: TestClient, workspace: Workspace) -> None:
    there = drop(browser, ("more.jsonl", lines(PLAIN)), into=2)
    workspace.run(RemoveDataset(dataset="songs"))
    assert "songs" not in browser.get(there).text.partition("<form")[2]
    assert browser.post(there, data={"take-1": "1", "name-1": "x", "into-1": "2"}).status_code == 422


def test_nothing_broken_or_empty_can_be_imported(browser: TestClient, workspace: Workspace) -> None:
    noise = bytes(range(256)) * 40
    there = drop(browser, ("broken.jsonl", noise), ("empty.jsonl", b""))
    page = browser.get(there).text
    assert "Cannot read" in page
    assert "There is nothing in this file" in page
    assert '<button class="button primary" disabled>Import</button>' in page
    assert browser.post(there, data={"take-1": "1", "take-2": "1"}).status_code == 422
    assert browser.post(there, data={"take-1": "1", "name-1": "x", "into-1": "0"}).status_code == 303
    assert [dataset.name for dataset in workspace.datasets()] == ["songs", "tales"]


def test_a_name_from_elsewhere_is_only_shown(browser: TestClient, workspace: Workspace) -> None:
    there = drop(browser, ("../../x/<b>\"o'dd.jsonl", lines(PLAIN)))
    page = browser.get(there).text
    assert "&lt;b&gt;" in page
    assert "<b>&#34;" not in page
    kept = [path for path in (workspace.folder / "uploads").rglob("*") if path.is_file()]
    assert sorted(path.name for path in kept) == ["_.._x__b__o'dd.jsonl", "waiting.json"]
    assert not list(workspace.folder.parent.glob("**/x/*"))


def test_pasted_text_waits_like_a_file(browser: TestClient, workspace: Workspace) -> None:
    form = {"name": "From a chat", "text": PLAIN.decode().replace(",", ",\r\n", 1), "into": "0"}
    there = browser.post("/import", data=form).headers["location"]
    page = browser.get(there).text
    assert "From a chat" in page
    assert "entries that span several lines" in page
    browser.post(there, data={"take-1": "1", "name-1": "chat", "into-1": "0"})
    assert [json.loads(line) for line in lines_of(workspace, "chat")] == [json.loads(PLAIN)]


def test_no_file_and_no_text_are_refused_in_words(browser: TestClient) -> None:
    answer = browser.post("/import", data={"text": " \n", "into": "0"})
    assert answer.status_code == 422
    assert "No file was chosen" in answer.text
    answer = browser.post("/import", files=[("files", ("inn.registry.json", b"{}"))])
    assert (answer.status_code, "only sidecars" in answer.text) == (422, True)


def test_what_waits_can_be_let_go(browser: TestClient, workspace: Workspace) -> None:
    there = drop(browser, ("fresh.jsonl", lines(PLAIN)))
    assert browser.post(f"{there}/discard").headers["location"] == "/import"
    assert list((workspace.folder / "uploads").iterdir()) == []
    for answer in (browser.get(there), browser.post(there, data={"take-1": "1"}), browser.post(f"{there}/discard")):
        assert answer.status_code == 404
        assert "Drop them once more" in answer.text
    assert browser.get("/import/..%2f..").status_code == 404


@pytest.fixture
def exported(tmp_path: Path) -> tuple[bytes, bytes, bytes]:
    """Return a dataset's file, its sidecar with a library, and its bundle, as another workspace wrote them."""
    with Workspace(tmp_path / "theirs") as theirs:
        theirs.import_file(write_lines(tmp_path / "in" / "inn.jsonl", [TAGGED]))
        theirs.run(CreateTag(name="calm", description="Nothing happens <i>here</i>."))
        theirs.run(CreateTag(name="inn", description="At the inn."))
        theirs.write_files()
        home = theirs.home / "inn"
        bundle = b"".join(theirs.bundle("inn"))
        sidecar = next(path for path in home.iterdir() if path.name.endswith(".rolethread.json"))
        return (home / "inn.jsonl").read_bytes(), sidecar.read_bytes(), bundle


def test_a_sidecar_brings_what_is_new_unless_the_owner_says_otherwise(
    browser: TestClient, workspace: Workspace, exported: tuple[bytes, bytes, bytes]
) -> None:
    workspace.run(CreateTag(name="inn", description="Mine."))
    there = drop(browser, (".inn.rolethread.json", exported[1]), ("inn.jsonl", exported[0]))
    page = browser.get(there).text
    assert "Its tags, characters and prompts: 1 new, 1 different there" in page
    assert "Nothing happens &lt;i&gt;here&lt;/i&gt;." in page
    assert '<option value="tag:inn=theirs">Theirs</option>' in page
    form = {"take-1": "1", "name-1": "inn", "into-1": "0", "library-1": "new", "choice-1": ["", "tag:inn=theirs"]}
    browser.post(there, data=form)
    with workspace.view() as view:
        told = {tag.name: tag.description for tag in view.items(Tag)}
    assert (told["inn"], told["calm"]) == ("At the inn.", "Nothing happens <i>here</i>.")
    assert workspace.history()[0].label == "Import “inn.jsonl” into “inn”"


def test_nothing_is_taken_where_nothing_is_wanted(
    browser: TestClient, workspace: Workspace, exported: tuple[bytes, bytes, bytes]
) -> None:
    there = drop(browser, ("inn.jsonl", exported[0]), ("inn.rolethread.json", exported[1]))
    browser.post(there, data={"take-1": "1", "name-1": "inn", "into-1": "0", "library-1": "none"})
    with workspace.view() as view:
        assert "calm" not in {tag.name for tag in view.items(Tag)}


def test_a_choice_about_nothing_is_refused_as_work_that_failed(
    browser: TestClient, exported: tuple[bytes, bytes, bytes]
) -> None:
    there = drop(browser, ("inn.jsonl", exported[0]), ("inn.rolethread.json", exported[1]))
    form = {"take-1": "1", "name-1": "inn", "into-1": "0", "library-1": "new", "choice-1": "tag:none=mine"}
    page = browser.get(browser.post(there, data=form).headers["location"]).text
    assert "There is no &#39;tag:none&#39; to choose" in page
    assert f'<a class="button primary" href="{there}">Back</a>' in page
    assert browser.get(there).status_code == 200


def test_a_bundle_keeps_its_name(
    browser: TestClient, workspace: Workspace, exported: tuple[bytes, bytes, bytes]
) -> None:
    there = drop(browser, ("from a friend.rolethread", exported[2]))
    page = browser.get(there).text
    assert 'name="name-1" value="inn"' in page
    assert "1 entry" in text_of(page)
    browser.post(there, data={"take-1": "1", "name-1": "inn", "into-1": "0", "library-1": "new"})
    assert lines_of(workspace, "inn") == [TAGGED]
    damaged = drop(browser, ("bad.rolethread", exported[2][:-40]))
    assert "This bundle cannot be used" in browser.get(damaged).text


def test_old_names_of_tags_are_resolved_or_left(browser: TestClient, workspace: Workspace) -> None:
    workspace.run(CreateTag(name="tavern"))
    workspace.run(AddTagAlias(name="inn", tag="tavern"))
    for name, extra, tag in (("new", {}, "tavern"), ("old", {"keep-old-tags": "on"}, "inn")):
        there = drop(browser, (f"{name}.jsonl", lines(TAGGED)))
        browser.post(there, data={"take-1": "1", "name-1": name, "into-1": "0", **extra})
        assert tag in json.loads(lines_of(workspace, name)[0])["tags"]


def test_a_file_that_takes_long_is_shown_once_it_is_read(
    browser: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    del workspace
    monkeypatch.setattr(importing, "_AT_ONCE", 0)
    monkeypatch.setattr("rolethread_lite.web.looking.Look.wait", lambda _look, _seconds: False)
    there = drop(browser, ("fresh.jsonl", lines(PLAIN)))
    page = browser.get(there).text
    assert "Reading it to its end" in page
    assert f'hx-get="{there}"' in page
    assert "disabled>Import</button>" in page
    monkeypatch.undo()
    part = browser.get(there, headers={"hx-request": "true", "hx-target": "section#file-1"}).text
    assert "<html" not in part
    assert "1 entry" in text_of(part)
    assert '<hx-partial hx-target="#import-go"><button class="button primary">Import</button>' in part
    assert "every 700ms" not in part


def test_an_empty_workspace_can_import(browser: TestClient, workspace: Workspace) -> None:
    for name in ("tales", "songs"):
        workspace.run(RemoveDataset(dataset=name))
    workspace.run(MakeDataset(dataset="x"))
    workspace.run(RemoveDataset(dataset="x"))
    there = drop(browser, ("fresh.jsonl", lines(PLAIN)))
    assert browser.post(there, data={"take-1": "1", "name-1": "fresh", "into-1": "0"}).status_code == 303


@pytest.mark.samples
@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["foreign_group/foreign_group.before_import.jsonl"], ["2 entries", "Captain Orsk"]),
        (
            ["harbor_lights/harbor_lights.jsonl", "harbor_lights/harbor_lights.registry.json"],
            ["5 entries", "sidecar of RoleThread 1.0", "Who speaks is taken from it.", "13 new", "Mira"],
        ),
    ],
)
def test_files_of_the_original_are_shown(
    browser: TestClient, samples_folder: Path, names: list[str], words: list[str]
) -> None:
    paths = [samples_folder / "rolethread-1.0" / name for name in names]
    there = drop(browser, *((path.name, path.read_bytes()) for path in paths))
    said = text_of(browser.get(there).text)
    assert [word for word in words if word not in said] == []
