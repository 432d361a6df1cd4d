"""Counts over a dataset, answered from what is derived and never by reading its texts."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, cast

import xxhash

from rolethread_lite.store.asking import Binding, bytes_array, key_array, numbers, rows_as
from rolethread_lite.store.derived import unpack_turns
from rolethread_lite.store.view import View

_ROWS = 5_000
"""Rows that are counted at once."""


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


class TagUse(NamedTuple):
    """In how many entries of a dataset a tag stands."""

    name: str
    dataset: str
    entries: int


class PromptTally(NamedTuple):
    """In how many entries of a dataset a system prompt stands; without digest and text it is those that have none."""

    dataset: str
    digest: bytes | None
    text: str | None
    entries: int
    turns: int


class GroupMember(NamedTuple):
    """A line that has the same key as another one."""

    key: int
    group: int


def findings_by_code(view: View, dataset: int, *, keys: Sequence[int] | None = None) -> list[CodeTally]:
    """Return how often each rule found something, by code; `keys` counts only among these lines."""
    scope, values = _scope(dataset, keys, "e.")
    query = (
        "select c.name, max(f.severity), count(*), sum(f.number) from finding f"
        f" join finding_code c on c.id=f.code join entry e on e.id=f.entry where {scope} group by c.name"
    )
    return list(rows_as(CodeTally, view.connection, query, values))


def tags_by_use(view: View, dataset: int, *, keys: Sequence[int] | None = None) -> list[NameTally]:
    """Return every tag in use, the most used first; turns are those of the entries that have it."""
    scope, values = _scope(dataset, keys, "f.")
    query = (
        "select n.name, count(*), sum(f.turns) from entry_tag t join tag_name n on n.id=t.tag"
        f" join figure f on f.id=t.entry where {scope} group by n.name order by 2 desc, 1"
    )
    return list(rows_as(NameTally, view.connection, query, values))


def tags_everywhere(view: View) -> list[TagUse]:
    """Return every tag in use in each dataset that is there, by name of the tag, then of the dataset."""
    query = (
        "select n.name, d.name, u.entries from (select t.tag, e.dataset, count(*) entries from entry_tag t"
        " join entry e on e.id=t.entry group by 1, 2) u join tag_name n on n.id=u.tag"
        " join dataset d on d.id=u.dataset where not d.removed order by 1, 2"
    )
    return list(rows_as(TagUse, view.connection, query))


def tags_in_use(view: View) -> list[str]:
    """Return every tag that some entry of a dataset that is there has, by name; quicker than counting them."""
    query = (
        "select n.name from tag_name n where exists (select 1 from entry_tag t join entry e on e.id=t.entry"
        " join dataset d on d.id=e.dataset where t.tag=n.id and not d.removed) order by 1"
    )
    return list(rows_as(str, view.connection, query))


def speakers_by_use(view: View, dataset: int, *, keys: Sequence[int] | None = None) -> list[NameTally]:
    """Return everybody who speaks, the one in most entries first."""
    scope, values = _scope(dataset, keys, "e.")
    query = (
        "select n.name, count(*), sum(s.turns) from entry_speaker s join speaker_name n on n.id=s.speaker"
        f" join entry e on e.id=s.entry where {scope} group by n.name order by 2 desc, 1"
    )
    return list(rows_as(NameTally, view.connection, query, values))


def prompts_by_use(view: View, dataset: int, *, keys: Sequence[int] | None = None, limit: int = -1) -> list[NameTally]:
    """Return every system prompt, the most used first; turns are those of the entries that have it."""
    scope, values = _scope(dataset, keys)
    query = (
        "select p.text, u.entries, u.turns from (select prompt, count(*) entries, sum(turns) turns from figure"
        f" where {scope} and prompt is not null group by prompt) u join prompt_text p on p.id=u.prompt"
        " order by 2 desc, 1 limit ?"
    )
    return list(rows_as(NameTally, view.connection, query, (*values, limit)))


def prompt_tallies(view: View, *, dataset: int | None = None, keys: Sequence[int] | None = None) -> list[PromptTally]:
    """Return every system prompt of the entries of a dataset, or of all, and how many have none; most used first."""
    scope, values = ("1", ()) if dataset is None else _scope(dataset, keys)
    query = (
        "select d.name, p.digest, p.text, u.entries, u.turns from (select dataset, prompt, count(*) entries,"
        f" sum(turns) turns from figure where {scope} and turns is not null group by 1, 2) u"
        " join dataset d on d.id=u.dataset left join prompt_text p on p.id=u.prompt"
        " where not d.removed order by 4 desc, 3, 1, 2"
    )
    return list(rows_as(PromptTally, view.connection, query, values))


def keys_with_prompts(view: View, dataset: int, texts: Sequence[str]) -> list[int]:
    """Return the keys of the entries of a dataset that have one of these system prompts, in their order.

    A text with U+FFFD in it also stands for those that have half a surrogate pair there, as they are shown.
    """
    if not texts:
        return []
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    shown = [text.decode("utf-8", "replace") for text in encoded]
    query = (
        "select f.id from figure f join entry e on e.id=f.id where e.dataset=? and f.prompt in (select id from"
        " prompt_text where digest in carray(?) or (instr(text,char(65533)) and text in (select value from"
        " json_each(?)))) order by e.pos"
    )
    digests = bytes_array(map(xxhash.xxh3_128_digest, encoded))
    return numbers(view.connection, query, (dataset, digests, json.dumps(shown)))


def values_of(
    view: View,
    dataset: int,
    *,
    single: Sequence[str],
    packed: Sequence[str],
    keys: Sequence[int] | None = None,
    watch: Callable[[int], None],
) -> dict[str, Counter[float]]:
    """Return how often each value of figures stands in a dataset, in one walk; their names must be known.

    Those in `packed` hold a count for every turn. `watch` is told now and then how many more lines are counted.
    """
    scope, values = _scope(dataset, keys)
    names = (*single, *packed)
    counts: dict[str, Counter[float]] = {name: Counter() for name in names}
    rows = rows_as(_columns, view.connection, f"select {','.join(names)} from figure where {scope}", values)
    while some := list(islice(rows, _ROWS)):
        for name, column in zip(names, zip(*some, strict=True), strict=True):
            if name in packed:
                counts[name].update(unpack_turns(b"".join(filter(None, cast("Iterable[bytes]", column)))))
            else:
                counts[name].update(cast("Iterable[float]", column))
        watch(len(some))
    for counted in counts.values():
        counted.pop(cast("float", None), None)  # what records have
    return counts


def _columns(*columns: float | bytes | None) -> tuple[float | bytes | None, ...]:
    return columns


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


def _scope(dataset: int, keys: Sequence[int] | None, table: str = "") -> tuple[str, tuple[Binding, ...]]:
    """Return the condition for the lines of a dataset, or for these alone, and its value."""
    if keys is None:
        return f"{table}dataset=?", (dataset,)
    return (f"{table}id in carray(?)", (key_array(keys),)) if keys else ("0", ())
