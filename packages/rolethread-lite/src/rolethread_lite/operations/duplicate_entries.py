"""Puts a copy of entries behind each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.formats import messages
from rolethread_lite.model.change import Change, InsertLine
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import as_entry, selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tag_entries import meant_tags
from rolethread_lite.operations.tags.known import current_name
from rolethread_lite.rules.tags.tag_list import set_tags
from rolethread_lite.store.lines import TAGS_INSIDE, cut, join, write_tags
from rolethread_lite.store.view import StoredLine, View

DUPLICATE = "duplicate"
"""The tag of copies, where the setting `tags.automatic` wants one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateEntries(Operation):
    """Put a copy of each selected entry behind it, everything it came with included.

    Where the setting `tags.automatic` holds `duplicate`, the copies get that tag.
    """

    NAME: ClassVar[str] = "duplicate-entries"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a copy for each."""
        tag = current_name(view, DUPLICATE) if DUPLICATE in view.settings().tags_automatic else ""
        for stored in view.lines(selected_keys(view, dataset=self.dataset, selection=self.selection)):
            yield InsertLine(
                dataset=stored.dataset,
                line=_tagged(stored, tag) if tag else stored.line,
                after=stored.key,
                seed=bytes.fromhex(stored.entry_id),
                note=stored.note,
                is_record=stored.is_record,
            )

    def label(self) -> str:
        """Name the dataset."""
        return f"Duplicate entries in “{self.dataset}”"


def _tagged(stored: StoredLine, tag: str) -> bytes:
    """Return the line with the tag behind those it has, the rest of it byte for byte; a record has none."""
    if stored.is_record:
        return stored.line
    pieces = cut(stored.line, is_record=False)
    if pieces.hole == TAGS_INSIDE:
        entry = as_entry(stored)
        return messages.write(set_tags(entry, tuple(dict.fromkeys((*meant_tags(entry), tag)))))
    if tag in pieces.names:
        return stored.line
    return join(pieces.body, write_tags((*pieces.names, tag), hole=pieces.hole), pieces.hole)
