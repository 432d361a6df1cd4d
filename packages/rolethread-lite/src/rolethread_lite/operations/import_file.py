"""Brings a file into the workspace: read line by line, loaded unseen, adopted in one step."""

import json
from dataclasses import asdict
from pathlib import Path

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats.opening import SourceFacts, open_source
from rolethread_lite.model.change import AdoptLines, Change, CreateDataset, PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.dataset import Step
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.library_difference import compare_libraries
from rolethread_lite.model.library_taking import changes_to_take
from rolethread_lite.operations.bundle.reading import Bundle, Progress, repeated_id
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.operations.import_lines import IncomingLine, LineReader, incoming_batches
from rolethread_lite.operations.import_report import ImportOptions, ImportReport, LibraryOffer, Tally
from rolethread_lite.operations.incoming import Incoming, facts_of_bundle, opened_incoming
from rolethread_lite.operations.library.entry_edits import tag_edits
from rolethread_lite.operations.library.notes import NotesOnLines
from rolethread_lite.store.belongings import has_repeated_id
from rolethread_lite.store.keeping import IS_ENTRY, IS_RECORD
from rolethread_lite.store.lines import cut
from rolethread_lite.store.loading import Load, LoadRow
from rolethread_lite.store.store import SourceInProgress, Store

_WORTH_WORKERS = 5_000_000
"""Bytes below which starting other processes takes longer than it saves."""
_CHUNK = 1 << 20


def import_file(  # noqa: PLR0913 (each says how the file comes in)
    store: Store,
    path: Path,
    *,
    name: str = "",
    into: str = "",
    workers: int = 0,
    options: ImportOptions | None = None,
    progress: Progress = lambda _bytes: None,
) -> ImportReport:
    """Read a file into a new dataset called `name`, or to the end of the dataset `into`, as one step.

    Without either, the dataset is called after the file; one from a bundle keeps the name and the ids it has there.
    With `workers`, other processes derive findings and figures; a script that asks for them must be importable.
    `progress` is told how many bytes were read so far. Raises UnreadableInput, InvalidValue for a name that is
    taken, UnknownName for a dataset that is not there, or for a choice about what the library does not hold.
    """
    wanted = options or ImportOptions()
    with opened_incoming(path, sidecar=wanted.sidecar, progress=lambda _bytes: progress(0)) as incoming:
        target = into or usable_name(name or incoming.name)
        _refuse_early(store, name=target, exists=bool(into))
        return _Import(store, incoming, wanted, target=target, into=into).run(workers=workers, progress=progress)


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


class _Import:
    """One file on its way in."""

    def __init__(self, store: Store, incoming: Incoming, options: ImportOptions, *, target: str, into: str) -> None:
        self._store = store
        self._incoming = incoming
        self._options = options
        self._target = target
        self._into = into
        self._notes = NotesOnLines(incoming.beside.notes)
        self._tally = Tally()
        with store.view() as view:
            self._difference = compare_libraries(view.library(), incoming.beside.library)
            # The lines of a bundle are as their owner has them: only names that are old here are resolved.
            known = self._taken() if incoming.bundle is None else ()
            self._edits = tag_edits(view, known, tags=options.tags, keeps_old_tags=options.keeps_old_tags)

    def run(self, *, workers: int, progress: Progress) -> ImportReport:
        """Load all lines, and adopt them with everything that comes along."""
        with self._store.load(self._target) as load:
            with self._store.keep_source(self._incoming.path.name) as kept:
                facts = self._load(load, kept, workers=workers, progress=progress)
                kept.facts = json.dumps(asdict(facts))
            noted = self._finish(load)
            taken = self._taken()
            self._keep_pictures(taken)
            step = self._adopt(load.key, taken)
        beside = self._incoming.beside
        offer = LibraryOffer(beside=beside, difference=self._difference, taken=len(taken), notes=noted)
        return self._report(step, facts, offer)

    def _taken(self) -> tuple[PutItem, ...]:
        """Return what is taken of the library beside the file, as the workspace's own library is now."""
        with self._store.view() as view:
            difference = compare_libraries(view.library(), self._incoming.beside.library)
        return tuple(changes_to_take(difference, rule=self._options.library, choices=self._options.choices))

    def _load(self, load: Load, kept: SourceInProgress, *, workers: int, progress: Progress) -> SourceFacts:
        path, bundle = self._incoming.path, self._incoming.bundle
        others = workers if path.exists() and path.stat().st_size >= _WORTH_WORKERS else 0
        if bundle is not None:
            return self._load_bundle(load, kept, bundle, workers=others, progress=progress)
        with open_source(path, tee=kept.take) as source:
            with incoming_batches(self._reader(), source.lines(), workers=others) as batches:
                for batch in batches:
                    self._count(batch)
                    load.add([line.load for line in batch], source=kept.key)
                    progress(source.consumed)
            return source.facts

    def _load_bundle(
        self, load: Load, kept: SourceInProgress, bundle: Bundle, *, workers: int, progress: Progress
    ) -> SourceFacts:
        """Load the lines of a bundle; in a dataset of their own they keep their ids."""
        size = _take_all(self._incoming.path, kept)
        ids = bundle.ids()
        whole = max(1, bundle.manifest.entries + bundle.manifest.records)
        with incoming_batches(self._reader(), bundle.lines(), workers=workers) as batches:
            for batch in batches:
                self._count(batch)
                if self._into:
                    load.add([line.load for line in batch], source=kept.key)
                else:
                    load.add_rows([_row(line, next(ids), source=kept.key) for line in batch])
                progress(size * self._tally.lines // whole)
        return facts_of_bundle(self._incoming.path, size=size)

    def _reader(self) -> LineReader:
        return LineReader(
            self._store.derivation,
            sidecar=self._incoming.beside.speakers,
            edits=self._edits,
            noted=self._notes.digests,
            is_kept=self._incoming.bundle is not None,
        )

    def _count(self, batch: list[IncomingLine]) -> None:
        for place, line in enumerate(batch, self._tally.lines + 1):
            if line.digest:
                self._notes.offer(place, number=line.load.number or 0, digest=line.digest)
        self._tally.count(batch)

    def _finish(self, load: Load) -> int:
        """Settle ids and notes; return how many notes found their lines."""
        if self._incoming.bundle is None or self._into:
            load.finish()
        else:
            with self._store.view() as view:
                if has_repeated_id(view, load.key):
                    raise repeated_id(str(self._incoming.path))
        if not self._incoming.beside.notes:
            return 0
        return load.note(self._notes.settle(), by_id=self._notes.by_id)

    def _keep_pictures(self, taken: tuple[PutItem, ...]) -> None:
        wanted = {item.avatar for change in taken if isinstance(item := change.after, Character)}
        for avatar in self._incoming.beside.library.avatars:
            if avatar.digest in wanted:
                self._store.keep_avatar(avatar.content)

    def _adopt(self, load: int, taken: tuple[PutItem, ...]) -> Step | None:
        changes: list[Change] = []
        if self._into:
            with self._store.view() as view:
                changes.append(AdoptLines(dataset=view.dataset_key(self._into), load=load))
        else:
            bundle = self._incoming.bundle
            uid = bytes.fromhex(bundle.manifest.uid) if bundle is not None else b""
            changes += [CreateDataset(key=load, name=self._target, uid=uid), AdoptLines(dataset=load, load=load)]
        source = self._incoming.path.name
        label = f"Import “{source}” into “{self._target}”"
        return self._store.commit([*changes, *taken], label=label, operation=self._as_json(source))

    def _as_json(self, source: str) -> str:
        told: dict[str, JsonValue] = {"operation": "import-file", "dataset": self._target, "source": source}
        if self._incoming.beside.library.items:
            told["library"] = self._options.library.value
            told["choices"] = {choice.item: choice.side.value for choice in self._options.choices}
        return json.dumps(told)

    def _report(self, step: Step | None, facts: SourceFacts, offer: LibraryOffer) -> ImportReport:
        return ImportReport(
            dataset=self._target,
            step=step,
            entries=self._tally.entries,
            records=self._tally.records,
            listed=tuple(self._tally.listed),
            formats=tuple(self._tally.formats.most_common()),
            facts=facts,
            offer=offer,
            renamed=tuple(self._tally.renamed.most_common()),
            tags=self._edits.add,
        )


def _row(line: IncomingLine, uid: bytes, *, source: int) -> LoadRow:
    load = line.load
    pieces = cut(load.line, is_record=load.is_record)
    kind = IS_RECORD if load.is_record else IS_ENTRY
    return LoadRow(uid, pieces, kind, None, source, load.number, load.derived)


def _take_all(path: Path, kept: SourceInProgress) -> int:
    """Keep the bytes of a whole file, and return how many there are."""
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            kept.take(chunk)
            size += len(chunk)
    return size
