"""A dataset's file is what the workspace holds, and a file that somebody else wrote is never written over unseen."""

import json
import os
import stat
from pathlib import Path

import pytest
from workspaces import LINES, PLAIN, TAGGED, file_of, id_of, import_lines, lines_of

from rolethread_lite.disk import TEMPORARY_SUFFIX, PreparedFile
from rolethread_lite.errors import RoleThreadError
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.projecting import FileState
from rolethread_lite.store import projection
from rolethread_lite.store.projection import DiskState
from rolethread_lite.workspace import Workspace

CONTENT = b"".join(line + b"\n" for line in LINES)
THEIRS = PLAIN + b"\n" + TAGGED + b"\n"


@pytest.fixture
def dataset(workspace: Workspace) -> Workspace:
    import_lines(workspace, LINES, name="tales")
    assert workspace.write_files() == ()
    return workspace


def _tag(workspace: Workspace, tag: str = "new") -> None:
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=(tag,)))


def _state(workspace: Workspace, name: str = "tales") -> FileState:
    return next(found for found in workspace.file_states() if found.dataset.name == name)


def _files(workspace: Workspace) -> list[str]:
    return sorted(str(path.relative_to(workspace.home)) for path in workspace.home.rglob("*") if path.is_file())


def _write_as_somebody_else(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, ns=(1, 1))


def test_the_file_holds_the_imported_lines_and_the_same_bytes_each_time(dataset: Workspace, tmp_path: Path) -> None:
    assert file_of(dataset, "tales").read_bytes() == CONTENT
    sidecar = file_of(dataset, "tales").with_name(".tales.rolethread.json").read_bytes()
    with Workspace(tmp_path / "other", write_files=False) as other:
        import_lines(other, LINES, name="tales")
        other.write_files()
        assert file_of(other, "tales").read_bytes() == CONTENT
        assert file_of(other, "tales").with_name(".tales.rolethread.json").read_bytes() == sidecar
    assert _files(dataset) == ["tales/.tales.rolethread.json", "tales/tales.jsonl"]


def test_one_edit_changes_one_line(dataset: Workspace) -> None:
    one = Selection(entry_ids=(id_of(dataset, "tales", TAGGED),))
    dataset.run(TagEntries(dataset="tales", selection=one, add=("new",)))
    assert _state(dataset).state is DiskState.BEHIND
    dataset.write_files()
    changed = file_of(dataset, "tales").read_bytes().splitlines()
    assert [place for place, line in enumerate(changed) if line != LINES[place]] == [1]
    assert changed[1] == TAGGED.replace(b'["inn","calm"]', b'["inn","calm","new"]')
    dataset.undo()
    dataset.write_files()
    assert file_of(dataset, "tales").read_bytes() == CONTENT


def test_the_sidecar_holds_notes_and_nothing_of_another_dataset(dataset: Workspace) -> None:
    import_lines(dataset, [PLAIN], name="songs")
    entry_id = id_of(dataset, "tales", PLAIN)
    dataset.run(NoteEntry(dataset="tales", entry_id=entry_id, note="Too calm?"))
    dataset.run(NoteEntry(dataset="songs", entry_id=id_of(dataset, "songs", PLAIN), note="Other"))
    dataset.write_files()
    sidecar = file_of(dataset, "tales").with_name(".tales.rolethread.json")
    with dataset.view() as view:
        uid = view.dataset_uid(view.dataset_key("tales"))
    assert json.loads(sidecar.read_bytes()) == {
        "rolethread_sidecar": 2,
        "dataset": {"name": "tales", "id": uid, "entries": 7, "records": 2},
        "notes": [{"entry": entry_id, "line": 1, "digest": "9f02d2d74a6fc66c", "note": "Too calm?"}],
        "categories": [],
        "tags": [],
        "aliases": [],
        "characters": [],
        "system_prompts": [],
    }


def test_a_loader_of_the_folder_finds_only_the_lines(dataset: Workspace) -> None:
    """`datasets.load_dataset(folder)` takes every JSON file but those that begin with a dot or two underscores."""
    folder = file_of(dataset, "tales").parent
    shown = [path.name for path in folder.iterdir() if not path.name.startswith((".", "__"))]
    assert shown == ["tales.jsonl"]


def test_mode_and_symbolic_link_stay(dataset: Workspace, tmp_path: Path) -> None:
    path, real = file_of(dataset, "tales"), tmp_path / "elsewhere.jsonl"
    path.rename(real)
    real.chmod(0o640)
    path.symlink_to(real)
    _tag(dataset)
    assert dataset.write_files() == ()
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_bytes().splitlines() == lines_of(dataset, "tales")


def test_a_file_that_was_only_touched_is_still_ours(dataset: Workspace) -> None:
    os.utime(file_of(dataset, "tales"), ns=(1, 1))
    assert _state(dataset).state is DiskState.CURRENT
    _tag(dataset)
    assert dataset.write_files() == ()
    assert file_of(dataset, "tales").read_bytes().splitlines() == lines_of(dataset, "tales")


@pytest.mark.parametrize("then", ["nothing", "an edit", "a restart"])
def test_a_file_changed_outside_is_told_and_never_written_over(dataset: Workspace, then: str) -> None:
    _write_as_somebody_else(file_of(dataset, "tales"), THEIRS)
    if then == "an edit":
        _tag(dataset)
    if then == "a restart":
        dataset.close()
    opened = Workspace(dataset.folder, write_files=then == "a restart")
    (left,) = opened.write_files()
    assert (left.state, left.path) == (DiskState.CHANGED_OUTSIDE, file_of(dataset, "tales"))
    opened.close()
    assert file_of(dataset, "tales").read_bytes() == THEIRS
    with Workspace(dataset.folder, write_files=False) as decided:
        assert decided.outside_lines("tales") == (PLAIN, TAGGED)
        decided.overwrite_file("tales")
        assert file_of(dataset, "tales").read_bytes().splitlines() == lines_of(decided, "tales")
        assert decided.write_files() == ()


def test_a_change_of_the_same_size_is_noticed_by_its_time(dataset: Workspace) -> None:
    path = file_of(dataset, "tales")
    _write_as_somebody_else(path, CONTENT.replace(b"dusk", b"dawn"))
    assert _state(dataset).is_changed_outside


def test_a_file_that_cannot_be_read_is_not_taken_for_ours(dataset: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _write_as_somebody_else(file_of(dataset, "tales"), THEIRS)

    def _refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", _refuse)
    assert _state(dataset).is_changed_outside
    assert [found.path for found in dataset.write_files()] == [file_of(dataset, "tales")]


def test_a_file_that_was_there_before_the_dataset_is_not_ours(workspace: Workspace) -> None:
    _write_as_somebody_else(workspace.home / "tales" / "tales.jsonl", THEIRS)
    import_lines(workspace, LINES, name="tales")
    assert [found.path for found in workspace.write_files()] == [file_of(workspace, "tales")]
    assert file_of(workspace, "tales").read_bytes() == THEIRS


def test_a_file_that_is_gone_is_written_again(dataset: Workspace) -> None:
    file_of(dataset, "tales").unlink()
    assert _state(dataset).state is DiskState.MISSING
    assert dataset.write_files() == ()
    assert file_of(dataset, "tales").read_bytes() == CONTENT
    assert _state(dataset).state is DiskState.CURRENT


def _break_off(monkeypatch: pytest.MonkeyPatch, *, at: str) -> None:
    """Let a projection end as a crash would end it, just before or just after the file takes its place."""
    publish = PreparedFile.publish

    def _stop(prepared: PreparedFile) -> None:
        if prepared.size and at == "after":
            publish(prepared)
        raise KeyboardInterrupt

    monkeypatch.setattr(PreparedFile, "publish", _stop)
    monkeypatch.setattr(projection, "write_atomically", lambda *_, **__: None)


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("is_first", [True, False])
def test_after_a_crash_in_between_the_file_is_still_known_as_ours(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, at: str, *, is_first: bool
) -> None:
    import_lines(workspace, LINES, name="tales")
    if not is_first:
        workspace.write_files()
        _tag(workspace)
    with monkeypatch.context() as patched:
        _break_off(patched, at=at)
        with pytest.raises(KeyboardInterrupt):
            workspace.write_files()
    assert _state(workspace).state in (DiskState.MISSING, DiskState.BEHIND)
    _tag(workspace, "later")
    assert workspace.write_files() == ()
    assert file_of(workspace, "tales").read_bytes().splitlines() == lines_of(workspace, "tales")


def test_a_change_made_while_the_file_is_being_prepared_is_not_written_over(
    dataset: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_of(dataset, "tales")
    digested = projection._digested

    def _meanwhile(*given: object) -> object:
        _write_as_somebody_else(path, THEIRS)
        return digested(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(projection, "_digested", _meanwhile)
    _tag(dataset)
    dataset.write_files()
    assert path.read_bytes() == THEIRS
    assert _state(dataset).is_changed_outside


def test_a_renaming_moves_the_files(dataset: Workspace) -> None:
    dataset.run(RenameDataset(dataset="tales", name="songs"))
    dataset.write_files()
    assert _files(dataset) == ["songs/.songs.rolethread.json", "songs/songs.jsonl"]
    assert file_of(dataset, "songs").read_bytes() == CONTENT
    dataset.undo()
    dataset.write_files()
    assert _files(dataset) == ["tales/.tales.rolethread.json", "tales/tales.jsonl"]


def test_two_datasets_can_swap_their_names(dataset: Workspace) -> None:
    import_lines(dataset, [PLAIN], name="songs")
    dataset.write_files()
    for name, other in (("tales", "third"), ("songs", "tales"), ("third", "songs")):
        dataset.run(RenameDataset(dataset=name, name=other))
    assert dataset.write_files() == ()
    assert file_of(dataset, "songs").read_bytes() == CONTENT
    assert file_of(dataset, "tales").read_bytes() == PLAIN + b"\n"


@pytest.mark.parametrize("changed", ["old", "new"])
def test_a_renaming_writes_over_nobody_elses_file(dataset: Workspace, changed: str) -> None:
    path = file_of(dataset, {"old": "tales", "new": "songs"}[changed])
    _write_as_somebody_else(path, THEIRS)
    dataset.run(RenameDataset(dataset="tales", name="songs"))
    (left,) = dataset.write_files()
    assert left.path == path
    assert path.read_bytes() == THEIRS
    assert dataset.outside_lines("songs") == (PLAIN, TAGGED)
    dataset.overwrite_file("songs")
    assert file_of(dataset, "songs").read_bytes() == CONTENT
    assert _files(dataset) == ["songs/.songs.rolethread.json", "songs/songs.jsonl"]


def test_a_removal_takes_the_files_and_undo_brings_them_back(dataset: Workspace) -> None:
    dataset.run(RemoveDataset(dataset="tales"))
    dataset.write_files()
    assert list(dataset.home.iterdir()) == []
    dataset.undo()
    assert dataset.write_files() == ()
    assert file_of(dataset, "tales").read_bytes() == CONTENT


def test_a_removal_leaves_what_the_owner_put_there(dataset: Workspace) -> None:
    (dataset.home / "tales" / "remarks.txt").write_bytes(b"mine")
    import_lines(dataset, [PLAIN], name="songs")
    dataset.write_files()
    _write_as_somebody_else(file_of(dataset, "songs"), THEIRS)
    dataset.run(RemoveDataset(dataset="tales"))
    dataset.run(RemoveDataset(dataset="songs"))
    dataset.write_files()
    assert _files(dataset) == ["songs/.songs.rolethread.json", "songs/songs.jsonl", "tales/remarks.txt"]
    dataset.undo()
    assert [found.path for found in dataset.write_files()] == [file_of(dataset, "songs")]
    assert file_of(dataset, "songs").read_bytes() == THEIRS


def test_what_a_killed_projection_left_goes_with_the_dataset(dataset: Workspace) -> None:
    (dataset.home / "tales" / f".tales.jsonl.0123{TEMPORARY_SUFFIX}").write_bytes(b"half")
    dataset.run(RemoveDataset(dataset="tales"))
    dataset.write_files()
    assert list(dataset.home.iterdir()) == []


def test_what_killed_projections_left_is_swept_wherever_it_is(dataset: Workspace) -> None:
    """A kill may hit one of two that write the same file, or a dataset that has another name when work goes on."""
    for place in (dataset.home / "tales", dataset.home / "once it was called so"):
        place.mkdir(exist_ok=True)
        (place / f".tales.jsonl.0123{TEMPORARY_SUFFIX}").write_bytes(b"half")
    assert _state(dataset).state is DiskState.CURRENT
    assert dataset.write_files() == ()
    assert _files(dataset) == ["tales/.tales.rolethread.json", "tales/tales.jsonl"]
    assert [place.name for place in dataset.home.iterdir()] == ["tales"]


def test_another_home_gets_the_files(dataset: Workspace, tmp_path: Path) -> None:
    _write_as_somebody_else(tmp_path / "taken" / "tales" / "tales.jsonl", THEIRS)
    with Workspace(dataset.folder, home=tmp_path / "taken", write_files=False) as elsewhere:
        assert [found.path for found in elsewhere.write_files()] == [tmp_path / "taken" / "tales" / "tales.jsonl"]
    with Workspace(dataset.folder, home=tmp_path / "free", write_files=False) as elsewhere:
        assert elsewhere.write_files() == ()
        assert (tmp_path / "free" / "tales" / "tales.jsonl").read_bytes() == CONTENT
    assert not file_of(dataset, "tales").exists()


def test_many_lines_and_none_are_written(workspace: Workspace) -> None:
    lines = [b'{"messages":[{"role":"user","content":"%d"}]}' % number for number in range(2500)]
    import_lines(workspace, lines, name="many")
    workspace.run(MakeDataset(dataset="none"))
    workspace.write_files()
    assert file_of(workspace, "many").read_bytes() == b"".join(line + b"\n" for line in lines)
    assert file_of(workspace, "none").read_bytes() == b""


def test_a_home_that_cannot_be_written_is_said_in_words(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    workspace.run(MakeDataset(dataset="none"))
    for home in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / ("x" * 300)):
        with Workspace(workspace.folder, home=home, write_files=False) as elsewhere:
            with pytest.raises(RoleThreadError) as caught:
                elsewhere.write_files()
            assert caught.value.advice


def test_files_are_written_in_the_background_and_at_the_end(tmp_path: Path) -> None:
    with Workspace(tmp_path / "workspace") as opened:
        import_lines(opened, LINES, name="tales")
    assert file_of(opened, "tales").read_bytes() == CONTENT


def test_what_keeps_a_file_from_being_written_is_told_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.write_bytes(b"a file where the folder should be")
    opened = Workspace(tmp_path / "workspace", home=home)
    import_lines(opened, LINES, name="tales")
    monkeypatch.setattr("rolethread_lite.projecting._DEBOUNCE_SECONDS", 0)
    with pytest.raises(RoleThreadError):
        opened.close()
    home.unlink()
    with Workspace(tmp_path / "workspace", home=home):
        pass
    assert (home / "tales" / "tales.jsonl").read_bytes() == CONTENT
