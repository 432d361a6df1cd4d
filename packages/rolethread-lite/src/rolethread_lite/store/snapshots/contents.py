"""Looks into a snapshot: its lines, its library, its pictures, each read when it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.snapshot import Snapshot, SnapshotChunk, SnapshotDataset
from rolethread_lite.store.snapshots.chunks import SnapshotLine, check_chunk
from rolethread_lite.store.snapshots.libraries import SnapshotLibrary, read_library_object
from rolethread_lite.store.snapshots.objects import DamagedObject
from rolethread_lite.store.snapshots.shelf import Shelf, damaged_file


@dataclass(frozen=True, slots=True)
class SnapshotContents:
    """A snapshot on its shelf."""

    shelf: Shelf
    """Where its objects are."""
    snapshot: Snapshot
    """What it lists."""

    def dataset(self, name: str) -> SnapshotDataset:
        """Return the dataset of that name; raises UnknownName, naming those there are."""
        found = next((each for each in self.snapshot.datasets if each.name == name), None)
        if found is None:
            names = ", ".join(each.name for each in self.snapshot.datasets)
            raise UnknownName(
                f"the snapshot {self.snapshot.title!r} has no dataset named {name!r}",
                advice=f"It has: {names}." if names else "It has none.",
            )
        return found

    def chunk_lines(self, chunk: SnapshotChunk) -> list[SnapshotLine]:
        """Return the lines of a chunk, checked; raises StorageFailed, naming the file that is damaged or missing."""
        content = self.shelf.read(chunk.digest)
        try:
            return check_chunk(content, chunk.digest)
        except DamagedObject as fault:
            raise damaged_file(self.shelf.path_of(chunk.digest), str(fault)) from fault

    def lines(self, dataset: SnapshotDataset) -> Iterator[SnapshotLine]:
        """Yield the lines of a dataset in their order, a chunk at a time."""
        for chunk in dataset.chunks:
            yield from self.chunk_lines(chunk)

    def library(self) -> SnapshotLibrary:
        """Return the library and the settings; raises StorageFailed."""
        content = self.shelf.read(self.snapshot.library)
        try:
            return read_library_object(content)
        except DamagedObject as fault:
            raise damaged_file(self.shelf.path_of(self.snapshot.library), str(fault)) from fault

    def pictures(self) -> Iterator[bytes]:
        """Yield the pictures of the characters."""
        return (self.shelf.read(digest) for digest in self.snapshot.avatars)
