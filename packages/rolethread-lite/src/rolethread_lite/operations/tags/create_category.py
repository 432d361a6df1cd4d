"""Makes a category."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.stable_key import stable_key
from rolethread_lite.model.tag import Category
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import refuse_taken_category
from rolethread_lite.operations.tags.looks import place_behind, usable_colour
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCategory(Operation):
    """Make a category under which tags are listed."""

    NAME: ClassVar[str] = "create-category"
    name: str
    """Its name."""
    description: str = ""
    """What belongs under it."""
    colour: str = ""
    """A colour as `#rrggbb`, empty for none."""
    place: int = 0
    """Where it stands in lists, smaller numbers first; 0 puts it behind the others."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the category; raises InvalidValue when there is one of that name."""
        name = usable_name(self.name, word="category")
        refuse_taken_category(view, name)
        others = view.items(Category)
        category = Category(
            key=stable_key(name, taken={other.key for other in others}),
            name=name,
            description=self.description.strip(),
            colour=usable_colour(self.colour),
            place=self.place or place_behind(others),
        )
        yield PutItem(before=None, after=category)

    def label(self) -> str:
        """Name the category."""
        return f"Create category “{self.name.strip()}”"
