"""Gives entries exactly the tags that are named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, SetTags
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import as_entry, replaced, selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tag_entries import usable_tag
from rolethread_lite.rules.tags.tag_list import set_tags
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEntryTags(Operation):
    """Give the selected entries exactly these tags; none at all clears them."""

    NAME: ClassVar[str] = "set-tags"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    tags: tuple[str, ...]
    """The tags they have afterwards."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield other tags for each entry that has not exactly these."""
        wanted = tuple(dict.fromkeys(usable_tag(tag) for tag in self.tags))
        for line in view.tagged(selected_keys(view, dataset=self.dataset, selection=self.selection)):
            if not line.are_plain:
                stored = view.line(line.key)
                entry = as_entry(stored)
                yield from replaced(stored, before=entry, after=set_tags(entry, wanted))
            elif line.tags != wanted:
                yield SetTags(key=line.key, before=line.tags, tags=wanted)

    def label(self) -> str:
        """Name the tags."""
        return f"Set tags in “{self.dataset}”: {', '.join(self.tags) or 'none'}"
