"""Looks into the mirror of any machine, also where there is no workspace yet."""

import time
from pathlib import Path

from rolethread_lite.model.mirror import MirrorMachine
from rolethread_lite.model.snapshot import SnapshotCheck
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.snapshots.mirror import find_machine, machines_in
from rolethread_lite.store.snapshots.shelf import LATEST, Shelf
from rolethread_lite.store.snapshots.taking import Progress, quiet
from rolethread_lite.store.snapshots.verifying import verify


def mirrored_machines(folder: Path) -> tuple[MirrorMachine, ...]:
    """Return the machines that keep copies in a folder, by name; raises UnknownName when there are none."""
    return machines_in(folder)


def verify_mirrored(folder: Path, *, machine: str = "", progress: Progress = quiet) -> tuple[SnapshotCheck, ...]:
    """Verify the copies in a folder, of all machines or of one; raises UnknownName."""
    known = machines_in(folder)
    chosen = (find_machine(known, machine),) if machine else known
    checks: list[SnapshotCheck] = []
    for one in chosen:
        checks += verify(Shelf(Path(one.folder)), one.snapshots, at=time.time_ns(), progress=progress)
    return tuple(checks)


def mirrored_snapshot(folder: Path, *, machine: str = "", snapshot: str = LATEST) -> SnapshotContents:
    """Return a snapshot of a machine in a mirror, the latest where none is named; raises UnknownName."""
    shelf = Shelf(Path(find_machine(machines_in(folder), machine).folder))
    return SnapshotContents(shelf, shelf.find(snapshot))
