"""Adds, takes away and replaces tags of many entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change, SetTags
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import as_entry, replaced, selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.rules.tags.tag_list import raw_tags, set_tags, tidy_tags
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class TagEntries(Operation):
    """Add tags to the selected entries and take others away; tags that are not named stay where they are."""

    NAME: ClassVar[str] = "tag-entries"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    add: tuple[str, ...] = ()
    """Tags they get, behind those they have."""
    remove: tuple[str, ...] = ()
    """Tags they lose."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield other tags for each entry that does not have just these; raises InvalidValue for an empty tag."""
        added = tuple(usable_tag(tag) for tag in self.add)
        yield from retagged(view, dataset=self.dataset, selection=self.selection, add=added, remove=self.remove)

    def label(self) -> str:
        """Name the tags."""
        parts = [f"add {', '.join(self.add)}"] if self.add else []
        parts += [f"remove {', '.join(self.remove)}"] if self.remove else []
        return f"Tags in “{self.dataset}”: {'; '.join(parts)}"


def usable_tag(tag: str) -> str:
    """Return a tag without spaces around it; raises InvalidValue when nothing is left."""
    kept = tag.strip()
    if not kept:
        raise InvalidValue("a tag cannot be empty", advice="Give it at least one character.")
    return kept


def retagged(
    view: View,
    *,
    dataset: str,
    selection: Selection,
    add: tuple[str, ...] = (),
    remove: tuple[str, ...] = (),
    rename: tuple[str, str] | None = None,
) -> Iterator[Change]:
    """Yield a change for each selected entry whose tags become others, reading its text only where it must."""
    for line in view.tagged(selected_keys(view, dataset=dataset, selection=selection)):
        if line.are_plain:
            tags = _edited(line.tags, add, remove, rename)
            if tags != line.tags:
                yield SetTags(key=line.key, before=line.tags, tags=tags)
        else:
            stored = view.line(line.key)
            entry = as_entry(stored)
            meant = meant_tags(entry)
            tags = _edited(meant, add, remove, rename)
            if tags != meant:
                yield from replaced(stored, before=entry, after=set_tags(entry, tags))


def meant_tags(entry: Entry) -> tuple[str, ...]:
    """Return the tags of an entry, also those that are written as something else than a list of texts."""
    raw = raw_tags(entry)
    return entry.tags if raw is None else tidy_tags(raw) or ()


def _edited(
    tags: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...], rename: tuple[str, str] | None
) -> tuple[str, ...]:
    kept = [tag for tag in tags if tag not in remove]
    if rename is not None and rename[0] in kept:
        kept = list(dict.fromkeys(rename[1] if tag == rename[0] else tag for tag in kept))
    return (*kept, *(tag for tag in dict.fromkeys(add) if tag not in kept))
