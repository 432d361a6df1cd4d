"""Gives a system prompt of the library another text or description."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.known import in_label, known_prompt, rewritten, usable_text
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPrompt(Operation):
    """Give a system prompt of the library another text, as a new version, or another description.

    Entries keep the text they have; applying the prompt again brings them up to date.
    """

    NAME: ClassVar[str] = "edit-prompt"
    prompt: str
    """The prompt's name."""
    text: str | None = None
    """Its new text; None leaves it."""
    description: str | None = None
    """What it is for; None leaves that."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the old text as an earlier version, and the prompt as it becomes; raises UnknownName."""
        found = known_prompt(view, self.prompt)
        text = found.text if self.text is None else usable_text(self.text)
        yield from rewritten(found, text=text, description=self.description)

    def label(self) -> str:
        """Name the prompt."""
        return f"Edit system prompt {in_label((self.prompt,))}"
