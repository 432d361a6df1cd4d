"""Brings an earlier version of a system prompt back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.change import Change
from rolethread_lite.model.system_prompt import PromptVersion
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.known import in_label, known_prompt, rewritten
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePromptVersion(Operation):
    """Give a system prompt the text of an earlier version again, as a new version; none is lost."""

    NAME: ClassVar[str] = "restore-prompt-version"
    prompt: str
    """The prompt's name."""
    version: int
    """The number of the version."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the prompt with the text it had; raises UnknownName when there is no such version."""
        found = known_prompt(view, self.prompt)
        texts = {one.version: one.text for one in view.items(PromptVersion) if one.prompt == found.key}
        texts[found.version] = found.text
        if self.version not in texts:
            numbers = ", ".join(str(number) for number in sorted(texts))
            raise UnknownName(
                f"the system prompt “{found.name}” has no version {self.version}", advice=f"It has: {numbers}."
            )
        yield from rewritten(found, text=texts[self.version])

    def label(self) -> str:
        """Name the prompt and the version."""
        return f"Restore version {self.version} of system prompt {in_label((self.prompt,))}"
