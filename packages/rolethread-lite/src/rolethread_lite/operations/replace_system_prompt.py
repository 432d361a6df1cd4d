"""Gives many entries the same system prompt, or none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import SYSTEM, Message
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import edited
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceSystemPrompt(Operation):
    """Give the selected entries a system prompt, in place of the first they have, or at their beginning."""

    NAME: ClassVar[str] = "replace-system-prompt"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    text: str
    """The system prompt; empty takes it away."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a change for each entry with another system prompt."""
        return edited(
            view,
            dataset=self.dataset,
            selection=self.selection,
            edit=lambda entry: with_system_prompt(entry, text=self.text),
        )

    def label(self) -> str:
        """Name the dataset."""
        return f"{'Replace' if self.text else 'Remove'} the system prompt in “{self.dataset}”"


def with_system_prompt(entry: Entry, *, text: str) -> Entry:
    """Return the entry with that system prompt, or without one when it is empty."""
    place = next((place for place, message in enumerate(entry.messages) if message.role == SYSTEM), None)
    if not text:
        return entry if place is None else entry.without_message(place)
    if place is None:
        return replace(entry, messages=(Message(role=SYSTEM, content=text), *entry.messages))
    return entry.with_message(place, message=replace(entry.messages[place], content=text))
