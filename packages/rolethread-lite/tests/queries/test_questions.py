"""Questions about a dataset: which entry a word means, where findings stand, what was imported."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rolethread_lite.errors import UnknownName
from rolethread_lite.formats import get_format
from rolethread_lite.model.selection import LineKind, Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.export_dataset import export_dataset, export_losses
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.queries.characters_and_prompts import count_prompts
from rolethread_lite.queries.count_facets import count_facets
from rolethread_lite.queries.dataset_findings import compare_entries, first_findings, place_finding
from rolethread_lite.queries.dataset_lines import dataset_lines
from rolethread_lite.queries.dataset_sources import dataset_sources
from rolethread_lite.queries.find_entry import find_entry_id, find_entry_key, find_position
from rolethread_lite.workspace import Workspace

TURN = b'{"messages":[{"role":"user","content":"Hm? %d "}],"tags":["t%d"],"odd":NaN}'
LINES = [*(TURN % (number, number % 2) for number in range(4)), b"broken", TURN % (0, 0)]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with five entries, the last the first one again, and a record."""
    (tmp_path / "q.jsonl").write_bytes(b"".join(line + b"\n" for line in LINES))
    with Workspace(tmp_path / "place", write_files=False) as opened:
        opened.import_file(tmp_path / "q.jsonl")
        yield opened


@pytest.mark.parametrize("number", range(1, 7))
def test_a_number_and_an_id_mean_the_same_entry(number: int, workspace: Workspace) -> None:
    with workspace.view() as view:
        entry_id = find_entry_id(view, dataset="q", word=str(number))
        assert find_entry_id(view, dataset="q", word=f"#{number}") == entry_id
        assert find_entry_id(view, dataset="q", word=entry_id[:10].upper()) == entry_id
        key = find_entry_key(view, dataset="q", word=entry_id)
        assert view.line(key).position == find_position(view, dataset="q", word=entry_id)
        assert view.number_of(view.line(key)) == number


@pytest.mark.parametrize("word", ["0", "7", "#0", "#99", "", "x", "-1", "12345678", "\u0663"])
def test_other_words_mean_nothing(word: str, workspace: Workspace) -> None:
    with workspace.view() as view, pytest.raises(UnknownName):
        find_entry_id(view, dataset="q", word=word)


@pytest.mark.parametrize("limit", [0, 1, 3, 50])
def test_the_first_findings_of_a_rule(limit: int, workspace: Workspace) -> None:
    with workspace.view() as view:
        found = list(first_findings(view, dataset="q", code="RT301", limit=limit))
    assert [one.number for one in found] == [1, 2, 3, 4, 6][:limit]
    assert {one.finding.code for one in found} <= {"RT301"}


def test_alike_entries_name_each_other_by_number(workspace: Workspace) -> None:
    with workspace.view() as view:
        (found,) = compare_entries(view, dataset="q", codes=frozenset(("RT501",)))
        placed = place_finding(view, dataset="q", found=found)
        assert list(compare_entries(view, dataset="q", codes=frozenset())) == []
    assert placed.number == 6
    assert placed.finding.sentence == "The entry is the same as entry 1."


def test_facets_count_the_selected_lines_only(workspace: Workspace) -> None:
    with workspace.view() as view:
        whole = count_facets(view, dataset="q", selection=Selection())
        records = count_facets(view, dataset="q", selection=Selection(kind=LineKind.RECORDS))
    assert [(one.name, one.entries) for one in whole.tags] == [("t0", 3), ("t1", 2)]
    assert whole.lines == 6
    assert (records.lines, records.tags, len(records.findings)) == (1, (), 1)


def test_facets_and_sizes_follow_whatever_happens_to_the_lines(workspace: Workspace, tmp_path: Path) -> None:
    """Keys of several datasets lie between each other, lines go and come back: what is kept of a count must follow."""
    _compare_counts(workspace)
    (tmp_path / "r.jsonl").write_bytes(TURN % (7, 7) + b"\n")
    workspace.import_file(tmp_path / "r.jsonl")
    workspace.import_file(tmp_path / "q.jsonl", into="q")
    _compare_counts(workspace)
    with workspace.view() as view:
        first = find_entry_id(view, dataset="q", word="1")
    workspace.run(DeleteEntries(dataset="q", selection=Selection(entry_ids=(first,))))
    _compare_counts(workspace)
    workspace.undo()
    _compare_counts(workspace)
    workspace.undo()
    _compare_counts(workspace)


@pytest.mark.parametrize("word", ["1", "3", "6"])
def test_facets_do_not_count_deleted_lines_wherever_they_stood(word: str, workspace: Workspace) -> None:
    with workspace.view() as view:
        chosen = find_entry_id(view, dataset="q", word=word)
    workspace.run(DeleteEntries(dataset="q", selection=Selection(entry_ids=(chosen,))))
    with workspace.view() as view:
        tags = count_facets(view, dataset="q", selection=Selection()).tags
    assert sum(tag.entries for tag in tags) == 4
    _compare_counts(workspace)


def _compare_counts(workspace: Workspace) -> None:
    """Compare what is counted of whole datasets with what is counted line by line."""
    with workspace.view() as view:
        for dataset in view.datasets():
            lines = list(view.all_lines(dataset.key))
            chosen = Selection(entry_ids=tuple(line.entry_id for line in lines))
            whole, listed = (count_facets(view, dataset=dataset.name, selection=one) for one in (Selection(), chosen))
            assert whole == listed
            all_prompts, listed_prompts = (
                count_prompts(view, dataset=dataset.name, selection=one) for one in (Selection(), chosen)
            )
            assert all_prompts == listed_prompts
            assert (
                dataset.entries + dataset.records == view.count(dataset.key, Selection()) == whole.lines == len(lines)
            )
            assert dataset.records == sum(line.is_record for line in lines)


def test_lines_and_sources_are_what_was_imported(workspace: Workspace) -> None:
    with workspace.view() as view:
        assert list(dataset_lines(view, dataset="q")) == LINES
        (source,) = dataset_sources(view, dataset="q")
    assert (source.name, source.is_kept) == ("q.jsonl", True)
    assert workspace.source(source.key) == b"".join(line + b"\n" for line in LINES)
    workspace.undo()
    workspace.redo()
    workspace.discard_source(source.key)
    with workspace.view() as view:
        assert [one.is_kept for one in dataset_sources(view, dataset="q")] == [False]


@pytest.mark.parametrize("form", ["messages", "sharegpt", "alpaca"])
@pytest.mark.parametrize("clean", [False, True])
def test_an_export_gives_as_many_lines_as_it_says(form: str, *, clean: bool, workspace: Workspace) -> None:
    chosen = get_format(form)
    with workspace.view() as view:
        report = export_losses(view, dataset="q", selection=Selection(), form=chosen, clean=clean)
        lines = list(export_dataset(view, dataset="q", selection=Selection(), form=chosen, clean=clean))
        again = list(export_dataset(view, dataset="q", selection=Selection(), form=chosen, clean=clean))
    assert lines == again
    assert len(lines) == report.entries + (report.records if report.writes_records else 0)
    assert report.writes_records == (form == "messages" and not clean)
    assert all(b"NaN" not in line for line in lines)
    assert report.losses


def test_a_note_is_named_among_the_losses(workspace: Workspace) -> None:
    form = get_format("messages")
    with workspace.view() as view:
        entry_id = find_entry_id(view, dataset="q", word="2")
    workspace.run(NoteEntry(dataset="q", entry_id=entry_id, note="mine"))
    with workspace.view() as view:
        report = export_losses(view, dataset="q", selection=Selection(), form=form)
    assert ("note", 1) in [(loss.kind, loss.entries) for loss in report.losses]
