"""How many lines each dataset has: counted once, and again when the dataset changed."""

import threading
from typing import NamedTuple

import apsw

from rolethread_lite.store.asking import count
from rolethread_lite.store.keeping import IS_RECORD


class Size(NamedTuple):
    """How large a dataset is as of a revision."""

    revision: int
    """The revision in which it changed last."""
    lines: int
    """How many lines it has."""
    records: int
    """How many of them are no entries."""


class Sizes:
    """The sizes of the datasets of one workspace; counting a million lines on every page would be felt."""

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[int, Size] = {}
        self._lock = threading.Lock()

    def of(self, connection: apsw.Connection, dataset: int) -> Size:
        """Return the size of the dataset with this key, as `connection` shows it."""
        revision = count(connection, "select rev from moved where dataset=?", (dataset,))
        with self._lock:
            known = self._known.get(dataset)
        if known is not None and known.revision == revision:
            return known
        lines = count(connection, "select count(*) from entry where dataset=?", (dataset,))
        records = count(connection, f"select count(*) from entry where dataset=? and kind={IS_RECORD}", (dataset,))
        size = Size(revision, lines, records)
        if revision:  # without one it is a dataset that is still being loaded
            with self._lock:
                self._known[dataset] = size
        return size
