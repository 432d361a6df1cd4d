"""Gives a system prompt of the library another name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.known import free_name, in_label, known_prompt
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamePrompt(Operation):
    """Give a system prompt of the library another name; its key, its versions and all entries stay as they are."""

    NAME: ClassVar[str] = "rename-prompt"
    prompt: str
    """The name it has."""
    name: str
    """The name it gets."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the prompt under its new name; raises UnknownName, and InvalidValue when that name is taken."""
        found = known_prompt(view, self.prompt)
        name = free_name(view, self.name, key=found.key)
        if name != found.name:
            yield PutItem(before=found, after=replace(found, name=name))

    def label(self) -> str:
        """Name both names."""
        return f"Rename system prompt {in_label((self.prompt,))} to {in_label((self.name,))}"
