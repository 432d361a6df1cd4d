"""Gives entries of all datasets other tags in the place of those they have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rolethread_lite.model.change import Change, SetTags
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.lines import as_entry, replaced
from rolethread_lite.operations.tag_entries import meant_tags
from rolethread_lite.rules.tags.tag_list import set_tags
from rolethread_lite.store.view import View

NewNames = Mapping[str, str | None]
"""What stands in the place of each tag, None for nothing."""


def keys_with_tags(view: View, names: Iterable[str]) -> list[int]:
    """Return the keys of the entries of all datasets that have one of these tags."""
    return sorted({key for name in names for key in view.keys_with_tag(name)})


def renamed(view: View, keys: Sequence[int], *, names: NewNames) -> Iterator[Change]:
    """Yield a change for each of the entries whose tags become others, reading its text only where it must.

    What several tags become stands once, in the place of the first; all other tags stay as they are.
    """
    targets = frozenset(names.values())
    for line in view.tagged(keys):
        if line.are_plain:
            tags = _renamed(line.tags, names, targets)
            if tags != line.tags:
                yield SetTags(key=line.key, before=line.tags, tags=tags)
        else:
            stored = view.line(line.key)
            entry = as_entry(stored)
            meant = meant_tags(entry)
            tags = _renamed(meant, names, targets)
            if tags != meant:
                yield from replaced(stored, before=entry, after=set_tags(entry, tags))


def _renamed(tags: tuple[str, ...], names: NewNames, targets: frozenset[str | None]) -> tuple[str, ...]:
    found: list[str] = []
    for tag in tags:
        new = names.get(tag if tag.isascii() else kept_name(tag), tag)
        if new is not None and (new not in targets or new not in found):
            found.append(new)
    return tuple(found)
