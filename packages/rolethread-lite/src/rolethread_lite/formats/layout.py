"""Writes the members of an object back in the order they came in."""

from collections.abc import Iterator, Mapping

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import NULL, JsonText, Members, decode


def in_layout(
    layout: tuple[str, ...], fields: Mapping[str, JsonText], extra: Members
) -> Iterator[tuple[str, JsonText]]:
    """Yield fields and extra members in the layout's order, what is not in it at the end."""
    waiting, left = dict(fields), list(extra)
    for key in layout:
        if key in waiting:
            yield key, waiting.pop(key)
            continue
        place = next((place for place, (name, _) in enumerate(left) if name == key), None)
        if place is not None:
            yield left.pop(place)
    yield from waiting.items()
    yield from left


def is_left(entry: Entry, key: str) -> bool:
    """Tell whether a member of that key came in and was understood, so that it is not among the extra ones."""
    return entry.layout.count(key) > sum(name == key for name, _ in entry.extra)


def as_text(raw: JsonText) -> str | None:
    """Return the text of a JSON string, None for any other value."""
    if not raw.startswith(b'"'):
        return None
    value = decode(raw)
    return value if isinstance(value, str) else None


def has_other_messages(members: Members) -> bool:
    """Tell whether a row has a member `messages` that says something: in a workspace its turns stand there."""
    return any(key == "messages" and raw != NULL for key, raw in members)


def empty_messages(entry: Entry) -> Members:
    """Return the members `messages` of a row of another format: they were null, and are no part of the entry."""
    return tuple((key, NULL) for key in entry.layout if key == "messages")
