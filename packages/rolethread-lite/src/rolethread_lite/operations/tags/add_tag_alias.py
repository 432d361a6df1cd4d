"""Gives a tag another name by which it is understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import current_name, find_tag, name_taken, tag_aliases
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTagAlias(Operation):
    """Let another name lead to a tag; entries that have it are not touched until names are resolved."""

    NAME: ClassVar[str] = "add-tag-alias"
    tag: str
    """The tag."""
    name: str
    """The other name."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the alias; raises InvalidValue for a name that is a tag, or leads to another one."""
        tag = find_tag(view, self.tag)
        name = usable_name(self.name, word="tag")
        found = view.item(Tag, name=name)
        if found is not None:
            raise name_taken(found, advice="Merge them instead.")
        alias = Alias(kind=AliasKind.TAG, name=name, target=tag.key)
        known = tag_aliases(view).get(name)
        if known is not None and known != alias:
            meant = current_name(view, name)
            raise InvalidValue(
                f"“{name}” is another name of the tag “{meant}” already", advice="Take it from that one first."
            )
        if known is None:
            yield PutItem(before=None, after=alias)

    def label(self) -> str:
        """Name the tag and the other name."""
        return f"Let “{self.name.strip()}” mean the tag “{self.tag.strip()}”"
