"""Offers system prompts of the library, or no longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.known import in_label, switched
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivatePrompts(Operation):
    """Offer system prompts again."""

    NAME: ClassVar[str] = "activate-prompts"
    prompts: tuple[str, ...]
    """The prompts' names."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each prompt that is not offered; raises UnknownName."""
        yield from switched(view, self.prompts, is_active=True)

    def label(self) -> str:
        """Name the prompts."""
        return f"Activate system prompt {in_label(self.prompts)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeactivatePrompts(Operation):
    """Offer system prompts no longer; they stay in the library, and entries keep their texts."""

    NAME: ClassVar[str] = "deactivate-prompts"
    prompts: tuple[str, ...]
    """The prompts' names."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield each prompt that is offered; raises UnknownName."""
        yield from switched(view, self.prompts, is_active=False)

    def label(self) -> str:
        """Name the prompts."""
        return f"Deactivate system prompt {in_label(self.prompts)}"
