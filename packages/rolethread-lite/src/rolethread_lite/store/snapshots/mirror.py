"""The mirror: copies of the snapshots in a folder of the owner's, such as one that a cloud program watches.

Below that folder only our own is touched, and in it only that of this machine. Files are written whole or not at
all, objects before the lists that name them: a program that copies the folder on never sees a snapshot by halves.
"""

import platform
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from rolethread_lite.disk import explain_failure, sweep, write_atomically
from rolethread_lite.errors import BadRequest, InvalidValue, StorageFailed, UnknownName
from rolethread_lite.model.mirror import MirrorMachine, MirrorReport, MirrorStatus
from rolethread_lite.model.settings import Settings
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.store.naming import file_name
from rolethread_lite.store.snapshots.keeping import Snapshots, thin
from rolethread_lite.store.snapshots.objects import DamagedObject
from rolethread_lite.store.snapshots.shelf import Shelf, damaged_file
from rolethread_lite.store.snapshots.taking import Progress, quiet
from rolethread_lite.store.snapshots.thinning import thinned
from rolethread_lite.store.store import Store

FOLDER = "RoleThread mirror"
"""What our own folder is called in the one that the owner picks."""
_MACHINE_FILE = "machine.json"
_MACHINE = "machine"
"""Names the machine's id in the workspace's memory."""
_ID_SHOWN = 8


class _MachineFile(msgspec.Struct):
    """What stands in a machine's folder about it."""

    rolethread_machine: int
    id: str
    name: str


class Mirror:
    """The mirror of a workspace."""

    def __init__(self, store: Store, snapshots: Snapshots) -> None:
        """Copy `snapshots` of `store`."""
        self._store = store
        self._snapshots = snapshots

    def status(self) -> MirrorStatus:
        """Tell how the mirror stands."""
        settings = self._settings()
        there = self._copies(settings) if is_reachable(settings) else ()
        waiting = self._wanted(settings, there) if settings.mirror_folder else []
        return MirrorStatus(
            folder=settings.mirror_folder,
            is_there=is_reachable(settings),
            machine=_name_of(settings),
            latest=there[0] if there else None,
            waiting=len(waiting),
        )

    @property
    def is_set(self) -> bool:
        """Tell whether a folder was picked."""
        return bool(self._settings().mirror_folder)

    @property
    def wants_bundles(self) -> bool:
        """Tell whether a bundle of every dataset is to be copied as well."""
        return self._settings().mirror_bundles

    def refuse_unset(self) -> None:
        """Raise BadRequest when no folder was picked."""
        if not self.is_set:
            raise BadRequest("no folder is picked for the mirror", advice="`rolethread mirror set FOLDER` picks one.")

    def refuse_folder(self, folder: Path, *, is_made: bool = False) -> None:
        """Raise BadRequest for a folder that cannot be the mirror's: not there and not to be made, or in the workspace.

        Raises StorageFailed for one that cannot be made.
        """
        if not (folder.is_dir() or is_made):
            raise BadRequest(
                "the folder is not there", where=str(folder), advice="Add --create, or choose another one."
            )
        own, inside = self._store.path.parent.resolve(), folder.resolve()
        if inside == own or own in inside.parents:
            raise BadRequest(
                "the folder is inside the workspace, which it is to be a copy of",
                where=str(folder),
                advice="Choose one elsewhere: on another disk, or one that a cloud program watches.",
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise explain_failure(fault, shown=folder) from fault

    def push(self, *, progress: Progress = quiet) -> MirrorReport | None:
        """Copy the latest snapshots that are missing, and thin out older copies; None when there is no folder.

        `progress` is told how many objects are done. Raises BadRequest when no folder was picked, DiskFull,
        StorageFailed.
        """
        self.refuse_unset()
        settings = self._settings()
        if not is_reachable(settings):
            return None
        place = self._place(settings)
        shelf = Shelf(place)
        copies = _Copies(self._snapshots.shelf, shelf, progress)
        for snapshot in self._both(shelf):
            copies.objects_of(snapshot)
        snapshots = [one for one in self._wanted(settings, shelf.snapshots()) if copies.objects_of(one)]
        for snapshot in snapshots:
            shelf.put(snapshot)
        removed = thin(shelf, settings=_generations(settings))
        if copies.failure is not None:
            raise copies.failure
        return MirrorReport(
            folder=str(place),
            snapshots=len(snapshots),
            objects=copies.number,
            size=copies.size,
            removed=len(removed),
        )

    def _settings(self) -> Settings:
        with self._store.view() as view:
            return view.settings()

    def _copies(self, settings: Settings) -> tuple[Snapshot, ...]:
        own = self._own_place(settings)
        return Shelf(own).snapshots() if own else ()

    def _wanted(self, settings: Settings, there: tuple[Snapshot, ...]) -> list[Snapshot]:
        """Return the snapshots of everything that the mirror is to have and has not, the oldest first."""
        known = {one.id: one for one in there}
        every = {**{one.id: one for one in self._snapshots.all() if one.is_whole}, **known}
        kept = thinned(every.values(), settings=_generations(settings), verified=())
        return [one.snapshot for one in reversed(kept) if one.reasons and one.snapshot.id not in known]

    def _both(self, shelf: Shelf) -> Iterator[Snapshot]:
        """Yield the snapshots that the workspace and the mirror have: what is missing of them is copied again."""
        own = {one.id: one.root for one in self._snapshots.all()}
        return (one for one in shelf.snapshots() if own.get(one.id) == one.root)

    def _machine_id(self) -> str:
        """Return by what this workspace is told apart, giving it something when it is asked for the first time."""
        known = self._store.recall(_MACHINE)
        if known is None:
            known = secrets.token_hex(16)
            self._store.remember(_MACHINE, known)
        return known

    def _own_place(self, settings: Settings) -> Path | None:
        own = self._store.recall(_MACHINE)
        machines = _machine_files(Path(settings.mirror_folder) / FOLDER)
        return next((path.parent for path, found in machines if found.id == own), None)

    def _place(self, settings: Settings) -> Path:
        """Return this machine's folder in the mirror, making it when it is missing."""
        name, own = _name_of(settings), self._machine_id()
        stem = f"{file_name(name)}-{own[:_ID_SHOWN]}"
        place = self._own_place(settings) or Path(settings.mirror_folder) / FOLDER / stem
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise explain_failure(fault, shown=place) from fault
        sweep(place)
        wanted = msgspec.json.encode(_MachineFile(rolethread_machine=1, id=own, name=name)) + b"\n"
        path = place / _MACHINE_FILE
        if not path.is_file() or path.read_bytes() != wanted:
            write_atomically(path, [wanted], replace=True)
        return place


class _Copies:
    """Copies objects from one shelf to another, each once."""

    def __init__(self, source: Shelf, target: Shelf, progress: Progress) -> None:
        self._source = source
        self._target = target
        self._progress = progress
        self._done: set[str] = set()
        self.number = 0
        self.size = 0
        self.failure: StorageFailed | None = None
        """Which object could not be copied because it is damaged; the snapshots that need it are left out."""

    def objects_of(self, snapshot: Snapshot) -> bool:
        """Copy what is missing of a snapshot; False when something of it is damaged."""
        for digest in sorted(snapshot.objects - self._done):
            if not self._target.has(digest):
                try:
                    file = self._source.try_read_packed(digest)
                except DamagedObject as fault:
                    self.failure = damaged_file(self._source.path_of(digest), str(fault))
                    return False
                self.size += self._target.write_packed(digest, file)
                self.number += 1
            self._done.add(digest)
            self._progress(len(self._done))
        return True


def is_reachable(settings: Settings) -> bool:
    """Tell whether the folder that was picked can be reached: a disk may not be plugged in."""
    return bool(settings.mirror_folder) and Path(settings.mirror_folder).is_dir()


def machines_in(folder: Path) -> tuple[MirrorMachine, ...]:
    """Return the machines that keep copies in a folder, by name.

    The folder is the one that was picked, or ours in it. Raises UnknownName when there are none.
    """
    places = (folder / FOLDER, folder)
    found = next((files for place in places if (files := list(_machine_files(place)))), None)
    if found is None:
        raise UnknownName(
            "there is no mirror in this folder", where=str(folder), advice="Give the folder that was picked for it."
        )
    machines = (
        MirrorMachine(
            id=one.id,
            name=one.name,
            folder=str(path.parent),
            snapshots=Shelf(path.parent).snapshots(),
        )
        for path, one in found
    )
    return tuple(sorted(machines, key=lambda one: (one.name, one.id)))


def find_machine(machines: tuple[MirrorMachine, ...], word: str) -> MirrorMachine:
    """Return the machine of that name, or whose id begins so; without a word the only one there is.

    Raises UnknownName, and InvalidValue when there are several to choose from.
    """
    found = [one for one in machines if not word or one.name == word or one.id.startswith(word)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{one.name} ({one.id[:_ID_SHOWN]})" for one in machines)
    if not found:
        raise UnknownName(f"the mirror has no machine {word!r}", advice=f"It has: {names}.")
    raise InvalidValue("several machines keep copies there", advice=f"Say which with --machine: {names}.")


def _machine_files(place: Path) -> Iterator[tuple[Path, _MachineFile]]:
    try:
        folders = sorted(path for path in place.iterdir() if path.is_dir())
    except OSError:
        return
    for folder in folders:
        with suppress(OSError, msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
            path = folder / _MACHINE_FILE
            yield path, msgspec.json.decode(path.read_bytes(), type=_MachineFile)


def _name_of(settings: Settings) -> str:
    name = settings.mirror_name or platform.node() or "this machine"
    return name.encode("utf-8", "replace").decode()


def _generations(settings: Settings) -> Settings:
    """Return the settings by which copies are thinned: so many of the latest, and no days, weeks and months."""
    return replace(
        settings,
        snapshots_keep_recent=settings.mirror_keep,
        snapshots_keep_days=0,
        snapshots_keep_weeks=0,
        snapshots_keep_months=0,
    )
