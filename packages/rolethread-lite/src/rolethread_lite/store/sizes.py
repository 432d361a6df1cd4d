"""How many lines each dataset has: counted once, and then followed from one commit to the next."""

import threading
from collections.abc import Iterable
from typing import NamedTuple

import apsw

from rolethread_lite.store.asking import count
from rolethread_lite.store.keeping import IS_RECORD, Growth


class Size(NamedTuple):
    """How large a dataset is as of a revision."""

    revision: int
    """The revision in which it changed last."""
    lines: int
    """How many lines it has."""
    records: int
    """How many of them are no entries."""


class _Known(NamedTuple):
    revision: int
    lines: int
    records: int | None
    """None where they have to be counted anew, which is quick: they have an index of their own."""


class Sizes:
    """The sizes of the datasets of one workspace; counting a million lines on every page would be felt."""

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[int, _Known] = {}
        self._lock = threading.Lock()

    def of(self, connection: apsw.Connection, dataset: int) -> Size:
        """Return the size of the dataset with this key, as `connection` shows it."""
        revision = count(connection, "select rev from moved where dataset=?", (dataset,))
        with self._lock:
            known = self._known.get(dataset)
        if known is not None and known.revision == revision and known.records is not None:
            return Size(revision, known.lines, known.records)
        if known is not None and known.revision == revision:
            lines = known.lines
        else:
            lines = count(connection, "select count(*) from entry where dataset=?", (dataset,))
        records = count(connection, f"select count(*) from entry where dataset=? and kind={IS_RECORD}", (dataset,))
        if revision:  # without one it is a dataset that is still being loaded
            self._keep(dataset, _Known(revision, lines, records))
        return Size(revision, lines, records)

    def follow(self, growth: Iterable[Growth]) -> None:
        """Follow what was committed; what another process committed is counted anew."""
        with self._lock:
            for one in growth:
                known = self._known.get(one.dataset)
                if known is not None and known.revision == one.since and one.lines is not None:
                    self._known[one.dataset] = _Known(one.revision, known.lines + one.lines, None)

    def _keep(self, dataset: int, found: "_Known") -> None:
        with self._lock:
            known = self._known.get(dataset)
            if known is None or known.revision <= found.revision:
                self._known[dataset] = found
