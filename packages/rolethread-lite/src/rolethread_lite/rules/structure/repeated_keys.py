"""Finds keys that an object holds twice, and keeps what readers of JSON take: the last."""

import re
from collections.abc import Iterable

from rolethread_lite.model import scan
from rolethread_lite.model.json_text import JsonText, Members, NotJson, join_members, split_items, split_members

_DEEPEST = 60
"""Nobody repeats a key further inside than this, and a value may be nested without end."""
_LESS_THAN_TWO_KEYS = re.compile(rb"[^:]*(?::[^:]*)?")


def repeated(keys: Iterable[str]) -> list[str]:
    """Return the keys that come more than once, in their order."""
    seen: dict[str, int] = {}
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
    return [key for key, times in seen.items() if times > 1]


def keep_last(members: Members, *, key: str) -> Members:
    """Return the members with that key once: where it first stood, with what it said last."""
    last = [raw for name, raw in members if name == key][-1]
    return tuple(
        (name, last if name == key else raw)
        for place, (name, raw) in enumerate(members)
        if name != key or not any(earlier == key for earlier, _ in members[:place])
    )


def keep_first_names(names: tuple[str, ...], *, key: str) -> tuple[str, ...]:
    """Return the keys of a layout with `key` once, where it first stood."""
    return tuple(name for place, name in enumerate(names) if name != key or key not in names[:place])


def without_repeats(raw: JsonText) -> JsonText:
    """Return a value in which no object, however deep inside, holds a key twice; untouched when none does."""
    if scan.find(raw, b"{") < 0 or _LESS_THAN_TWO_KEYS.fullmatch(raw):
        return raw
    try:
        return _cleaned(raw, _DEEPEST)
    except NotJson:
        return raw


def _cleaned(raw: JsonText, depth: int) -> JsonText:
    if depth == 0 or scan.find(raw, b"{") < 0 or raw[:1] not in (b"{", b"["):
        return raw
    if raw.startswith(b"["):
        items = split_items(raw)
        cleaned_items = tuple(_cleaned(item, depth - 1) for item in items)
        return raw if cleaned_items == items else JsonText(b"[" + b",".join(cleaned_items) + b"]")
    members = split_members(raw)
    cleaned = tuple((key, _cleaned(value, depth - 1)) for key, value in members)
    for key in repeated(name for name, _ in members):
        cleaned = keep_last(cleaned, key=key)
    return raw if cleaned == members else join_members(cleaned)
