"""The bytes of an imported file come back as they were, until the owner gives them up."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import BROKEN, LINES, PLAIN, lines_of, write_lines

from rolethread_lite.disk import TEMPORARY_SUFFIX
from rolethread_lite.errors import DiskFull, UnknownName
from rolethread_lite.queries.dataset_sources import dataset_sources
from rolethread_lite.store import sources
from rolethread_lite.store.sources import keep_source
from rolethread_lite.workspace import Workspace

CONTENTS = {
    "lines": b"\n".join(LINES),
    "spaced": b"\n\n  " + PLAIN + b"  \r\n\r\n" + BROKEN + b"\r\n",
    "marked": b"\xef\xbb\xbf" + PLAIN + b"\n",
    "wide": PLAIN.decode().encode("utf-16"),
    "packed": gzip.compress(PLAIN + b"\n", mtime=0),
    "list": b"[" + PLAIN + b", " + PLAIN + b"]",
    "empty": b"",
}


def _source(workspace: Workspace, dataset: str, number: int = 0) -> int:
    with workspace.view() as view:
        return dataset_sources(view, dataset=dataset)[number].key


@pytest.mark.parametrize("kind", [kind for kind in CONTENTS if kind != "empty"])
def test_a_source_comes_back_byte_for_byte(workspace: Workspace, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "tales.jsonl"
    path.write_bytes(CONTENTS[kind])
    workspace.import_file(path)
    assert path.read_bytes() == CONTENTS[kind]
    assert workspace.source(_source(workspace, "tales")) == CONTENTS[kind]
    with workspace.view() as view:
        (source,) = dataset_sources(view, dataset="tales")
    assert (source.name, source.size, source.is_kept) == ("tales.jsonl", len(CONTENTS[kind]), True)


def test_a_source_outlives_edits_and_undo(workspace: Workspace, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "tales.jsonl", LINES)
    workspace.import_file(path)
    key = _source(workspace, "tales")
    workspace.undo()
    path.unlink()
    assert workspace.source(key) == b"".join(line + b"\n" for line in LINES)


def test_the_same_bytes_are_kept_once_and_discarded_for_all(workspace: Workspace, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "tales.jsonl", LINES)
    workspace.import_file(path)
    workspace.import_file(path, into="tales")
    keys = [_source(workspace, "tales", number) for number in (0, 1)]
    assert len(list((workspace.folder / "sources").iterdir())) == 1
    workspace.discard_source(keys[0])
    assert list((workspace.folder / "sources").iterdir()) == []
    for key in keys:
        with pytest.raises(UnknownName):
            workspace.source(key)
        with pytest.raises(UnknownName):
            workspace.discard_source(key)
    assert lines_of(workspace, "tales") == [*LINES, *LINES]
    workspace.import_file(path, name="again")
    assert workspace.source(_source(workspace, "again")) == path.read_bytes()


@given(chunks=st.lists(st.binary(max_size=60)))
def test_whatever_is_handed_over_is_kept(tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("kept")
    with Workspace(folder, write_files=False) as workspace:
        with workspace._store.keep_source("a") as source:
            for chunk in chunks:
                source.take(chunk)
        assert workspace.source(source.key) == b"".join(chunks)


def test_what_a_killed_import_left_is_swept(workspace: Workspace, tmp_path: Path) -> None:
    workspace.import_file(write_lines(tmp_path / "tales.jsonl", LINES))
    folder = workspace.folder / "sources"
    (kept,) = folder.iterdir()
    (folder / f".source.0123{TEMPORARY_SUFFIX}").write_bytes(b"half")
    with Workspace(workspace.folder, write_files=False):
        assert list(folder.iterdir()) == [kept]


def test_an_import_at_work_elsewhere_is_not_swept(workspace: Workspace) -> None:
    with keep_source(workspace.folder) as keeper:
        keeper.take(b"half of ")
        Workspace(workspace.folder, write_files=False).close()
        keeper.take(b"it")
    assert keeper.kept is not None
    assert keeper.kept.size == 10
    assert sources.path_of(workspace.folder, keeper.kept.digest).exists()


def test_no_room_for_a_source_is_said_in_words(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def _full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", _full)
    with pytest.raises(DiskFull), workspace._store.keep_source("a"):
        pass
