"""Finds the entry that is meant by a number or the beginning of an id."""

from rolethread_lite.store.view import View

LONGEST_NUMBER = 7
"""A word of more digits than this is the beginning of an id; with `#` before it, it is always a number."""


def find_entry_id(view: View, *, dataset: str, word: str) -> str:
    """Return the whole id of the line that a word means: its number in the dataset, or the beginning of its id.

    Raises UnknownName when there is none, or more than one.
    """
    return view.line(find_entry_key(view, dataset=dataset, word=word)).entry_id


def find_entry_key(view: View, *, dataset: str, word: str) -> int:
    """Return the key of the line that a word means; raises UnknownName when there is none, or more than one."""
    key = view.dataset_key(dataset)
    number = word.removeprefix("#")
    is_number = number.isascii() and number.isdigit()
    if is_number and (number != word or len(number) <= LONGEST_NUMBER):
        return view.key_at(key, int(number))
    return view.key_of(key, word.lower())


def find_position(view: View, *, dataset: str, word: str) -> int:
    """Return the position of the line that a word means, as `list_entries` takes it."""
    return view.line(find_entry_key(view, dataset=dataset, word=word)).position
