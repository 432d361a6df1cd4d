"""Gives entries a system prompt of the library, its variables filled for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import ASSISTANT, USER
from rolethread_lite.model.prompt_template import fill, named_values, variables_of
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import replaced, selected_keys
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.known import in_label, known_prompt
from rolethread_lite.operations.replace_system_prompt import with_system_prompt
from rolethread_lite.store.view import StoredLine, View

_SPEAKING = (("char", ASSISTANT), ("user", USER))
"""Variables that stand for who speaks in a role."""
_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingValues:
    """What is missing for a system prompt to be filled."""

    entries: int
    """For how many entries something is missing."""
    variables: tuple[str, ...]
    """The variables without a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyPrompt(Operation):
    """Give the selected entries a system prompt of the library, in place of their first, or at their beginning.

    A variable takes the value that is given for it; `{{char}}` and `{{user}}` otherwise take the name of the only
    one who speaks as assistant and as user. Where a value is missing, nothing is changed unless such entries may
    be left out.
    """

    NAME: ClassVar[str] = "apply-prompt"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    prompt: str
    """The name of the system prompt."""
    values: tuple[tuple[str, str], ...] = ()
    """Names of variables, each with its value."""
    skip_missing: bool = False
    """Whether entries for which a value is missing are left as they are."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a change for each entry with another system prompt; raises UnknownName, and InvalidValue."""
        template = known_prompt(view, self.prompt).text
        missing = _Missing()
        for stored, entry, values in self._with_values(view, template):
            if not missing.take(stored, [name for name in variables_of(template) if name not in values]):
                yield from replaced(stored, before=entry, after=with_system_prompt(entry, text=fill(template, values)))
        if missing.entries and not self.skip_missing:
            raise missing.refusal(view)

    def missing(self, view: View) -> MissingValues:
        """Return for how many of the selected entries a value is missing; raises UnknownName, and InvalidValue."""
        template = known_prompt(view, self.prompt).text
        missing = _Missing()
        for stored, _, values in self._with_values(view, template):
            missing.take(stored, [name for name in variables_of(template) if name not in values])
        return MissingValues(entries=missing.entries, variables=tuple(missing.names))

    def label(self) -> str:
        """Name the prompt and the dataset."""
        return f"Apply system prompt {in_label((self.prompt,))} in “{self.dataset}”"

    def _given(self, template: str) -> Mapping[str, str]:
        """Return the given values; raises InvalidValue for a variable that the prompt does not have."""
        given = named_values(dict(self.values))
        known = variables_of(template)
        strange = next((name for name in given if name not in known), None)
        if strange is not None:
            has = ", ".join(f"{{{{{name}}}}}" for name in known)
            advice = f"It has {has}." if has else "It has none."
            raise InvalidValue(f"the system prompt has no variable {{{{{strange}}}}}", advice=advice)
        return given

    def _with_values(self, view: View, template: str) -> Iterator[tuple[StoredLine, Entry, Mapping[str, str]]]:
        """Yield each selected entry with the values that are known for it; records are passed over."""
        given = self._given(template)
        for stored in view.lines(selected_keys(view, dataset=self.dataset, selection=self.selection)):
            item = None if stored.is_record else read_stored(stored.line)
            if isinstance(item, Entry):
                yield stored, item, {**_speakers(item), **given}


class _Missing:
    """Counts the entries for which a value is missing."""

    def __init__(self) -> None:
        self.entries = 0
        self.names: dict[str, None] = {}
        self._first: list[StoredLine] = []

    def take(self, stored: StoredLine, names: list[str]) -> bool:
        """Take note of what is missing for an entry, and tell whether anything is."""
        self.entries += bool(names)
        self.names |= dict.fromkeys(names)
        if names and len(self._first) < _NAMED:
            self._first.append(stored)
        return bool(names)

    def refusal(self, view: View) -> InvalidValue:
        """Return the error that names the first of the entries."""
        names = ", ".join(f"{{{{{name}}}}}" for name in self.names)
        numbers = ", ".join(str(number) for number in view.numbers_of(self._first))
        rest = f" and {self.entries - len(self._first)} more" if self.entries > len(self._first) else ""
        entries = "1 entry has" if self.entries == 1 else f"{self.entries} entries have"
        return InvalidValue(
            f"{entries} no value for {names}",
            where=f"entry {numbers}{rest}",
            advice="Give the values, or leave such entries out.",
        )


def _speakers(entry: Entry) -> dict[str, str]:
    """Return who speaks as assistant and as user, where that is one each."""
    found: dict[str, str] = {}
    for name, role in _SPEAKING:
        speakers = {message.speaker for message in entry.messages if message.role == role and message.speaker}
        if len(speakers) == 1:
            found[name] = speakers.pop()
    return found
