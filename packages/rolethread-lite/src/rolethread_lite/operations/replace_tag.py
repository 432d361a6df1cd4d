"""Puts one tag in the place of another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tag_entries import retagged, usable_tag
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceTag(Operation):
    """Put one tag in the place of another, wherever the selected entries have it."""

    NAME: ClassVar[str] = "replace-tag"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    tag: str
    """The tag they have."""
    by: str
    """The tag they get in its place."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield other tags for each entry that has the tag."""
        renamed = (self.tag, usable_tag(self.by))
        yield from retagged(view, dataset=self.dataset, selection=self.selection, rename=renamed)

    def label(self) -> str:
        """Name both tags."""
        return f"Replace tag “{self.tag}” by “{self.by}” in “{self.dataset}”"
