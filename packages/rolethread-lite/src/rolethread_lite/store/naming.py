"""Gives datasets file names, and says which dataset is in the way of a name."""

import unicodedata

import apsw

from rolethread_lite.store.asking import rows_as

_LONGEST = 200
"""Bytes of a file name that a dataset's name may take; endings and a dot come on top, and 255 is the limit."""


def file_name(name: str) -> str:
    """Return a dataset's name as a file name: letters of any script stay, what a file system refuses becomes `_`."""
    kept = "".join("_" if character in '<>:"/\\|?*' or ord(character) < 32 else character for character in name)
    fitting = kept.strip(" .").encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")
    return fitting.rstrip(" .") or "dataset"


def name_in_the_way(connection: apsw.Connection, name: str, *, besides: int = 0) -> str | None:
    """Return the name of a dataset, other than `besides`, that has this name, or whose file would be the same one.

    File systems there are on which upper and lower case, or two spellings of an accent, make no difference.
    """
    query = "select name from dataset where not removed and id<>? order by name"
    file = _file_key(name)
    return next((other for other in rows_as(str, connection, query, (besides,)) if _file_key(other) == file), None)


def _file_key(name: str) -> str:
    return unicodedata.normalize("NFC", file_name(name).casefold())
