"""A dataset divided into parts as a page asks for it; the division itself is that of files."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import xxhash

from rolethread_lite.errors import InvalidValue
from rolethread_lite.files.lines import with_newlines
from rolethread_lite.files.partition import Partition, PartitionReport
from rolethread_lite.files.reading import InputFile, Reader
from rolethread_lite.files.shares import Part, read_parts
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.watch import Watch, unwatched
from rolethread_lite.operations.partition_dataset import NewPart
from rolethread_lite.queries.dataset_lines import entry_lines
from rolethread_lite.web.downloads import NamedFile
from rolethread_lite.web.latest import Latest
from rolethread_lite.workspace import Workspace

AT_ONCE = 10_000
"""Up to so many entries are counted while the page waits."""
_LINES_BETWEEN_LOOKS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionWish:
    """What an address wants divided, and how."""

    dataset: Dataset
    """The dataset."""
    parts: tuple[Part, ...]
    """The parts, in their order."""
    seed: int
    """The number the division follows from."""
    group_by: str
    """What is kept together, empty for nothing but duplicates."""
    prefix: str
    """How the names of new datasets begin."""

    @property
    def is_small(self) -> bool:
        """Tell whether a page can wait until its parts are counted."""
        return self.dataset.entries <= AT_ONCE

    def name_of(self, part: Part) -> str:
        """Return what the dataset of a part is called."""
        return f"{self.prefix}-{part.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedParts:
    """The parts of a dataset, counted."""

    report: PartitionReport
    """How many entries go where."""
    revision: int
    """The revision of the workspace it is true for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A dataset as it is divided."""

    counted: CountedParts
    """How many entries go where."""
    files: tuple[NamedFile, ...]
    """The parts as files, to be read while the division is open."""
    keys: tuple[Sequence[int], ...]
    """The keys of the lines of each part; empty where they were not asked for."""


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the parts that `train=90,test=10` names; raises InvalidValue in words of the page."""
    try:
        return read_parts(text)
    except InvalidValue as fault:
        raise InvalidValue(fault.what.removesuffix("."), advice=fault.advice) from fault


def known_parts(workspace: Workspace, wish: PartitionWish, *, kept: Latest[CountedParts]) -> CountedParts | None:
    """Return the counted parts, None when it takes too long to count them while a page waits."""
    with workspace.view() as view:
        found = kept.find(_asked(wish), revision=view.revision)
    return found or (count_parts(workspace, wish, kept=kept) if wish.is_small else None)


def count_parts(
    workspace: Workspace, wish: PartitionWish, *, kept: Latest[CountedParts], watch: Watch = unwatched
) -> CountedParts:
    """Count the parts however long it takes, and keep what was counted."""
    with divided(workspace, wish, watch=watch) as division:
        counted = division.counted
    kept.keep(_asked(wish), counted, revision=counted.revision)
    return counted


def _asked(wish: PartitionWish) -> str:
    """Return all that decides how many entries go where."""
    return repr((wish.dataset.key, wish.parts, wish.seed, wish.group_by))


@contextmanager
def divided(
    workspace: Workspace, wish: PartitionWish, *, with_keys: bool = False, watch: Watch = unwatched
) -> Iterator[Division]:
    """Divide a dataset; its entries wait in a temporary file as long as the block lasts."""
    with TemporaryDirectory(prefix="rolethread-", ignore_cleanup_errors=True) as folder, workspace.view() as view:
        progress = _Progress(watch, entries=wish.dataset.entries)
        path = Path(folder) / "entries.jsonl"
        with path.open("xb") as file:
            # Records go to no part, and one that begins a file could make it look like something else.
            lines = (line for _, line in entry_lines(view, dataset=wish.dataset.name))
            file.writelines(with_newlines(progress.through(lines)))
        reader = Reader(InputFile(path=path, shown=wish.dataset.name), watch=progress.see_reading)
        partition = Partition(reader, parts=wish.parts, seed=wish.seed, group_by=wish.group_by)
        yield Division(
            counted=CountedParts(report=partition.report, revision=view.revision),
            files=tuple(
                NamedFile(f"{part.name}.jsonl", with_newlines(partition.lines(place)))
                for place, part in enumerate(wish.parts)
            ),
            keys=_keys(entry_lines(view, dataset=wish.dataset.name), partition, len(wish.parts)) if with_keys else (),
        )


class _Progress:
    """How far a division is; writing entries down is so quick beside reading them that it counts for nothing."""

    def __init__(self, watch: Watch, *, entries: int) -> None:
        self._watch = watch
        self._entries = entries
        self._done = 0

    def through(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield lines that are to be written down, and let the owner stop it."""
        for number, line in enumerate(lines):
            if number % _LINES_BETWEEN_LOOKS == 0:
                self._tell(0)
            yield line

    def see_reading(self, _name: str, read: int, whole: int) -> None:
        """Tell how much of what was written down is read; what is read once more is done already."""
        self._tell(self._entries * read // max(1, whole))

    def _tell(self, done: int) -> None:
        self._done = max(self._done, done)
        self._watch(self._done, self._entries)


def new_parts(wish: PartitionWish, division: Division) -> tuple[NewPart, ...]:
    """Return the datasets that a division comes to; the division must have been made with its keys."""
    return tuple(
        NewPart(name=wish.name_of(part), keys=keys) for part, keys in zip(wish.parts, division.keys, strict=True)
    )


def _keys(lines: Iterable[tuple[int, bytes]], partition: Partition, parts: int) -> tuple[Sequence[int], ...]:
    """Return the keys of the lines of each part: lines that are the same always go to the same part."""
    places = {xxhash.xxh3_128_digest(line): place for place in range(parts) for line in partition.lines(place)}
    keys = tuple(array("q") for _ in range(parts))
    for key, line in lines:
        keys[places[xxhash.xxh3_128_digest(line)]].append(key)
    return keys
