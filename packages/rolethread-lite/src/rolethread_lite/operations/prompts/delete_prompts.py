"""Takes system prompts out of the library."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change, PutItem
from rolethread_lite.model.system_prompt import PromptVersion
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.known import in_label, known_prompts
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePrompts(Operation):
    """Take system prompts out of the library with all their versions; entries keep the texts they have."""

    NAME: ClassVar[str] = "delete-prompts"
    prompts: tuple[str, ...]
    """The prompts' names."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each prompt, its earlier versions first; raises UnknownName."""
        versions = view.items(PromptVersion)
        for prompt in known_prompts(view, self.prompts):
            for version in versions:
                if version.prompt == prompt.key:
                    yield PutItem(before=version, after=None)
            yield PutItem(before=prompt, after=None)

    def label(self) -> str:
        """Name the prompts."""
        return f"Delete system prompt {in_label(self.prompts)}"
