"""Lists the imported files that the entries of a dataset come from."""

import json
from dataclasses import dataclass

from rolethread_lite.store.asking import rows_as
from rolethread_lite.store.view import View

_QUERY = (
    "select id,name,size,facts,kept from source"
    " where id in (select source from entry where dataset in (?,?) and source is not null) order by id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSource:
    """A file that was imported into a dataset."""

    key: int
    """The number by which the workspace knows it."""
    name: str
    """The file's name."""
    size: int
    """Its size in bytes."""
    facts: tuple[tuple[str, str], ...]
    """What was seen of it: encoding, compression, framing and the rest, by name."""
    is_kept: bool
    """Whether its bytes are still there."""


def dataset_sources(view: View, *, dataset: str) -> tuple[DatasetSource, ...]:
    """Return the files that were imported into a dataset, in the order in which that happened."""
    key = view.dataset_key(dataset)
    return tuple(rows_as(_source, view.connection, _QUERY, (key, -key)))


def _source(key: int, name: str, size: int, facts: str, kept: int) -> DatasetSource:
    seen: dict[str, str | int | bool | None] = json.loads(facts)
    shown = tuple((fact, str(value)) for fact, value in seen.items() if value not in (None, "", False, 0))
    return DatasetSource(key=key, name=name, size=size, facts=shown, is_kept=bool(kept))
