"""Reads one step of the history: what it was asked to do, and what it made of the first lines it touched."""

from dataclasses import dataclass
from itertools import islice

from rolethread_lite.errors import UnknownName
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.dataset import Step, StepState
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.record import Record
from rolethread_lite.store.history import LineState, read_steps, read_touched, states_of_line
from rolethread_lite.store.view import StoredLine, View

_MOST_LATER_STEPS = 400
"""Behind so many later steps the states of lines are not told: each step between has to be taken back in thought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A line that a step touched."""

    entry_id: str
    """Its id."""
    dataset: int
    """Key of the dataset it is in now, 0 when it is in none."""
    now: Entry | Record
    """What it is now, or was last."""
    is_told: bool
    """Whether it is known what the step made of it; what comes with a new dataset has no state before that."""
    before: Entry | Record | None = None
    """What it was before the step, None when it was not there."""
    after: Entry | Record | None = None
    """What it was after the step, None when it was no longer there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDetail:
    """A step with the first lines that it touched."""

    step: Step
    """The step."""
    lines: tuple[StepLine, ...]
    """The first of its lines that are still kept."""


def read_step(view: View, *, number: int, with_states: bool = True, limit: int = 6) -> StepDetail:
    """Return a step with its first lines; raises UnknownName when there is no such step.

    Without `with_states` nothing is said of what it made of them: for a large step that takes a while to find out.
    """
    latest = read_steps(view.connection, limit=1)
    step = next(iter(read_steps(view.connection, before=number + 1, limit=1)), None)
    if step is None or step.number != number:
        raise UnknownName(f"there is no step {number}", advice="The history lists the steps there are.")
    is_near = with_states and step.state is StepState.DONE and latest[0].number - number <= _MOST_LATER_STEPS
    keys = islice(read_touched(view.connection, number), limit)
    lines = (_line(view, key, number if is_near else None) for key in keys)
    return StepDetail(step=step, lines=tuple(line for line in lines if line is not None))


def _line(view: View, key: int, number: int | None) -> StepLine | None:
    """Return a line with what the step made of it, None for a line that is kept no more."""
    try:
        kept = view.kept_line(key)
    except UnknownName:
        return None
    state = None if number is None else _state(view, key, number)
    return StepLine(
        entry_id=kept.entry_id,
        dataset=_home(view, kept),
        now=read_stored(kept.line),
        is_told=state is not None,
        before=None if state is None else _read(state.before),
        after=None if state is None else _read(state.after),
    )


def _state(view: View, key: int, number: int) -> LineState | None:
    for state in states_of_line(view.connection, key):
        if state.step.number <= number:
            return state if state.step.number == number else None
    return None


def _home(view: View, line: StoredLine) -> int:
    known = {dataset.key for dataset in view.datasets()}
    return line.dataset if line.dataset in known else 0


def _read(line: bytes | None) -> Entry | Record | None:
    return None if line is None else read_stored(line)
