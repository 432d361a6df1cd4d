"""Gives a tag another name, wherever it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import find_tag, name_taken, tag_aliases
from rolethread_lite.operations.tags.retagging import keys_with_tags, renamed
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTag(Operation):
    """Give a tag another name, in the entries of every dataset too; the old name stays known as an alias."""

    NAME: ClassVar[str] = "rename-tag"
    tag: str
    """The tag."""
    name: str
    """Its new name."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the tag, its old name as an alias, and the entries; raises InvalidValue when a tag has the name."""
        tag = find_tag(view, self.tag)
        name = usable_name(self.name, word="tag")
        if name == tag.name:
            return
        found = view.item(Tag, name=name)
        if found is not None:
            raise name_taken(found, advice="Merge them instead.")
        yield PutItem(before=tag, after=replace(tag, name=name))
        aliases = tag_aliases(view)
        if name in aliases:
            yield PutItem(before=aliases[name], after=None)
        old = Alias(kind=AliasKind.TAG, name=tag.name, target=tag.key)
        yield PutItem(before=aliases.get(tag.name), after=old)
        yield from renamed(view, keys_with_tags(view, [tag.name]), names={tag.name: name})

    def label(self) -> str:
        """Name both names."""
        return f"Rename tag “{self.tag.strip()}” to “{self.name.strip()}”"
