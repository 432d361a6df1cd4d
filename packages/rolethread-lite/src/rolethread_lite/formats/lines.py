"""Reads one line: an entry in whatever format it is written, or a record that is kept as it is."""

from typing import NamedTuple

from rolethread_lite.formats import all_formats, messages
from rolethread_lite.formats.format import NotAnEntry
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import Members, NotJson, decode, split_items, split_members
from rolethread_lite.model.record import Record, RecordReason

_KEYS_NAMED = 8
_LONGEST_KEY = 40


class ReadLine(NamedTuple):
    """A line that was read, and the form in which it is kept."""

    item: Entry | Record
    """What the line is."""
    format: str
    """The name of its format, empty for a record."""
    line: bytes
    """The line in the messages format; one that came in it keeps its own bytes, and so does a record."""


def read_line(raw: bytes) -> ReadLine:
    """Return what one line of a file is; a line that is no entry becomes a record with the reason."""
    plain = messages.read_plain_line(raw)
    if plain is not None:
        return ReadLine(plain, messages.FORMAT.name, raw)
    try:
        members = split_members(raw)
    except NotJson as fault:
        return ReadLine(_not_an_object(raw, fault), "", raw)
    try:
        return _read_members(raw, members)
    except NotAnEntry as fault:
        return ReadLine(Record(raw=raw, reason=fault.reason, detail=fault.detail), "", raw)
    except NotJson:
        # Members are split without a look at every string, so that one of them may still be no UTF-8.
        return ReadLine(Record(raw=raw, reason=RecordReason.BROKEN_JSON, detail="a text is not UTF-8"), "", raw)


def _read_members(raw: bytes, members: Members) -> ReadLine:
    form = next((form for form in all_formats() if form.recognises(members)), None)
    if form is None:
        raise NotAnEntry(RecordReason.UNKNOWN_SHAPE, detail=_name_keys(members))
    entry = form.read(members)
    return ReadLine(entry, form.name, raw if form is messages.FORMAT else messages.write(entry))


def read_stored(line: bytes) -> Entry | Record:
    """Return what a line is that a workspace keeps: an entry in the messages format, or a record."""
    plain = messages.read_plain_line(line)
    if plain is not None:
        return plain
    try:
        members = split_members(line)
        if messages.recognises(members):
            return messages.read(members)
    except (NotJson, NotAnEntry):
        pass
    item = read_line(line).item
    if isinstance(item, Record):
        return item
    return Record(raw=line, reason=RecordReason.UNKNOWN_SHAPE, detail="kept as a record")


def _not_an_object(raw: bytes, fault: NotJson) -> Record:
    """Return the record for a line that is no object: valid JSON of another kind, or no JSON."""
    try:
        if raw.lstrip().startswith(b"["):
            split_items(raw)  # says whether it is a list without going down into it
            kind = "a list"
        else:
            kind = _KINDS.get(type(decode(raw)), "a number")
    except NotJson as deeper:
        reason = fault if raw.lstrip().startswith(b"{") else deeper
        words = str(reason)
        return Record(raw=raw, reason=RecordReason.BROKEN_JSON, detail=words[:1].lower() + words[1:])
    return Record(raw=raw, reason=RecordReason.NOT_AN_OBJECT, detail=f"{kind}, not an object")


_KINDS = {str: "a text", bool: "true or false", type(None): "null"}


def _name_keys(members: Members) -> str:
    named = ", ".join(key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}…" for key, _ in members[:_KEYS_NAMED])
    more = ", …" if len(members) > _KEYS_NAMED else ""
    return f"no known format has these keys: {named}{more}" if members else "an empty object"
