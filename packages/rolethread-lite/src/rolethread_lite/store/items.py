"""Keeps the library and the settings: one row for each thing, changed only where it is still what it was."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TypeVar

import apsw

from rolethread_lite.errors import InvalidValue, UnknownName, WorkspaceMoved
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Avatar, Character
from rolethread_lite.model.library import Item, Library
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.store.asking import ask_bytes, ask_text, rows_as, run

_Kept = TypeVar("_Kept", bound=Item)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Where one kind of item is kept."""

    name: str
    """The table."""
    keys: tuple[str, ...]
    """The columns by which a row is found; they never change."""
    order: str
    """The order of lists."""
    word: str
    """What one is called in a sentence."""
    is_named: bool = True
    """Whether no two may have the same name."""


_TABLES: Mapping[type, _Table] = MappingProxyType(
    {
        Category: _Table(name="category", keys=("key",), order="place,name", word="a category"),
        Tag: _Table(name="tag", keys=("key",), order="place,name", word="a tag"),
        Alias: _Table(name="alias", keys=("kind", "name"), order="kind,name", word="an alias", is_named=False),
        Character: _Table(name="character", keys=("key",), order="name", word="a character"),
        SystemPrompt: _Table(name="system_prompt", keys=("key",), order="name", word="a system prompt"),
        PromptVersion: _Table(
            name="prompt_version",
            keys=("prompt", "version"),
            order="prompt,version",
            word="a version of a system prompt",
            is_named=False,
        ),
        Setting: _Table(name="setting", keys=("name",), order="name", word="a setting", is_named=False),
    }
)
_COLUMNS: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        kind: tuple(one.name for one in fields(kind))
        for kind in (Category, Tag, Alias, Character, SystemPrompt, PromptVersion, Setting)
    }
)
ITEM_TABLES = tuple(table.name for table in _TABLES.values())
"""The tables of the library and the settings; all are truth."""


def put_item(connection: apsw.Connection, change: PutItem) -> None:
    """Bring one thing in, change it, or take it away.

    Raises WorkspaceMoved when it is no longer what the change was made for, InvalidValue when its name is taken.
    """
    some = change.after if change.after is not None else change.before
    if some is None:
        return
    kind = type(some)
    found = _find(connection, kind, some)
    if found != (None if change.before is None else _as_kept(change.before)):
        raise WorkspaceMoved(
            f"{_TABLES[kind].word} was changed meanwhile", advice="Look at it as it is now, then repeat what you did."
        )
    if change.after is None:
        _delete(connection, some)
        return
    _refuse_taken_name(connection, change.after)
    if change.before is None:
        _insert(connection, change.after)
    else:
        _update(connection, change.after)


def read_items(connection: apsw.Connection, kind: type[_Kept]) -> tuple[_Kept, ...]:
    """Return everything of one kind, in the order of its list."""
    table = _TABLES[kind]
    columns = ",".join(_columns(kind))
    query = f"select {columns} from {table.name} order by {table.order}"
    return tuple(_items(connection, kind, query))


def item_of(connection: apsw.Connection, kind: type[_Kept], *, name: str) -> _Kept | None:
    """Return what is called `name` of one kind, None when there is nothing."""
    query = f"select {','.join(_columns(kind))} from {_TABLES[kind].name} where name=?"
    return next(_items(connection, kind, query, (_stored(name),)), None)


def read_library(connection: apsw.Connection) -> Library:
    """Return the whole library, without pictures."""
    return Library(
        categories=read_items(connection, Category),
        tags=read_items(connection, Tag),
        aliases=read_items(connection, Alias),
        characters=read_items(connection, Character),
        prompts=read_items(connection, SystemPrompt),
        versions=read_items(connection, PromptVersion),
    )


def keep_avatar(connection: apsw.Connection, avatar: Avatar) -> None:
    """Keep a picture under its digest; it stays, so that undo finds it."""
    run(connection, "insert or ignore into avatar values(?,?)", (avatar.digest, avatar.content))


def read_avatar(connection: apsw.Connection, digest: str) -> Avatar:
    """Return the picture with that digest; raises UnknownName when there is none."""
    content = ask_bytes(connection, "select content from avatar where digest=?", (digest,))
    if content is None:
        raise UnknownName("there is no such picture", advice="Give the character a new one.")
    return Avatar(digest=digest, content=content)


def _columns(kind: type) -> tuple[str, ...]:
    return _COLUMNS[kind]


def _items(
    connection: apsw.Connection, kind: type[_Kept], query: str, values: tuple[object, ...] = ()
) -> Iterator[_Kept]:
    columns = _columns(kind)
    make: Callable[..., _Kept] = kind

    def _item(*row: object) -> _Kept:
        return make(**{name: _shown(name, value) for name, value in zip(columns, row, strict=True)})

    yield from rows_as(_item, connection, query, values)


def _find(connection: apsw.Connection, kind: type[Item], wanted: Item) -> Item | None:
    table = _TABLES[kind]
    where = " and ".join(f"{key}=?" for key in table.keys)
    query = f"select {','.join(_columns(kind))} from {table.name} where {where}"
    return next(_items(connection, kind, query, _keys(wanted)), None)


def _insert(connection: apsw.Connection, item: Item) -> None:
    columns = _columns(type(item))
    marks = ",".join("?" * len(columns))
    run(connection, f"insert into {_TABLES[type(item)].name}({','.join(columns)}) values({marks})", _row(item))


def _update(connection: apsw.Connection, item: Item) -> None:
    table = _TABLES[type(item)]
    others = [name for name in _columns(type(item)) if name not in table.keys]
    where = " and ".join(f"{key}=?" for key in table.keys)
    values = tuple(_stored(getattr(item, name)) for name in others)
    assignments = ",".join(f"{name}=?" for name in others)
    run(connection, f"update {table.name} set {assignments} where {where}", (*values, *_keys(item)))


def _delete(connection: apsw.Connection, item: Item) -> None:
    table = _TABLES[type(item)]
    where = " and ".join(f"{key}=?" for key in table.keys)
    run(connection, f"delete from {table.name} where {where}", _keys(item))


def _refuse_taken_name(connection: apsw.Connection, item: Item) -> None:
    table = _TABLES[type(item)]
    if not table.is_named or isinstance(item, Alias | PromptVersion | Setting):
        return
    other = ask_text(connection, f"select name from {table.name} where name=? and key<>?", (item.name, item.key))
    if other is not None:
        raise InvalidValue(f"there is {table.word} named {other!r} already", advice="Choose another name.")


def _keys(item: Item) -> tuple[object, ...]:
    return tuple(_stored(getattr(item, name)) for name in _TABLES[type(item)].keys)


def _row(item: Item) -> tuple[object, ...]:
    return tuple(_stored(getattr(item, name)) for name in _columns(type(item)))


def _stored(value: object) -> object:
    """Return a value as a column holds it; half a surrogate pair cannot be held and becomes U+FFFD."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return str(value).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return value


def _shown(name: str, value: object) -> object:
    if name.startswith("is_"):
        return bool(value)
    return AliasKind(str(value)) if name == "kind" else value


def _as_kept(item: Item) -> Item:
    """Return an item as it comes back from its table."""
    make: Callable[..., Item] = type(item)
    return make(**{name: _shown(name, _stored(getattr(item, name))) for name in _columns(type(item))})
