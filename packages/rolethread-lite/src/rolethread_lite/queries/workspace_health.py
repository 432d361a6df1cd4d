"""Tells how the database of a workspace is: its size, its versions, and whether it is sound."""

from dataclasses import dataclass

import apsw

from rolethread_lite.store.asking import count, rows_as
from rolethread_lite.store.view import View

_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceHealth:
    """What there is to say of a workspace's database without reading all of it."""

    sqlite: str
    """The version of SQLite."""
    form: int
    """The version of its tables."""
    size: int
    """How many bytes it takes."""
    unused: int
    """How many of those are free for what comes next."""
    steps: int
    """How many steps the history holds."""


def workspace_health(view: View) -> WorkspaceHealth:
    """Return what there is to say of the database."""
    page = count(view.connection, "pragma page_size")
    return WorkspaceHealth(
        sqlite=apsw.sqlite_lib_version(),
        form=count(view.connection, "pragma user_version"),
        size=page * count(view.connection, "pragma page_count"),
        unused=page * count(view.connection, "pragma freelist_count"),
        steps=count(view.connection, "select count(*) from history"),
    )


def database_faults(view: View) -> tuple[str, ...]:
    """Return what SQLite finds wrong with the database, the first of it; nothing when it is sound.

    Every page is read: for a large workspace this takes as long as reading its file.
    """
    said = tuple(rows_as(str, view.connection, f"pragma quick_check({_MOST_FAULTS})"))
    return () if said == ("ok",) else said
