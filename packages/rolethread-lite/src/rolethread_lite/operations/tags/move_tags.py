"""Lists tags under another category."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import category_key, find_tags
from rolethread_lite.operations.tags.looks import place_behind
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTags(Operation):
    """List tags under a category, behind those that are there, or under none."""

    NAME: ClassVar[str] = "move-tags"
    tags: tuple[str, ...]
    """The tags."""
    category: str
    """Name of the category, empty for none."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each tag that is not there yet; raises UnknownName."""
        category = category_key(view, self.category)
        there = [tag for tag in view.items(Tag) if tag.category == category]
        for tag in find_tags(view, self.tags):
            if tag.category != category:
                moved = replace(tag, category=category, place=place_behind(there))
                there.append(moved)
                yield PutItem(before=tag, after=moved)

    def label(self) -> str:
        """Name the tags and the category."""
        where = f"to “{self.category.strip()}”" if self.category.strip() else "out of their category"
        return f"Move tags {where}: {', '.join(self.tags)}"
