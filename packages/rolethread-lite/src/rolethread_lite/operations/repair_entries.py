"""Puts right what rules found: the safe repairs together, the others by rule or one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Repair
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.lines import edited, find_entry, replaced
from rolethread_lite.operations.operation import Operation
from rolethread_lite.rules.checking import check_entry
from rolethread_lite.rules.repairing import repair_finding, repair_safely
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairEntries(Operation):
    """Apply every safe repair to the selected entries."""

    NAME: ClassVar[str] = "repair-entries"
    dataset: str
    """The dataset's name."""
    selection: Selection
    """The entries."""
    codes: tuple[str, ...] = ()
    """Codes of the rules whose repairs are wanted; none means all."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield a change for each entry with something to repair."""
        codes = frozenset(self.codes) or None
        return edited(
            view,
            dataset=self.dataset,
            selection=self.selection,
            edit=lambda entry: repair_safely(entry, codes=codes),
        )

    def label(self) -> str:
        """Name the rules."""
        return f"Repair “{self.dataset}”: {', '.join(self.codes) or 'all safe repairs'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairFinding(Operation):
    """Apply the repair that one finding of an entry offers."""

    NAME: ClassVar[str] = "repair-finding"
    dataset: str
    """The dataset's name."""
    entry_id: str
    """The entry's id, or enough of its beginning."""
    code: str
    """The rule's code."""
    number: int = 1
    """Which of that rule's findings in the entry, counted from 1."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield the repaired entry; raises InvalidValue when there is no such finding, or no repair for it."""
        stored, entry = find_entry(view, dataset=self.dataset, entry_id=self.entry_id)
        yield from replaced(stored, before=entry, after=self._repaired(entry))

    def _repaired(self, entry: Entry) -> Entry:
        found = check_entry(Reading(entry), codes=frozenset((self.code,)))
        if not 1 <= self.number <= len(found):
            raise InvalidValue(
                f"{self.code} finds {len(found)} thing(s) in this entry, and number {self.number} is not among them",
                advice="Check the entry again.",
            )
        finding = found[self.number - 1]
        if finding.repair is Repair.NONE:
            raise InvalidValue(f"{self.code} offers no repair: {finding.sentence}", advice="Edit the entry by hand.")
        return repair_finding(entry, finding)

    def label(self) -> str:
        """Name the entry and the rule."""
        return f"Repair entry {self.entry_id[:8]}: {self.code}"
