"""A flipped byte in any file of a shelf is found and named, and the next snapshot mends what it can."""

import os
from pathlib import Path

import pytest
from workspaces import LINES, PLAIN, everything, id_of, import_lines

from rolethread_lite.errors import StorageFailed
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.store.snapshots.shelf import Shelf
from rolethread_lite.workspace import Workspace


@pytest.fixture
def taken(workspace: Workspace) -> Snapshot:
    """Return a snapshot of a workspace with two datasets and a picture."""
    import_lines(workspace, LINES, name="tales")
    import_lines(workspace, [PLAIN], name="songs")
    picture = workspace.keep_avatar(b"\x89PNG picture")
    mira = Character(key="mira", name="Mira", avatar=picture.digest)
    workspace._store.commit([PutItem(before=None, after=mira)], label="Add", operation="{}")
    found = workspace.snapshots.take(name="good")
    assert found is not None
    return found


def _flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 0x10
    path.write_bytes(content)


def _place(taken: Snapshot, kind: str) -> tuple[str, str]:
    """Return the object that holds something, and the dataset that is named when it is damaged."""
    chunks = {each.name: each.chunks[0].digest for each in taken.datasets}
    return {
        "tales": (chunks["tales"], "tales"),
        "songs": (chunks["songs"], "songs"),
        "library": (taken.library, ""),
        "picture": (taken.avatars[0], ""),
    }[kind]


@pytest.mark.parametrize("kind", ["tales", "songs", "library", "picture"])
@pytest.mark.parametrize("place", [0, 5, 9, 40, -1, -20])
def test_a_flipped_byte_is_found_and_named(workspace: Workspace, taken: Snapshot, kind: str, place: int) -> None:
    digest, dataset = _place(taken, kind)
    path = workspace.snapshots.shelf.path_of(digest)
    _flip(path, place)
    (check,) = workspace.snapshots.verify([taken])
    (fault,) = check.faults
    assert (fault.path, fault.dataset) == (str(path), dataset)
    assert (fault.first, fault.last) == {"tales": (1, len(LINES)), "songs": (1, 1)}.get(kind, (0, 0))
    assert workspace.snapshots.verified_at(taken) is None


@pytest.mark.parametrize("kind", ["tales", "library", "picture"])
def test_a_damaged_object_is_mended_by_the_next_snapshot(workspace: Workspace, taken: Snapshot, kind: str) -> None:
    path = workspace.snapshots.shelf.path_of(_place(taken, kind)[0])
    _flip(path, 30)
    assert not workspace.snapshots.verify([taken])[0].is_good
    assert not path.exists()
    again = workspace.snapshots.take()
    assert again is not None
    assert all(check.is_good for check in workspace.snapshots.verify(workspace.snapshots.all()))


def test_a_missing_object_is_found(workspace: Workspace, taken: Snapshot) -> None:
    workspace.snapshots.shelf.path_of(_place(taken, "tales")[0]).unlink()
    (fault,) = workspace.snapshots.verify([taken])[0].faults
    assert fault.what == "it is missing"
    contents = workspace.snapshots.contents(taken)
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=("x",)))
    before = everything(workspace)
    with pytest.raises(StorageFailed, match="missing") as refusal:
        workspace.restore(RestoreSnapshot(contents=contents, dataset="tales"))
    assert refusal.value.where == fault.path
    assert everything(workspace) == before


def test_any_flipped_byte_of_a_list_is_found(workspace: Workspace, taken: Snapshot) -> None:
    shelf = workspace.snapshots.shelf
    path = shelf.list_path(taken.id)
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole)
        _flip(path, place)
        assert shelf.snapshots() == (), place
        assert shelf.listing().damaged == (path,)
        (check,) = workspace.snapshots.verify([taken])
        assert check.faults[0].path == str(path)
    path.write_bytes(whole)
    assert shelf.snapshots() == (taken,)


def test_while_a_list_cannot_be_read_no_object_is_swept(workspace: Workspace, taken: Snapshot) -> None:
    shelf = workspace.snapshots.shelf
    _flip(shelf.list_path(taken.id), 100)
    objects = shelf.object_sizes()
    _age(shelf)
    assert shelf.sweep() == 0
    assert shelf.object_sizes() == objects


def test_good_snapshots_are_remembered(workspace: Workspace, taken: Snapshot) -> None:
    assert workspace.snapshots.verified_at(taken) is None
    seen: list[int] = []
    assert workspace.snapshots.verify([taken, taken], progress=seen.append)[0].is_good
    assert workspace.snapshots.verified_at(taken) is not None
    assert seen == list(range(1, len(taken.objects) + 1))


def test_objects_that_nobody_needs_go_after_an_hour(workspace: Workspace, taken: Snapshot) -> None:
    shelf = workspace.snapshots.shelf
    workspace.run(NoteEntry(dataset="songs", entry_id=id_of(workspace, "songs", PLAIN), note="x"))
    other = workspace.snapshots.take()
    assert other is not None
    only = other.objects - taken.objects
    assert len(only) == 1
    assert workspace.snapshots.remove(other) == 0
    assert only <= set(shelf.object_sizes())
    _age(shelf)
    assert shelf.sweep() > 0
    assert set(shelf.object_sizes()) == set(taken.objects)
    assert workspace.snapshots.verify([taken])[0].is_good


def test_an_object_that_is_used_again_stays(workspace: Workspace, taken: Snapshot) -> None:
    """It may be older than an hour and needed by nobody but a snapshot that is being taken just now."""
    shelf = workspace.snapshots.shelf
    shelf.list_path(taken.id).unlink()
    _age(shelf)
    assert all(shelf.has(digest) for digest in taken.objects)
    shelf.sweep()
    assert set(shelf.object_sizes()) == set(taken.objects)


def _age(shelf: Shelf) -> None:
    """Make every object two hours old."""
    for digest in shelf.object_sizes():
        path = shelf.path_of(digest)
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 7200))
