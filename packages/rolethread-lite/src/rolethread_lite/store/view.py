"""A view: the workspace as it stood at one moment, for reading only."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import apsw

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.character import Avatar
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.library import Item, Library
from rolethread_lite.model.selection import Selection, TextQuery
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import Settings, settings_from
from rolethread_lite.model.watch import Watch, unwatched
from rolethread_lite.store.asking import (
    Binding,
    ask_bytes,
    ask_number,
    ask_text,
    count,
    first_as,
    key_array,
    numbers,
    rows_as,
)
from rolethread_lite.store.derived import Derivation
from rolethread_lite.store.items import item_of, read_avatar, read_items, read_library
from rolethread_lite.store.keeping import IS_RECORD
from rolethread_lite.store.lines import TAGS_INSIDE, join, read_tags
from rolethread_lite.store.naming import name_in_the_way
from rolethread_lite.store.numbering import Numbering
from rolethread_lite.store.search.searching import Searches
from rolethread_lite.store.selecting import conditions_of
from rolethread_lite.store.sizes import Sizes

_Kept = TypeVar("_Kept", bound=Item)
_LINE = (
    "select e.id,e.uid,e.dataset,e.pos,e.kind,e.tags,e.hole,e.note,e.source,e.line,b.raw"
    " from entry e join body b using(id)"
)
_MANY_HITS = 20_000
"""Above this, walking the order and asking a set is quicker than a sorted list of keys in the query."""


class StoredLine(NamedTuple):
    """A line as the workspace holds it."""

    key: int
    """The number by which changes name it."""
    entry_id: str
    """The stable id, 32 hexadecimal digits."""
    dataset: int
    """Key of its dataset."""
    position: int
    """Where it stands; only the order of positions means anything."""
    is_record: bool
    """Whether it is kept without being an entry."""
    note: str
    """The owner's note."""
    source: int | None
    """Key of the source it was imported from."""
    source_line: int | None
    """The line of that source it began at."""
    line: bytes
    """The line in the messages format, or the record's bytes."""


class TaggedLine(NamedTuple):
    """The tags of a line, read without its text."""

    key: int
    tags: tuple[str, ...]
    are_plain: bool
    """Whether the tags can be set on their own; otherwise they are part of the text."""


class LinePlace(NamedTuple):
    """A line and where it stands."""

    key: int
    position: int


class _Worst(NamedTuple):
    key: int
    severity: int
    findings: int


class View:
    """Reads one consistent state; later changes do not show."""

    def __init__(
        self,
        connection: apsw.Connection,
        *,
        derivation: Derivation,
        searches: Searches,
        sizes: Sizes,
        numbering: Numbering,
    ) -> None:
        """Read through `connection`, which is inside a read transaction."""
        self._connection = connection
        self._searches = searches
        self._sizes = sizes
        self._numbering = numbering
        self._figures = frozenset(column.name for column in derivation.columns)
        self.revision = read_revision(connection)
        """The revision this view shows."""

    @property
    def connection(self) -> apsw.Connection:
        """Return the connection, for the store's own modules that aggregate."""
        return self._connection

    @property
    def figures(self) -> frozenset[str]:
        """Return the names of the figures that are kept of every entry."""
        return self._figures

    def datasets(self) -> tuple[Dataset, ...]:
        """Return all datasets by name."""
        query = "select id,name from dataset where not removed order by name"
        return tuple(rows_as(self._dataset, self._connection, query))

    def dataset(self, name: str) -> Dataset:
        """Return the dataset of that name; raises UnknownName, naming those there are."""
        query = "select id,name from dataset where name=? and not removed"
        found = first_as(self._dataset, self._connection, query, (name,))
        if found is not None:
            return found
        names = [dataset.name for dataset in self.datasets()]
        advice = f"There are: {', '.join(names)}." if names else "There is no dataset yet: import one first."
        raise UnknownName(f"there is no dataset named {name!r}", advice=advice)

    def dataset_key(self, name: str) -> int:
        """Return the key of the dataset of that name, without counting its lines; raises UnknownName."""
        key = ask_number(self._connection, "select id from dataset where name=? and not removed", (name,))
        return key if key is not None else self.dataset(name).key

    def dataset_uid(self, key: int) -> str:
        """Return the 32 hexadecimal digits that the ids of a dataset's entries are derived from."""
        return (ask_bytes(self._connection, "select uid from dataset where id=?", (key,)) or b"").hex()

    def name_in_the_way(self, name: str) -> str | None:
        """Return the name of the dataset that keeps a new one from being called `name`, None when nothing does."""
        return name_in_the_way(self._connection, name)

    def dataset_of(self, key: int) -> Dataset:
        """Return the dataset with that key."""
        query = "select id,name from dataset where id=? and not removed"
        found = first_as(self._dataset, self._connection, query, (key,))
        if found is None:
            raise UnknownName("the dataset is no longer there", advice="List the datasets and try again.")
        return found

    def _dataset(self, key: int, name: str) -> Dataset:
        size = self._sizes.of(self._connection, key)
        entries = size.lines - size.records
        return Dataset(key=key, name=name, entries=entries, records=size.records, revision=size.revision)

    def items(self, kind: type[_Kept]) -> tuple[_Kept, ...]:
        """Return all tags, categories, aliases, characters, system prompts or versions of them, in list order."""
        return read_items(self._connection, kind)

    def item(self, kind: type[_Kept], *, name: str) -> _Kept | None:
        """Return the tag, category, character or system prompt of that name, None when there is none."""
        return item_of(self._connection, kind, name=name)

    def library(self) -> Library:
        """Return the whole library, without pictures."""
        return read_library(self._connection)

    def avatar(self, digest: str) -> Avatar:
        """Return the picture with that digest; raises UnknownName when there is none."""
        return read_avatar(self._connection, digest)

    def settings(self) -> Settings:
        """Return the settings of the workspace."""
        return settings_from(self.items(Setting))

    def keys_with_tag(self, name: str) -> list[int]:
        """Return the keys of the entries of all datasets that have a tag."""
        query = (
            "select t.entry from entry_tag t join entry e on e.id=t.entry join dataset d on d.id=e.dataset"
            " where not d.removed and t.tag=(select id from tag_name where name=?)"
        )
        return numbers(self._connection, query, (name,))

    def keys_with_speaker(self, name: str) -> list[int]:
        """Return the keys of the entries of all datasets in which somebody of that name speaks."""
        query = (
            "select s.entry from entry_speaker s join entry e on e.id=s.entry join dataset d on d.id=e.dataset"
            " where not d.removed and s.speaker=(select id from speaker_name where name=?)"
        )
        return numbers(self._connection, query, (name,))

    def line(self, key: int) -> StoredLine:
        """Return one line; raises UnknownName when it is not there or was removed."""
        found = first_as(_stored, self._connection, f"{_LINE} where e.id=? and e.dataset>0", (key,))
        if found is None:
            raise UnknownName("the entry is no longer there", advice="List the entries and choose again.")
        return found

    def kept_line(self, key: int) -> StoredLine:
        """Return one line, also when it left its dataset; raises UnknownName when it is not kept at all."""
        found = first_as(_stored, self._connection, f"{_LINE} where e.id=?", (key,))
        if found is None:
            raise UnknownName("the entry is no longer there", advice="List the entries and choose again.")
        return found

    def key_of(self, dataset: int, entry_id: str) -> int:
        """Return the key of the entry whose id begins with `entry_id`.

        Raises UnknownName when no entry or more than one of the dataset has such an id.
        """
        low, high = entry_id.ljust(32, "0"), entry_id.ljust(32, "f")
        try:
            bounds = (bytes.fromhex(low), bytes.fromhex(high)) if entry_id else (b"", b"")
        except ValueError:
            bounds = b"", b""
        # The sign keeps the question to the index of ids; by dataset it would walk all of its lines.
        query = "select id from entry where uid between ? and ? and +dataset=? limit 2"
        keys = numbers(self._connection, query, (*bounds, dataset))
        if len(keys) == 1:
            return keys[0]
        what = (
            f"more than one entry has an id that begins with {entry_id!r}"
            if keys
            else f"there is no entry {entry_id!r}"
        )
        raise UnknownName(what, advice="Give more of the id, or its number in the list.")

    def key_at(self, dataset: int, number: int) -> int:
        """Return the key of the line that stands at `number`, counted from 1."""
        query = "select id from entry where dataset=? order by pos limit 1 offset ?"
        key = ask_number(self._connection, query, (dataset, number - 1)) if number > 0 else None
        if key is None:
            raise UnknownName(f"there is no entry number {number}", advice="Numbers count from 1 to the last entry.")
        return key

    def number_of(self, line: StoredLine) -> int:
        """Return the number of a line in its dataset, counted from 1."""
        return self.numbers_of([line])[0]

    def numbers_of(self, lines: Sequence[StoredLine]) -> list[int]:
        """Return the numbers of lines of one dataset that are given in their order."""
        places = [(line.dataset, line.position) for line in lines]
        return self._numbering.numbers_of(self._connection, places)

    def keys_in_order(self, dataset: int) -> list[int]:
        """Return the keys of all lines of a dataset in their order."""
        return numbers(self._connection, "select id from entry where dataset=? order by pos", (dataset,))

    def own_keys(self, dataset: int) -> tuple[int, int] | None:
        """Return the first and the last key of a dataset, None when other lines have keys between them.

        Those that were deleted are such lines: they are kept, with all that was derived from them.
        """
        bounds = first_as(_bounds, self._connection, "select min(id),max(id) from entry where dataset=?", (dataset,))
        if bounds is None or bounds[0] is None or bounds[1] is None:
            return None
        others = "select 1 from entry where dataset{0}? and +id between ? and ? limit 1"
        for side in ("<", ">"):
            if ask_number(self._connection, others.format(side), (dataset, *bounds)) is not None:
                return None
        return bounds[0], bounds[1]

    def keys_by_figure(self, dataset: int, figure: str, *, descending: bool) -> list[int]:
        """Return the keys of all lines in the order of a figure; equal ones keep their order, records go last.

        Raises UnknownName for a figure there is not.
        """
        if figure not in self._figures:
            raise UnknownName(
                f"there is no figure named {figure!r}", advice=f"Known: {', '.join(sorted(self._figures))}."
            )
        order = "desc" if descending else "asc"
        query = (
            "select e.id from entry e join figure f on f.id=e.id where e.dataset=?"
            f" order by e.kind, f.{figure} {order}, e.pos"
        )
        return numbers(self._connection, query, (dataset,))

    def lines(self, keys: Iterable[int]) -> Iterator[StoredLine]:
        """Yield lines in the order of their keys as given; keys that are gone are left out."""
        for key in keys:
            found = first_as(_stored, self._connection, f"{_LINE} where e.id=? and e.dataset>0", (key,))
            if found is not None:
                yield found

    def all_lines(self, dataset: int) -> Iterator[StoredLine]:
        """Yield every line of a dataset in its order."""
        yield from rows_as(_stored, self._connection, f"{_LINE} where e.dataset=? order by e.pos", (dataset,))

    def tagged(self, keys: Sequence[int]) -> Iterator[TaggedLine]:
        """Yield the tags of entries, without reading their texts."""
        if keys:
            query = f"select id,tags,hole from entry where id in carray(?) and dataset>0 and kind<>{IS_RECORD}"
            yield from rows_as(_tagged, self._connection, query, (key_array(keys),))

    def worst_findings(self, keys: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return the worst severity and the number of findings of those lines that have any."""
        if not keys:
            return {}
        query = "select entry, max(severity), sum(number) from finding where entry in carray(?) group by entry"
        rows = rows_as(_Worst, self._connection, query, (key_array(keys),))
        return {row.key: (row.severity, row.findings) for row in rows}

    def places(
        self, dataset: int, selection: Selection, *, after: int | None = None, limit: int = -1
    ) -> list[LinePlace]:
        """Return the selected lines behind a position, in their order.

        Raises InvalidValue for a text that cannot be searched for, UnknownName for a figure there is not.
        """
        hits = self.hits(dataset, selection)
        if hits is not None and not hits:
            return []
        conditions = conditions_of(selection, figures=self._figures)
        values: list[Binding] = [dataset, *conditions.values]
        sql = f"select e.id,e.pos from entry e{self._join(conditions.sql)} where e.dataset=?{conditions.sql}"
        if after is not None:
            sql, values = f"{sql} and e.pos>?", [*values, after]
        if hits is None or len(hits) <= _MANY_HITS:
            if hits is not None:
                sql, values = f"{sql} and e.id in carray(?)", [*values, key_array(hits)]
            sql, values = f"{sql} order by e.pos limit ?", [*values, limit]
            return list(rows_as(LinePlace, self._connection, sql, values))
        return self._walk(f"{sql} order by e.pos", values, hits, limit)

    def hits(self, dataset: int, selection: Selection) -> frozenset[int] | None:
        """Return the keys of the lines that hold the searched text, None when none is searched for."""
        if selection.text is None:
            return None
        return self.search(dataset, selection.text)

    def search(self, dataset: int, query: TextQuery, *, watch: Watch = unwatched) -> frozenset[int]:
        """Return the keys of the entries that hold a text.

        `watch` is told how many lines of how many are read, if they have to be; what it raises ends the search.
        """
        return self._searches.of(dataset).hits(self._connection, query, revision=self.revision, watch=watch)

    def lines_to_search(self, dataset: int, query: TextQuery) -> int:
        """Return how many lines have to be read before a text can be found, 0 when it can be found at once."""
        if self._searches.of(dataset).is_ready(query, revision=self.revision):
            return 0
        return self._sizes.of(self._connection, dataset).lines

    def _walk(self, sql: str, values: Sequence[Binding], hits: frozenset[int], limit: int) -> list[LinePlace]:
        found: list[LinePlace] = []
        for place in rows_as(LinePlace, self._connection, sql, values):
            if place.key in hits:
                found.append(place)
                if len(found) == limit:
                    break
        return found

    def count(self, dataset: int, selection: Selection) -> int:
        """Count the selected lines."""
        if selection.is_everything:
            return self._sizes.of(self._connection, dataset).lines
        if selection.text is not None:
            if selection == Selection(text=selection.text):
                return len(self.hits(dataset, selection) or ())
            return len(self.places(dataset, selection))
        conditions = conditions_of(selection, figures=self._figures)
        sql = f"select count(*) from entry e{self._join(conditions.sql)} where e.dataset=?{conditions.sql}"
        return count(self._connection, sql, (dataset, *conditions.values))

    @staticmethod
    def _join(sql: str) -> str:
        return " join figure f on f.id=e.id" if "f." in sql else ""


def read_revision(connection: apsw.Connection) -> int:
    """Return the revision of the workspace: it grows with every committed change, undo and redo included."""
    return int(ask_text(connection, "select value from meta where name='revision'") or 0)


def _stored(  # noqa: PLR0913, PLR0917 (one for each column)
    key: int,
    uid: bytes,
    dataset: int,
    position: int,
    kind: int,
    tags: str | None,
    hole: int,
    note: str | None,
    source: int | None,
    number: int | None,
    raw: bytes,
) -> StoredLine:
    line = join(raw, tags, hole)
    return StoredLine(key, uid.hex(), dataset, position, kind == IS_RECORD, note or "", source, number, line)


def _bounds(least: int | None, most: int | None) -> tuple[int | None, int | None]:
    return least, most


def _tagged(key: int, tags: str | None, hole: int) -> TaggedLine:
    return TaggedLine(key, read_tags(tags) or (), hole != TAGS_INSIDE)
