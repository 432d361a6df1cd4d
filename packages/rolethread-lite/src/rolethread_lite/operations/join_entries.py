"""Makes one entry of several."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change, RemoveLine, SetNote
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import (
    JsonText,
    Members,
    NotJson,
    get_member,
    has_member,
    join_members,
    set_member,
    split_items,
)
from rolethread_lite.model.message import SYSTEM, Message
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import as_entry, replaced, selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View

JOINED = "joined"
"""The key under which members of later entries are kept that the first one has with another value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinEntries(Operation):
    """Put the selected entries together in their order, in the place of the first.

    A later system prompt is left out only when it is the first one again. Tags and notes are united; unknown keys
    survive, and where the first entry has the same key with another value, the later ones stand under `joined`.
    """

    NAME: ClassVar[str] = "join-entries"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries, at least two."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the joined entry in place of the first, and the removal of the others; raises InvalidValue."""
        lines = list(view.lines(selected_keys(view, dataset=self.dataset, selection=self.selection)))
        if len(lines) < 2:
            raise InvalidValue("it takes two entries to join", advice="Select at least two.")
        entries = [as_entry(line) for line in lines]
        yield from replaced(lines[0], before=entries[0], after=joined(entries))
        note = "\n".join(dict.fromkeys(line.note for line in lines if line.note))
        if note != lines[0].note:
            yield SetNote(key=lines[0].key, note=note)
        for line in lines[1:]:
            yield RemoveLine(key=line.key)

    def label(self) -> str:
        """Name the dataset."""
        return f"Join entries in “{self.dataset}”"


def joined(entries: list[Entry]) -> Entry:
    """Return one entry made of several."""
    first, *others = entries
    messages = first.messages + tuple(message for entry in others for message in _without_prompt(entry, first))
    tags = tuple(dict.fromkeys(tag for entry in entries for tag in entry.tags))
    return replace(first, messages=messages, tags=tags, extra=_united(first, others))


def _without_prompt(entry: Entry, first: Entry) -> tuple[Message, ...]:
    same = bool(entry.messages) and entry.messages[0].role == SYSTEM and entry.messages[:1] == first.messages[:1]
    return entry.messages[1:] if same else entry.messages


def _united(first: Entry, others: list[Entry]) -> Members:
    members = list(first.extra)
    kept: list[JsonText] = []
    for entry in others:
        differing = tuple((key, raw) for key, raw in entry.extra if get_member(first.extra, key) not in (None, raw))
        members += [(key, raw) for key, raw in entry.extra if not has_member(tuple(members), key)]
        if differing:
            kept.append(join_members(differing))
    if not kept:
        return tuple(members)
    value = JsonText(b"[" + b",".join((*_joined_before(tuple(members)), *kept)) + b"]")
    return set_member(tuple(members), JOINED, value=value)


def _joined_before(members: Members) -> tuple[JsonText, ...]:
    """Return what an earlier joining kept, so that the key stands only once."""
    raw = get_member(members, JOINED)
    if raw is None:
        return ()
    try:
        return split_items(raw)
    except NotJson:
        return (raw,)
