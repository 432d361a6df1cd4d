"""Sizes and numbers of lines are followed rather than counted, and are always what counting says."""

from collections.abc import Callable

import pytest
from workspaces import PLAIN, import_lines

from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.store import numbering, sizes
from rolethread_lite.store.asking import count
from rolethread_lite.store.sizes import Size, Sizes
from rolethread_lite.workspace import Workspace

LINES = [PLAIN] * 6


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the questions by which whole datasets were counted."""
    asked: list[str] = []

    def _count(connection: object, sql: str, values: tuple[int, ...] = ()) -> int:
        asked.append(sql)
        return count(connection, sql, values)  # type: ignore[arg-type]

    monkeypatch.setattr(sizes, "count", _count)
    return asked


def _recounts(asked: list[str]) -> int:
    return asked.count("select count(*) from entry where dataset=?")


def _size(workspace: Workspace) -> tuple[int, int]:
    with workspace.view() as view:
        (dataset,) = view.datasets()
        assert Sizes().of(view.connection, dataset.key) == Size(
            dataset.revision, dataset.entries + dataset.records, dataset.records
        )
    return dataset.entries, dataset.records


def _change(workspace: Workspace, change: Callable[[str], object]) -> None:
    with workspace.view() as view:
        (dataset,) = view.datasets()
        first = view.line(view.key_at(dataset.key, 1)).entry_id
    change(first)


def test_what_this_process_does_is_followed_without_counting(workspace: Workspace, counted: list[str]) -> None:
    import_lines(workspace, LINES, name="tales")
    with workspace.view() as view:
        view.datasets()
    counted.clear()

    def _sizes() -> tuple[int, int]:
        with workspace.view() as view:
            (dataset,) = view.datasets()
        return dataset.entries, dataset.records

    def _of(entry_id: str) -> Selection:
        return Selection(entry_ids=(entry_id,))

    seen = []
    _change(workspace, lambda first: workspace.run(DeleteEntries(dataset="tales", selection=_of(first))))
    seen.append(_sizes())
    _change(workspace, lambda first: workspace.run(DuplicateEntries(dataset="tales", selection=_of(first))))
    seen.append(_sizes())
    workspace.run(ReplaceText(dataset="tales", selection=Selection(), find="e", by="o"))
    seen.append(_sizes())
    for _ in range(3):
        workspace.undo()
        seen.append(_sizes())
    workspace.redo()
    seen.append(_sizes())
    assert seen == [(5, 0), (6, 0), (6, 0), (6, 0), (5, 0), (6, 0), (5, 0)]
    assert _recounts(counted) == 0
    assert _size(workspace) == (5, 0)


def test_a_record_that_becomes_an_entry_is_counted_as_one(workspace: Workspace) -> None:
    import_lines(workspace, [b'{"no": "entry"}', *LINES], name="tales")
    assert _size(workspace) == (6, 1)
    _change(
        workspace,
        lambda first: workspace.run(EditEntryText(dataset="tales", entry_id=first, text=PLAIN.decode())),
    )
    assert _size(workspace) == (7, 0)
    workspace.undo()
    assert _size(workspace) == (6, 1)


def test_an_import_that_is_undone_and_done_again_is_counted(workspace: Workspace) -> None:
    import_lines(workspace, LINES, name="tales")
    assert _size(workspace) == (6, 0)
    workspace.undo()
    workspace.redo()
    assert _size(workspace) == (6, 0)


def test_what_fails_changes_no_size(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    import_lines(workspace, LINES, name="tales")
    assert _size(workspace) == (6, 0)
    with monkeypatch.context() as patched:
        patched.setattr("rolethread_lite.store.history.write_step", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            workspace.run(DeleteEntries(dataset="tales", selection=Selection()))
    assert _size(workspace) == (6, 0)
    _change(
        workspace,
        lambda first: workspace.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=(first,)))),
    )
    assert _size(workspace) == (5, 0)


def test_what_another_process_does_is_counted(workspace: Workspace) -> None:
    import_lines(workspace, LINES, name="tales")
    assert _size(workspace) == (6, 0)
    with Workspace(workspace.folder, write_files=False) as other:
        other.run(DeleteEntries(dataset="tales", selection=Selection()))
        with workspace.view() as view:
            assert view.datasets()[0].entries == 0
        other.undo()
    assert _size(workspace) == (6, 0)


def test_numbers_are_counted_from_the_nearest_one(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    import_lines(workspace, LINES, name="tales")
    found: list[int] = []

    def _count(connection: object, sql: str, values: tuple[int, ...] = ()) -> int:
        number = count(connection, sql, values)  # type: ignore[arg-type]
        if "pos>" in sql:
            found.append(number)
        return number

    monkeypatch.setattr(numbering, "count", _count)
    with workspace.view() as view:
        lines = list(view.all_lines(view.datasets()[0].key))
        assert view.numbers_of(lines[3:5]) == [4, 5]
        assert view.numbers_of(lines[4:]) == [5, 6]
        assert view.numbers_of(lines[:2]) == [1, 2]
        assert view.numbers_of(lines) == [1, 2, 3, 4, 5, 6]
        assert view.numbers_of([]) == []
    assert found[:6] == [4, 1, 0, 1, 1, 1]
    _change(
        workspace,
        lambda first: workspace.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=(first,)))),
    )
    with workspace.view() as view:
        assert view.numbers_of(lines[3:5]) == [3, 4]
