"""Reads the lines that come in, edits what an import edits, and derives findings and figures from them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

import xxhash

from rolethread_lite.formats import messages
from rolethread_lite.formats.lines import ReadLine, read_line, read_stored
from rolethread_lite.formats.opening import RawLine
from rolethread_lite.formats.rolethread_1 import with_speakers
from rolethread_lite.model.record import Record
from rolethread_lite.model.rolethread_1 import Registry
from rolethread_lite.operations.library.entry_edits import RenamedTag, TagEdits
from rolethread_lite.store.derived import Derivation
from rolethread_lite.store.loading import BATCH, LoadLine


class IncomingLine(NamedTuple):
    """A line ready to load, and what the report needs of it."""

    load: LoadLine
    format: str
    """The name of its format, empty for a record."""
    detail: str
    """Why it is no entry, empty for one."""
    renamed: tuple[RenamedTag, ...]
    """Tags that came under an old name."""
    digest: str
    """XXH3-64 of the line as it came, where a note waits for it; empty everywhere else."""


class LineReader:
    """Reads raw lines and derives from them; it can cross processes."""

    def __init__(
        self,
        derivation: Derivation,
        *,
        sidecar: Registry | None = None,
        edits: TagEdits | None = None,
        noted: frozenset[str] = frozenset(),
        is_kept: bool = False,
    ) -> None:
        """Derive with `derivation`; a sidecar of RoleThread 1.0 gives speakers, `noted` digests are told.

        Lines that were kept by a workspace, as those of a bundle, are taken as they are.
        """
        self._derivation = derivation
        self._sidecar = sidecar
        self._edits = edits or TagEdits()
        self._noted = noted
        self._is_kept = is_kept

    def read(self, lines: Iterable[RawLine]) -> list[IncomingLine]:
        """Return the lines ready to load."""
        return [self._read(line) for line in lines]

    def _read(self, raw: RawLine) -> IncomingLine:
        came = read_incoming(raw.raw, is_kept=self._is_kept)
        digest = xxhash.xxh3_64_hexdigest(came.line) if self._noted else ""
        line, renamed = self._edits.apply(self._with_speakers(came))
        is_record = isinstance(line.item, Record)
        detail = line.item.detail if isinstance(line.item, Record) else ""
        load = LoadLine(line.line, is_record, raw.number, self._derivation.of_item(line.item))
        return IncomingLine(load, line.format, detail, renamed, digest if digest in self._noted else "")

    def _with_speakers(self, line: ReadLine) -> ReadLine:
        if self._sidecar is None or isinstance(line.item, Record):
            return line
        entry = with_speakers(line.item, self._sidecar)
        return line if entry == line.item else ReadLine(entry, line.format, messages.write(entry))


@contextmanager
def incoming_batches(
    reader: LineReader, lines: Iterator[RawLine], *, workers: int
) -> Iterator[Iterable[list[IncomingLine]]]:
    """Give the lines ready to load, in their order and in batches."""
    batches = _batched(lines)
    if workers < 1:
        yield map(reader.read, batches)
        return
    # Other processes are rarely wanted, and what starts them takes a tenth of a second to load.
    from rolethread_lite.operations.worker_processes import mapped_ahead  # noqa: PLC0415

    with mapped_ahead(reader.read, batches, workers=workers) as read:
        yield read


def read_incoming(raw: bytes, *, is_kept: bool) -> ReadLine:
    """Return what a line is; one that a workspace kept before, as those of a bundle, keeps its bytes whatever it is."""
    if not is_kept:
        return read_line(raw)
    item = read_stored(raw)
    return ReadLine(item, "" if isinstance(item, Record) else messages.FORMAT.name, raw)


def _batched(lines: Iterator[RawLine]) -> Iterator[list[RawLine]]:
    while batch := list(islice(lines, BATCH)):
        yield batch
