"""Takes the system prompt of an entry into the library."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change
from rolethread_lite.model.placeholder_prompt import is_placeholder_prompt
from rolethread_lite.model.prompt_template import with_variables
from rolethread_lite.operations.lines import find_entry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.known import added, in_label
from rolethread_lite.store.view import View

_NAME_LENGTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePromptFromEntry(Operation):
    """Take the system prompt of an entry into the library; the entry stays as it is."""

    NAME: ClassVar[str] = "save-prompt-from-entry"
    dataset: str
    """The dataset's name."""
    entry_id: str
    """The entry's id, or the beginning of it."""
    name: str = ""
    """What the prompt is called; empty takes the beginning of its text."""
    description: str = ""
    """What it is for."""
    variables: tuple[tuple[str, str], ...] = ()
    """Names of variables, each with the words in whose place it is to stand."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the prompt; raises UnknownName, and InvalidValue when the entry has no system prompt of its own."""
        _, entry = find_entry(view, dataset=self.dataset, entry_id=self.entry_id)
        text = entry.system_prompt
        if text is None or not text.strip():
            raise InvalidValue("the entry has no system prompt", advice="Choose an entry that has one.")
        if is_placeholder_prompt(text):
            raise InvalidValue(
                "the entry has only the stand-in that RoleThread 1.0 wrote", advice="Choose one with its own prompt."
            )
        template = with_variables(text, dict(self.variables))
        name = self.name if self.name.strip() else _beginning(template)
        yield from added(view, name=name, text=template, description=self.description)

    def label(self) -> str:
        """Name the prompt, where it has a name already."""
        named = f" as {in_label((self.name,))}" if self.name.strip() else ""
        return f"Save a system prompt of “{self.dataset}” in the library{named}"


def _beginning(text: str) -> str:
    """Return the first words of a text as a name."""
    line = " ".join(text.split())
    if len(line) <= _NAME_LENGTH:
        return line
    kept, _, _ = line[: _NAME_LENGTH + 1].rpartition(" ")
    return kept or line[:_NAME_LENGTH]
