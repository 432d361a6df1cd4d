"""Gives the lines of a dataset as its file holds them."""

from collections.abc import Iterator

from rolethread_lite.store.view import View


def dataset_lines(view: View, *, dataset: str) -> Iterator[bytes]:
    """Yield the lines of a dataset in their order, entries in the messages format and records as they are."""
    for stored in view.all_lines(view.dataset_key(dataset)):
        yield stored.line


def entry_lines(view: View, *, dataset: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are entries, in their order, each with its key; raises UnknownName."""
    return ((one.key, one.line) for one in view.all_lines(view.dataset_key(dataset)) if not one.is_record)
