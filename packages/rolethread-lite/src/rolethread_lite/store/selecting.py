"""Turns a selection into conditions on the tables; text is searched elsewhere and arrives as keys."""

from typing import NamedTuple

import xxhash

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.selection import LineKind, Selection, Span, TagMode, TagQuery
from rolethread_lite.store.asking import Binding, bytes_array
from rolethread_lite.store.keeping import IS_ENTRY, IS_RECORD


class Conditions(NamedTuple):
    """SQL conditions on `entry e join figure f`, and the values for their question marks."""

    sql: str
    values: tuple[Binding, ...]


def conditions_of(selection: Selection, *, figures: frozenset[str]) -> Conditions:
    """Return the conditions of everything in a selection but its text.

    Raises UnknownName for a figure that is not among `figures`, InvalidValue for what cannot be an id.
    """
    parts: list[Conditions] = []
    if selection.kind is not LineKind.ALL:
        parts.append(Conditions("e.kind=?", (IS_ENTRY if selection.kind is LineKind.ENTRIES else IS_RECORD,)))
    if selection.entry_ids:
        sql = "e.id in (select id from entry where uid in carray(?))"
        parts.append(Conditions(sql, (bytes_array(map(_uid, selection.entry_ids)),)))
    if selection.tags is not None:
        parts.append(_tag_condition(selection.tags))
    if selection.findings:
        parts.append(_finding_condition(selection.findings))
    if selection.severity is not None:
        sql = "exists(select 1 from finding where entry=e.id and severity>=?)"
        parts.append(Conditions(sql, (int(selection.severity),)))
    if selection.speaker is not None:
        sql = "e.id in (select entry from entry_speaker where speaker=(select id from speaker_name where name=?))"
        parts.append(Conditions(sql, (selection.speaker,)))
    if selection.character is not None:
        parts.append(Conditions(_CHARACTER, (selection.character, selection.character)))
    if selection.system_prompt is not None:
        digest = xxhash.xxh3_128_digest(selection.system_prompt.encode("utf-8", "surrogatepass"))
        parts.append(Conditions("f.prompt=(select id from prompt_text where digest=?)", (digest,)))
    parts += [_figure_condition(name, span, figures) for name, span in selection.figures]
    values = tuple(value for part in parts for value in part.values)
    return Conditions("".join(f" and {part.sql}" for part in parts), values)


_CHARACTER = (
    "e.id in (select entry from entry_speaker where speaker in (select id from speaker_name where name in"
    " (select ? union select a.name from alias a join character c on c.key=a.target"
    " where a.kind='character' and c.name=?)))"
)


def _uid(entry_id: str) -> bytes:
    try:
        return bytes.fromhex(entry_id)
    except ValueError as fault:
        raise InvalidValue(
            f"{entry_id!r} is not the id of an entry", advice="An id has 32 hexadecimal digits."
        ) from fault


def _finding_condition(codes: tuple[str, ...]) -> Conditions:
    marks = ",".join("?" * len(codes))
    chosen = f"select id from finding_code where name in ({marks})"
    return Conditions(f"e.id in (select entry from finding where code in ({chosen}))", codes)


def _tag_condition(query: TagQuery) -> Conditions:
    names = tuple(dict.fromkeys(query.names))
    marks = ",".join("?" * len(names))
    of_entry = "select count(*) from entry_tag where entry=e.id"
    named = f"{of_entry} and tag in (select id from tag_name where name in ({marks}))"
    any_of = f"e.id in (select entry from entry_tag where tag in (select id from tag_name where name in ({marks})))"
    match query.mode:
        case TagMode.ANY:
            return Conditions(any_of, names)
        case TagMode.NONE:
            return Conditions(f"not {any_of}", names)
        case TagMode.ALL:
            return Conditions(f"({named})={len(names)}", names)
        case TagMode.EXACTLY:
            sql = f"({named})={len(names)} and ({of_entry})={len(names)} and e.kind={IS_ENTRY}"
            return Conditions(sql, names)


def _figure_condition(name: str, span: Span, figures: frozenset[str]) -> Conditions:
    if name not in figures:
        raise UnknownName(f"there is no figure named {name!r}", advice=f"Known figures: {', '.join(sorted(figures))}.")
    low = Conditions(f"f.{name}>=?", (span.least,)) if span.least is not None else Conditions("", ())
    high = Conditions(f"f.{name}<=?", (span.most,)) if span.most is not None else Conditions("", ())
    sql = " and ".join(part.sql for part in (low, high) if part.sql)
    return Conditions(sql or "1", (*low.values, *high.values))
