"""Chips of a filter on another page than that of the entries: taking one away stays where one is."""

from collections.abc import Iterable

from starlette.datastructures import QueryParams

from rolethread_lite.web.address import EntriesAddress
from rolethread_lite.web.filters import Chip, chips_of


def chips_at(path: str, address: EntriesAddress, *, rest: Iterable[tuple[str, str]]) -> tuple[Chip, ...]:
    """Return a chip for each filter, leading to `path` with the other filters and the rest of the parameters."""
    others = str(QueryParams(list(rest)))
    return tuple(Chip(words=chip.words, address=_joined(path, chip.address, others)) for chip in chips_of(address))


def _joined(path: str, address: str, others: str) -> str:
    query = "&".join(part for part in (address.partition("?")[2], others) if part)
    return f"{path}?{query}" if query else path
