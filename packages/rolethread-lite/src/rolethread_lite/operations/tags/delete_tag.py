"""Takes a tag out of the list of tags, and out of entries where that is wanted."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTag(Operation):
    """Take a tag and its other names out of the list of tags.

    Entries keep it unless it is taken from them too; a tag they keep waits for review, as one that was never
    adopted does. Such a one can be taken from entries as well.
    """

    NAME: ClassVar[str] = "delete-tag"
    tag: str
    """The tag."""
    from_entries: bool = False
    """Whether it is also taken from the entries of every dataset."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the tag, its aliases, and the entries that lose it; raises UnknownName."""
        name = kept_name(self.tag)
        waits = self.from_entries and view.item(Tag, name=name) is None and bool(view.keys_with_tag(name))
        if not waits:
            tag = find_tag(view, name)
            name = tag.name
            yield PutItem(before=tag, after=None)
            for alias in tag_aliases(view).values():
                if alias.target == tag.key:
                    yield PutItem(before=alias, after=None)
        if self.from_entries:
            yield from renamed(view, keys_with_tags(view, [name]), names={name: None})

    def label(self) -> str:
        """Name the tag, and say what becomes of entries."""
        where = "from the list and from all entries" if self.from_entries else "from the list; entries keep it"
        return f"Delete tag “{in_one_line(self.tag)}” {where}"
