"""Lines are loaded unseen, and become part of a dataset in one step or not at all."""

from collections import Counter
from collections.abc import Callable

import pytest
from workspaces import LINES, PLAIN, TAGGED, assert_derived, everything, ids_of, import_lines, lines_of, write_lines

from rolethread_lite.errors import InvalidValue, UnknownName, UnreadableInput, WorkspaceMoved
from rolethread_lite.formats.lines import read_line
from rolethread_lite.model.change import AdoptLines, CreateDataset
from rolethread_lite.model.record import Record
from rolethread_lite.store import loading
from rolethread_lite.store.loading import Load, LoadLine
from rolethread_lite.workspace import Workspace


def _load(workspace: Workspace, *lines: bytes) -> Load:
    items = [read_line(line).item for line in lines]
    derived = [workspace._store.derivation.of_item(item) for item in items]
    kept = zip(lines, items, derived, strict=True)
    with workspace._store.load("tales") as load:
        load.add([LoadLine(line, isinstance(item, Record), 1, facts) for line, item, facts in kept], source=None)
    return load


def _tables(workspace: Workspace) -> Counter[str]:
    tables = ("load", "entry", "body", "figure", "finding", "entry_tag", "entry_speaker")
    with workspace.view() as view:
        return Counter({table: view.connection.execute(f"select count(*) from {table}").get for table in tables})


def test_loaded_lines_are_seen_when_they_are_adopted(workspace: Workspace) -> None:
    load = _load(workspace, *LINES)
    assert everything(workspace) == {}
    load.finish()
    assert everything(workspace) == {}
    _adopt(workspace, load)
    assert lines_of(workspace, "tales") == list(LINES)
    assert assert_derived(workspace) == len(LINES)
    assert _tables(workspace)["load"] == 0


def _fail(workspace: Workspace, fault: BaseException, *, is_adopted: bool) -> None:
    """Load a copy of every line of `kept`, and fail, before the lines are adopted or right after."""
    with workspace.view() as view:
        keys = [one.key for one in view.all_lines(view.dataset_key("kept"))]
    with workspace._store.load("tales") as load:
        load.copy(keys)
        assert _tables(workspace)["entry"] == 2 * len(keys)
        if is_adopted:
            _adopt(workspace, load)
        raise fault


@pytest.mark.parametrize("fault", [InvalidValue("no"), KeyboardInterrupt()])
def test_a_load_that_fails_leaves_nothing(workspace: Workspace, fault: BaseException) -> None:
    import_lines(workspace, [PLAIN, TAGGED], name="kept")
    before = _tables(workspace)
    with pytest.raises(type(fault)):
        _fail(workspace, fault, is_adopted=False)
    assert _tables(workspace) == before


def test_what_fails_after_lines_are_adopted_does_not_take_them_away(workspace: Workspace) -> None:
    import_lines(workspace, [PLAIN, TAGGED], name="kept")
    with pytest.raises(KeyboardInterrupt):
        _fail(workspace, KeyboardInterrupt(), is_adopted=True)
    assert lines_of(workspace, "tales") == [PLAIN, TAGGED]


def test_a_load_without_a_sign_of_life_is_swept(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    import_lines(workspace, [PLAIN], name="kept")
    _load(workspace, *LINES)
    with Workspace(workspace.folder, write_files=False):
        assert _tables(workspace)["load"] == 1  # it may be at work in another process
    monkeypatch.setattr(loading, "_ABANDONED_AFTER", -1)
    with Workspace(workspace.folder, write_files=False) as later:
        counts = _tables(later)
        assert (counts["load"], counts["entry"], counts["body"], counts["figure"]) == (0, 1, 1, 1)
        assert everything(later) == everything(workspace)


def _add(workspace: Workspace, load: Load) -> None:
    derived = workspace._store.derivation.of_item(read_line(TAGGED).item)
    load.add([LoadLine(TAGGED, is_record=False, number=2, derived=derived)], source=None)


def _adopt(workspace: Workspace, load: Load) -> None:
    changes = [CreateDataset(key=load.key, name="tales"), AdoptLines(dataset=load.key, load=load.key)]
    workspace._store.commit(changes, label="Import", operation="{}")


@pytest.mark.parametrize("go_on", [_add, lambda _, load: load.finish(), _adopt], ids=["add", "finish", "adopt"])
def test_a_load_that_was_swept_is_never_adopted_in_part(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, go_on: Callable[[Workspace, Load], None]
) -> None:
    load = _load(workspace, PLAIN)
    monkeypatch.setattr(loading, "_ABANDONED_AFTER", -1)
    Workspace(workspace.folder, write_files=False).close()
    with pytest.raises(WorkspaceMoved):
        go_on(workspace, load)
    assert everything(workspace) == {}
    assert _tables(workspace).total() == 0


def test_a_failing_import_leaves_nothing_behind(workspace: Workspace) -> None:
    path = write_lines(workspace.folder / "in" / "a.jsonl", LINES)

    def _fail(_bytes: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.import_file(path, progress=_fail)
    with pytest.raises(UnreadableInput):
        workspace.import_file(path.with_name("missing.jsonl"))
    with pytest.raises(UnknownName):
        workspace.import_file(path, into="nowhere")
    assert _tables(workspace).total() == 0
    assert list((workspace.folder / "sources").iterdir()) == []
    with workspace.view() as view:
        assert view.connection.execute("select count(*) from source").get == 0


@pytest.mark.parametrize("name", ["tales", "Tales", "tales.", "ta\u0301les"])
def test_a_name_that_is_taken_is_refused_before_the_file_is_read(workspace: Workspace, name: str) -> None:
    import_lines(workspace, [PLAIN], name="tales")
    import_lines(workspace, [PLAIN], name="t\u00e1les")
    with pytest.raises(InvalidValue, match="already exists"):
        workspace.import_file(workspace.folder / "not even there.jsonl", name=name)


def test_the_same_file_gives_the_same_ids(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = [PLAIN, TAGGED, PLAIN, PLAIN]
    import_lines(workspace, lines, name="tales")
    with Workspace(tmp_path_factory.mktemp("other"), write_files=False) as other:
        import_lines(other, lines, name="tales")
        assert ids_of(other, "tales") == ids_of(workspace, "tales")
        import_lines(other, lines, name="songs")
        assert not set(ids_of(other, "tales")) & set(ids_of(other, "songs"))
    assert len(set(ids_of(workspace, "tales"))) == 4


def test_an_import_after_one_that_was_undone_has_ids_of_its_own(workspace: Workspace) -> None:
    lines = [PLAIN, PLAIN, TAGGED]
    import_lines(workspace, lines, name="tales")
    before = ids_of(workspace, "tales")
    workspace.undo()
    import_lines(workspace, lines, name="tales")
    assert not set(ids_of(workspace, "tales")) & set(before)
    assert_derived(workspace)


def test_many_lines_with_the_same_text_are_told_apart_quickly(workspace: Workspace) -> None:
    import_lines(workspace, [PLAIN] * 3000, name="tales")
    assert len(set(ids_of(workspace, "tales"))) == 3000
