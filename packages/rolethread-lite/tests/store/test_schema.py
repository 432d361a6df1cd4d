"""A workspace file is made, brought up to date beside a backup, or refused without being touched."""

import sqlite3
from pathlib import Path

import apsw
import pytest
from workspaces import LINES, everything, import_lines

from rolethread_lite.errors import StorageFailed, WorkspaceUnusable
from rolethread_lite.store.connection import connect
from rolethread_lite.store.schema import APPLICATION_ID, MIGRATIONS, VERSION, bring_up_to_date, version_of
from rolethread_lite.store.store import FILE_NAME
from rolethread_lite.workspace import Workspace


def _note_taken(connection: apsw.Connection) -> None:
    connection.execute("alter table dataset add column colour text").fetchall()


def _fails(connection: apsw.Connection) -> None:
    connection.execute("create table half(id integer primary key)").fetchall()
    raise KeyError


def test_a_new_workspace_is_marked_as_ours(workspace: Workspace) -> None:
    with workspace.view() as view:
        assert version_of(view.connection) == VERSION
        assert view.connection.execute("pragma application_id").get == APPLICATION_ID
        assert view.connection.execute("pragma integrity_check").get == "ok"


def test_an_older_workspace_is_brought_up_to_date_beside_a_backup(workspace: Workspace) -> None:
    import_lines(workspace, LINES, name="tales")
    shown = everything(workspace)
    workspace.close()
    path = workspace.folder / FILE_NAME
    backup = path.with_name(f"workspace.before-version-{VERSION + 1}.db")
    backup.write_bytes(b"an older backup that was cut short")
    connection = connect(path)
    bring_up_to_date(connection, path, migrations=(*MIGRATIONS, _note_taken))
    assert version_of(connection) == VERSION + 1
    assert connection.execute("select colour from dataset").get is None
    connection.close()
    copy = apsw.Connection(str(backup))
    assert version_of(copy) == VERSION
    copy.close()
    backup.rename(path)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    with Workspace(workspace.folder, write_files=False) as later:
        assert everything(later) == shown


def test_a_migration_that_fails_changes_nothing(workspace: Workspace) -> None:
    workspace.close()
    path = workspace.folder / FILE_NAME
    connection = connect(path)
    with pytest.raises(KeyError):
        bring_up_to_date(connection, path, migrations=(*MIGRATIONS, _note_taken, _fails))
    assert version_of(connection) == VERSION
    connection.close()
    with Workspace(workspace.folder, write_files=False) as later, later.view() as view:
        names = {row[1] for row in view.connection.execute("pragma table_info(dataset)")}
        assert "colour" not in names
        assert view.connection.execute("select count(*) from sqlite_schema where name='half'").get == 0


def test_a_workspace_of_a_newer_version_is_refused(workspace: Workspace) -> None:
    workspace.close()
    connection = connect(workspace.folder / FILE_NAME)
    connection.execute(f"pragma user_version={VERSION + 1}").fetchall()
    connection.close()
    with pytest.raises(WorkspaceUnusable, match="newer RoleThread") as caught:
        Workspace(workspace.folder, write_files=False)
    assert caught.value.exit_status == 5
    assert caught.value.advice


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("mark", [0, 252006675])
def test_a_database_of_another_program_is_refused_and_stays_as_it_is(tmp_path: Path, journal: str, mark: int) -> None:
    path = tmp_path / FILE_NAME
    connection = sqlite3.connect(path)
    connection.execute(f"pragma journal_mode={journal}")
    connection.execute("create table recipe(name text)")
    connection.execute("insert into recipe values('soup')")
    connection.execute(f"pragma application_id={mark}")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(WorkspaceUnusable, match="another program"):
        Workspace(tmp_path, write_files=False)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read as one" * 40, b"x"])
def test_a_file_that_is_no_database_is_refused_and_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    with pytest.raises(WorkspaceUnusable, match="another program"):
        Workspace(tmp_path, write_files=False)
    assert path.read_bytes() == content


def _use(folder: Path) -> None:
    with Workspace(folder, write_files=False) as opened:
        everything(opened)
        opened.undo()


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.97])
def test_a_damaged_workspace_is_said_in_words(workspace: Workspace, kept: float) -> None:
    import_lines(workspace, LINES * 200, name="tales")
    workspace.close()
    path = workspace.folder / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)] + b"\xa5" * int(len(content) * (1 - kept)))
    with pytest.raises(StorageFailed) as caught:
        _use(workspace.folder)
    assert caught.value.advice


def test_an_empty_file_becomes_a_workspace(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with Workspace(tmp_path, write_files=False) as opened:
        assert opened.datasets() == ()


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WorkspaceUnusable):
        Workspace(tmp_path / "file" / "below", write_files=False)
