"""The few words around a finding, with the very stretch it is about set apart."""

from dataclasses import dataclass

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding
from rolethread_lite.model.record import Record

_BEFORE = 32
_MARKED = 60
_AFTER = 44
_OPENING = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A stretch of text and what stands around it."""

    before: str
    """What stands before the stretch."""
    marked: str
    """The stretch itself; empty where a finding is about more than a stretch."""
    after: str
    """What stands after it."""


def excerpt_of(item: Entry | Record, finding: Finding) -> Excerpt | None:
    """Return the words a finding is about, None where there are none to show."""
    if isinstance(item, Record):
        return _opening(item.raw[: 4 * _OPENING].decode("utf-8", "replace"))
    message = finding.place.message
    if message is None or message >= len(item.messages):
        return None
    pieces = item.messages[message].pieces
    piece = finding.place.piece or 0
    if piece >= len(pieces):
        return None
    text = pieces[piece]
    return _around(text, finding.span) if finding.span is not None else _opening(text)


def _around(text: str, span: tuple[int, int]) -> Excerpt:
    start, end = span
    marked = text[start:end]
    if len(marked) > _MARKED:
        marked = marked[: _MARKED - 1] + "…"
    before = text[max(0, start - _BEFORE) : start]
    after = text[end : end + _AFTER]
    return Excerpt(
        before=("…" if start > _BEFORE else "") + before,
        marked=marked,
        after=after + ("…" if len(text) > end + _AFTER else ""),
    )


def _opening(text: str) -> Excerpt | None:
    if not text.strip():
        return None
    return Excerpt(before=text[:_OPENING] + ("…" if len(text) > _OPENING else ""), marked="", after="")
