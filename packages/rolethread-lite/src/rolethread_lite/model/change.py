"""A change: what an operation does to a workspace, as values that can be shown before they are applied."""

from dataclasses import dataclass
from typing import TypeAlias

from rolethread_lite.model.library import Item

NEW_KEY = 0
"""In place of a dataset's key: the store gives it one."""
FIRST = 0
"""In place of an entry's key: before all entries of the dataset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertLine:
    """A new line, an entry or a record, after another one."""

    dataset: int
    """Key of the dataset."""
    line: bytes
    """The line in the messages format, without its newline."""
    after: int | None = None
    """Key of the line it follows, FIRST, or None for the end of the dataset."""
    seed: bytes = b""
    """What the new id is derived from besides the dataset and the line: the parent's id for a copy."""
    note: str = ""
    """The owner's note."""
    is_record: bool = False
    """Whether the line is kept as a record."""
    entry_id: str = ""
    """The id it had elsewhere; empty for a new one. One that is taken in the dataset gives way to a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceLine:
    """Another text for a line."""

    key: int
    """Key of the line."""
    before: bytes
    """The line as the operation read it; if it is no longer that, the change is refused."""
    line: bytes
    """The new line in the messages format."""
    is_record: bool = False
    """Whether the new line is kept as a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTags:
    """Other tags for an entry; nothing else of its line is touched."""

    key: int
    """Key of the entry."""
    before: tuple[str, ...]
    """The tags as the operation read them."""
    tags: tuple[str, ...]
    """The new tags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNote:
    """Another note for an entry."""

    key: int
    """Key of the entry."""
    note: str
    """The new note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveLine:
    """A line leaves its dataset; it can come back by undo."""

    key: int
    """Key of the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """A line that left its dataset comes back, as it was, to where it stood."""

    key: int
    """Key of the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLines:
    """Lines stand elsewhere in their dataset, in the order given."""

    dataset: int
    """Key of the dataset."""
    keys: tuple[int, ...]
    """Keys of the lines, in their new order."""
    after: int | None = None
    """Key of the line they follow, FIRST, or None for the end of the dataset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeLines:
    """All lines of a dataset in a new order."""

    dataset: int
    """Key of the dataset."""
    keys: tuple[int, ...]
    """Keys of all its lines, in their new order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptLines:
    """Lines that were loaded beforehand become part of a dataset, at its end."""

    dataset: int
    """Key of the dataset."""
    load: int
    """Number of the load, as the store gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateDataset:
    """A new, empty dataset."""

    key: int
    """Its key where a load reserved one, NEW_KEY otherwise."""
    name: str
    """Its name, unique among the datasets that are not removed."""
    uid: bytes = b""
    """The 16 bytes its entries' ids are derived from, where it had some elsewhere; empty derives them from the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameDataset:
    """Another name for a dataset; its files follow."""

    key: int
    """Key of the dataset."""
    name: str
    """The new name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDataset:
    """A dataset leaves the workspace, its entries with it; it can come back by undo."""

    key: int
    """Key of the dataset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutItem:
    """Something of the library, or a setting, comes, goes, or becomes other than it was; its key stays."""

    before: Item | None
    """What is there now; if it is no longer that, the change is refused. None for something new."""
    after: Item | None
    """What shall be there; None takes it away."""


Change: TypeAlias = (
    InsertLine
    | ReplaceLine
    | SetTags
    | SetNote
    | RemoveLine
    | ReturnLine
    | MoveLines
    | ArrangeLines
    | AdoptLines
    | CreateDataset
    | RenameDataset
    | RemoveDataset
    | PutItem
)
"""Anything an operation can do; the store knows how to apply each, and the database how to take it back."""
