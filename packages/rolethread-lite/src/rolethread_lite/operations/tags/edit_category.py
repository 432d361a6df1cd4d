"""Changes a category's name, and what is said about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import find_category, refuse_taken_category
from rolethread_lite.operations.tags.looks import usable_colour
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCategory(Operation):
    """Change a category; its tags stay under it, and what is not given stays."""

    NAME: ClassVar[str] = "edit-category"
    category: str
    """The category's name."""
    name: str | None = None
    """Its new name."""
    description: str | None = None
    """What belongs under it, empty for nothing."""
    colour: str | None = None
    """A colour as `#rrggbb`, empty for none."""
    place: int | None = None
    """Where it stands in lists, smaller numbers first."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the category as it will be; raises UnknownName, InvalidValue for a name that another one has."""
        category = find_category(view, self.category)
        after = replace(
            category,
            name=category.name if self.name is None else usable_name(self.name, word="category"),
            description=category.description if self.description is None else self.description.strip(),
            colour=category.colour if self.colour is None else usable_colour(self.colour),
            place=category.place if self.place is None else self.place,
        )
        if after.name != category.name:
            refuse_taken_category(view, after.name)
        if after != category:
            yield PutItem(before=category, after=after)

    def label(self) -> str:
        """Name the category, and its new name where it gets one."""
        new = f", now “{self.name.strip()}”" if self.name is not None else ""
        return f"Edit category “{self.category.strip()}”{new}"
