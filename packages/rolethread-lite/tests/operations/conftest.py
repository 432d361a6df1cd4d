"""A workspace with one dataset of everything an entry can carry, and what stands in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.queries.find_entry import find_entry_id
from rolethread_lite.workspace import Workspace

RICH = (
    b'{"seed":12345678901234567890,"id":"k-1","messages":[{"role":"system","content":"Keep the inn."},'
    b'{"mood":"shy","role":"user","name":"Tess","content":"Is the lantern lit?  "},'
    b'{"content":"It is lit.","role":"assistant","weight":0,"alternatives":["It is out."]},'
    b'{"role":"user","content":[{"type":"text","text":"And this one lit?"},'
    b'{"type":"image_url","image_url":{"url":"a.png"}}]},'
    b'{"role":"assistant","content":"That too.","reasoning_content":"She can see it."}],'
    b'"tags":["cosy","night"],"source":{"page":1E2}}'
)
SECOND = b'{"messages":[{"role":"user","content":"Who keeps the bridge?"},{"role":"assistant","content":"Nobody."}]}'
BROKEN = b'{"messages":[{"role":"user","content":"The lamp'
THIRD = b'{"messages":[{"role":"user","content":"Snow?"},{"role":"assistant","content":"Yes."}],"tags":["night"]}'
SURVIVING = (
    b'{"seed":12345678901234567890,"id":"k-1","messages":[',
    b'"source":{"page":1E2}}',
    b'{"mood":"shy","role":"user","name":"Tess","content":"Is the ',
    b'"role":"assistant","weight":0,"alternatives":["It is out."]}',
    b'{"type":"image_url","image_url":{"url":"a.png"}}',
    b'"reasoning_content":"She can see it."}',
)
"""What every operation that is not about it leaves in the first entry, byte for byte."""
NOTE = "ask Tess"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything a dataset holds."""

    lines: tuple[bytes, ...]
    ids: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A workspace and the dataset `inn` in it."""

    workspace: Workspace

    def standing(self) -> Standing:
        """Return what the dataset holds now."""
        with self.workspace.view() as view:
            lines = list(view.all_lines(view.dataset("inn").key))
        return Standing(
            lines=tuple(line.line for line in lines),
            ids=tuple(line.entry_id for line in lines),
            notes=tuple(line.note for line in lines),
        )

    def id_of(self, number: int) -> str:
        """Return the id of the line at that number."""
        with self.workspace.view() as view:
            return find_entry_id(view, dataset="inn", word=f"#{number}")

    def only(self, *numbers: int) -> Selection:
        """Return a selection of the lines at these numbers."""
        return Selection(entry_ids=tuple(self.id_of(number) for number in numbers))

    def run(self, operation: Operation) -> Standing:
        """Do an operation, and hold it to what every operation promises."""
        before = self.standing()
        plan = self.workspace.propose(operation)
        assert self.standing() == before, "planning changes nothing"
        step = self.workspace.apply(plan)
        assert step is not None
        assert step.label == operation.label()
        after = self.standing()
        assert self.workspace.undo().number == step.number
        assert self.standing() == before
        self.workspace.redo()
        assert self.standing() == after
        return after


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Return a workspace with a rich entry, two plain ones and a record, the first one with a note."""
    file = tmp_path / "inn.jsonl"
    file.write_bytes(b"\n".join((RICH, SECOND, BROKEN, THIRD, b"")))
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        workspace.import_file(file)
        found = Bench(workspace=workspace)
        workspace.run(NoteEntry(dataset="inn", entry_id=found.id_of(1), note=NOTE))
        yield found


@pytest.fixture
def survives() -> Callable:
    """Return a function that holds a line to what must survive in it."""

    def _survives(line: bytes, *, but: tuple[bytes, ...] = ()) -> None:
        missing = [piece for piece in SURVIVING if piece not in line and piece not in but]
        assert missing == [], line

    return _survives
