"""Verifies snapshots: every object is unpacked and everything in it compared with what its name stands for."""

from collections.abc import Iterator, Sequence

from rolethread_lite.model.snapshot import Snapshot, SnapshotCheck, SnapshotFault
from rolethread_lite.store.snapshots.chunks import check_chunk
from rolethread_lite.store.snapshots.libraries import read_library_object
from rolethread_lite.store.snapshots.objects import DamagedObject, digest_of
from rolethread_lite.store.snapshots.shelf import Shelf, check_list
from rolethread_lite.store.snapshots.taking import Progress, quiet


class _Verifier:
    """Looks at each object once, however many snapshots need it."""

    def __init__(self, shelf: Shelf, progress: Progress) -> None:
        self._shelf = shelf
        self._progress = progress
        self._known: dict[str, str] = {}

    def faults(self, snapshot: Snapshot) -> Iterator[SnapshotFault]:
        """Yield what is wrong with a snapshot."""
        what = check_list(self._shelf.list_path(snapshot.id))
        if what:
            path = str(self._shelf.list_path(snapshot.id))
            yield SnapshotFault(path=path, what=what, dataset="", first=0, last=0)
        for dataset in snapshot.datasets:
            number = 1
            for chunk in dataset.chunks:
                yield from self._fault(chunk.digest, "lines", place=(dataset.name, number, number + chunk.lines - 1))
                number += chunk.lines
        yield from self._fault(snapshot.library, "library", place=("", 0, 0))
        for digest in snapshot.avatars:
            yield from self._fault(digest, "picture", place=("", 0, 0))

    def _fault(self, digest: str, kind: str, *, place: tuple[str, int, int]) -> Iterator[SnapshotFault]:
        what = self._known.get(digest)
        if what is None:
            what = self._known[digest] = self._look(digest, kind)
            self._progress(len(self._known))
        if what:
            dataset, first, last = place
            path = str(self._shelf.path_of(digest))
            yield SnapshotFault(path=path, what=what, dataset=dataset, first=first, last=last)

    def _look(self, digest: str, kind: str) -> str:
        try:
            content = self._shelf.try_read(digest)
            if kind == "lines":
                check_chunk(content, digest)
            elif digest_of(content) != digest:
                return "it is not what its name stands for"
            elif kind == "library":
                read_library_object(content)
        except DamagedObject as fault:
            if self._shelf.path_of(digest).exists():
                self._shelf.set_aside(digest)
            return str(fault)
        return ""


def verify(
    shelf: Shelf, snapshots: Sequence[Snapshot], *, at: int, progress: Progress = quiet
) -> tuple[SnapshotCheck, ...]:
    """Verify snapshots and note which are good; `progress` is told how many objects were looked at.

    A damaged object is set aside, so that the next snapshot of the same lines makes all that need it good again.
    """
    verifier = _Verifier(shelf, progress)
    checks: list[SnapshotCheck] = []
    for snapshot in snapshots:
        check = SnapshotCheck(snapshot=snapshot.id, faults=tuple(verifier.faults(snapshot)))
        if check.is_good:
            shelf.mark_verified(snapshot.id, at)
        else:
            shelf.forget_verified(snapshot.id)
        checks.append(check)
    return tuple(checks)
