"""What a dataset's entries name: tags, speakers, system prompts; and the notes on its lines."""

from collections.abc import Iterator
from typing import NamedTuple

from rolethread_lite.store.asking import ask_number, rows_as
from rolethread_lite.store.lines import join
from rolethread_lite.store.view import View


class NotedLine(NamedTuple):
    """A line with a note, and its number in the dataset, from 1."""

    uid: bytes
    number: int
    note: str
    line: bytes


def tags_named(view: View, dataset: int) -> frozenset[str]:
    """Return the names of all tags that a dataset's entries have."""
    query = (
        "select name from tag_name where id in"
        " (select t.tag from entry e join entry_tag t on t.entry=e.id where e.dataset=?)"
    )
    return frozenset(rows_as(str, view.connection, query, (dataset,)))


def speakers_named(view: View, dataset: int) -> frozenset[str]:
    """Return the names of everybody who speaks in a dataset."""
    query = (
        "select name from speaker_name where id in"
        " (select s.speaker from entry e join entry_speaker s on s.entry=e.id where e.dataset=?)"
    )
    return frozenset(rows_as(str, view.connection, query, (dataset,)))


def prompts_used(view: View, dataset: int) -> frozenset[str]:
    """Return the texts of all system prompts in a dataset."""
    query = "select text from prompt_text where id in (select prompt from figure where dataset=?)"
    return frozenset(rows_as(str, view.connection, query, (dataset,)))


def noted_lines(view: View, dataset: int) -> Iterator[NotedLine]:
    """Yield the lines that have a note, in their order."""
    query = (
        "select n.uid,n.number,n.note,b.raw,n.tags,n.hole from (select id,uid,note,tags,hole,pos,"
        " row_number() over (order by pos) number from entry where dataset=?) n join body b on b.id=n.id"
        " where n.note is not null order by n.pos"
    )
    yield from rows_as(_noted, view.connection, query, (dataset,))


def ids_in_order(view: View, dataset: int) -> Iterator[bytes]:
    """Yield the ids of all lines of a dataset, in their order."""
    yield from rows_as(bytes, view.connection, "select uid from entry where dataset=? order by pos", (dataset,))


def has_repeated_id(view: View, dataset: int) -> bool:
    """Tell whether two lines of a dataset, or of a load, have the same id."""
    query = "select 1 from entry where dataset=? group by uid having count(*)>1 limit 1"
    return ask_number(view.connection, query, (dataset,)) is not None


def _noted(uid: bytes, number: int, note: str, raw: bytes, tags: str | None, hole: int) -> NotedLine:
    return NotedLine(uid, number, note, join(raw, tags, hole))
