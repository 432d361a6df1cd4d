"""Brings in categories and tags to start from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.starting_tags import STARTING_CATEGORIES, STARTING_TAGS
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.known import registered, tag_aliases
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStartingTags(Operation):
    """Bring in categories and tags to start from, as far as they are missing; all can be changed afterwards.

    A tag that was given another name is there, and so is a category.
    """

    NAME: ClassVar[str] = "add-starting-tags"

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each category and tag that is missing."""
        categories = view.items(Category)
        by_key = {category.key: category.key for category in categories}
        by_name = {category.name: category.key for category in categories}
        keys = by_key | {one.key: by_name[one.name] for one in STARTING_CATEGORIES if one.name in by_name}
        for category in STARTING_CATEGORIES:
            if category.key not in keys:
                yield PutItem(before=None, after=category)
        there = {tag.name for tag in view.items(Tag)} | set(tag_aliases(view))
        missing = (tag for tag in STARTING_TAGS if tag.name not in there)
        yield from registered(view, (replace(tag, category=keys.get(tag.category, tag.category)) for tag in missing))

    def label(self) -> str:
        """Say what comes."""
        return "Add the tags to start from"
