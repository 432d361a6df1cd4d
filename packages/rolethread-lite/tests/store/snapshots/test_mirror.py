"""The mirror: only what is missing is copied, only our own folder is touched, and machines keep apart."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import LINES, PLAIN, TAGGED, everything, id_of, import_lines

from rolethread_lite.errors import BadRequest, InvalidValue, StorageFailed, UnknownName
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.settings import setting_of
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.queries.snapshots import mirrored_machines, mirrored_snapshot, verify_mirrored
from rolethread_lite.workspace import Workspace

OURS = "RoleThread mirror"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return the folder picked for the mirror, with files of others in it."""
    folder = tmp_path / "cloud"
    (folder / OURS / "photos").mkdir(parents=True)
    for name in ("letter.txt", f"{OURS}/list.txt", f"{OURS}/photos/machine.json"):
        (folder / name).write_bytes(b"not ours")
    return folder


@pytest.fixture
def desk(workspace: Workspace, place: Path) -> Workspace:
    """Return a workspace with a dataset and a snapshot that mirrors to that folder."""
    import_lines(workspace, LINES, name="tales")
    _mirror_to(workspace, place, name="desk")
    workspace.snapshots.take(name="first")
    return workspace


@pytest.fixture
def laptop(tmp_path: Path, place: Path) -> Iterator[Workspace]:
    """Return another machine's workspace that mirrors to the same folder."""
    with Workspace(tmp_path / "laptop", write_files=False) as opened:
        import_lines(opened, [PLAIN, TAGGED], name="tales")
        _mirror_to(opened, place, name="desk")
        opened.snapshots.take(name="other")
        yield opened


def _mirror_to(workspace: Workspace, place: Path, *, name: str, keep: int = 10) -> None:
    values = {"mirror.folder": str(place), "mirror.name": name, "mirror.keep": keep}
    workspace.run(ChangeSettings(settings=tuple(setting_of(*one) for one in values.items())))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_pushing_copies_what_is_missing_and_nothing_twice(desk: Workspace, place: Path) -> None:
    foreign = _files(place)
    assert desk.mirror.status().waiting == 1
    first = desk.push_mirror()
    assert first is not None
    assert (first.snapshots, first.objects) == (1, 2)
    assert Path(first.folder).parent == place / OURS
    again = desk.push_mirror()
    assert again is not None
    assert (again.snapshots, again.objects, again.size) == (0, 0, 0)
    desk.run(NoteEntry(dataset="tales", entry_id=id_of(desk, "tales", PLAIN), note="x"))
    desk.snapshots.take()
    second = desk.push_mirror()
    assert second is not None
    assert (second.snapshots, second.objects) == (1, 1)
    assert desk.mirror.status().waiting == 0
    assert {name: content for name, content in _files(place).items() if name in foreign} == foreign


def test_two_machines_never_touch_each_other(desk: Workspace, laptop: Workspace, place: Path) -> None:
    one = desk.push_mirror()
    assert one is not None
    before = _files(Path(one.folder))
    other = laptop.push_mirror()
    assert other is not None
    assert other.folder != one.folder
    for number in range(5):
        laptop.run(TagEntries(dataset="tales", selection=Selection(), add=(f"{number}",)))
        laptop.snapshots.take()
        laptop.push_mirror()
    assert _files(Path(one.folder)) == before
    machines = mirrored_machines(place)
    assert [machine.name for machine in machines] == ["desk", "desk"]
    with pytest.raises(InvalidValue, match="several machines"):
        mirrored_snapshot(place)
    contents = mirrored_snapshot(place, machine=json.loads(before["machine.json"])["id"])
    assert contents.snapshot.name == "first"


def test_everything_comes_back_from_a_mirror(desk: Workspace, place: Path, tmp_path: Path) -> None:
    desk.push_mirror()
    contents = mirrored_snapshot(place)
    with Workspace(tmp_path / "new", write_files=False) as new:
        new.restore_everything(contents)
        assert everything(new) == everything(desk)
        again = new.snapshots.take()
        assert again is not None
        assert again.root == contents.snapshot.root
        assert new.mirror.status().folder == ""


def test_the_newest_generations_are_kept(desk: Workspace, place: Path) -> None:
    _mirror_to(desk, place, name="desk", keep=3)
    for number in range(6):
        desk.run(TagEntries(dataset="tales", selection=Selection(), add=(f"{number}",)))
        desk.snapshots.take(name=f"{number}")
        desk.push_mirror()
    (machine,) = mirrored_machines(place)
    assert [one.name for one in machine.snapshots] == ["5", "4", "3"]
    assert desk.push_mirror() is not None
    assert len(desk.snapshots.all()) == 7


def test_a_machine_that_is_called_otherwise_keeps_its_folder(desk: Workspace, place: Path) -> None:
    first = desk.push_mirror()
    _mirror_to(desk, place, name="attic \u0645\u0643\u062a\u0628")
    second = desk.push_mirror()
    assert first is not None
    assert second is not None
    assert first.folder == second.folder
    assert [machine.name for machine in mirrored_machines(place)] == ["attic \u0645\u0643\u062a\u0628"]


def test_a_folder_that_is_not_there_is_no_failure(desk: Workspace, place: Path) -> None:
    place.rename(place.with_name("unplugged"))
    assert desk.push_mirror() is None
    status = desk.mirror.status()
    assert (status.is_there, status.waiting, status.latest) == (False, 1, None)
    assert not place.exists()
    place.with_name("unplugged").rename(place)
    assert desk.push_mirror() is not None


def test_what_cannot_be_a_mirror_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no folder is picked"):
        workspace.push_mirror()
    with pytest.raises(BadRequest, match="not there"):
        workspace.mirror.refuse_folder(tmp_path / "nowhere")
    for inside in (workspace.folder, workspace.folder / "snapshots"):
        inside.mkdir(exist_ok=True)
        with pytest.raises(BadRequest, match="inside the workspace"):
            workspace.mirror.refuse_folder(inside)
    with pytest.raises(UnknownName, match="no mirror"):
        mirrored_machines(tmp_path)


def test_a_damaged_copy_is_found_and_copied_again(desk: Workspace, place: Path) -> None:
    report = desk.push_mirror()
    assert report is not None
    path = next(Path(report.folder).rglob("*.zst"))
    path.write_bytes(path.read_bytes()[:-3])
    (check,) = verify_mirrored(place)
    assert [fault.path for fault in check.faults] == [str(path)]
    again = desk.push_mirror()
    assert again is not None
    assert (again.snapshots, again.objects) == (0, 1)
    assert verify_mirrored(place)[0].is_good


def test_a_damaged_snapshot_is_not_copied_and_keeps_no_other_back(desk: Workspace, place: Path) -> None:
    first = desk.snapshots.find("first")
    desk.run(TagEntries(dataset="tales", selection=Selection(), add=("x",)))
    desk.snapshots.take(name="second")
    path = desk.snapshots.shelf.path_of(first.datasets[0].chunks[0].digest)
    path.write_bytes(b"damaged")
    with pytest.raises(StorageFailed, match="damaged") as refusal:
        desk.push_mirror()
    assert refusal.value.where == str(path)
    (machine,) = mirrored_machines(place)
    assert [one.name for one in machine.snapshots] == ["second"]


def test_bundles_are_copied_where_the_owner_wants_them(desk: Workspace, place: Path) -> None:
    desk.run(ChangeSettings(settings=(setting_of("mirror.bundles", value=True),)))
    report = desk.push_mirror()
    assert report is not None
    folder = Path(report.folder) / "bundles"
    assert _files(folder) == {"tales.rolethread": b"".join(desk.bundle("tales"))}
    desk.run(RenameDataset(dataset="tales", name="stories"))
    desk.snapshots.take()
    desk.push_mirror()
    assert _files(folder) == {"stories.rolethread": b"".join(desk.bundle("stories"))}
    assert verify_mirrored(place)[0].is_good
