"""The sidecar: what belongs to a dataset and has no place in its lines, as JSON beside its file.

Version 2 holds notes and the part of the library that goes with the dataset; version 1 held notes alone.
Members that are not known are passed over. A version that is higher than the one here is refused.
"""

from dataclasses import dataclass, field
from pathlib import Path

from rolethread_lite.formats.json_object import JsonObject, is_hexadecimal
from rolethread_lite.formats.library_json import as_bytes, library_from, library_members, read_marked
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.library import Library

MARK = "rolethread_sidecar"
"""The member by which a sidecar is known; its value is the version."""
VERSION = 2
SUFFIX = ".rolethread.json"
_ENDINGS = (".gz", ".zst", ".jsonl", ".json", ".ndjson", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryNote:
    """The owner's note on one line."""

    entry_id: str
    """The id of the entry, 32 hexadecimal digits."""
    line: int
    """The number of its line, from 1; 0 where it is not known."""
    digest: str
    """XXH3-64 of the line's bytes without its newline, 16 hexadecimal digits; empty where it is not known."""
    note: str
    """The note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSidecar:
    """What belongs to a dataset besides its lines."""

    name: str
    """The dataset's name."""
    uid: str
    """The dataset's id, 32 hexadecimal digits; empty where it is not known."""
    entries: int
    """How many entries it holds."""
    records: int
    """How many lines it keeps that are no entries."""
    notes: tuple[EntryNote, ...] = ()
    """The owner's notes, in the order of the lines."""
    library: Library = field(default_factory=Library)
    """What its entries use of the library, without pictures."""


def write_sidecar(sidecar: DatasetSidecar) -> bytes:
    """Return a sidecar as the bytes of its file: the same sidecar gives the same bytes."""
    notes: list[JsonValue] = [
        {"entry": one.entry_id, "line": one.line, "digest": one.digest, "note": one.note} for one in sidecar.notes
    ]
    dataset: JsonValue = {
        "name": sidecar.name,
        "id": sidecar.uid,
        "entries": sidecar.entries,
        "records": sidecar.records,
    }
    return as_bytes({MARK: VERSION, "dataset": dataset, "notes": notes, **library_members(sidecar.library)})


def read_sidecar(raw: bytes, *, where: str) -> DatasetSidecar:
    """Return what the bytes of a sidecar say.

    Raises UnreadableInput when they are none, damaged, or of a version that is not known here.
    """
    return read_marked(raw, mark=MARK, version=VERSION, read=_read, where=where)


def sidecar_beside(path: Path) -> Path | None:
    """Return the sidecar that stands beside a dataset's file, hidden or not; None when there is none."""
    stem = path.name
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    names = (f".{stem}{SUFFIX}", f"{stem}{SUFFIX}") if stem else ()
    places = (path.with_name(name) for name in names)
    return next((place for place in places if place != path and _is_file(place)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _read(root: JsonObject) -> DatasetSidecar:
    dataset = root.member("dataset")
    is_first = root.number(MARK) == 1
    return DatasetSidecar(
        name=dataset.text("name"),
        uid=dataset.digits("id", number=32),
        entries=dataset.number("entries", otherwise=0),
        records=dataset.number("records", otherwise=0),
        notes=_first_notes(root) if is_first else tuple(_read_note(item) for item in root.items("notes")),
        library=Library() if is_first else library_from(root),
    )


def _first_notes(root: JsonObject) -> tuple[EntryNote, ...]:
    """Return the notes of version 1, which knew entries by their ids alone."""
    return tuple(
        EntryNote(entry_id=entry_id, line=0, digest="", note=note)
        for entry_id, note in root.texts("notes")
        if is_hexadecimal(entry_id, number=32)
    )


def _read_note(item: JsonObject) -> EntryNote:
    return EntryNote(
        entry_id=item.digits("entry", number=32),
        line=item.number("line", otherwise=0),
        digest=item.digits("digest", number=16),
        note=item.maybe_text("note"),
    )
