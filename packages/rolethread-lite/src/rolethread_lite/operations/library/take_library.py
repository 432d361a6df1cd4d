"""Takes tags, characters and system prompts from another library."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.model.change import Change
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_difference import compare_libraries
from rolethread_lite.model.library_taking import LibraryChoice, LibraryRule, changes_to_take
from rolethread_lite.operations.operation import Operation
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLibrary(Operation):
    """Take from another library what a rule says, and single things as they were chosen; no entry is touched.

    Tags and characters keep the names they have here: another name becomes an alias.
    """

    NAME: ClassVar[str] = "take-library"
    incoming: Library
    """The other library."""
    rule: LibraryRule = LibraryRule.NEW
    """What is taken when nobody chooses one by one."""
    choices: tuple[LibraryChoice, ...] = ()
    """Choices about single things."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield what comes and what changes; raises UnknownName for a choice about what the library does not hold."""
        difference = compare_libraries(view.library(), self.incoming)
        yield from changes_to_take(difference, rule=self.rule, choices=self.choices)

    def label(self) -> str:
        """Say what is taken."""
        words = {
            LibraryRule.NONE: "what was chosen",
            LibraryRule.NEW: "what is new",
            LibraryRule.MINE: "what is new or missing here",
            LibraryRule.THEIRS: "all it holds",
        }
        return f"Take from another library {words[self.rule]}"

    def as_json(self) -> str:
        """Return rule and choices, and how much the library holds: what it changed is in the recorded step."""
        choices = {choice.item: choice.side.value for choice in self.choices}
        items = len(self.incoming.items)
        return json.dumps({"operation": self.NAME, "rule": self.rule.value, "choices": choices, "items": items})
