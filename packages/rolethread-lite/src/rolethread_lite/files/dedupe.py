"""Leaves out entries that teach what an earlier entry of the same file teaches."""

from rolethread_lite.files.merge import Merge
from rolethread_lite.files.reading import Reader
from rolethread_lite.model.duplicates import EXACT_ONLY, Comparison, OnDuplicate


def dedupe(reader: Reader, *, comparison: Comparison = EXACT_ONLY) -> Merge:
    """Return the merge of one file with itself: the first of each is kept, and takes over what the others have."""
    return Merge([reader], keep=OnDuplicate.FIRST, comparison=comparison)
