"""Says what a tag means, how it is coloured and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import find_tag
from rolethread_lite.operations.tags.looks import usable_colour
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTag(Operation):
    """Change what is said about a tag; entries are not touched, and what is not given stays."""

    NAME: ClassVar[str] = "edit-tag"
    tag: str
    """The tag."""
    description: str | None = None
    """What it means, empty for nothing."""
    colour: str | None = None
    """A colour as `#rrggbb`, empty for none."""
    place: int | None = None
    """Where it stands in lists, smaller numbers first."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the tag as it will be; raises UnknownName, InvalidValue for what is no colour."""
        tag = find_tag(view, self.tag)
        after = replace(
            tag,
            description=tag.description if self.description is None else self.description.strip(),
            colour=tag.colour if self.colour is None else usable_colour(self.colour),
            place=tag.place if self.place is None else self.place,
        )
        if after != tag:
            yield PutItem(before=tag, after=after)

    def label(self) -> str:
        """Name the tag."""
        return f"Edit tag “{self.tag.strip()}”"
