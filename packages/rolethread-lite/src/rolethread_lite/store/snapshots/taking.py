"""Takes a snapshot of what a view shows."""

import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from importlib.metadata import version
from itertools import chain
from typing import NamedTuple

import msgspec
import xxhash

from rolethread_lite.model.dataset import Dataset, StepState
from rolethread_lite.model.snapshot import (
    Snapshot,
    SnapshotChunk,
    SnapshotDataset,
    SnapshotReason,
    SnapshotSource,
)
from rolethread_lite.store.applying import uid_seed
from rolethread_lite.store.asking import count
from rolethread_lite.store.snapshots.chunks import NarrowLine, chunk_digest, chunked, narrow_lines, source_marks
from rolethread_lite.store.snapshots.chunks import write_chunk as chunk_content
from rolethread_lite.store.snapshots.libraries import pictures_of, present_library, read_pictures, write_library
from rolethread_lite.store.snapshots.objects import digest_of
from rolethread_lite.store.snapshots.shelf import Shelf
from rolethread_lite.store.view import View

_HANDS = 4
_MOST_WAITING = 16
"""Objects in memory at a time that are not on the disk yet."""

Progress = Callable[[int], None]
"""Told now and then how many lines are done."""


def quiet(_lines: int) -> None:
    """Follow nothing."""


class Occasion(NamedTuple):
    """Why a snapshot is taken, and what is said about it."""

    reason: SnapshotReason
    """Why it is taken."""
    name: str = ""
    """What the owner calls it."""
    is_pinned: bool = False
    """Whether it is never thinned out."""


class _Desk:
    """Hands objects to a shelf, several at a time: most of keeping one is waiting for the disk."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="rolethread-snapshot")
        self._busy: deque[Future[int]] = deque()
        self._given: set[str] = set()

    def put(self, digest: str, content: Callable[[], bytes]) -> None:
        """Keep an object that is not there yet; what went wrong with an earlier one is raised."""
        if digest in self._given or self._shelf.has(digest):
            return
        self._given.add(digest)
        self._busy.append(self._hands.submit(self._shelf.write, digest, content()))
        while len(self._busy) > _MOST_WAITING:
            self._busy.popleft().result()

    def finish(self) -> None:
        """Wait for everything that was handed over; raises what went wrong with any of it."""
        while self._busy:
            self._busy.popleft().result()

    def close(self) -> None:
        """Let everybody go; what has not begun is not begun any more."""
        self._hands.shutdown(cancel_futures=True)


class _Writer:
    """Puts on a shelf what a view shows, as far as it is not there yet."""

    def __init__(self, view: View, shelf: Shelf, progress: Progress) -> None:
        self._connection = view.connection
        self._desk = _Desk(shelf)
        self._progress = progress
        self._sources = source_marks(view.connection)
        self._marks = {key: source.mark for key, source in self._sources.items()}
        self._used: set[str] = set()
        self._lines = 0

    def dataset(self, found: Dataset) -> SnapshotDataset:
        lines = narrow_lines(self._connection, found.key, self._marks)
        chunks = tuple(self._chunk(chunk) for chunk in chunked(lines))
        return SnapshotDataset(
            name=found.name,
            uid=uid_seed(self._connection, found.key).hex(),
            entries=found.entries,
            records=found.records,
            chunks=chunks,
        )

    def _chunk(self, lines: Sequence[NarrowLine]) -> SnapshotChunk:
        digest = chunk_digest(line.facts for line in lines)
        self._desk.put(digest, lambda: chunk_content(self._connection, lines))
        self._used.update(line.source for line in lines)
        self._lines += len(lines)
        self._progress(self._lines)
        return SnapshotChunk(digest, len(lines))

    def library(self) -> tuple[str, tuple[str, ...]]:
        """Keep the library and its pictures, and return the names of their objects."""
        found = present_library(self._connection)
        pictures = read_pictures(self._connection, pictures_of(found.library))
        content = write_library(found)
        objects = {digest_of(content): content, **pictures}
        for digest, part in objects.items():
            self._desk.put(digest, partial(bytes, part))
        return digest_of(content), tuple(pictures)

    def finish(self) -> None:
        """Wait until everything is on the shelf; raises what kept it from getting there."""
        self._desk.finish()

    def close(self) -> None:
        """End, whatever has happened."""
        self._desk.close()

    def sources(self) -> tuple[SnapshotSource, ...]:
        """Return the sources of the lines that were kept."""
        used = {source.mark: source for source in self._sources.values() if source.mark in self._used}
        return tuple(used[mark] for mark in sorted(used))


def take(
    view: View,
    shelf: Shelf,
    *,
    occasion: Occasion,
    datasets: Collection[str] | None = None,
    progress: Progress = quiet,
) -> Snapshot | None:
    """Put what a view shows on a shelf, all of it or some datasets, and return the snapshot.

    One that nobody asked for is None where there is nothing, or where the latest ones hold the same already.
    Raises UnknownName for a dataset there is not, DiskFull and StorageFailed; nothing half-written is a snapshot.
    """
    known = view.datasets()
    chosen = known if datasets is None else tuple(view.dataset(each) for each in sorted(datasets))
    is_asked = occasion.reason is SnapshotReason.MANUAL
    if not (is_asked or chosen or _has_library(view)):
        return None
    with closing(_Writer(view, shelf, progress)) as writer:
        kept = tuple(writer.dataset(each) for each in chosen)
        library, avatars = writer.library()
        writer.finish()
    snapshot = Snapshot(
        id="",
        root=root_of(kept, library),
        at=time.time_ns(),
        reason=occasion.reason,
        name=occasion.name,
        is_pinned=occasion.is_pinned,
        is_whole=len(chosen) == len(known),
        step=count(view.connection, f"select max(seq) from history where state={StepState.DONE}"),
        program=version("rolethread-lite"),
        datasets=kept,
        sources=writer.sources(),
        library=library,
        avatars=avatars,
    )
    if not is_asked and _is_held(snapshot, shelf):
        return None
    return shelf.publish(snapshot)


def root_of(datasets: Sequence[SnapshotDataset], library: str) -> str:
    """Return the digest of everything a snapshot holds."""
    parts = [(each.name, each.uid, each.chunks) for each in datasets]
    return xxhash.xxh3_128_hexdigest(msgspec.json.encode((parts, library)))


def _has_library(view: View) -> bool:
    found = present_library(view.connection)
    return bool(found.library.items or found.settings)


def _is_held(snapshot: Snapshot, shelf: Shelf) -> bool:
    """Tell whether the latest snapshot, or the latest of everything, holds all of this one."""
    known = shelf.snapshots()
    latest = (known[:1], [one for one in known if one.is_whole][:1])
    return any(_holds(one, snapshot) for one in chain(*latest))


def _holds(other: Snapshot, snapshot: Snapshot) -> bool:
    if snapshot.is_whole:
        return other.root == snapshot.root
    held = {(each.name, each.uid, each.chunks) for each in other.datasets}
    wanted = {(each.name, each.uid, each.chunks) for each in snapshot.datasets}
    return wanted <= held and other.library == snapshot.library
