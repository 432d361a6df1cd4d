"""Compares two states by the names of their chunks; only chunks that differ are read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import xxhash

from rolethread_lite.model.snapshot import DatasetChanges, Snapshot, SnapshotChanges, SnapshotDataset
from rolethread_lite.store.applying import uid_seed
from rolethread_lite.store.snapshots.chunks import chunk_digest, chunked, facts_of_line, narrow_lines, source_marks
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.snapshots.libraries import present_library, write_library
from rolethread_lite.store.snapshots.objects import digest_of
from rolethread_lite.store.view import View


class _Mark(NamedTuple):
    """A line, by its id and by everything that is kept of it."""

    uid: bytes
    digest: bytes


class _Chunk(NamedTuple):
    digest: str
    marks: Callable[[], Iterable[_Mark]]
    """Gives the lines; reading them may cost something."""


class _Side(NamedTuple):
    """A dataset on one side of a comparison."""

    uid: str
    name: str
    chunks: Sequence[_Chunk]


class State(NamedTuple):
    """One side of a comparison."""

    datasets: Iterator[_Side]
    library: str


def state_of_snapshot(contents: SnapshotContents) -> State:
    """Return a snapshot as a side of a comparison."""
    sides = (_side_of(contents, dataset) for dataset in contents.snapshot.datasets)
    return State(sides, contents.snapshot.library)


def state_now(view: View, *, like: Snapshot) -> State:
    """Return what a view shows as a side of a comparison with a snapshot: the same datasets, or all of them."""
    held = {each.uid for each in like.datasets}
    library = digest_of(write_library(present_library(view.connection)))
    return State((side for side in _sides_now(view) if like.is_whole or side.uid in held), library)


def compare_states(old: State, new: State) -> SnapshotChanges:
    """Return how a state differs from an earlier one."""
    before = {side.uid: side for side in old.datasets}
    after = {side.uid: side for side in new.datasets}
    changes = [_changes(before.get(uid), after.get(uid)) for uid in before | after]
    return SnapshotChanges(
        datasets=tuple(sorted(changes, key=lambda one: one.name)), is_library_changed=old.library != new.library
    )


def _changes(old: _Side | None, new: _Side | None) -> DatasetChanges:
    side = new or old
    if side is None:
        return DatasetChanges(name="")
    known = {chunk.digest for chunk in (old.chunks if old else ())} & {
        chunk.digest for chunk in (new.chunks if new else ())
    }
    before, after = _marks(old, besides=known), _marks(new, besides=known)
    return DatasetChanges(
        name=side.name,
        is_new=old is None,
        is_gone=new is None,
        added=tuple(uid.hex() for uid in after if uid not in before),
        changed=tuple(uid.hex() for uid in after if uid in before and after[uid] != before[uid]),
        removed=tuple(uid.hex() for uid in before if uid not in after),
        is_rearranged=_order(old, known, after) != _order(new, known, before),
    )


def _marks(side: _Side | None, *, besides: set[str]) -> dict[bytes, bytes]:
    chunks = side.chunks if side else ()
    return {mark.uid: mark.digest for chunk in chunks if chunk.digest not in besides for mark in chunk.marks()}


def _order(side: _Side | None, known: set[str], others: Mapping[bytes, bytes]) -> list[bytes]:
    """Return the order of what both sides have; chunks that are the same count as one thing."""
    order: list[bytes] = []
    for chunk in side.chunks if side else ():
        if chunk.digest in known:
            order.append(chunk.digest.encode())
        else:
            order += [mark.uid for mark in chunk.marks() if mark.uid in others]
    return order


def _side_of(contents: SnapshotContents, dataset: SnapshotDataset) -> _Side:
    def _reader(place: int) -> Callable[[], Iterator[_Mark]]:
        return lambda: (_mark(line.uid, facts_of_line(line)) for line in contents.chunk_lines(dataset.chunks[place]))

    chunks = [_Chunk(chunk.digest, _reader(place)) for place, chunk in enumerate(dataset.chunks)]
    return _Side(dataset.uid, dataset.name, chunks)


def _sides_now(view: View) -> Iterator[_Side]:
    sources = {key: source.mark for key, source in source_marks(view.connection).items()}
    for dataset in view.datasets():
        chunks: list[_Chunk] = []
        for lines in chunked(narrow_lines(view.connection, dataset.key, sources)):
            facts = [(line.uid, line.facts) for line in lines]
            marks = [_mark(uid, fact) for uid, fact in facts]
            chunks.append(_Chunk(chunk_digest(fact for _, fact in facts), marks.copy))
        yield _Side(uid_seed(view.connection, dataset.key).hex(), dataset.name, chunks)


def _mark(uid: bytes, facts: bytes) -> _Mark:
    return _Mark(uid, xxhash.xxh3_128_digest(facts))
