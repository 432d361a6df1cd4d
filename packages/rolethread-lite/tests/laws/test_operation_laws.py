"""What holds for every operation: planning writes nothing, undo gives everything back, redo does it again."""

import json
import shutil
from pathlib import Path

import pytest
from law_examples import all_examples, may_change, prepare, repeated_without_effect
from workspaces import (
    HALVES,
    LINES,
    PLAIN,
    TAGGED,
    UNTIDY,
    assert_derived,
    everything,
    id_of,
    ids_of,
    import_lines,
    lines_of,
    shown,
)

import rolethread_lite.operations as package
from rolethread_lite.errors import BadRequest
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations import all_operations
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.workspace import Workspace

LISTED = (Path(__file__).parent / "operations.txt").read_text("utf-8").splitlines()


EXAMPLES = all_examples()
MAY_CHANGE = may_change()


def _entry(line: bytes) -> Entry:
    found = read_stored(line)
    assert isinstance(found, Entry)
    return found


CASES = [(name, number) for name, examples in EXAMPLES.items() for number in range(len(examples))]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a closed workspace with one dataset of every kind of line, some with a note."""
    folder = tmp_path_factory.mktemp("prepared") / "workspace"
    with Workspace(folder, write_files=False) as workspace:
        import_lines(workspace, LINES, name="tales")
        import_lines(workspace, [PLAIN], name="songs")
        for line in (PLAIN, TAGGED, UNTIDY, HALVES):
            note = NoteEntry(dataset="tales", entry_id=id_of(workspace, "tales", line), note="Keep\nthis.")
            workspace.run(note)
        prepare(workspace)
        workspace.write_files()
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """Return the folder of a workspace of one's own."""
    return Path(shutil.copytree(prepared, tmp_path / "workspace"))


def _example(folder: Path, name: str, number: int) -> Operation:
    with _opened(folder) as workspace:
        return EXAMPLES[name][number](workspace)


def _opened(folder: Path) -> Workspace:
    return Workspace(folder, write_files=False)


def _bytes(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but the database's shared memory, which readers write to."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def _derived(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    tables = ("figure", "finding", "entry_tag", "entry_speaker")
    with workspace.view() as view:
        ask = view.connection.execute
        return {table: sorted(map(str, ask(f"select * from {table}"))) for table in tables}  # noqa: S608 (named here)


def _state(workspace: Workspace) -> tuple[object, ...]:
    """Return everything that is shown, kept and written."""
    assert workspace.write_files() == ()
    with workspace.view() as view:
        library, settings = view.library(), view.settings()
    return everything(workspace), library, settings, _derived(workspace), _bytes(workspace.home)


def test_the_operations_are_those_of_the_committed_list() -> None:
    assert [f"{kind.NAME} {kind.__name__}" for kind in all_operations()] == LISTED
    assert sorted(EXAMPLES) == [kind.NAME for kind in all_operations()]


def test_a_package_without_operations_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    all_operations.cache_clear()
    monkeypatch.setattr(package, "__path__", [])
    try:
        with pytest.raises(LookupError):
            all_operations()
    finally:
        all_operations.cache_clear()


@pytest.mark.parametrize(("name", "number"), CASES)
def test_planning_writes_nothing(folder: Path, name: str, number: int) -> None:
    operation = _example(folder, name, number)
    with _opened(folder) as workspace, workspace.view() as view:
        before, revision = _bytes(folder), view.revision
        planned = list(operation.changes(view))
        assert planned
        assert list(operation.changes(view)) == planned
        plan = workspace.propose(operation)
        assert (plan.changes, plan.label, plan.base) == (len(planned), operation.label(), revision)
        shown = workspace.preview(plan, limit=3)
        assert [preview.change for preview in shown] == planned[:3]
        assert _bytes(folder) == before
        assert workspace._store.revision() == revision


@pytest.mark.parametrize(("name", "number"), CASES)
def test_undo_gives_everything_back_and_redo_does_it_again(folder: Path, name: str, number: int) -> None:
    operation = _example(folder, name, number)
    with _opened(folder) as workspace:
        before = _state(workspace)
        step = workspace.run(operation)
        assert step is not None
        assert (step.label, step.operation) == (shown(operation.label()), operation.as_json())
        after = _state(workspace)
        assert after != before
        assert_derived(workspace)
        workspace.undo()
        assert _state(workspace) == before
        assert_derived(workspace)
    with _opened(folder) as workspace:
        workspace.redo()
        assert _state(workspace) == after
        assert_derived(workspace)
    with _opened(folder) as workspace:
        workspace.undo()
        assert _state(workspace) == before


@pytest.mark.parametrize(("name", "number"), CASES)
def test_the_same_operation_gives_the_same_ids_and_bytes(folder: Path, tmp_path: Path, name: str, number: int) -> None:
    operation = _example(folder, name, number)
    twin = Path(shutil.copytree(folder, tmp_path / "twin"))
    states = []
    for place in (folder, twin):
        with _opened(place) as workspace:
            workspace.apply(workspace.propose(operation))
            states.append(_state(workspace))
    assert states[0] == states[1]


@pytest.mark.parametrize(("name", "number"), CASES)
def test_what_an_operation_is_not_about_survives(folder: Path, name: str, number: int) -> None:
    operation = _example(folder, name, number)
    with _opened(folder) as workspace:
        before = everything(workspace)
        workspace.run(operation)
        after = everything(workspace)
    assert after["songs"] == before["songs"]
    lines = {entry_id: (line, note) for held in after.values() for entry_id, line, note, _ in held}
    parts = [_entry(line) for line, _ in lines.values() if isinstance(read_stored(line), Entry)]
    elsewhere = set().union(*map(_kept, parts)) if name == "split-entry" else set()
    for entry_id, line, note, is_record in before["tales"]:
        if is_record or entry_id not in lines:
            continue
        line_after, note_after = lines[entry_id]
        was, now = _entry(line), _entry(line_after)
        assert note_after == note or name in MAY_CHANGE["note"]
        assert now.tags == was.tags or name in MAY_CHANGE["tags"]
        assert _kept(was) <= _kept(now) | elsewhere or name in MAY_CHANGE["extra"]


def _kept(entry: Entry) -> set[tuple[str, bytes]]:
    """Return what is unknown here of an entry; odd tags may be put right by those that set tags."""
    unknown = {(key, bytes(raw)) for key, raw in entry.extra if key != "tags"}
    return unknown | {(key, bytes(raw)) for message in entry.messages for key, raw in message.extra}


@pytest.mark.parametrize(("name", "number"), CASES)
def test_an_operation_tells_what_it_does(folder: Path, name: str, number: int) -> None:
    operation = _example(folder, name, number)
    told = json.loads(operation.as_json())
    assert told["operation"] == name
    assert "NaN" not in operation.as_json()
    label = operation.label()
    assert label == label.strip() != ""
    assert label[0].isupper()
    assert "\n" not in label
    assert type(operation).__doc__
    assert type(operation).__doc__ != Operation.__doc__


@pytest.mark.parametrize(("name", "number"), [case for case in CASES if case[0] in repeated_without_effect()])
def test_nothing_to_do_is_no_step(folder: Path, name: str, number: int) -> None:
    operation = _example(folder, name, number)
    with _opened(folder) as workspace:
        workspace.run(operation)
        lines = lines_of(workspace, "tales")
        assert workspace.run(operation) is None
        assert lines_of(workspace, "tales") == lines


@pytest.mark.parametrize("entry_id", ["zz", "1", "\ud800", "-"])
def test_what_cannot_be_an_id_is_refused(folder: Path, entry_id: str) -> None:
    with _opened(folder) as workspace:
        before = everything(workspace)
        with pytest.raises(BadRequest):
            workspace.run(DeleteEntries(dataset="tales", selection=Selection(entry_ids=(entry_id,))))
        for dataset, one in (("tales", entry_id), ("songs", "")):
            with pytest.raises(BadRequest):
                workspace.run(NoteEntry(dataset=dataset, entry_id=one, note="Not here."))
        assert everything(workspace) == before


def test_what_differs_is_kept_under_one_key_however_often_entries_are_joined(folder: Path) -> None:
    lines = [PLAIN[:-1] + b',"id":%d}' % number for number in range(4)]
    with _opened(folder) as workspace:
        import_lines(workspace, lines, name="parts")
        for pair in ((0, 1), (1, 2), (0, 1)):
            ids = ids_of(workspace, "parts")
            chosen = Selection(entry_ids=tuple(ids[place] for place in pair))
            workspace.run(JoinEntries(dataset="parts", selection=chosen))
        (joined,) = lines_of(workspace, "parts")
    members = json.loads(joined, object_pairs_hook=list)
    assert [key for key, _ in members] == ["messages", "id", "joined"]
    assert json.loads(joined)["joined"] == [{"id": 1}, {"id": 2, "joined": [{"id": 3}]}]
