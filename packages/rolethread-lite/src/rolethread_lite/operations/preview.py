"""Shows a change before it is made: what a line is, and what it would be."""

from dataclasses import dataclass, replace

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.change import (
    Change,
    InsertLine,
    PutItem,
    RemoveLine,
    ReplaceLine,
    ReturnLine,
    SetNote,
    SetTags,
)
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.library import Item
from rolethread_lite.model.record import Record
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePreview:
    """One change with its before and after."""

    change: Change
    """The change."""
    entry_id: str
    """The entry it is about, empty for a new one, for a change of more than one, and for no entry at all."""
    before: Entry | Record | Item | None
    """What is there now, None when nothing is, or when no text changes."""
    after: Entry | Record | Item | None
    """What would be there, None when nothing would."""


def preview_change(view: View, change: Change) -> LinePreview:
    """Return a change with the line it is about, before and after."""
    if isinstance(change, PutItem):
        return LinePreview(change=change, entry_id="", before=change.before, after=change.after)
    if isinstance(change, InsertLine):
        return LinePreview(change=change, entry_id="", before=None, after=read_stored(change.line))
    if not isinstance(change, ReplaceLine | SetTags | SetNote | RemoveLine | ReturnLine):
        return LinePreview(change=change, entry_id="", before=None, after=None)
    line = view.kept_line(change.key)
    before = read_stored(line.line)
    if isinstance(change, ReturnLine):
        return LinePreview(change=change, entry_id=line.entry_id, before=None, after=before)
    return LinePreview(change=change, entry_id=line.entry_id, before=before, after=_after(change, before))


def _after(change: ReplaceLine | SetTags | SetNote | RemoveLine, before: Entry | Record) -> Entry | Record | None:
    if isinstance(change, RemoveLine):
        return None
    if isinstance(change, ReplaceLine):
        return read_stored(change.line)
    if isinstance(before, Record):
        return before
    return replace(before, note=change.note) if isinstance(change, SetNote) else replace(before, tags=change.tags)
