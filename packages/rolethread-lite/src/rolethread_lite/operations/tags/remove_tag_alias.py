"""Takes another name of a tag away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import tag_aliases
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTagAlias(Operation):
    """Let a name no longer lead to a tag; entries that have it wait for review."""

    NAME: ClassVar[str] = "remove-tag-alias"
    name: str
    """The other name."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the alias; raises UnknownName when there is none."""
        alias = tag_aliases(view).get(kept_name(self.name))
        if alias is None:
            raise UnknownName(
                f"{self.name!r} is no other name of a tag", advice="The list of tags shows the other names of each."
            )
        yield PutItem(before=alias, after=None)

    def label(self) -> str:
        """Name the other name."""
        return f"Take the other name “{self.name}” away"
