"""Two processes at one workspace: both see what the other did, nobody's edit is lost, nobody waits for ever."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from workspaces import PLAIN, TAGGED, assert_derived, everything, id_of, import_lines, lines_of

from rolethread_lite.errors import EntryChanged, WorkspaceBusy, WorkspaceMoved
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.change import ReplaceLine
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.store import connection
from rolethread_lite.workspace import Workspace

_OTHER = """
import sys
from pathlib import Path
from rolethread_lite.errors import EntryChanged
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.store.connection import connect
from rolethread_lite.workspace import Workspace

with Workspace(Path(sys.argv[1]), write_files=False) as workspace:
    print("ready", flush=True)
    for order in sys.stdin:
        verb, _, tag = order.strip().partition(" ")
        if verb == "tag":
            workspace.run(TagEntries(dataset="tales", selection=Selection(), add=(tag,)))
        elif verb == "undo":
            workspace.undo()
        elif verb == "count":
            workspace.datasets()
        elif verb == "hold":
            held = connect(workspace.folder / "workspace.db")
            held.execute("begin immediate").fetchall()
        elif verb == "release":
            held.execute("rollback").fetchall()
            held.close()
        elif verb == "many":
            left = [f"{tag}{number}" for number in range(40)]
            while left:
                try:
                    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=(left[0],)))
                except EntryChanged:
                    continue
                left.pop(0)
        print("done", flush=True)
"""


class Other:
    """A second process at a workspace."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Speak to `process`."""
        self._process = process
        self.wait()

    def tell(self, order: str) -> None:
        """Give an order without waiting for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()

    def wait(self) -> None:
        """Wait until the last order is carried out."""
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() in ("ready", "done")

    def ask(self, order: str) -> None:
        """Give an order and wait until it is carried out."""
        self.tell(order)
        self.wait()


@contextmanager
def _other(folder: Path) -> Iterator[Other]:
    command = [sys.executable, "-c", _OTHER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Other(process)
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(30) == 0
        finally:
            process.kill()


@pytest.fixture
def other(workspace: Workspace) -> Iterator[Other]:
    import_lines(workspace, [PLAIN, TAGGED], name="tales")
    with _other(workspace.folder) as process:
        yield process


def _tag(tag: str) -> TagEntries:
    return TagEntries(dataset="tales", selection=Selection(), add=(tag,))


def _plain(text: str) -> Entry:
    found = read_stored(PLAIN.replace(b"dusk", text.encode()))
    assert isinstance(found, Entry)
    return found


def test_each_sees_what_the_other_committed(workspace: Workspace, other: Other) -> None:
    with workspace.view() as view:
        other.ask("tag theirs")
        assert [line.line for line in view.all_lines(1)] == [PLAIN, TAGGED]
    assert b'"theirs"' in lines_of(workspace, "tales")[0]
    workspace.run(_tag("ours"))
    other.ask("tag more")
    assert lines_of(workspace, "tales")[0] == PLAIN[:-1] + b',"tags":["theirs","ours","more"]}'
    assert_derived(workspace)
    other.ask("undo")
    other.ask("undo")
    assert lines_of(workspace, "tales")[0] == PLAIN[:-1] + b',"tags":["theirs"]}'
    workspace.redo()
    assert lines_of(workspace, "tales")[0] == PLAIN[:-1] + b',"tags":["theirs","ours"]}'
    assert_derived(workspace)


def test_nothing_is_lost_when_both_write_at_once(workspace: Workspace, other: Other) -> None:
    other.tell("many theirs")
    for number in range(40):
        _until_done(workspace, _tag(f"ours{number}"))
    other.wait()
    with workspace.view() as view:
        tags = {tag for line in view.tagged([1, 2]) for tag in line.tags}
    assert tags == {"inn", "calm"} | {f"{whose}{number}" for whose in ("ours", "theirs") for number in range(40)}
    assert [step.number for step in workspace.history(limit=100)] == list(range(81, 0, -1))
    assert_derived(workspace)


def _until_done(workspace: Workspace, operation: Operation) -> None:
    """Do an operation; when the other was quicker, look again and repeat it."""
    while True:
        try:
            workspace.run(operation)
        except EntryChanged:
            continue
        return


def test_an_edit_of_what_somebody_else_changed_is_refused(workspace: Workspace, other: Other) -> None:
    entry_id = id_of(workspace, "tales", PLAIN)
    seen = read_stored(PLAIN)
    assert isinstance(seen, Entry)
    other.ask("tag theirs")
    before = everything(workspace)
    with pytest.raises(EntryChanged):
        workspace.run(EditEntry(dataset="tales", entry_id=entry_id, entry=_plain("dawn"), before=seen))
    stale = ReplaceLine(key=1, before=PLAIN, line=TAGGED)
    with pytest.raises(EntryChanged):
        workspace._store.commit([stale], label="Edit", operation="{}")
    assert everything(workspace) == before


def test_a_change_between_reading_and_writing_is_noticed(workspace: Workspace, other: Other) -> None:
    """An operation reads a view; what is committed after it was opened must not be written over."""
    with workspace.view() as view:
        changes = list(_tag("ours").changes(view))
        other.ask("tag theirs")
        with pytest.raises(EntryChanged):
            workspace._store.commit(changes, label="Tag", operation="{}")
    assert b"ours" not in b"".join(lines_of(workspace, "tales"))


def test_a_plan_for_an_older_state_is_refused(workspace: Workspace, other: Other) -> None:
    plan = workspace.propose(_tag("ours"))
    assert (plan.changes, plan.label) == (2, "Tags in “tales”: add ours")
    other.ask("tag theirs")
    with pytest.raises(WorkspaceMoved):
        workspace.apply(plan)
    step = workspace.apply(workspace.propose(_tag("ours")))
    assert step is not None


def test_the_same_key_does_it_once(workspace: Workspace, other: Other) -> None:
    plan = workspace.propose(_tag("ours"))
    step = workspace.apply(plan, key="job-1")
    other.ask("tag theirs")
    assert workspace.apply(plan, key="job-1") == step
    assert workspace.run(_tag("something else"), key="job-1") == step
    assert b"something else" not in b"".join(lines_of(workspace, "tales"))


def test_who_waits_too_long_is_told(workspace: Workspace, other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    other.ask("hold")
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 50)
    workspace._store._writer.set_busy_timeout(50)
    before = everything(workspace)
    for attempt in (
        lambda: workspace.run(_tag("ours")),
        workspace.undo,
        lambda: workspace.import_file(workspace.folder / "in" / "tales.jsonl", name="again"),
        workspace.write_files,
    ):
        with pytest.raises(WorkspaceBusy) as caught:
            attempt()
        assert caught.value.exit_status == 4
    assert everything(workspace) == before
    other.ask("release")
    assert workspace.run(_tag("ours")) is not None
    assert workspace.write_files() == ()
    assert_derived(workspace)


def test_who_waits_a_little_gets_in(workspace: Workspace, other: Other) -> None:
    other.ask("hold")
    other.tell("release")
    assert workspace.run(_tag("ours")) is not None
    other.wait()
