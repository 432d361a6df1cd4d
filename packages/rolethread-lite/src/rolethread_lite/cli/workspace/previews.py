"""One change before it is made: which entry it is about, and what would be different."""

from collections.abc import Iterator

import click

from rolethread_lite.cli.differences import difference_as_json, difference_lines, opening_lines
from rolethread_lite.cli.visible import clip, visible
from rolethread_lite.cli.wording import count
from rolethread_lite.cli.workspace.items import item_change_as_json, item_change_lines
from rolethread_lite.model.change import (
    ArrangeLines,
    Change,
    InsertLine,
    MoveLines,
    PutItem,
    RemoveLine,
    ReturnLine,
)
from rolethread_lite.model.difference import compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.record import Record
from rolethread_lite.operations.preview import LinePreview

_OPENING_TURNS = 3
_RECORD_WIDTH = 100


def preview_lines(preview: LinePreview) -> Iterator[str]:
    """Yield the lines that show a change: the entry's short id, and the words that differ."""
    name = preview.entry_id[:8]
    word = _word_of(preview.change)
    yield click.style(f"{word} {name}".rstrip(), fg="cyan") + _size_of(preview.change)
    for line in _inner_lines(preview):
        yield f"  {line}"


def preview_as_json(preview: LinePreview) -> JsonValue:
    """Return a change as JSON."""
    shown: dict[str, JsonValue] = {
        "change": _word_of(preview.change),
        "id": preview.entry_id or None,
    }
    if isinstance(preview.change, PutItem):
        return {**shown, **item_change_as_json(preview.change)}
    if isinstance(preview.before, Entry) and isinstance(preview.after, Entry):
        shown["difference"] = difference_as_json(compare(preview.before, preview.after))
    return shown


_WORDS: dict[type, str] = {
    InsertLine: "add",
    RemoveLine: "remove",
    MoveLines: "move",
    ArrangeLines: "arrange",
    ReturnLine: "bring back",
}


def _word_of(change: Change) -> str:
    if isinstance(change, PutItem):
        return "add" if change.before is None else "remove" if change.after is None else "change"
    return _WORDS.get(type(change), "change")


def _inner_lines(preview: LinePreview) -> Iterator[str]:
    if isinstance(preview.change, PutItem):
        yield from item_change_lines(preview.change)
        return
    before, after = preview.before, preview.after
    if isinstance(before, Entry) and isinstance(after, Entry):
        yield from difference_lines(compare(before, after))
        return
    for item, sign in ((before, "-"), (after, "+")):
        if isinstance(item, Entry | Record) and item != (after if item is before else None):
            yield from (f"{sign} {line}" for line in item_lines(item))


def item_lines(item: Entry | Record) -> Iterator[str]:
    """Yield a few lines by which an entry or a record is recognised."""
    if isinstance(item, Record):
        yield clip(visible(item.raw[: 4 * _RECORD_WIDTH].decode("utf-8", "replace")), width=_RECORD_WIDTH)
        return
    lines = list(opening_lines(item))
    yield from lines[:_OPENING_TURNS]
    if len(lines) > _OPENING_TURNS:
        yield click.style(f"… {count(len(lines) - _OPENING_TURNS, 'more message')}", dim=True)


def _size_of(change: Change) -> str:
    if isinstance(change, MoveLines | ArrangeLines):
        return f" {count(len(change.keys), 'line')}"
    return ""
