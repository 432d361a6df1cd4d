"""Reads the database of RoleThread 1.0: its tags, aliases, characters, system prompts, and who speaks which turn.

The file is only read, also while RoleThread 1.0 has it open. Tables and columns that an older database lacks
are named, and what there is is used.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeAlias

import apsw

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.model.character import Character
from rolethread_lite.model.json_text import NotJson, decode
from rolethread_lite.model.rolethread_1 import MappedTurn, Registry, RegistryParts, RegistryTag, registry_tag, settle
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category
from rolethread_lite.store.asking import Binding

_Row: TypeAlias = Mapping[str, Binding]
_WRITE_VERSION = 18
_WAL = 2
_BUSY_MILLISECONDS = 5_000
_MARKS = frozenset(("tag_categories", "tag_lifecycle_metadata", "entry_character_turns", "system_prompt_templates"))
"""Tables by which the database is known."""
_COLUMNS = {
    "tag_categories": ("id", "slug", "name", "sort_order", "is_active"),
    "tags": ("id", "slug", "name", "category_id", "sort_order", "is_active", "status"),
    "tag_lifecycle_metadata": ("id", "action", "old_slug", "new_slug", "metadata_json"),
    "characters": ("id", "slug", "display_name", "description", "is_active"),
    "entry_character_turns": (
        "id",
        "entry_uuid",
        "turn_index",
        "character_id",
        "training_role",
        "source_role_label",
    ),
    "system_prompt_templates": ("id", "slug", "name", "content", "description", "is_active"),
}
_RENAMES = ("rename", "merge")


class _Lifecycle(NamedTuple):
    """What the lifecycle rows of tags say."""

    renames: tuple[tuple[str, str], ...]
    states: Mapping[str, Mapping[str, object]]


def read_database(path: Path) -> Registry:
    """Return what a database of RoleThread 1.0 says; what is missing or damaged in it is named in `left_out`.

    Raises UnreadableInput when it cannot be read, or is no such database.
    """
    try:
        with closing(apsw.Connection(_address(path), flags=apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READONLY)) as opened:
            opened.set_busy_timeout(_BUSY_MILLISECONDS)
            opened.execute("begin")  # one state of it, although others write
            return settle(_Reader(opened).parts())
    except OSError as fault:
        raise _unreadable(path, (fault.strerror or str(fault)).lower()) from fault
    except apsw.Error as fault:
        raise _unreadable(path, _reason(fault)) from fault
    except UnicodeDecodeError as fault:
        raise _unreadable(path, "a text in it is not UTF-8") from fault
    except _NotThisDatabase as fault:
        raise _unreadable(path, "it has none of its tables") from fault


class _NotThisDatabase(ValueError):
    """A database of somebody else."""


def _address(path: Path) -> str:
    """Return how the file is opened so that nothing is made beside it."""
    with path.open("rb") as file:
        header = file.read(_WRITE_VERSION + 1)
    address = f"{path.absolute().as_uri()}?mode=ro"
    is_wal = header[_WRITE_VERSION:] == bytes((_WAL,))
    # A reader of a write-ahead log needs the index beside it, and would make it where there is none.
    return f"{address}&immutable=1" if is_wal and not Path(f"{path}-shm").exists() else address


def _reason(fault: apsw.Error) -> str:
    if isinstance(fault, apsw.NotADBError):
        return "it is no SQLite database"
    if isinstance(fault, apsw.BusyError | apsw.LockedError):
        return "another program is writing it"
    return f"SQLite says “{fault}”"


class _Reader:
    """Collects the parts; what is wrong with one is noted, and the others are read."""

    def __init__(self, connection: apsw.Connection) -> None:
        """Look at which tables there are; raises _NotThisDatabase."""
        self._connection = connection
        self._left_out: list[str] = []
        tables = {str(row[0]) for row in connection.execute("select name from sqlite_master where type='table'")}
        if not _MARKS.intersection(tables):
            raise _NotThisDatabase

    def parts(self) -> RegistryParts:
        """Return everything."""
        categories = {_number(row, "id"): row for row in self._rows("tag_categories", needed=("slug",))}
        characters = {_number(row, "id"): row for row in self._rows("characters", needed=("slug",))}
        lifecycle = self._lifecycle()
        return RegistryParts(
            categories=tuple(_category(row) for row in categories.values()),
            closed=frozenset(_text(row, "slug") for row in categories.values() if not _is_active(row)),
            tags=tuple(_tag(row, categories, lifecycle) for row in self._rows("tags", needed=("slug",))),
            renames=lifecycle.renames,
            characters=tuple(_character(row) for row in characters.values()),
            prompts=tuple(_prompt(row) for row in self._rows("system_prompt_templates", needed=("slug", "content"))),
            turns=self._turns(characters),
            left_out=tuple(self._left_out),
        )

    def _rows(self, table: str, *, needed: tuple[str, ...]) -> Iterator[_Row]:
        """Yield the rows of a table that have what is needed, as far as there are columns for it."""
        there = [str(row[1]) for row in self._connection.execute(f"pragma table_info({table})")]
        columns = [column for column in _COLUMNS[table] if column in there]
        if not set(needed) <= set(columns):
            self._left_out.append(f"the table {table!r}, which is missing or has other columns")
            return
        order = "order by id" if "id" in columns else ""
        for values in self._connection.execute(f"select {','.join(columns)} from {table} {order}"):
            row = dict(zip(columns, values, strict=True))
            if all(_text(row, column) for column in needed):
                yield row
            else:
                self._left_out.append(f"row {_number(row, 'id')} of {table!r}, which lacks {' or '.join(needed)}")

    def _lifecycle(self) -> _Lifecycle:
        renames: list[tuple[str, str]] = []
        states: dict[str, Mapping[str, object]] = {}
        for row in self._rows("tag_lifecycle_metadata", needed=("action",)):
            old, new = _text(row, "old_slug"), _text(row, "new_slug")
            if _text(row, "action") not in _RENAMES:
                states[new or old] = _state(_text(row, "metadata_json"))
            elif old and new:
                renames.append((old, new))
        return _Lifecycle(tuple(renames), states)

    def _turns(self, characters: Mapping[int, _Row]) -> dict[str, tuple[MappedTurn, ...]]:
        turns: defaultdict[str, list[MappedTurn]] = defaultdict(list)
        for row in self._rows("entry_character_turns", needed=("entry_uuid", "training_role")):
            character = characters.get(_number(row, "character_id"))
            if character is None:
                self._left_out.append(f"row {_number(row, 'id')} of 'entry_character_turns', whose character is gone")
                continue
            turns[_text(row, "entry_uuid")].append(
                MappedTurn(
                    place=_number(row, "turn_index"),
                    character=_text(character, "slug"),
                    role=_text(row, "training_role"),
                    label=_text(row, "source_role_label") or None,
                )
            )
        return {uuid: tuple(sorted(found, key=lambda turn: turn.place)) for uuid, found in turns.items()}


def _category(row: _Row) -> Category:
    slug = _text(row, "slug")
    return Category(key=slug, name=_text(row, "name") or slug, place=_number(row, "sort_order"))


def _tag(row: _Row, categories: Mapping[int, _Row], lifecycle: _Lifecycle) -> RegistryTag:
    slug = _text(row, "slug")
    category = categories.get(_number(row, "category_id"))
    status = _text(row, "status") or "active"
    return registry_tag(
        slug=slug,
        name=_text(row, "name") or slug,
        category="" if category is None else _text(category, "slug"),
        place=_number(row, "sort_order"),
        status="archived" if status == "active" and not _is_active(row) else status,
        lifecycle=lifecycle.states.get(slug, {}),
    )


def _character(row: _Row) -> Character:
    slug = _text(row, "slug")
    name = _text(row, "display_name") or slug
    return Character(key=slug, name=name, description=_text(row, "description"), is_active=_is_active(row))


def _prompt(row: _Row) -> SystemPrompt:
    slug = _text(row, "slug")
    return SystemPrompt(
        key=slug,
        name=_text(row, "name") or slug,
        text=_text(row, "content"),
        description=_text(row, "description"),
        is_active=_is_active(row),
    )


def _text(row: _Row, column: str) -> str:
    value = row.get(column)
    return value if isinstance(value, str) else ""


def _number(row: _Row, column: str) -> int:
    value = row.get(column)
    return value if isinstance(value, int) else 0


def _is_active(row: _Row) -> bool:
    return row.get("is_active") != 0


def _state(text: str) -> Mapping[str, object]:
    """Return what a lifecycle row says of its tag, nothing when it is not readable."""
    try:
        value = decode(text.encode()) if text else {}
    except NotJson:
        return {}
    return value if isinstance(value, dict) else {}


def _unreadable(path: Path, reason: str) -> UnreadableInput:
    return UnreadableInput(
        f"cannot be read as the database of RoleThread 1.0: {reason}.",
        where=str(path),
        advice="Give the file called rolethread.db from the folder of RoleThread 1.0.",
    )
