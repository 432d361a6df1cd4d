"""The snapshots of a workspace: taken, listed, verified, thinned, looked into."""

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.settings import Settings
from rolethread_lite.model.snapshot import (
    KeptSnapshot,
    Snapshot,
    SnapshotChanges,
    SnapshotCheck,
    SnapshotReason,
    SnapshotSize,
)
from rolethread_lite.store.connection import storage_errors
from rolethread_lite.store.snapshots.comparing import compare_states, state_now, state_of_snapshot
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.snapshots.shelf import Shelf, sizes_on_disk, usable_name
from rolethread_lite.store.snapshots.taking import Occasion, Progress, quiet, take
from rolethread_lite.store.snapshots.thinning import thinned
from rolethread_lite.store.snapshots.verifying import verify
from rolethread_lite.store.store import Store
from rolethread_lite.store.view import View

FOLDER = "snapshots"


class Snapshots:
    """The snapshots beside a workspace's database."""

    def __init__(self, store: Store) -> None:
        """Keep the snapshots of `store` in a folder beside it."""
        self._store = store
        self.shelf = Shelf(store.path.parent / FOLDER)
        """Where they are."""

    def take(
        self,
        *,
        name: str = "",
        datasets: Collection[str] | None = None,
        is_pinned: bool = False,
        reason: SnapshotReason = SnapshotReason.MANUAL,
        progress: Progress = quiet,
    ) -> Snapshot | None:
        """Take a snapshot of everything, or of some datasets, and thin out older ones.

        One that is not asked for by hand is None where a snapshot holds the same already. Raises UnknownName,
        DiskFull, StorageFailed.
        """
        with self._store.view() as view:
            occasion = Occasion(reason, usable_name(name), is_pinned)
            return self.take_from(view, occasion, datasets=datasets, progress=progress)

    def take_from(
        self,
        view: View,
        occasion: Occasion,
        *,
        datasets: Collection[str] | None = None,
        progress: Progress = quiet,
    ) -> Snapshot | None:
        """Take a snapshot of what a view shows, and thin out older ones."""
        with storage_errors(self._store.path):
            taken = take(view, self.shelf, occasion=occasion, datasets=datasets, progress=progress)
            settings = view.settings()
        if taken is not None:
            thin(self.shelf, settings=settings)
        return taken

    def all(self) -> tuple[Snapshot, ...]:
        """Return every snapshot, the latest first."""
        return self.shelf.snapshots()

    def damaged_lists(self) -> tuple[Path, ...]:
        """Return the lists of snapshots that cannot be read."""
        return self.shelf.listing().damaged

    def find(self, word: str) -> Snapshot:
        """Return a snapshot by its id, the beginning of it, its name, or `latest`; raises UnknownName."""
        return self.shelf.find(word)

    def contents(self, snapshot: Snapshot) -> SnapshotContents:
        """Return what is in a snapshot, to be read when it is asked for."""
        return SnapshotContents(self.shelf, snapshot)

    def sizes(self) -> dict[str, SnapshotSize]:
        """Return how much room each snapshot takes, by its id."""
        return sizes(self.shelf)

    def changes_since(self, snapshot: Snapshot) -> SnapshotChanges:
        """Return how the workspace differs from a snapshot."""
        with self._store.view() as view:
            return compare_states(state_of_snapshot(self.contents(snapshot)), state_now(view, like=snapshot))

    def changes_between(self, old: Snapshot, new: Snapshot) -> SnapshotChanges:
        """Return how a snapshot differs from an earlier one."""
        return compare_states(state_of_snapshot(self.contents(old)), state_of_snapshot(self.contents(new)))

    def verify(self, snapshots: Collection[Snapshot], *, progress: Progress = quiet) -> tuple[SnapshotCheck, ...]:
        """Verify snapshots; damaged objects are set aside, so that the next snapshot writes them anew."""
        return verify(self.shelf, tuple(snapshots), at=time.time_ns(), progress=progress)

    def verified_at(self, snapshot: Snapshot) -> int | None:
        """Return when a snapshot was last found good, None when it never was."""
        return self.shelf.verified_at(snapshot.id)

    def pin(self, snapshot: Snapshot, *, is_pinned: bool) -> Snapshot:
        """Pin a snapshot, so that thinning leaves it alone, or take the pin away."""
        return pin(self.shelf, snapshot, is_pinned=is_pinned)

    def remove(self, snapshot: Snapshot) -> int:
        """Remove a snapshot; return how many bytes that freed. Raises InvalidValue for a pinned one."""
        if snapshot.is_pinned:
            raise InvalidValue(
                f"the snapshot {snapshot.title!r} is pinned", advice="Take the pin away first: snapshot unpin."
            )
        self.shelf.remove(snapshot.id)
        return self.shelf.sweep()

    def thinning(self) -> tuple[KeptSnapshot, ...]:
        """Return every snapshot with the reasons for which it stays; those without reasons would go."""
        with self._store.view() as view:
            return thinning(self.shelf, settings=view.settings())

    def thin(self) -> tuple[Snapshot, ...]:
        """Remove the snapshots that have no reason to stay, and return them."""
        with self._store.view() as view:
            settings = view.settings()
        return thin(self.shelf, settings=settings)


def thinning(shelf: Shelf, *, settings: Settings) -> tuple[KeptSnapshot, ...]:
    """Return every snapshot of a shelf with the reasons for which it stays."""
    known = shelf.snapshots()
    verified = {one.id for one in known if shelf.verified_at(one.id) is not None}
    zone = datetime.now().astimezone().tzinfo
    return thinned(known, settings=settings, verified=verified, **({} if zone is None else {"zone": zone}))


def thin(shelf: Shelf, *, settings: Settings) -> tuple[Snapshot, ...]:
    """Remove the snapshots of a shelf that have no reason to stay, then what only they needed; return them."""
    going = tuple(kept.snapshot for kept in thinning(shelf, settings=settings) if not kept.reasons)
    for snapshot in going:
        shelf.remove(snapshot.id)
    shelf.sweep()
    return going


def pin(shelf: Shelf, snapshot: Snapshot, *, is_pinned: bool) -> Snapshot:
    """Write a snapshot's list anew, pinned or not."""
    shelf.put(changed := replace(snapshot, is_pinned=is_pinned))
    return changed


def sizes(shelf: Shelf) -> dict[str, SnapshotSize]:
    """Return how much room each snapshot of a shelf takes, by its id."""
    found = sizes_on_disk(shelf.snapshots(), shelf.object_sizes())
    return {snapshot: SnapshotSize(own=own, shared=shared) for snapshot, (own, shared) in found.items()}
