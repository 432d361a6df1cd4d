"""What another version of a dataset has is taken over, with or without the version both come from."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from workspaces import ids_of, import_lines, lines_of

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.three_way import Side
from rolethread_lite.operations.differences.planning import DifferenceKind, plan_differences
from rolethread_lite.operations.differences.take_differences import TakeDifferences
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.workspace import Workspace


def _line(*turns: str, **members: object) -> bytes:
    roles = ("user", "assistant")
    messages = [{"role": roles[place % 2], "content": turn} for place, turn in enumerate(turns)]
    return json.dumps({"messages": messages, **members}, separators=(",", ":")).encode()


MORE = ("And on Sundays?", "Nobody dares.", "Not even you?", "Least of all me.")
BRIDGE = _line("Who keeps the bridge?", "The heron, on weekdays.", *MORE)
HARBOUR = _line("Is the harbour open?", "Until dusk.")
SNOW = _line("Will it snow?", "Before morning.")
LANTERN = _line("Is the lantern lit?", "Not yet.")
BROKEN = b'{"messages":['


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "workspace", write_files=False)
    import_lines(workspace, [BRIDGE, HARBOUR, BROKEN, SNOW], name="base")
    yield workspace
    workspace.close()


@pytest.fixture
def versions(workspace: Workspace) -> Callable[[list[bytes], list[bytes]], None]:
    """Return a function that makes the datasets `mine` and `theirs` of lines."""

    def _versions(mine: list[bytes], theirs: list[bytes]) -> None:
        import_lines(workspace, mine, name="mine")
        import_lines(workspace, theirs, name="theirs")

    return _versions


def _take(workspace: Workspace, **parameters: object) -> list[bytes]:
    workspace.run(TakeDifferences(dataset="mine", source="theirs", **parameters))
    return lines_of(workspace, "mine")


CHANGED_HERE = _line("Who keeps the bridge now?", "The heron, on weekdays.", *MORE)
CHANGED_THERE = _line("Who keeps the bridge?", "The heron, every day.", *MORE)
CHANGED_BOTH = _line("Who keeps the bridge now?", "The heron, every day.", *MORE)


def test_with_the_common_version_both_changes_come_together(workspace: Workspace, versions: Callable) -> None:
    versions([CHANGED_HERE, HARBOUR, BROKEN, SNOW], [CHANGED_THERE, LANTERN, SNOW])
    assert _take(workspace, base="base") == [CHANGED_BOTH, LANTERN, BROKEN, SNOW]
    workspace.undo()
    assert lines_of(workspace, "mine") == [CHANGED_HERE, HARBOUR, BROKEN, SNOW]


def test_what_was_changed_only_here_stays(workspace: Workspace, versions: Callable) -> None:
    versions([CHANGED_HERE, HARBOUR, BROKEN, LANTERN], [BRIDGE, HARBOUR, BROKEN, SNOW])
    assert workspace.run(TakeDifferences(dataset="mine", source="theirs", base="base")) is None


def test_without_it_the_other_version_counts(workspace: Workspace, versions: Callable) -> None:
    versions([CHANGED_HERE, HARBOUR, BROKEN, SNOW], [SNOW, CHANGED_THERE, LANTERN])
    assert _take(workspace) == [CHANGED_THERE, LANTERN, BROKEN, SNOW]


def test_only_some_kinds_and_only_some_entries(workspace: Workspace, versions: Callable) -> None:
    versions([BRIDGE, HARBOUR], [CHANGED_THERE, LANTERN])
    assert _take(workspace, kinds=(DifferenceKind.ADDED,)) == [BRIDGE, LANTERN, HARBOUR]
    workspace.undo()
    assert _take(workspace, kinds=(DifferenceKind.REMOVED,)) == [BRIDGE]
    workspace.undo()
    first = ids_of(workspace, "mine")[0]
    assert _take(workspace, entries=(first[:12],)) == [CHANGED_THERE, HARBOUR]
    workspace.undo()
    with pytest.raises(UnknownName, match="no entry that differs has an id that begins with 'zz'"):
        workspace.propose(TakeDifferences(dataset="mine", source="theirs", entries=(first, "zz")))


def test_an_entry_that_comes_keeps_its_id_and_note(workspace: Workspace, versions: Callable) -> None:
    versions([BRIDGE], [BRIDGE, LANTERN])
    there = ids_of(workspace, "theirs")[1]
    workspace.run(NoteEntry(dataset="theirs", entry_id=there, note="From Tess."))
    _take(workspace)
    with workspace.view() as view:
        line = list(view.all_lines(view.dataset_key("mine")))[1]
    assert (line.entry_id, line.note, line.line) == (there, "From Tess.", LANTERN)


OTHER_HERE = _line("Who keeps the bridge?", "Nobody.", *MORE)


@pytest.mark.parametrize(("side", "kept"), [(Side.MINE, OTHER_HERE), (Side.THEIRS, CHANGED_THERE)])
def test_where_both_changed_the_same_a_side_counts(
    workspace: Workspace, versions: Callable, side: Side, kept: bytes
) -> None:
    versions([OTHER_HERE, HARBOUR, SNOW], [CHANGED_THERE, HARBOUR, SNOW])
    with workspace.view() as view:
        (found,) = plan_differences(view, mine="mine", theirs="theirs", base="base", prefer=side)
    (conflict,) = found.planned.conflicts
    assert (conflict.place, conflict.mine, conflict.theirs) == (
        "messages[1].content",
        "Nobody.",
        "The heron, every day.",
    )
    assert _take(workspace, base="base", prefer=side)[0] == kept


@pytest.mark.parametrize(("side", "there"), [(Side.MINE, True), (Side.THEIRS, False)])
def test_removed_there_and_changed_here_is_a_conflict(
    workspace: Workspace, versions: Callable, side: Side, *, there: bool
) -> None:
    versions([CHANGED_HERE, HARBOUR, SNOW], [HARBOUR, SNOW])
    assert (CHANGED_HERE in _take(workspace, base="base", prefer=side)) is there


@pytest.mark.parametrize(("side", "comes"), [(Side.MINE, False), (Side.THEIRS, True)])
def test_removed_here_and_changed_there_is_a_conflict(
    workspace: Workspace, versions: Callable, side: Side, *, comes: bool
) -> None:
    versions([HARBOUR, SNOW], [CHANGED_THERE, HARBOUR, SNOW])
    with workspace.view() as view:
        (found,) = plan_differences(view, mine="mine", theirs="theirs", base="base", prefer=side)
    assert [one.place for one in found.planned.conflicts] == ["entry"]
    assert (CHANGED_THERE in _take(workspace, base="base", prefer=side)) is comes


def test_a_dataset_is_not_taken_from_itself(workspace: Workspace) -> None:
    with pytest.raises(InvalidValue, match="no differences from itself"):
        workspace.run(TakeDifferences(dataset="base", source="base"))
