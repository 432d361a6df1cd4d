"""Safe repairs of a dataset: shown before they are made, made in one step, in the background where there are many."""

from dataclasses import dataclass, replace

from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.watch import Watch
from rolethread_lite.operations.repair_entries import RepairEntries
from rolethread_lite.rules import get_rule
from rolethread_lite.web.checking import safe_codes
from rolethread_lite.web.filters import rule_title
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.outlook import Outlook, look_ahead
from rolethread_lite.workspace import Plan, Workspace

AT_ONCE = 2000
"""Up to so many entries a repair is thought through as a whole and waited for; of more, only the first are shown."""
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairs:
    """Repairs as they are shown before they are made."""

    code: str
    """The rule, empty for all whose repairs are safe."""
    title: str
    """What is put right, in words."""
    outlook: Outlook
    """How many entries change, and the first of them."""
    is_exact: bool
    """Whether that many entries change, and not only at most as many."""


def repair_operation(dataset: Dataset, code: str) -> RepairEntries:
    """Return the repair of one rule's findings, or of all that are safe; only entries with such a finding are read."""
    codes = (code,) if code else ()
    return RepairEntries(dataset=dataset.name, selection=Selection(findings=codes or safe_codes()), codes=codes)


def show_repairs(workspace: Workspace, dataset: Dataset, code: str) -> Repairs:
    """Return what repairing would change; of many entries, the first are looked at and the others counted."""
    operation = repair_operation(dataset, code)
    with workspace.view() as view:
        most = view.count(dataset.key, operation.selection)
        places = view.places(dataset.key, operation.selection, limit=_LOOKED_AT)
        first = tuple(line.entry_id for line in view.lines(place.key for place in places))
    title = rule_title(get_rule(code).rule) if code else "Everything safe"
    if most <= AT_ONCE:
        outlook = look_ahead(workspace, operation)
        return Repairs(code=code, title=title, outlook=outlook, is_exact=True)
    opening = look_ahead(workspace, replace(operation, selection=Selection(entry_ids=first)))
    plan = replace(opening.plan, operation=operation, label=operation.label(), changes=most)
    return Repairs(code=code, title=title, outlook=replace(opening, plan=plan, entries=most), is_exact=False)


def repair(workspace: Workspace, plan: Plan, *, address: str, watch: Watch) -> Outcome:
    """Make the repairs of a plan and say what they came to; raises WorkspaceMoved when something changed meanwhile."""
    step = workspace.apply(plan, progress=lambda done: watch(min(done, plan.changes), plan.changes))
    if step is None:
        return Outcome(message="There was nothing to repair.", address=address)
    return Outcome(message=told(step.lines), address=address)


def told(lines: int) -> str:
    """Say how many entries were repaired."""
    return f"Repaired {lines:,} {'entry' if lines == 1 else 'entries'}"
