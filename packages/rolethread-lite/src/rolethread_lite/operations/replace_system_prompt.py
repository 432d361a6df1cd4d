"""Gives many entries the same system prompt, or none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import Members, encode_text, join_members
from rolethread_lite.model.message import SYSTEM, Message, Part
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import replaced, selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.aggregates import keys_with_prompts
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
    old: str | None = None
    """Only in entries whose system prompt is exactly this; None means in all."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a change for each entry with another system prompt."""
        keys = selected_keys(view, dataset=self.dataset, selection=self.selection)
        if self.old is not None:
            chosen = frozenset(keys)
            having = keys_with_prompts(view, view.dataset_key(self.dataset), [self.old])
            keys = [key for key in having if key in chosen]
        return given_prompt(view, keys, text=self.text)

    def label(self) -> str:
        """Name the dataset."""
        return f"{'Replace' if self.text else 'Remove'} the system prompt in “{self.dataset}”"


def given_prompt(view: View, keys: Iterable[int], *, text: str) -> Iterator[Change]:
    """Yield a change for each of these lines that is an entry and has another system prompt."""
    for stored in view.lines(keys):
        item = None if stored.is_record else read_stored(stored.line)
        if isinstance(item, Entry):
            yield from replaced(stored, before=item, after=with_system_prompt(item, text=text))


def with_system_prompt(entry: Entry, *, text: str) -> Entry:
    """Return the entry with that system prompt, or without one when it is empty."""
    place = next((place for place, message in enumerate(entry.messages) if message.role == SYSTEM), None)
    if not text:
        return entry if place is None else entry.without_message(place)
    if place is None:
        return replace(entry, messages=(Message(role=SYSTEM, content=text), *entry.messages))
    return entry.with_message(place, message=_with_text(entry.messages[place], text))


def _with_text(message: Message, text: str) -> Message:
    """Return the message with that text; parts of it that are no text stay."""
    content = message.content
    if message.text == text and message.pieces:
        return message
    if not isinstance(content, tuple):
        return replace(message, content=text)
    places = [place for place, part in enumerate(content) if part.text is not None]
    if not places:
        return replace(message, content=(_text_part(text), *content))
    others = frozenset(places[1:])
    return replace(
        message,
        content=tuple(
            part.with_text(text) if place == places[0] else part
            for place, part in enumerate(content)
            if place not in others
        ),
    )


def _text_part(text: str) -> Part:
    members: Members = (("type", encode_text("text")), ("text", encode_text(text)))
    return Part(kind="text", text=text, raw=join_members(members))
