"""Writes a dataset, or a selection of it, for somebody else: says first what is lost, then gives the lines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rolethread_lite.formats import messages
from rolethread_lite.formats.format import Format
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.formats.speaker_names import SpeakerNames, count_named, with_speaker_names
from rolethread_lite.formats.writing import Loss, losses_of, ordered_losses, strict, write_entry
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import selected_keys
from rolethread_lite.store.view import StoredLine, View


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export does, known before anything is written."""

    entries: int
    """How many entries are written."""
    records: int
    """How many selected lines are no entries."""
    writes_records: bool
    """Whether those lines are written where they stand; otherwise they are left out."""
    losses: tuple[Loss, ...]
    """What is not carried over, what is lost most often first."""
    named: int = 0
    """How many turns get their speaker's name into the text."""


def export_losses(
    view: View,
    *,
    dataset: str,
    selection: Selection,
    form: Format,
    clean: bool = False,
    names: SpeakerNames = SpeakerNames.NONE,
) -> ExportReport:
    """Return what an export would write and lose; raises UnknownName for a dataset there is not."""
    lost: Counter[str] = Counter()
    entries = records = named = 0
    for stored in view.lines(selected_keys(view, dataset=dataset, selection=selection)):
        entry = _entry_of(stored)
        if entry is None:
            records += 1
            continue
        entries += 1
        written = with_speaker_names(entry, names=names)
        named += count_named(entry, written)
        lost.update(losses_of(written, form=form, clean=clean))
    return ExportReport(
        entries=entries,
        records=records,
        writes_records=_writes_records(form, clean=clean),
        losses=ordered_losses(lost),
        named=named,
    )


def export_dataset(
    view: View,
    *,
    dataset: str,
    selection: Selection,
    form: Format,
    clean: bool = False,
    names: SpeakerNames = SpeakerNames.NONE,
) -> Iterator[bytes]:
    """Yield the selected entries as lines of a format, each with its newline; the same every time.

    Lines that are no entries are yielded where they stand in the messages format, and left out everywhere else.
    """
    for stored in view.lines(selected_keys(view, dataset=dataset, selection=selection)):
        entry = _entry_of(stored)
        if entry is not None:
            named = with_speaker_names(entry, names=names)
            if named is entry:
                yield _written(stored, entry, form=form, clean=clean) + b"\n"
            else:
                yield write_entry(named, form=form, clean=clean) + b"\n"
        elif _writes_records(form, clean=clean):
            yield stored.line + b"\n"


def _written(stored: StoredLine, entry: Entry, *, form: Format, clean: bool) -> bytes:
    """Return the line of an entry; one that is kept in this very format goes out with the bytes it has."""
    is_kept_so = form.name == messages.FORMAT.name and not clean
    return strict(stored.line) if is_kept_so else write_entry(entry, form=form, clean=clean)


def _entry_of(stored: StoredLine) -> Entry | None:
    item = None if stored.is_record else read_stored(stored.line)
    return replace(item, note=stored.note) if isinstance(item, Entry) else None


def _writes_records(form: Format, *, clean: bool) -> bool:
    return form.name == messages.FORMAT.name and not clean
