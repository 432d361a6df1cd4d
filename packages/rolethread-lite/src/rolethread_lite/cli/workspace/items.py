"""One thing of the library before it is changed: what it is, and which of its facts would be others."""

from collections.abc import Iterator
from dataclasses import fields

from rolethread_lite.cli.visible import clip, visible
from rolethread_lite.model.alias import Alias
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.library import Item
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag

_WIDTH = 100


def item_change_lines(change: PutItem) -> Iterator[str]:
    """Yield the lines that show a change of the library: what it is about, and each fact before and after."""
    some = change.after if change.after is not None else change.before
    if some is None:
        return
    yield f"{_WORDS[type(some)]} {_title(some)}"
    for name, before, after in _facts(change):
        if before:
            yield f"  - {name}: {_shown(before)}"
        if after:
            yield f"  + {name}: {_shown(after)}"


def item_change_as_json(change: PutItem) -> dict[str, JsonValue]:
    """Return a change of the library as JSON."""
    return {
        "kind": _WORDS[type(change.after if change.after is not None else change.before)],
        "before": None if change.before is None else item_as_json(change.before),
        "after": None if change.after is None else item_as_json(change.after),
    }


def item_as_json(item: Item) -> dict[str, JsonValue]:
    """Return everything there is to one thing of the library, or a setting."""
    return {one.name: _plain(getattr(item, one.name)) for one in fields(item)}


_WORDS: dict[type, str] = {
    Category: "category",
    Tag: "tag",
    Alias: "alias",
    Character: "character",
    SystemPrompt: "system prompt",
    PromptVersion: "version of a system prompt",
    Setting: "setting",
}


def _title(item: Item) -> str:
    if isinstance(item, PromptVersion):
        return f"{visible(item.prompt)} {item.version}"
    return visible(item.name)


def _facts(change: PutItem) -> Iterator[tuple[str, object, object]]:
    """Yield name, old and new value of every fact that differs; what a thing is called stands above them."""
    some = change.after if change.after is not None else change.before
    for one in fields(some) if some is not None else ():
        before = getattr(change.before, one.name) if change.before is not None else None
        after = getattr(change.after, one.name) if change.after is not None else None
        is_title = one.name in ("key", "name", "prompt", "version") and None in (change.before, change.after)
        if before != after and not is_title:
            yield one.name.removeprefix("is_"), before, after


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes"
    return clip(visible(str(value)), width=_WIDTH)


def _plain(value: object) -> JsonValue:
    return value if isinstance(value, str | int | bool) else str(value)
