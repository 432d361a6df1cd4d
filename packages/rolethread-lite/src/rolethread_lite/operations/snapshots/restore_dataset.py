"""What makes a dataset, or some of its entries, what they were in a snapshot."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.change import FIRST, ArrangeLines, Change, InsertLine, RemoveLine
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.snapshot import SnapshotDataset
from rolethread_lite.operations.snapshots.comparing_lines import KnownLine, changes_to
from rolethread_lite.store.applying import uid_seed
from rolethread_lite.store.asking import rows_as
from rolethread_lite.store.snapshots.chunks import (
    SnapshotLine,
    chunk_digest,
    chunked,
    narrow_lines,
    source_marks,
)
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.view import View


class _Wanted(NamedTuple):
    """A line as the snapshot has it."""

    uid: bytes
    line: SnapshotLine | None
    """The line, None where it is still the same."""


class RestoredDataset:
    """Compares a dataset with what it was, chunk by chunk; what is still the same is not read."""

    def __init__(self, view: View, contents: SnapshotContents, dataset: SnapshotDataset, *, key: int) -> None:
        """Compare the dataset with that key."""
        self._view = view
        self._contents = contents
        self._dataset = dataset
        self._key = key
        sources = {number: source.mark for number, source in source_marks(view.connection).items()}
        self._known: dict[bytes, KnownLine] = {}
        self._same: dict[str, list[bytes]] = {}
        for lines in chunked(narrow_lines(view.connection, key, sources)):
            self._same[chunk_digest(line.facts for line in lines)] = [line.uid for line in lines]
            self._known |= {line.uid: KnownLine(line, is_removed=False) for line in lines}
        for line in narrow_lines(view.connection, -key, sources):
            self._known.setdefault(line.uid, KnownLine(line, is_removed=True))

    def whole(self) -> Iterator[Change]:
        """Yield what makes the dataset what it was."""
        order: list[bytes] = []
        yield from self._edits(order, chosen=None)
        stays = frozenset(order)
        yield from (
            RemoveLine(key=known.line.key)
            for uid, known in self._known.items()
            if uid not in stays and not known.is_removed
        )
        keys = tuple(self._known[uid].line.key for uid in order)
        if not self._is_in_order(keys):
            yield ArrangeLines(dataset=self._key, keys=keys)
        yield from self._insertions(chosen=None)

    def chosen(self, entry_ids: Iterable[str]) -> Iterator[Change]:
        """Yield what makes some entries what they were; raises UnknownName for one the snapshot has not."""
        chosen = self._named(entry_ids)
        yield from self._edits([], chosen=chosen)
        yield from self._insertions(chosen=chosen)

    def _wanted(self) -> Iterator[_Wanted]:
        for chunk in self._dataset.chunks:
            same = self._same.get(chunk.digest)
            if same is not None:
                yield from (_Wanted(uid, None) for uid in same)
            else:
                yield from (_Wanted(line.uid, line) for line in self._contents.chunk_lines(chunk))

    def _edits(self, order: list[bytes], *, chosen: frozenset[bytes] | None) -> Iterator[Change]:
        """Yield the changes of lines that are kept, and note their order."""
        for wanted in self._wanted():
            known = self._known.get(wanted.uid)
            if known is not None and (chosen is None or wanted.uid in chosen):
                order.append(wanted.uid)
                yield from changes_to(self._view, known, wanted.line)

    def _is_in_order(self, keys: tuple[int, ...]) -> bool:
        """Tell whether lines stand in this order already, those that come back in their old places."""
        query = "select id,pos from entry where dataset in (?,?)"
        positions = dict(rows_as(_place, self._view.connection, query, (self._key, -self._key)))
        places = [positions[key] for key in keys]
        return all(first < second for first, second in pairwise(places))

    def _insertions(self, *, chosen: frozenset[bytes] | None) -> Iterator[Change]:
        """Yield the lines that are not kept in the workspace any more, each behind the one it followed."""
        after = FIRST
        for wanted in self._wanted():
            known = self._known.get(wanted.uid)
            is_chosen = chosen is None or wanted.uid in chosen
            if known is not None:
                after = known.line.key if is_chosen or not known.is_removed else after
            elif is_chosen and wanted.line is not None:
                yield insertion(wanted.line, dataset=self._key, after=after)

    def _named(self, entry_ids: Iterable[str]) -> frozenset[bytes]:
        """Return the ids that begin with the given ones; raises UnknownName for none, and for more than one."""
        known = [wanted.uid for wanted in self._wanted()]
        return frozenset(_only(known, entry_id) for entry_id in entry_ids)


def insertion(line: SnapshotLine, *, dataset: int, after: int | None = None) -> InsertLine:
    """Return the change that brings in a line of a snapshot under the id it had."""
    return InsertLine(
        dataset=dataset,
        line=line.line,
        after=after,
        note=line.note or "",
        is_record=line.is_record,
        entry_id=line.uid.hex(),
    )


def chosen_lines(
    contents: SnapshotContents, dataset: SnapshotDataset, entry_ids: tuple[str, ...]
) -> Iterator[SnapshotLine]:
    """Yield the lines of a dataset in a snapshot, or those named; raises UnknownName."""
    if not entry_ids:
        yield from contents.lines(dataset)
        return
    known = [line.uid for line in contents.lines(dataset)]
    chosen = frozenset(_only(known, entry_id) for entry_id in entry_ids)
    yield from (line for line in contents.lines(dataset) if line.uid in chosen)


def present_dataset(view: View, dataset: SnapshotDataset) -> Dataset | None:
    """Return the dataset that a snapshot's one has become: by its id and name, by its id, or by its name."""
    present = view.datasets()
    seeds = {one.key: uid_seed(view.connection, one.key).hex() for one in present}
    same_uid = [one for one in present if seeds[one.key] == dataset.uid]
    same_name = [one for one in present if one.name == dataset.name]
    both = [one for one in same_uid if one.name == dataset.name]
    return next(iter((*both, *same_uid, *same_name)), None)


def _only(known: list[bytes], entry_id: str) -> bytes:
    found = [uid for uid in known if entry_id and uid.hex().startswith(entry_id)]
    if len(found) != 1:
        what = f"more than one entry of the snapshot has an id that begins with {entry_id!r}"
        raise UnknownName(
            what if found else f"the snapshot has no entry {entry_id!r}",
            advice="`rolethread snapshot changes` lists the ids of entries that are not as they were.",
        )
    return found[0]


def _place(key: int, position: int) -> tuple[int, int]:
    return key, position
