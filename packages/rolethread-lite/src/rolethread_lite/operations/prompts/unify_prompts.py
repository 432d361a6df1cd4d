"""Makes several system prompts one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.replace_system_prompt import given_prompt
from rolethread_lite.store.aggregates import keys_with_prompts
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class UnifyPrompts(Operation):
    """Give all entries of a dataset that have one of several system prompts the same one."""

    NAME: ClassVar[str] = "unify-prompts"
    dataset: str
    """The dataset's name."""
    texts: tuple[str, ...]
    """The system prompts they have."""
    by: str
    """The system prompt they get."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a change for each entry that has one of the others; raises InvalidValue for an empty prompt."""
        if not self.by.strip():
            raise InvalidValue("the system prompt to be put there is empty", advice="Give it some words.")
        others = [text for text in dict.fromkeys(self.texts) if text != self.by]
        keys = keys_with_prompts(view, view.dataset_key(self.dataset), others)
        yield from given_prompt(view, keys, text=self.by)

    def label(self) -> str:
        """Count the prompts and name the dataset."""
        others = len(set(self.texts) - {self.by})
        return f"Make {others} other system {'prompt' if others == 1 else 'prompts'} one in “{self.dataset}”"
