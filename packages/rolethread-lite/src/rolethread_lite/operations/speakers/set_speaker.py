"""Says who speaks a turn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats.speaker_names import without_speaker
from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import edited
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSpeaker(Operation):
    """Give turns of the selected entries a speaker, or take him away; role and text stay as they are."""

    NAME: ClassVar[str] = "set-speaker"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    speaker: str
    """Who speaks from now on; empty for nobody in particular."""
    turns: tuple[int, ...] = ()
    """Indexes of the messages, counted from 0; none means all of the roles."""
    roles: tuple[str, ...] = ()
    """The roles whose turns are meant; none means all of the indexes."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each entry with another speaker; raises InvalidValue for a turn that an entry does not have."""
        if not (self.turns or self.roles):
            raise InvalidValue("nothing says which turns are meant", advice="Name turns by number, or a role.")
        return edited(view, dataset=self.dataset, selection=self.selection, edit=self._edited)

    def label(self) -> str:
        """Name the speaker."""
        speaker = " ".join(self.speaker.split())
        return f"Speaker in “{self.dataset}”: {speaker}" if speaker else f"Remove speakers in “{self.dataset}”"

    def _edited(self, entry: Entry) -> Entry:
        self._refuse_missing(entry)
        messages = tuple(self._spoken(place, message) for place, message in enumerate(entry.messages))
        return entry if messages == entry.messages else replace(entry, messages=messages)

    def _spoken(self, place: int, message: Message) -> Message:
        is_meant = (not self.turns or place in self.turns) and (not self.roles or message.role in self.roles)
        if not is_meant:
            return message
        speaker = self.speaker.strip()
        return replace(message, speaker=speaker) if speaker else without_speaker(message)

    def _refuse_missing(self, entry: Entry) -> None:
        last = len(entry.messages) - 1
        missing = next((turn for turn in self.turns if not 0 <= turn <= last), None)
        if missing is not None:
            advice = f"Choose from 0 to {last}." if last >= 0 else "It has none at all."
            raise InvalidValue(f"an entry has no message {missing}", advice=advice)
