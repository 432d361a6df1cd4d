"""Counts over a dataset, answered from what is derived and never by reading its texts."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from rolethread_lite.store.asking import rows_as
from rolethread_lite.store.view import View


class CodeTally(NamedTuple):
    """How often one rule found something in a dataset."""

    code: str
    severity: int
    entries: int
    findings: int


class NameTally(NamedTuple):
    """In how many entries a tag, a speaker or a system prompt stands, and in how many turns."""

    name: str
    entries: int
    turns: int


class GroupMember(NamedTuple):
    """A line that has the same key as another one."""

    key: int
    group: int


class _Value(NamedTuple):
    value: float
    times: int


def findings_by_code(view: View, dataset: int) -> list[CodeTally]:
    """Return how often each rule found something, by code."""
    query = (
        "select c.name, max(f.severity), count(*), sum(f.number) from finding f"
        " join finding_code c on c.id=f.code join entry e on e.id=f.entry where e.dataset=? group by c.name"
    )
    return list(rows_as(CodeTally, view.connection, query, (dataset,)))


def tags_by_use(view: View, dataset: int) -> list[NameTally]:
    """Return every tag in use, the most used first; turns are those of the entries that have it."""
    query = (
        "select n.name, count(*), sum(f.turns) from entry_tag t join tag_name n on n.id=t.tag"
        " join figure f on f.id=t.entry where f.dataset=? group by n.name order by 2 desc, 1"
    )
    return list(rows_as(NameTally, view.connection, query, (dataset,)))


def speakers_by_use(view: View, dataset: int) -> list[NameTally]:
    """Return everybody who speaks, the one in most entries first."""
    query = (
        "select n.name, count(*), sum(s.turns) from entry_speaker s join speaker_name n on n.id=s.speaker"
        " join entry e on e.id=s.entry where e.dataset=? group by n.name order by 2 desc, 1"
    )
    return list(rows_as(NameTally, view.connection, query, (dataset,)))


def prompts_by_use(view: View, dataset: int, *, limit: int = -1) -> list[NameTally]:
    """Return every system prompt, the most used first; turns are those of the entries that have it."""
    query = (
        "select p.text, u.entries, u.turns from (select prompt, count(*) entries, sum(turns) turns from figure"
        " where dataset=? and prompt is not null group by prompt) u join prompt_text p on p.id=u.prompt"
        " order by 2 desc, 1 limit ?"
    )
    return list(rows_as(NameTally, view.connection, query, (dataset, limit)))


def values_of(view: View, dataset: int, figure: str) -> Counter[float]:
    """Return how often each value of a figure stands in a dataset; the figure's name must be known."""
    query = f"select {figure}, count(*) from figure where dataset=? and {figure} is not null group by 1"
    return Counter({row.value: row.times for row in rows_as(_Value, view.connection, query, (dataset,))})


def packed_values_of(view: View, dataset: int, figure: str) -> Iterator[bytes]:
    """Yield the packed counts of every turn of a figure, entry by entry."""
    query = f"select {figure} from figure where dataset=? and {figure} is not null"
    return rows_as(bytes, view.connection, query, (dataset,))


def groups_by(view: View, dataset: int, key: str, *, least: int) -> Iterator[list[int]]:
    """Yield the keys of lines that share a grouping key, in dataset order, for groups of at least that size."""
    query = (
        f"select e.id, f.{key} from figure f join entry e on e.id=f.id where e.dataset=? and f.{key} in"
        f" (select {key} from figure where dataset=? and {key} is not null group by 1 having count(*)>=?)"
        f" order by f.{key}, e.pos"
    )
    members: list[int] = []
    current: int | None = None
    for member in rows_as(GroupMember, view.connection, query, (dataset, dataset, least)):
        if member.group != current and members:
            yield members
            members = []
        current = member.group
        members.append(member.key)
    if members:
        yield members
