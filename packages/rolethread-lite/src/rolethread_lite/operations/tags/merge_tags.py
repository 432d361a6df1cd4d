"""Makes several tags one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.names import in_one_line
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import find_tag, tag_aliases, unknown_tag
from rolethread_lite.operations.tags.retagging import keys_with_tags, renamed
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTags(Operation):
    """Make several tags one: entries of every dataset get that one, once, in the place of the first they have.

    The names of the others, and the names they had before, lead to it from then on. A tag that entries have and
    nobody adopted can be merged as well.
    """

    NAME: ClassVar[str] = "merge-tags"
    tags: tuple[str, ...]
    """The tags that go."""
    into: str
    """The tag that stays."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the tags that go, the names that lead elsewhere, and the entries; raises UnknownName."""
        into = find_tag(view, self.into)
        names = dict.fromkeys(name for name in map(kept_name, self.tags) if name != into.name)
        if not names:
            raise InvalidValue("there is no other tag to merge", advice="Name at least one besides the one that stays.")
        tags = {name: view.item(Tag, name=name) for name in names}
        for name, tag in tags.items():
            if tag is None and (not name.strip() or not view.keys_with_tag(name)):
                raise unknown_tag(view, name)
        gone = [tag for tag in tags.values() if tag is not None]
        for tag in gone:
            yield PutItem(before=tag, after=None)
        yield from _redirected(view, names=tuple(names), gone=gone, into=into)
        yield from renamed(view, keys_with_tags(view, names), names=dict.fromkeys(names, into.name))

    def label(self) -> str:
        """Name the tags."""
        return f"Merge tags into “{self.into.strip()}”: {', '.join(map(in_one_line, self.tags))}"


def _redirected(view: View, *, names: tuple[str, ...], gone: list[Tag], into: Tag) -> Iterator[Change]:
    """Yield the aliases by which all names lead straight to the tag that stays."""
    aliases = tag_aliases(view)
    keys = {tag.key for tag in gone}
    older = (name for name, alias in aliases.items() if alias.target in keys)
    for name in dict.fromkeys((*names, *older)):
        after = Alias(kind=AliasKind.TAG, name=name, target=into.key)
        if aliases.get(name) != after:
            yield PutItem(before=aliases.get(name), after=after)
