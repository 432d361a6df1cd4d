"""Offers archived tags again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import find_tags
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreTags(Operation):
    """Offer archived tags again, where they were."""

    NAME: ClassVar[str] = "restore-tags"
    tags: tuple[str, ...]
    """The tags."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each tag that is archived; raises UnknownName."""
        for tag in find_tags(view, self.tags):
            if tag.is_archived:
                yield PutItem(before=tag, after=replace(tag, is_archived=False))

    def label(self) -> str:
        """Name the tags."""
        return f"Restore tags: {', '.join(self.tags)}"
