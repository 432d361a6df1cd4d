"""Leaves out entries that teach what an earlier entry of the same file teaches."""

from rolethread_lite.files.merge import Merge, OnDuplicate
from rolethread_lite.files.reading import Reader


def dedupe(reader: Reader, *, ignore_system: bool = False) -> Merge:
    """Return the merge of one file with itself: the first of each is kept, and takes over the others' tags."""
    return Merge([reader], keep=OnDuplicate.FIRST, ignore_system=ignore_system)
