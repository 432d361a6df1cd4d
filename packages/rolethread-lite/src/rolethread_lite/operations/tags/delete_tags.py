"""Takes several tags out of the list of tags at once, and out of entries where that is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.names import in_one_line
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import find_tag, tag_aliases
from rolethread_lite.operations.tags.retagging import keys_with_tags, renamed
from rolethread_lite.store.view import View

_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTags(Operation):
    """Take tags and their other names out of the list of tags, as one step.

    Entries keep them unless they are taken from them too. Tags that entries have and nobody adopted can be taken
    from entries as well.
    """

    NAME: ClassVar[str] = "delete-tags"
    tags: tuple[str, ...]
    """The tags."""
    from_entries: bool = False
    """Whether they are also taken from the entries of every dataset."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the tags, their aliases, and the entries that lose them; raises UnknownName."""
        waiting = dict.fromkeys(name for name in map(kept_name, self.tags) if self._waits(view, name))
        gone = dict.fromkeys(find_tag(view, name) for name in map(kept_name, self.tags) if name not in waiting)
        for tag in gone:
            yield PutItem(before=tag, after=None)
        keys = {tag.key for tag in gone}
        for alias in tag_aliases(view).values():
            if alias.target in keys:
                yield PutItem(before=alias, after=None)
        if self.from_entries:
            names = (*(tag.name for tag in gone), *waiting)
            yield from renamed(view, keys_with_tags(view, names), names=dict.fromkeys(names))

    def _waits(self, view: View, name: str) -> bool:
        return self.from_entries and view.item(Tag, name=name) is None and bool(view.keys_with_tag(name))

    def label(self) -> str:
        """Name the first of the tags, and say what becomes of entries."""
        where = "from the list and from all entries" if self.from_entries else "from the list; entries keep them"
        shown = ", ".join(f"“{in_one_line(name)}”" for name in self.tags[:_NAMED])
        rest = f" and {len(self.tags) - _NAMED} more" if len(self.tags) > _NAMED else ""
        return f"Delete tags {shown}{rest} {where}"
