"""Takes a category away; its tags stay."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import find_category
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteCategory(Operation):
    """Take a category away; its tags stay, without a category, and entries are not touched."""

    NAME: ClassVar[str] = "delete-category"
    category: str
    """The category's name."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield its tags without it, then the category; raises UnknownName."""
        category = find_category(view, self.category)
        for tag in view.items(Tag):
            if tag.category == category.key:
                yield PutItem(before=tag, after=replace(tag, category=""))
        yield PutItem(before=category, after=None)

    def label(self) -> str:
        """Name the category."""
        return f"Delete category “{self.category.strip()}”; its tags stay"
