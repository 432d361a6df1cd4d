"""Stops offering tags."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import find_tags
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveTags(Operation):
    """Stop offering tags; entries that have them keep them."""

    NAME: ClassVar[str] = "archive-tags"
    tags: tuple[str, ...]
    """The tags."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each tag that is not archived yet; raises UnknownName."""
        for tag in find_tags(view, self.tags):
            if not tag.is_archived:
                yield PutItem(before=tag, after=replace(tag, is_archived=True))

    def label(self) -> str:
        """Name the tags."""
        return f"Archive tags: {', '.join(self.tags)}"
