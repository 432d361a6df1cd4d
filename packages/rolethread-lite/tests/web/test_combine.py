"""The Combine page: each way is shown before it is done, done in one step, and taken back by undo."""

import io
import json
import re
import zipfile
from html import unescape

import pytest
from starlette.testclient import TestClient
from workspaces import BROKEN, LINES, LIST, PLAIN, SPOKEN, TAGGED, everything, id_of, ids_of, import_lines, lines_of

from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.web import partitioning
from rolethread_lite.web.jobs import Stopped
from rolethread_lite.web.latest import Latest
from rolethread_lite.web.pages import combine_compare, combine_merge
from rolethread_lite.workspace import Workspace

FRAGMENT = {"hx-request": "true", "hx-target": "div#combine"}
NEAR = (
    b'{"messages":[{"role":"user","content":"Is the harbour open now?"},{"role":"assistant","content":"Until dusk."}]}'
)
PLAIN_AGAIN = PLAIN.replace(b"?", b"? ")[:-1] + b',"tags":["late"]}'
MERGE = "/combine/merge?dataset=1&dataset=2&name=all&keep=first&preview=1"


def words_of(page: str) -> str:
    """Return the words of a page, as they are read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def posted_fields(page: str, action: str) -> dict[str, str]:
    """Return the hidden fields of the form that does what was shown."""
    form = re.search(rf'<form[^>]*method="post" action="{action}".*?</form>', page, re.DOTALL)
    assert form is not None
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in found}


def names_of(workspace: Workspace) -> list[str]:
    """Return the names of the datasets."""
    return [dataset.name for dataset in workspace.datasets()]


@pytest.fixture
def versions(workspace: Workspace) -> tuple[int, int]:
    """Return the keys of two versions: one entry is changed there, one is new, one is gone."""
    import_lines(workspace, (PLAIN, TAGGED, SPOKEN), name="mine")
    changed = TAGGED.replace(b"second door", b"third door")
    import_lines(workspace, (PLAIN, changed, PLAIN.replace(b"harbour", b"<b>market</b>")), name="theirs")
    with workspace.view() as view:
        return view.dataset_key("mine"), view.dataset_key("theirs")


def test_every_tab_is_a_page_and_a_part(browser: TestClient) -> None:
    for tab in ("merge", "duplicates", "compare", "join", "partition"):
        page = browser.get(f"/combine/{tab}").text
        assert page.count("<h1>") == 1
        assert f'<a href="/combine/{tab}" aria-current="page">' in page
        assert 'aria-current="page">Combine</a>' in page
        part = browser.get(f"/combine/{tab}", headers=FRAGMENT).text
        assert "<html" not in part
        assert part.strip() in page
    assert browser.get("/combine").text == browser.get("/combine/merge").text


def test_without_datasets_every_tab_says_what_to_do(browser: TestClient, workspace: Workspace) -> None:
    workspace.undo()
    workspace.undo()
    for tab in ("merge", "duplicates", "compare", "join", "partition"):
        assert 'href="/import"' in browser.get(f"/combine/{tab}").text


def test_a_merge_is_shown_done_and_undone(browser: TestClient, workspace: Workspace) -> None:
    before = everything(workspace)
    page = browser.get(MERGE).text
    words = words_of(page)
    assert "Entries read 8 Duplicates left out 1 Entries kept 7 and 2 lines that are none" in words
    assert "The same turns Goes tales #1" in words
    assert everything(workspace) == before
    answer = browser.post("/combine/merge", data=posted_fields(page, "/combine/merge"))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/d/3/entries"
    assert lines_of(workspace, "all") == list(LINES)
    workspace.undo()
    assert everything(workspace) == before


def test_the_order_is_that_of_the_list_unless_one_goes_first(browser: TestClient) -> None:
    assert "Goes tales #1" in words_of(browser.get(MERGE).text)
    assert "Goes songs #1" in words_of(browser.get(f"{MERGE}&first=1").text)


def test_near_duplicates_are_shown_word_by_word(browser: TestClient, workspace: Workspace) -> None:
    import_lines(workspace, [NEAR[:-1] + b',"tags":["<i>"]}'], name="near")
    page = browser.get("/combine/merge?dataset=2&dataset=3&name=all&keep=last&near=1&likeness=0.5&preview=1").text
    assert re.search(r"\d\d% alike", page)
    assert "<ins> now</ins>" in page or "<del> now</del>" in page
    assert (
        "takes over the tag &lt;i&gt;"
        in browser.get("/combine/merge?dataset=2&dataset=3&first=2&name=all&near=1&likeness=0.5&preview=1").text
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("name=all", "No dataset is ticked. Tick those that are to be merged."),
        ("dataset=1&dataset=2&name=tales", "A dataset named 'tales' already exists. Choose another name."),
        ("dataset=1&name=", "'' cannot be the name of a dataset."),
        ("dataset=1&name=x&near=1&likeness=0.2", "0.2 is no likeness"),
        ("dataset=1&name=x&near=1&likeness=much", "'much' is no number (likeness)."),
        ("dataset=1&name=x&near=1&likeness=nan", "Nan is no likeness"),
        ("dataset=1&name=x&shuffle=1&seed=b", "'b' is no whole number (seed)."),
        ("dataset=1&name=x&keep=some", "'some' says nothing about duplicates"),
        ("dataset=%C2%B2&name=x", "'²' is no dataset."),
    ],
)
def test_what_cannot_be_merged_is_said_in_the_form(browser: TestClient, query: str, words: str) -> None:
    answer = browser.get(f"/combine/merge?{query}&preview=1", headers=FRAGMENT)
    assert answer.status_code == 422
    assert words in words_of(answer.text)
    assert 'id="merge-form"' in answer.text


def test_a_merge_that_is_out_of_date_is_shown_again(browser: TestClient, workspace: Workspace) -> None:
    fields = posted_fields(browser.get(MERGE).text, "/combine/merge")
    workspace.run(TagEntries(dataset="songs", selection=Selection(), add=("new",)))
    answer = browser.post("/combine/merge", data=fields)
    assert answer.status_code == 409
    assert "Something changed since this was shown. Look again, then go on." in words_of(answer.text)
    assert names_of(workspace) == ["songs", "tales"]


def test_many_lines_are_compared_in_the_background(
    browser: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(combine_merge, "AT_ONCE", 5)
    page = browser.get(MERGE).text
    assert "10 lines have to be compared." in words_of(page)
    assert 'id="merge"' not in page
    answer = browser.post("/combine/merge/preview", data=posted_fields(page, "/combine/merge/preview"))
    shown = browser.get(answer.headers["location"]).text
    assert 'id="merge"' in shown
    workspace.run(TagEntries(dataset="songs", selection=Selection(), add=("new",)))
    assert 'id="merge"' not in browser.get(answer.headers["location"]).text


def test_shuffled_by_a_number(browser: TestClient, workspace: Workspace) -> None:
    page = browser.get(f"{MERGE}&shuffle=1&seed=7").text
    browser.post("/combine/merge", data=posted_fields(page, "/combine/merge"))
    assert sorted(lines_of(workspace, "all")) == sorted(LINES)
    assert lines_of(workspace, "all") != list(LINES)


def test_duplicates_are_taken_out_and_come_back(browser: TestClient, workspace: Workspace) -> None:
    import_lines(workspace, (PLAIN, PLAIN_AGAIN, TAGGED), name="twice")
    before = everything(workspace)
    page = browser.get("/combine/duplicates?dataset=3&keep=first&preview=1").text
    assert "1 entry goes" in words_of(page)
    assert "The one that stays takes over the tag late." in words_of(page)
    assert everything(workspace) == before
    answer = browser.post("/combine/duplicates", data=posted_fields(page, "/combine/duplicates"))
    assert answer.headers["location"] == "/d/3/entries"
    assert lines_of(workspace, "twice") == [PLAIN[:-1] + b',"tags":["late"]}', TAGGED]
    workspace.undo()
    assert everything(workspace) == before


def test_no_duplicates(browser: TestClient) -> None:
    words = words_of(browser.get("/combine/duplicates?dataset=1&preview=1").text)
    assert "No duplicates All 7 entries were compared." in words


def test_differences_are_shown_and_taken(browser: TestClient, workspace: Workspace, versions: tuple[int, int]) -> None:
    mine, theirs = versions
    page = browser.get(f"/combine/compare?mine={mine}&theirs={theirs}").text
    assert "Changed there 1 Added there 1 Removed there 1 Changed in both 0" in words_of(page)
    assert "<del>second</del><ins>third</ins>" in page
    assert "&lt;b&gt;market&lt;/b&gt;" in page
    before = everything(workspace)
    takes = re.findall(r'name="take" value="(\w+)"', page)
    answer = browser.post("/combine/compare", data={**posted_fields(page, "/combine/compare"), "take": takes})
    assert answer.headers["location"] == f"/d/{mine}/entries"
    assert set(lines_of(workspace, "mine")) == set(lines_of(workspace, "theirs"))
    workspace.undo()
    assert everything(workspace) == before


def test_many_lines_of_two_versions_are_compared_in_the_background(
    browser: TestClient, versions: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(combine_compare, "AT_ONCE", 3)
    mine, theirs = versions
    page = browser.get(f"/combine/compare?mine={mine}&theirs={theirs}").text
    assert "6 lines have to be compared." in words_of(page)
    answer = browser.post("/combine/compare/preview", data=posted_fields(page, "/combine/compare/preview"))
    assert "Changed there 1" in words_of(browser.get(answer.headers["location"]).text)


def test_only_what_is_ticked_is_taken(browser: TestClient, workspace: Workspace, versions: tuple[int, int]) -> None:
    mine, theirs = versions
    page = browser.get(f"/combine/compare?mine={mine}&theirs={theirs}").text
    changed = id_of(workspace, "mine", TAGGED)
    browser.post("/combine/compare", data={**posted_fields(page, "/combine/compare"), "take": [changed]})
    assert lines_of(workspace, "mine") == [PLAIN, TAGGED.replace(b"second", b"third"), SPOKEN]
    assert ids_of(workspace, "mine")[1] == changed


def test_nothing_ticked_and_out_of_date(browser: TestClient, workspace: Workspace, versions: tuple[int, int]) -> None:
    mine, theirs = versions
    page = browser.get(f"/combine/compare?mine={mine}&theirs={theirs}").text
    fields = posted_fields(page, "/combine/compare")
    refused = browser.post("/combine/compare", data=fields)
    assert refused.status_code == 422
    assert "Nothing is ticked." in words_of(refused.text)
    workspace.run(NoteEntry(dataset="mine", entry_id=ids_of(workspace, "mine")[0], note="Why?"))
    takes = re.findall(r'name="take" value="(\w+)"', page)
    assert browser.post("/combine/compare", data={**fields, "take": takes}).status_code == 409


def test_a_conflict_says_both_and_whose_counts(
    browser: TestClient, workspace: Workspace, versions: tuple[int, int]
) -> None:
    mine, theirs = versions
    import_lines(workspace, (PLAIN, TAGGED.replace(b"second door", b"first door")), name="older")
    with workspace.view() as view:
        base = view.dataset_key("older")
    page = browser.get(f"/combine/compare?mine={mine}&theirs={theirs}&base={base}").text
    assert "Changed in both 1" in words_of(page)
    assert "Both changed messages[2].content: yours Upstairs, second door. theirs Upstairs, third door." in words_of(
        page
    )
    assert "Yours counts here" in page
    other = browser.get(f"/combine/compare?mine={mine}&theirs={theirs}&base={base}&prefer=theirs").text
    assert "<ins>third</ins>" in other


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("mine=1&theirs=1", 422, "A dataset has no differences from itself."),
        ("mine=1&theirs=2&prefer=none", 422, "'none' is no side"),
        ("mine=1&theirs=x", 422, "'x' is no dataset."),
        ("mine=1&theirs=99", 404, "no longer there"),
        ("mine=1", 200, "Compare two versions"),
    ],
)
def test_what_cannot_be_compared(browser: TestClient, query: str, status: int, words: str) -> None:
    answer = browser.get(f"/combine/compare?{query}")
    assert answer.status_code == status
    assert words in words_of(answer.text)


def test_entries_are_joined_and_taken_apart(browser: TestClient, workspace: Workspace) -> None:
    before = everything(workspace)
    chosen = "&".join(f"id={id_of(workspace, 'tales', line)}" for line in (TAGGED, PLAIN))
    page = browser.get(f"/combine/join?dataset=1&{chosen}").text
    assert "#1 Is the harbour open? #2 A room, please. They become" in words_of(page)
    answer = browser.post("/combine/join", data=posted_fields(page, "/combine/join"))
    assert answer.headers["location"] == f"/d/1/entries?open={ids_of(workspace, 'tales')[0]}"
    first, *others = lines_of(workspace, "tales")
    assert [one["content"] for one in json.loads(first)["messages"]] == [
        "Is the harbour open?",
        "Until dusk.",
        "You keep the inn.",
        "A room, please.",
        "Upstairs, second door.",
    ]
    assert others == list(LINES[2:])
    workspace.undo()
    assert everything(workspace) == before


def test_what_cannot_be_joined_is_said(browser: TestClient, workspace: Workspace) -> None:
    one = id_of(workspace, "tales", PLAIN)
    answer = browser.get(f"/combine/join?dataset=1&id={one}")
    assert answer.status_code == 422
    assert "It takes two entries to join. Select at least two." in words_of(answer.text)
    assert 'id="join"' not in answer.text
    record = browser.get(f"/combine/join?dataset=1&id={one}&id={id_of(workspace, 'tales', BROKEN)}")
    assert "is a kept record, not an entry" in words_of(record.text)
    assert browser.get("/combine/join?dataset=1&id=ffffffff").status_code in (404, 422)
    assert browser.post("/combine/join", data={"query": "", "base": "1"}).status_code == 422


def test_a_dataset_is_counted_divided_and_whole_again(browser: TestClient, workspace: Workspace) -> None:
    before = everything(workspace)
    workspace.run(NoteEntry(dataset="tales", entry_id=id_of(workspace, "tales", PLAIN), note="Why?"))
    noted = everything(workspace)
    page = browser.get("/combine/partition?dataset=1&parts=train=3,test=1&seed=1").text
    words = words_of(page)
    assert "tales-train" in words
    assert "2 lines that are no entries go to no part." in words
    answer = browser.post("/combine/partition", data=posted_fields(page, "/combine/partition"))
    assert answer.headers["location"] == "/"
    assert names_of(workspace) == ["songs", "tales", "tales-test", "tales-train"]
    parts = [lines_of(workspace, name) for name in ("tales-train", "tales-test")]
    assert sorted(parts[0] + parts[1]) == sorted(line for line in LINES if line not in (BROKEN, LIST))
    assert [line for line in LINES if line in parts[0]] == parts[0]
    notes = [row[2] for name in ("tales-train", "tales-test") for row in everything(workspace)[name]]
    assert notes.count("Why?") == 1
    workspace.undo()
    assert everything(workspace) == noted
    workspace.undo()
    assert everything(workspace) == before


def test_many_entries_are_counted_in_the_background_and_once(
    browser: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitioning, "AT_ONCE", 6)
    query = "dataset=1&parts=train%3D3%2Ctest%3D1&seed=1"
    page = browser.get(f"/combine/partition?{query}").text
    assert "7 entries have to be counted. That takes a while" in words_of(page)
    assert 'id="divide"' not in page
    answer = browser.post("/combine/partition/preview", data=posted_fields(page, "/combine/partition/preview"))
    assert answer.headers["location"] == f"/combine/partition?{query}"
    with monkeypatch.context() as patched:
        patched.setattr(partitioning, "divided", None)  # nothing is counted again
        shown = browser.get(answer.headers["location"]).text
        assert "tales-train" in words_of(shown)
        assert "other-train" in words_of(browser.get(f"{answer.headers['location']}&prefix=other").text)
        assert "have to be counted" in words_of(browser.get(f"{answer.headers['location']}&by=tag").text)
        workspace.run(TagEntries(dataset="songs", selection=Selection(), add=("new",)))
        assert 'id="divide"' not in browser.get(answer.headers["location"]).text
    fields = posted_fields(shown, "/combine/partition")
    browser.post("/combine/partition", data=fields)
    assert names_of(workspace) == ["songs", "tales"]  # something changed since it was shown


def test_few_entries_are_counted_once(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    page = browser.get("/combine/partition?dataset=1").text
    monkeypatch.setattr(partitioning, "divided", None)
    assert browser.get("/combine/partition?dataset=1").text == page


def test_how_far_counting_is_and_that_it_can_be_stopped(workspace: Workspace) -> None:
    wish = partitioning.PartitionWish(
        dataset=workspace.datasets()[1], parts=partitioning.parts_of("a=1,b=1"), seed=1, group_by="", prefix="x"
    )
    seen: list[tuple[int, int]] = []
    with partitioning.divided(
        workspace, wish, with_keys=True, watch=lambda done, whole: seen.append((done, whole))
    ) as division:
        assert sum(map(len, division.keys)) == wish.dataset.entries == 7
    assert seen == sorted(seen)
    assert {whole for _, whole in seen} == {7}
    assert seen[0] == (0, 7)

    def _stop(_done: int, _whole: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        partitioning.count_parts(workspace, wish, kept=Latest(), watch=_stop)


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [("dataset=99", 404, "no longer there"), ("dataset=1&parts=a", 422, "must be a whole number"), ("", 422, "chosen")],
)
def test_what_cannot_be_counted(browser: TestClient, query: str, status: int, words: str) -> None:
    answer = browser.post("/combine/partition/preview", data={"query": query})
    assert answer.status_code == status
    assert words in words_of(answer.text)


def test_the_files_hold_what_the_datasets_would(browser: TestClient, workspace: Workspace) -> None:
    query = "dataset=1&parts=train=1,test=1&seed=3"
    answer = browser.get(f"/combine/partition/download?{query}")
    assert 'filename="tales.parts.zip"' in answer.headers["content-disposition"]
    zipped = zipfile.ZipFile(io.BytesIO(answer.content))
    page = browser.get(f"/combine/partition?{query}").text
    browser.post("/combine/partition", data=posted_fields(page, "/combine/partition"))
    for part in ("train", "test"):
        assert zipped.read(f"{part}.jsonl").splitlines() == lines_of(workspace, f"tales-{part}")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("parts=train", "The share of 'train' must be a whole number above 0. Write it like"),
        ("parts=train=1", "A partition needs at least two parts. Write it like"),
        ("parts=a=1,b=1&seed=x", "'x' is no whole number (seed)."),
    ],
)
def test_what_cannot_be_divided_is_said(browser: TestClient, query: str, words: str) -> None:
    answer = browser.get(f"/combine/partition?dataset=1&{query}")
    assert answer.status_code == 422
    assert words in words_of(answer.text)
    assert "--parts" not in answer.text


def test_a_name_that_is_taken_is_said_where_the_work_ended(browser: TestClient, workspace: Workspace) -> None:
    import_lines(workspace, [PLAIN], name="tales-test")
    page = browser.get("/combine/partition?dataset=1&parts=train=1,test=1&seed=1").text
    answer = browser.post("/combine/partition", data=posted_fields(page, "/combine/partition"))
    assert "A dataset named 'tales-test' already exists" in words_of(browser.get(answer.headers["location"]).text)
    assert names_of(workspace) == ["songs", "tales", "tales-test"]


def test_what_is_kept_together_leaves_a_part_empty_and_that_is_said(browser: TestClient, workspace: Workspace) -> None:
    import_lines(workspace, (TAGGED, SPOKEN), name="tagged")
    page = browser.get("/combine/partition?dataset=3&parts=a=1,b=1&seed=1&by=tag").text
    assert "The largest group has 2 of 2 entries and is not torn apart" in words_of(page)
