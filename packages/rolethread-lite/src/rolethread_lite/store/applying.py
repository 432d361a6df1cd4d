"""Applies changes to the tables of truth, inside the transaction that records them."""

from collections.abc import Iterable

import apsw
import xxhash

from rolethread_lite.errors import EntryChanged, InvalidValue, UnknownName, WorkspaceMoved
from rolethread_lite.model.change import (
    AdoptLines,
    ArrangeLines,
    Change,
    CreateDataset,
    InsertLine,
    MoveLines,
    PutItem,
    RemoveDataset,
    RemoveLine,
    RenameDataset,
    ReplaceLine,
    ReturnLine,
    SetNote,
    SetTags,
)
from rolethread_lite.store.asking import ask_number, count, run
from rolethread_lite.store.items import put_item
from rolethread_lite.store.keeping import IS_ENTRY, IS_RECORD
from rolethread_lite.store.lines import cut, join, read_tags, write_tags
from rolethread_lite.store.naming import name_in_the_way
from rolethread_lite.store.positions import GAP, take_places


class Applier:
    """Writes changes through one connection."""

    def __init__(self, connection: apsw.Connection) -> None:
        """Write through `connection`, which is inside a transaction."""
        self._connection = connection
        self._inserted: dict[int | None, int] = {}

    def apply(self, changes: Iterable[Change]) -> int:
        """Apply changes in their order and return how many there were.

        Raises EntryChanged when a line is no longer what the change was made for, UnknownName for a
        dataset that is not there, WorkspaceMoved for a load that is no longer there.
        """
        number = 0
        for change in changes:
            if isinstance(change, CreateDataset | RenameDataset | RemoveDataset):
                self._apply_to_dataset(change)
            elif isinstance(change, MoveLines | ArrangeLines | AdoptLines):
                self._apply_to_order(change)
            elif isinstance(change, PutItem):
                put_item(self._connection, change)
            else:
                self._apply_to_line(change)
            number += 1
        return number

    def _apply_to_line(self, change: InsertLine | ReplaceLine | SetTags | SetNote | RemoveLine | ReturnLine) -> None:
        match change:
            case SetTags():
                self.set_tags(change)
            case ReplaceLine():
                self.replace_line(change)
            case RemoveLine():
                self.remove_line(change)
            case ReturnLine():
                self.return_line(change)
            case InsertLine():
                self.insert_line(change)
            case SetNote():
                self.set_note(change)

    def _apply_to_order(self, change: MoveLines | ArrangeLines | AdoptLines) -> None:
        match change:
            case MoveLines():
                self.move_lines(change)
            case ArrangeLines():
                self.arrange_lines(change)
            case AdoptLines():
                self.adopt_lines(change)

    def _apply_to_dataset(self, change: CreateDataset | RenameDataset | RemoveDataset) -> None:
        match change:
            case CreateDataset():
                self.create_dataset(change)
            case RenameDataset():
                self.rename_dataset(change)
            case RemoveDataset():
                self.remove_dataset(change)

    def insert_line(self, change: InsertLine) -> None:
        """Insert one line; several with the same `after` stand in the order they come."""
        after = self._inserted.get(change.after, change.after)
        (place,) = take_places(self._connection, change.dataset, after=after, number=1)
        pieces = cut(change.line, is_record=change.is_record)
        uid = self._uid_for(change)
        kind = IS_RECORD if change.is_record else IS_ENTRY
        values = (
            change.dataset,
            place,
            uid,
            line_hash(pieces.body),
            kind,
            pieces.tags,
            pieces.hole,
            change.note or None,
        )
        insert = "insert into entry(dataset,pos,uid,hash,kind,tags,hole,note) values(?,?,?,?,?,?,?,?) returning id"
        key = count(self._connection, insert, values)
        self._connection.execute("insert into body values(?,?)", (key, pieces.body))
        if change.after is not None:
            self._inserted[change.after] = key

    def _uid_for(self, change: InsertLine) -> bytes:
        wanted = bytes.fromhex(change.entry_id)
        if wanted and not is_id_taken(self._connection, change.dataset, wanted):
            return wanted
        return new_uid(self._connection, change.dataset, change.seed + change.line)

    def replace_line(self, change: ReplaceLine) -> None:
        """Give a line another text, if it is still the one it was."""
        row = self._row(change.key)
        if join(row[3], row[1], row[2]) != change.before:
            raise _changed()
        pieces = cut(change.line, is_record=change.is_record)
        kind = IS_RECORD if change.is_record else IS_ENTRY
        update = "update entry set hash=?,kind=?,tags=?,hole=? where id=?"
        self._connection.execute(update, (line_hash(pieces.body), kind, pieces.tags, pieces.hole, change.key))
        self._connection.execute("update body set raw=? where id=?", (pieces.body, change.key))

    def set_tags(self, change: SetTags) -> None:
        """Give an entry other tags, if they are still the ones they were."""
        query = "select tags,hole from entry where id=? and dataset>0"
        row = self._connection.execute(query, (change.key,)).fetchone()
        if row is None or read_tags(row[0]) != change.before:
            raise _changed()
        tags = write_tags(change.tags, hole=row[1])
        self._connection.execute("update entry set tags=? where id=?", (tags, change.key))

    def set_note(self, change: SetNote) -> None:
        """Give an entry another note."""
        self._row(change.key)
        run(self._connection, "update entry set note=? where id=?", (change.note or None, change.key))

    def remove_line(self, change: RemoveLine) -> None:
        """Take a line out of its dataset; its text stays for the way back."""
        update = "update entry set dataset=-dataset where id=? and dataset>0 returning id"
        if self._connection.execute(update, (change.key,)).get is None:
            raise _changed()

    def return_line(self, change: ReturnLine) -> None:
        """Bring a line back that was taken out of its dataset."""
        update = "update entry set dataset=-dataset where id=? and dataset<0 returning id"
        if self._connection.execute(update, (change.key,)).get is None:
            raise _changed()

    def move_lines(self, change: MoveLines) -> None:
        """Put lines behind another one, in the order given."""
        if change.after in change.keys:
            raise InvalidValue(
                "an entry cannot be moved behind itself", advice="Choose an entry that stays where it is."
            )
        places = take_places(self._connection, change.dataset, after=change.after, number=len(change.keys))
        self._place(change.dataset, zip(places, change.keys, strict=True))

    def arrange_lines(self, change: ArrangeLines) -> None:
        """Put all lines of a dataset in a new order."""
        places = (GAP * (place + 1) for place in range(len(change.keys)))
        self._place(change.dataset, sorted(zip(places, change.keys, strict=True), key=lambda pair: pair[1]))

    def adopt_lines(self, change: AdoptLines) -> None:
        """Put loaded lines at the end of a dataset; for a dataset made by its own load they already stand there."""
        if ask_number(self._connection, "delete from load where id=? returning id", (change.load,)) is None:
            raise load_gone()
        if change.load == change.dataset:
            return
        last = self._connection.execute("select coalesce(max(pos),0) from entry where dataset=?", (change.dataset,)).get
        update = "update entry set dataset=?, pos=pos+? where dataset=?"
        self._connection.execute(update, (change.dataset, last, change.load))

    def create_dataset(self, change: CreateDataset) -> None:
        """Make a dataset, under the key it has or under a new one."""
        self._refuse_taken_name(change.name, besides=0)
        key = change.key or next_number(self._connection)
        uid = change.uid or dataset_uid(change.name)
        self._connection.execute("insert into dataset(id,uid,name) values(?,?,?)", (key, uid, change.name))

    def rename_dataset(self, change: RenameDataset) -> None:
        """Give a dataset another name."""
        self._refuse_taken_name(change.name, besides=change.key)
        self._update_dataset(
            "update dataset set name=? where id=? and not removed returning id", change.name, change.key
        )

    def remove_dataset(self, change: RemoveDataset) -> None:
        """Take a dataset out of the workspace."""
        self._update_dataset("update dataset set removed=? where id=? and not removed returning id", 1, change.key)

    def _row(self, key: int) -> tuple[int, str | None, int, bytes]:
        query = "select e.dataset,e.tags,e.hole,b.raw from entry e join body b using(id) where e.id=? and e.dataset>0"
        row: tuple[int, str | None, int, bytes] | None = self._connection.execute(query, (key,)).fetchone()
        if row is None:
            raise _changed()
        return row

    def _place(self, dataset: int, places: Iterable[tuple[int, int]]) -> None:
        rows = [(place, key, dataset) for place, key in places]
        self._connection.executemany("update entry set pos=? where id=? and dataset=?", rows)

    def _refuse_taken_name(self, name: str, *, besides: int) -> None:
        other = name_in_the_way(self._connection, name, besides=besides)
        if other is not None:
            raise InvalidValue(f"a dataset named {other!r} already exists", advice="Choose another name.")

    def _update_dataset(self, update: str, value: str | int, key: int) -> None:
        if self._connection.execute(update, (value, key)).get is None:
            raise UnknownName("the dataset is no longer there", advice="List the datasets and try again.")


def line_hash(body: bytes) -> bytes:
    """Return the digest by which a text is recognised."""
    return xxhash.xxh3_128_digest(body)


def next_number(connection: apsw.Connection) -> int:
    """Return a number that no dataset and no load has or had."""
    return 1 + max(count(connection, query) for query in _NUMBERS_IN_USE)


_NUMBERS_IN_USE = (
    "select max(id) from dataset",
    "select max(id) from load",
    "select max(dataset) from entry",
    "select -min(dataset) from entry",
    "select max(dataset) from moved",
)


def dataset_uid(name: str) -> bytes:
    """Return the id of a dataset, derived from the name it is made with."""
    return xxhash.xxh3_128_digest(b"dataset\0" + name.encode("utf-8", "surrogatepass"))


def is_id_taken(connection: apsw.Connection, dataset: int, uid: bytes) -> bool:
    """Tell whether a line of the dataset, also one that left it, has this id."""
    query = "select 1 from entry where uid=? and abs(dataset)=? limit 1"
    return ask_number(connection, query, (uid, dataset)) is not None


def new_uid(connection: apsw.Connection, dataset: int, content: bytes) -> bytes:
    """Return an id derived from the dataset, the content, and how often it occurs already."""
    seed = uid_seed(connection, dataset)
    occurrence = 0
    while True:
        uid = derive_uid(seed, content, occurrence)
        if connection.execute("select 1 from entry where uid=?", (uid,)).get is None:
            return uid
        occurrence += 1


def uid_seed(connection: apsw.Connection, dataset: int) -> bytes:
    """Return what the ids of a dataset's entries are derived from."""
    return connection.execute("select uid from dataset where id=?", (dataset,)).get or b""


def derive_uid(seed: bytes, content: bytes, occurrence: int) -> bytes:
    """Return the 16 bytes of an entry's id."""
    return xxhash.xxh3_128_digest(seed + occurrence.to_bytes(4, "big") + content)


def load_gone() -> WorkspaceMoved:
    """Return the error for a load that was swept away because it gave no sign of life for too long."""
    return WorkspaceMoved("the import paused for too long and was given up", advice="Import the file again.")


def _changed() -> EntryChanged:
    return EntryChanged(
        "the entry was changed or removed meanwhile", advice="Look at it as it is now, then repeat what you did."
    )
