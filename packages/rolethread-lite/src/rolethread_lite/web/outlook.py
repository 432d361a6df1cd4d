"""What an operation would do, before it is done: how many entries change, and the first of them."""

from dataclasses import dataclass

from rolethread_lite.model.change import PutItem, ReplaceLine, SetTags
from rolethread_lite.model.difference import EntryDifference, TurnDifference, compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, decode
from rolethread_lite.model.runs import Run
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.preview import LinePreview, preview_change
from rolethread_lite.web.open_entry import title_of
from rolethread_lite.workspace import Plan, Workspace

_EXAMPLES = 4
_TURNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTurn:
    """A turn that changes."""

    role: str
    """Its role."""
    speaker_before: str
    """Who speaks it now, empty when that does not change."""
    speaker_after: str
    """Who speaks it then."""
    runs: tuple[Run, ...]
    """Its text, by what was kept, removed and added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One entry, before and after."""

    title: str
    """Who speaks in it, or how it begins."""
    dataset: str
    """The dataset's name."""
    address: str
    """Where the entry is."""
    difference: EntryDifference
    """What becomes of it."""

    @property
    def turns(self) -> tuple[ShownTurn, ...]:
        """Return the first of the turns that change."""
        return tuple(map(_shown, self.difference.changed_turns[:_TURNS]))

    @property
    def more_turns(self) -> int:
        """Count the turns that change besides those."""
        return max(len(self.difference.changed_turns) - _TURNS, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What an operation would do to the workspace as it is."""

    plan: Plan
    """The operation, and the state it was thought through for."""
    entries: int
    """How many entries change."""
    examples: tuple[Example, ...]
    """The first of them."""


def look_ahead(workspace: Workspace, operation: Operation) -> Outlook:
    """Return what an operation would do, without doing it; raises what makes it impossible."""
    changes, entries = 0, 0
    examples: list[Example] = []
    with workspace.view() as view:
        names = {dataset.key: dataset.name for dataset in view.datasets()}
        for change in operation.changes(view):
            changes += 1
            entries += not isinstance(change, PutItem)
            if len(examples) < _EXAMPLES and isinstance(change, ReplaceLine | SetTags):
                dataset = view.line(change.key).dataset
                examples += _examples(preview_change(view, change), dataset=dataset, name=names[dataset])
        plan = Plan(operation=operation, label=operation.label(), base=view.revision, changes=changes)
    return Outlook(plan=plan, entries=entries, examples=tuple(examples))


def _examples(one: LinePreview, *, dataset: int, name: str) -> list[Example]:
    if not isinstance(one.before, Entry) or not isinstance(one.after, Entry):
        return []
    address = f"/d/{dataset}/entries?open={one.entry_id}"
    difference = compare(one.before, one.after)
    return [Example(title=title_of(one.before), dataset=name, address=address, difference=difference)]


def _shown(turn: TurnDifference) -> ShownTurn:
    speaker = next((member for member in turn.members if member.key == "speaker"), None)
    return ShownTurn(
        role=turn.role,
        speaker_before="" if speaker is None else _text(speaker.before),
        speaker_after="" if speaker is None else _text(speaker.after),
        runs=turn.runs,
    )


def _text(value: JsonText | None) -> str:
    return "" if value is None else str(decode(value))
