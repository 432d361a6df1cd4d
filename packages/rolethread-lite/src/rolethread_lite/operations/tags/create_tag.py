"""Makes a tag known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import category_key, name_taken, registered
from rolethread_lite.operations.tags.looks import usable_colour
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTag(Operation):
    """Make a tag known, so that it is offered; a name that was another tag's old one is its own from then on."""

    NAME: ClassVar[str] = "create-tag"
    name: str
    """The tag as it will stand in entries, of any script."""
    category: str = ""
    """Name of the category it is listed under, empty for none."""
    description: str = ""
    """What it means."""
    colour: str = ""
    """A colour as `#rrggbb`, empty for none."""
    place: int = 0
    """Where it stands in lists, smaller numbers first; 0 puts it behind the others."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the tag, and the alias it takes away; raises InvalidValue when there is such a tag already."""
        name = usable_name(self.name, word="tag")
        found = view.item(Tag, name=name)
        if found is not None:
            raise name_taken(found, advice="Restore it." if found.is_archived else "Choose another name.")
        tag = Tag(
            key="",
            name=name,
            category=category_key(view, self.category),
            description=self.description.strip(),
            colour=usable_colour(self.colour),
            place=self.place,
        )
        yield from registered(view, [tag])

    def label(self) -> str:
        """Name the tag."""
        return f"Create tag “{self.name.strip()}”"
