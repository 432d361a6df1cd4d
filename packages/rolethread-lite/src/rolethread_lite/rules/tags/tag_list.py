"""Reads a `tags` member that is no list of texts, as far as it is clear what was meant."""

from collections.abc import Iterable
from dataclasses import replace

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, JsonValue, NotJson, decode, drop_member, get_member


def raw_tags(entry: Entry) -> JsonText | None:
    """Return the `tags` that could not be read as tags, None when there are none."""
    return get_member(entry.extra, "tags")


def tidy_tags(raw: JsonText) -> tuple[str, ...] | None:
    """Return the tags that a value means: no empty one, none twice. None when it is not clear.

    A text is taken apart at its commas; numbers become their text; `null` means none.
    """
    try:
        value = decode(raw)
    except NotJson:
        return None
    if value is None:
        return ()
    if isinstance(value, str):
        return _tidied(value.split(","))
    if isinstance(value, list):
        return _tidied_items(value)
    return None


def set_tags(entry: Entry, tags: tuple[str, ...] | None) -> Entry:
    """Return the entry with these tags in place of those that could not be read."""
    return entry if tags is None else replace(entry, tags=tags, extra=drop_member(entry.extra, "tags"))


def _tidied_items(items: list[JsonValue]) -> tuple[str, ...] | None:
    if any(isinstance(item, bool | list | dict) for item in items):
        return None
    return _tidied(str(item) for item in items if item is not None)


def _tidied(texts: Iterable[str]) -> tuple[str, ...]:
    stripped = (text.strip() for text in texts)
    return tuple(dict.fromkeys(text for text in stripped if text))
