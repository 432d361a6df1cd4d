"""Lists entries for reading: a page from a cursor on, in any order, with what is shown of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.order import Order
from rolethread_lite.model.selection import Selection
from rolethread_lite.store.asking import key_array, rows_as
from rolethread_lite.store.paging import read_cursor, read_page
from rolethread_lite.store.view import StoredLine, View

PAGE = 100
"""Entries on a page, when nothing else is asked for."""
_TITLE_WORDS = 8
_PREVIEW_CHARACTERS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCode:
    """A rule that found something in an entry."""

    code: str
    """The rule's code."""
    severity: Severity
    """The worst of its findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One line of a list of entries."""

    entry_id: str
    """The id."""
    number: int
    """Its place in the dataset, from 1."""
    title: str
    """Who speaks in it, or how it begins."""
    preview: str
    """What is said first, or the record's text."""
    is_record: bool
    """Whether the line is kept without being an entry."""
    tags: tuple[str, ...]
    """Its tags."""
    exchanges: int
    """How many exchanges it has."""
    tokens: int
    """About how many tokens it has."""
    found: tuple[FoundCode, ...]
    """The rules that found something, the worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRows:
    """A page of entries."""

    rows: tuple[EntryRow, ...]
    """The entries in the order of the list."""
    before: str
    """The cursor before which the page before it ends, empty when there is none."""
    after: str
    """The cursor behind which the next page begins, empty when there is none."""


class _Found(NamedTuple):
    entry: int
    code: str
    severity: int


class _Sizes(NamedTuple):
    entry: int
    exchanges: int | None
    tokens: int | None


def page_entries(  # noqa: PLR0913 (what a page is)
    view: View,
    *,
    dataset: str,
    selection: Selection,
    order: Order,
    after: str = "",
    before: str = "",
    limit: int = PAGE,
) -> EntryRows:
    """Return the page of entries behind one cursor, or before another one, or the first page.

    Raises UnknownName for a dataset or a figure there is not, InvalidValue for a text that cannot be searched for.
    """
    key = view.dataset_key(dataset)
    found = read_page(
        view, key, selection, order=order, after=read_cursor(after), before=read_cursor(before), limit=limit
    )
    lines = list(view.lines(line.key for line in found.lines))
    return EntryRows(
        rows=tuple(_rows(view, lines)),
        before=str(found.lines[0].cursor) if found.has_before and found.lines else "",
        after=str(found.lines[-1].cursor) if found.has_after and found.lines else "",
    )


def _rows(view: View, lines: Sequence[StoredLine]) -> list[EntryRow]:
    if not lines:
        return []
    keys = [line.key for line in lines]
    found = _found(view, keys)
    sizes = {row.entry: row for row in rows_as(_Sizes, view.connection, _SIZES, (key_array(keys),))}
    in_order = sorted(lines, key=lambda line: line.position)
    numbers = dict(zip((line.key for line in in_order), view.numbers_of(in_order), strict=True))
    return [_row(line, numbers[line.key], found.get(line.key, ()), sizes.get(line.key)) for line in lines]


_SIZES = "select id,exchanges,tokens from figure where id in carray(?)"
_FOUND = (
    "select f.entry,c.name,f.severity from finding f join finding_code c on c.id=f.code"
    " where f.entry in carray(?) order by f.severity desc,c.name"
)


def _found(view: View, keys: Sequence[int]) -> dict[int, tuple[FoundCode, ...]]:
    codes: dict[int, tuple[FoundCode, ...]] = {}
    for row in rows_as(_Found, view.connection, _FOUND, (key_array(keys),)):
        one = FoundCode(code=row.code, severity=Severity(row.severity))
        codes[row.entry] = (*codes.get(row.entry, ()), one)
    return codes


def _row(line: StoredLine, number: int, found: tuple[FoundCode, ...], sizes: _Sizes | None) -> EntryRow:
    item = None if line.is_record else read_stored(line.line)
    entry = item if isinstance(item, Entry) else None
    title, preview = (
        _shown(entry) if entry is not None else ("Not an entry", _clipped(line.line.decode("utf-8", "replace")))
    )
    return EntryRow(
        entry_id=line.entry_id,
        number=number,
        title=title,
        preview=preview,
        is_record=entry is None,
        tags=entry.tags if entry is not None else (),
        exchanges=(sizes.exchanges or 0) if sizes is not None else 0,
        tokens=(sizes.tokens or 0) if sizes is not None else 0,
        found=found,
    )


def _shown(entry: Entry) -> tuple[str, str]:
    """Return the title and the preview of an entry: who speaks and what first, or how it begins and what follows."""
    said = list(islice((text for message in entry.turns if (text := _clipped(message.text))), 2))
    speakers = tuple(dict.fromkeys(message.speaker for message in entry.turns if message.speaker))
    if speakers:
        others = f" +{len(speakers) - 2}" if len(speakers) > 2 else ""
        return " & ".join(speakers[:2]) + others, said[0] if said else ""
    if not said:
        return "Nothing is said", ""
    words = said[0].split(" ")
    title = " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
    return title, said[1] if len(said) > 1 else said[0]


def _clipped(text: str) -> str:
    return " ".join(text[: 4 * _PREVIEW_CHARACTERS].split())[:_PREVIEW_CHARACTERS]
