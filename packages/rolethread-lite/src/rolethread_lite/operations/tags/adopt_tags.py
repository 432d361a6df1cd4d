"""Makes tags known that entries have already."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.change import Change
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.model.tag import Tag
from rolethread_lite.operations.names import is_usable
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import category_key, name_taken, registered
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptTags(Operation):
    """Make tags known that came with entries and wait for review; the entries are not touched."""

    NAME: ClassVar[str] = "adopt-tags"
    tags: tuple[str, ...]
    """The tags, just as they stand in entries."""
    category: str = ""
    """Name of the category they are listed under, empty for none."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each tag; raises UnknownName for one that no entry has, InvalidValue for one that is known."""
        category = category_key(view, self.category)
        names = dict.fromkeys(_waiting(view, name) for name in self.tags)
        yield from registered(view, (Tag(key="", name=name, category=category) for name in names))

    def label(self) -> str:
        """Name the tags and the category."""
        where = f" into “{self.category.strip()}”" if self.category.strip() else ""
        return f"Adopt tags{where}: {', '.join(self.tags)}"


def _waiting(view: View, tag: str) -> str:
    """Return the name of a tag that waits for review."""
    name = kept_name(tag)
    found = view.item(Tag, name=name)
    if found is not None:
        raise name_taken(found, advice="Leave it out.")
    if not view.keys_with_tag(name):
        raise UnknownName(f"no entry has the tag {name!r}", advice="Create it instead.")
    if not is_usable(name):
        raise InvalidValue(
            f"the tag {name!r} is empty, or has spaces or line breaks around or in it",
            advice="Repair the dataset, or merge it into another tag.",
        )
    return name
