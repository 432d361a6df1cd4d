"""Brings a file into the workspace: read line by line, loaded unseen, adopted in one step."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rolethread_lite.errors import InvalidValue, UnreadableInput
from rolethread_lite.formats import messages
from rolethread_lite.formats.lines import ReadLine, read_line
from rolethread_lite.formats.opening import RawLine, Source, SourceFacts, open_source
from rolethread_lite.formats.rolethread_1 import Sidecar, find_sidecar, read_sidecar, with_speakers
from rolethread_lite.model.change import AdoptLines, Change, CreateDataset
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.record import Record
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.store.derived import Derivation
from rolethread_lite.store.loading import BATCH, LoadLine
from rolethread_lite.store.store import Store

RECORDS_LISTED = 100
"""How many lines that are no entries a report names one by one; all are counted and kept."""
_WORTH_WORKERS = 5_000_000
"""Bytes below which starting other processes takes longer than it saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """A line that is no entry, as a report names it."""

    number: int
    """The line of the file it began at."""
    reason: str
    """Why it is no entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did."""

    dataset: str
    """The dataset's name."""
    step: Step | None
    """The step of the history, None when the file held nothing."""
    entries: int
    """How many entries were read."""
    records: int
    """How many lines were kept that are no entries."""
    listed: tuple[KeptRecord, ...]
    """The first of those lines."""
    formats: tuple[tuple[str, int], ...]
    """How many lines there were of each format, the most frequent first."""
    facts: SourceFacts
    """What was seen of the file."""
    has_sidecar: bool
    """Whether a sidecar of RoleThread 1.0 gave the speakers."""
    sidecar_fault: str
    """Why the sidecar beside the file was left aside, empty when there was none or it was read."""


class _Derived(NamedTuple):
    """A line ready to load, and what the report needs of it."""

    load: LoadLine
    format: str
    detail: str


class LineReader:
    """Reads raw lines and derives from them; it can cross processes."""

    def __init__(self, derivation: Derivation, sidecar: Sidecar | None) -> None:
        """Derive with `derivation`; speakers are taken from the sidecar, where there is one."""
        self._derivation = derivation
        self._sidecar = sidecar

    def read(self, lines: Iterable[RawLine]) -> list[_Derived]:
        """Return the lines ready to load."""
        return [self._read(line.number, self._with_speakers(read_line(line.raw))) for line in lines]

    def _read(self, number: int, line: ReadLine) -> _Derived:
        is_record = isinstance(line.item, Record)
        detail = line.item.detail if isinstance(line.item, Record) else ""
        derived = self._derivation.of_item(line.item)
        return _Derived(LoadLine(line.line, is_record, number, derived), line.format, detail)

    def _with_speakers(self, line: ReadLine) -> ReadLine:
        if self._sidecar is None or isinstance(line.item, Record):
            return line
        entry = with_speakers(line.item, self._sidecar)
        return line if entry == line.item else ReadLine(entry, line.format, messages.write(entry))


class _Tally:
    """Counts what an import reads."""

    def __init__(self) -> None:
        self.entries = 0
        self.records = 0
        self.formats: Counter[str] = Counter()
        self.listed: list[KeptRecord] = []

    def count(self, lines: Iterable[_Derived]) -> None:
        for line in lines:
            if line.load.is_record:
                self.records += 1
                if len(self.listed) < RECORDS_LISTED:
                    self.listed.append(KeptRecord(number=line.load.number or 0, reason=line.detail))
            else:
                self.entries += 1
                self.formats[line.format] += 1


def import_file(
    store: Store,
    path: Path,
    *,
    name: str = "",
    into: str = "",
    workers: int = 0,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> ImportReport:
    """Read a file into a new dataset called `name`, or to the end of the dataset `into`, as one step.

    Without either, the dataset is called after the file. With `workers`, other processes derive findings and
    figures; a script that asks for them must be importable. `progress` is told how many bytes were read so far.
    Raises UnreadableInput, InvalidValue for a name that is taken, UnknownName for a dataset that is not there.
    """
    target = into or usable_name(name or dataset_name_for(path))
    _refuse_early(store, name=target, exists=bool(into))
    sidecar, sidecar_fault = sidecar_beside(path)
    reader = LineReader(store.derivation, sidecar)
    load = store.start_load(target)
    try:
        with store.keep_source(path.name) as kept, open_source(path, tee=kept.take) as source:
            tally = _Tally()
            with _derived_batches(reader, source, workers=workers if _is_large(path) else 0) as batches:
                for batch in batches:
                    tally.count(batch)
                    load.add([line.load for line in batch], source=kept.key)
                    progress(source.consumed)
            facts = source.facts
            kept.facts = json.dumps(asdict(facts))
        load.finish()
        step = _adopt(store, load.key, target=target, into=into, source=path.name)
    except BaseException:
        store.abandon_load(load)
        raise
    return ImportReport(
        dataset=target,
        step=step,
        entries=tally.entries,
        records=tally.records,
        listed=tuple(tally.listed),
        formats=tuple(tally.formats.most_common()),
        facts=facts,
        has_sidecar=sidecar is not None,
        sidecar_fault=sidecar_fault,
    )


def dataset_name_for(path: Path) -> str:
    """Return the name a dataset gets from its file: the file's name without its endings."""
    name = path.name.encode("utf-8", "replace").decode()
    for ending in (".gz", ".zst", ".jsonl", ".json", ".txt", ".ndjson"):
        name = name.removesuffix(ending)
    return name.strip() or "dataset"


def sidecar_beside(path: Path) -> tuple[Sidecar | None, str]:
    """Return the sidecar beside a file, and why it cannot be read: a broken one keeps nobody from the entries."""
    found = find_sidecar(path)
    if found is None:
        return None, ""
    try:
        return read_sidecar(found), ""
    except UnreadableInput as fault:
        return None, str(fault)


def _refuse_early(store: Store, *, name: str, exists: bool) -> None:
    """Raise before anything is read what would be raised after all of it was."""
    with store.view() as view:
        if exists:
            view.dataset(name)
        elif (other := view.name_in_the_way(name)) is not None:
            raise InvalidValue(
                f"a dataset named {other!r} already exists",
                advice="Choose another name with --name, or add to it with --into.",
            )


def _is_large(path: Path) -> bool:
    return path.exists() and path.stat().st_size >= _WORTH_WORKERS


def _adopt(store: Store, load: int, *, target: str, into: str, source: str) -> Step | None:
    changes: list[Change] = []
    if into:
        with store.view() as view:
            changes.append(AdoptLines(dataset=view.dataset_key(into), load=load))
    else:
        changes += [CreateDataset(key=load, name=target), AdoptLines(dataset=load, load=load)]
    operation = json.dumps({"operation": "import-file", "dataset": target, "source": source})
    return store.commit(changes, label=f"Import “{source}” into “{target}”", operation=operation)


@contextmanager
def _derived_batches(reader: LineReader, source: Source, *, workers: int) -> Iterator[Iterable[list[_Derived]]]:
    """Give the lines of a source ready to load, in their order and in batches."""
    batches = _batched(source.lines())
    if workers < 1:
        yield map(reader.read, batches)
        return
    # Other processes are rarely wanted, and what starts them takes a tenth of a second to load.
    from rolethread_lite.operations.worker_processes import mapped_ahead  # noqa: PLC0415

    with mapped_ahead(reader.read, batches, workers=workers) as derived:
        yield derived


def _batched(lines: Iterator[RawLine]) -> Iterator[list[RawLine]]:
    while batch := list(islice(lines, BATCH)):
        yield batch
