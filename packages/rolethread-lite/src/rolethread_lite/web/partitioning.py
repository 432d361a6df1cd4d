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
from rolethread_lite.operations.partition_dataset import NewPart
from rolethread_lite.queries.dataset_lines import entry_lines
from rolethread_lite.web.downloads import NamedFile
from rolethread_lite.workspace import Workspace


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

    def name_of(self, part: Part) -> str:
        """Return what the dataset of a part is called."""
        return f"{self.prefix}-{part.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A dataset as it is divided."""

    report: PartitionReport
    """How many entries go where."""
    revision: int
    """The revision of the workspace it is true for."""
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


@contextmanager
def divided(workspace: Workspace, wish: PartitionWish, *, with_keys: bool = False) -> Iterator[Division]:
    """Divide a dataset; its entries wait in a temporary file as long as the block lasts."""
    with TemporaryDirectory(prefix="rolethread-", ignore_cleanup_errors=True) as folder, workspace.view() as view:
        path = Path(folder) / "entries.jsonl"
        with path.open("xb") as file:
            # Records go to no part, and one that begins a file could make it look like something else.
            file.writelines(with_newlines(line for _, line in entry_lines(view, dataset=wish.dataset.name)))
        reader = Reader(InputFile(path=path, shown=wish.dataset.name))
        partition = Partition(reader, parts=wish.parts, seed=wish.seed, group_by=wish.group_by)
        yield Division(
            report=partition.report,
            revision=view.revision,
            files=tuple(
                NamedFile(f"{part.name}.jsonl", with_newlines(partition.lines(place)))
                for place, part in enumerate(wish.parts)
            ),
            keys=_keys(entry_lines(view, dataset=wish.dataset.name), partition, len(wish.parts)) if with_keys else (),
        )


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
