"""Brings a new system prompt into the library."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.known import added, in_label
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatePrompt(Operation):
    """Bring a new system prompt into the library; what stands in double braces, `{{char}}`, is a variable."""

    NAME: ClassVar[str] = "create-prompt"
    name: str
    """What it is called."""
    text: str
    """Its text."""
    description: str = ""
    """What it is for."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the system prompt; raises InvalidValue when the name is taken or there is no text."""
        yield from added(view, name=self.name, text=self.text, description=self.description)

    def label(self) -> str:
        """Name the prompt."""
        return f"Create system prompt {in_label((self.name,))}"
