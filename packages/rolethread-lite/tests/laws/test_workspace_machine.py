"""Whatever is done in whatever order, a workspace is what a naive model of plain lists says it is."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from naive import NUMBER, RECORDS, Line, Model, compared, found_again, joined, line_of, without_edges
from workspaces import BROKEN, PLAIN, SPOKEN, TAGGED, UNTIDY, assert_derived, everything, write_lines

from rolethread_lite.errors import BadRequest, EntryChanged, InvalidValue, NothingToUndo, UnknownName
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.dataset import StepState
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.create_entry import CreateEntry
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.move_entries import MoveEntries
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.repair_entries import RepairEntries
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt
from rolethread_lite.operations.replace_tag import ReplaceTag
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.set_tags import SetEntryTags
from rolethread_lite.operations.sort_entries import SortEntries
from rolethread_lite.operations.split_entry import SplitEntry
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.queries.count_facets import count_facets
from rolethread_lite.store.projection import DiskState
from rolethread_lite.workspace import Workspace

NAMES = ("tales", "songs", "a/b", "\u00dcber")
TAGS = ("inn", "calm", "new", "\U0001f642", 'with "quotes"')
WORDS = ("Hello", "the", "inn", "a", " ")
POOL = (PLAIN, TAGGED, SPOKEN, UNTIDY, BROKEN, NUMBER, PLAIN.replace(b"dusk", b"dawn"), TAGGED.replace(b"17", b"18"))
FEW = st.lists(st.integers(0, 30), max_size=4, unique=True)
PLACE = st.integers(0, 30)


Edit = Callable[[list[Line]], list[Line]]


class WorkspaceMachine(RuleBasedStateMachine):
    """Does the same to a workspace and to the model."""

    def __init__(self) -> None:
        """Open an empty workspace."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.workspace = Workspace(self.folder / "workspace", write_files=False)
        self.model = Model()
        self.files = 0

    def teardown(self) -> None:
        """Bring the files up to date, compare them, and take everything back to the beginning."""
        try:
            self._compare_files()
            while self.model.done:
                self.undo()
            assert everything(self.workspace) == {}
            with pytest.raises(NothingToUndo):
                self.workspace.undo()
            self._compare_files()
            self.workspace.close()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    # What a person does

    @initialize(lines=st.lists(st.sampled_from(POOL), min_size=2, max_size=8))
    def begin(self, lines: list[bytes]) -> None:
        """Import a first file."""
        self.import_file(lines, "tales")

    @rule(lines=st.lists(st.sampled_from(POOL), max_size=6), name=st.sampled_from(NAMES))
    def import_file(self, lines: list[bytes], name: str) -> None:
        """Import a small file as a new dataset, or into one that is there."""
        self.files += 1
        path = write_lines(self.folder / f"{self.files}.jsonl", lines)
        known = self.model.datasets.get(name)
        report = self.workspace.import_file(path, into=name if known is not None else "", name=name)
        if known is None:
            assert report.step is not None
            self.model.step({**self.model.datasets, name: [line_of(raw) for raw in lines]})
        else:
            assert (report.step is None) is (not lines)
            if lines:
                self.model.step({**self.model.datasets, name: [*known, *map(line_of, lines)]})

    @rule(name=st.sampled_from(NAMES))
    def create_dataset(self, name: str) -> None:
        """Make an empty dataset; a name that is taken is refused."""
        if name in self.model.datasets:
            self._refused(MakeDataset(dataset=name), InvalidValue)
        else:
            self._done(MakeDataset(dataset=name), {**self.model.datasets, name: []})

    @rule(old=st.sampled_from(NAMES), new=st.sampled_from(NAMES))
    def rename_dataset(self, old: str, new: str) -> None:
        """Give a dataset another name."""
        operation = RenameDataset(dataset=old, name=new)
        if old not in self.model.datasets:
            self._refused(operation, UnknownName)
        elif new in self.model.datasets and new != old:
            self._refused(operation, InvalidValue)
        else:
            datasets = {new if name == old else name: lines for name, lines in self.model.datasets.items()}
            self._done(operation, datasets)

    @rule(name=st.sampled_from(NAMES))
    def remove_dataset(self, name: str) -> None:
        """Take a dataset away."""
        if name not in self.model.datasets:
            self._refused(RemoveDataset(dataset=name), UnknownName)
        else:
            datasets = {other: lines for other, lines in self.model.datasets.items() if other != name}
            self._done(RemoveDataset(dataset=name), datasets)

    @rule(
        name=st.sampled_from(NAMES),
        text=st.sampled_from(WORDS),
        tags=st.lists(st.sampled_from(TAGS), max_size=2),
        place=PLACE,
    )
    def create_entry(self, name: str, text: str, tags: list[str], place: int) -> None:
        """Write an entry by hand, at the end or behind another one."""
        name = self._meant(name)
        lines = self.model.datasets.get(name)
        said: dict[str, object] = {"messages": [{"role": "user", "content": text}], "tags": tags}
        entry = Entry(messages=(Message.plain("user", text),), tags=tuple(tags))
        spot = place % len(lines) if lines and place else None
        after = "" if spot is None else self._ids(name)[spot]
        new = Line(b"", said, is_touched=True)
        at = spot + 1 if spot is not None else len(lines or [])
        self._edit(name, CreateEntry(dataset=name, entry=entry, after=after), lambda old: [*old[:at], new, *old[at:]])

    @rule(name=st.sampled_from(NAMES), place=PLACE, text=st.sampled_from(WORDS), note=st.sampled_from(("", "Look.")))
    def edit_entry(self, name: str, place: int, text: str, note: str) -> None:
        """Give the first message of an entry another text."""
        name = self._meant(name)
        found = self._one(name, place)
        if found is None:
            return
        stored, line = found
        if line.said is None:
            self._refused(SplitEntry(dataset=name, entry_id=stored, before=(1,)), InvalidValue)
            return
        was = self._entry(name, place)
        shall = replace(was.with_message(0, message=replace(was.messages[0], content=text)), note=note)
        before = replace(was, note=line.note)
        operation = EditEntry(dataset=name, entry_id=stored, entry=shall, before=before)
        messages = [{**message, "content": text} if not at else message for at, message in enumerate(line.messages)]
        self._edit_one(name, place, operation, replace(line.set(messages=messages), note=note))
        stale = EditEntry(dataset=name, entry_id=stored, entry=was, before=replace(before, note="Other."))
        self._refused(stale, EntryChanged)

    @rule(name=st.sampled_from(NAMES), place=PLACE, raw=st.sampled_from(POOL))
    def edit_as_text(self, name: str, place: int, raw: bytes) -> None:
        """Give a line another text, whatever it was; what is no entry is refused."""
        name = self._meant(name)
        found = self._one(name, place)
        if found is None:
            return
        operation = EditEntryText(dataset=name, entry_id=found[0], text=f"\n {raw.decode()} \n")
        if raw in RECORDS:
            self._refused(operation, InvalidValue)
        else:
            self._edit_one(name, place, operation, replace(line_of(raw), note=found[1].note, is_touched=True))

    @rule(name=st.sampled_from(NAMES), place=PLACE, note=st.sampled_from(("", "Look.", "A\nB")))
    def note_entry(self, name: str, place: int, note: str) -> None:
        """Give a line a note."""
        name = self._meant(name)
        found = self._one(name, place)
        if found is not None:
            operation = NoteEntry(dataset=name, entry_id=found[0], note=note)
            self._edit_one(name, place, operation, replace(found[1], note=note))

    @rule(name=st.sampled_from(NAMES), places=FEW)
    def duplicate(self, name: str, places: list[int]) -> None:
        """Copy some lines."""
        name = self._meant(name)
        chosen = self._chosen(name, places)

        def _edit(old: list[Line]) -> list[Line]:
            return [copy for at, line in enumerate(old) for copy in ([line, line] if at in chosen else [line])]

        self._edit(name, DuplicateEntries(dataset=name, selection=self._selection(name, places)), _edit)

    @rule(name=st.sampled_from(NAMES), places=FEW)
    def delete(self, name: str, places: list[int]) -> None:
        """Take some lines away."""
        name = self._meant(name)
        chosen = self._chosen(name, places)
        operation = DeleteEntries(dataset=name, selection=self._selection(name, places))
        self._edit(name, operation, lambda old: [line for at, line in enumerate(old) if at not in chosen])

    @rule(name=st.sampled_from(NAMES), places=FEW, spot=st.one_of(st.sampled_from(("top", "end")), PLACE))
    def move(self, name: str, places: list[int], spot: str | int) -> None:
        """Put some lines elsewhere."""
        name = self._meant(name)
        chosen, number = self._chosen(name, places), len(self.model.datasets.get(name, []))
        spot = spot % number if isinstance(spot, int) and number else "end" if isinstance(spot, int) else spot
        after = spot if isinstance(spot, str) else self._ids(name)[spot]
        operation = MoveEntries(dataset=name, selection=self._selection(name, places), after=after)
        if isinstance(spot, int) and spot in chosen:
            self._refused(operation, InvalidValue)
            return

        def _edit(old: list[Line]) -> list[Line]:
            moved = [old[at] for at in sorted(chosen)]
            behind = {"top": -1, "end": len(old)}.get(str(spot), spot)
            assert isinstance(behind, int)
            head = [line for at, line in enumerate(old) if at <= behind and at not in chosen]
            return [*head, *moved, *(line for at, line in enumerate(old) if at > behind and at not in chosen)]

        self._edit(name, operation, _edit, may_be_idle=True)

    @rule(name=st.sampled_from(NAMES), descending=st.booleans())
    def sort(self, name: str, *, descending: bool) -> None:
        """Order a dataset by the number of messages; records go last."""
        name = self._meant(name)

        def _edit(old: list[Line]) -> list[Line]:
            entries = sorted((line for line in old if line.said is not None), key=lambda line: len(line.messages))
            if descending:
                entries.sort(key=lambda line: len(line.messages), reverse=True)
            return [*entries, *(line for line in old if line.said is None)]

        self._edit(name, SortEntries(dataset=name, figure="messages", descending=descending), _edit, may_be_idle=True)

    @rule(name=st.sampled_from(NAMES), place=PLACE, at=st.integers(0, 4))
    def split(self, name: str, place: int, at: int) -> None:
        """Cut an entry in two."""
        name = self._meant(name)
        found = self._one(name, place)
        if found is None or found[1].said is None:
            return
        messages = found[1].messages
        opening = next((spot for spot, said in enumerate(messages) if said["role"] != "system"), 0)
        operation = SplitEntry(dataset=name, entry_id=found[0], before=(at,))
        if not opening < at < len(messages):
            self._refused(operation, InvalidValue)
            return
        place %= len(self.model.datasets[name])
        first = found[1].set(messages=messages[:at])
        second = replace(found[1].set(messages=[*messages[:opening], *messages[at:]]), note="")
        self._edit(name, operation, lambda old: [*old[:place], first, second, *old[place + 1 :]])

    @rule(name=st.sampled_from(NAMES), places=FEW)
    def join(self, name: str, places: list[int]) -> None:
        """Make one entry of several."""
        name = self._meant(name)
        lines = self.model.datasets.get(name, [])
        chosen = sorted(self._chosen(name, places))
        operation = JoinEntries(dataset=name, selection=self._selection(name, places))
        if len(chosen) < 2 or any(lines[at].said is None for at in chosen):
            self._refused(operation, BadRequest)
            return
        one = joined([lines[at] for at in chosen])

        def _edit(old: list[Line]) -> list[Line]:
            kept = [one if at == chosen[0] else line for at, line in enumerate(old)]
            return [line for at, line in enumerate(kept) if at not in chosen[1:]]

        self._edit(name, operation, _edit)

    @rule(
        name=st.sampled_from(NAMES),
        places=FEW,
        add=st.lists(st.sampled_from(TAGS), max_size=2),
        remove=st.lists(st.sampled_from(TAGS), max_size=2),
    )
    def tag(self, name: str, places: list[int], add: list[str], remove: list[str]) -> None:
        """Add tags and take others away."""
        name = self._meant(name)

        def _edit(tags: list[str]) -> list[str]:
            kept = [tag for tag in tags if tag not in remove]
            return [*kept, *(tag for tag in dict.fromkeys(add) if tag not in kept)]

        selection = self._selection(name, places)
        operation = TagEntries(dataset=name, selection=selection, add=tuple(add), remove=tuple(remove))
        self._edit_tags(name, places, operation, _edit)

    @rule(name=st.sampled_from(NAMES), places=FEW, old=st.sampled_from(TAGS), new=st.sampled_from(TAGS))
    def replace_tag(self, name: str, places: list[int], old: str, new: str) -> None:
        """Put one tag in the place of another."""
        name = self._meant(name)

        def _edit(tags: list[str]) -> list[str]:
            return list(dict.fromkeys(new if tag == old else tag for tag in tags)) if old in tags else tags

        operation = ReplaceTag(dataset=name, selection=self._selection(name, places), tag=old, by=new)
        self._edit_tags(name, places, operation, _edit)

    @rule(name=st.sampled_from(NAMES), places=FEW, tags=st.lists(st.sampled_from(TAGS), max_size=2))
    def set_tags(self, name: str, places: list[int], tags: list[str]) -> None:
        """Give exactly these tags."""
        name = self._meant(name)
        operation = SetEntryTags(dataset=name, selection=self._selection(name, places), tags=tuple(tags))
        self._edit_tags(name, places, operation, lambda _: list(dict.fromkeys(tags)))

    @rule(name=st.sampled_from(NAMES), places=FEW, text=st.sampled_from(("", "You keep the inn.", "Be kind.")))
    def replace_prompt(self, name: str, places: list[int], text: str) -> None:
        """Give a system prompt, or take it away."""
        name = self._meant(name)

        def _edit(line: Line) -> Line:
            at = next((at for at, said in enumerate(line.messages) if said["role"] == "system"), None)
            messages = list(line.messages)
            if at is not None:
                messages[at : at + 1] = [{**messages[at], "content": text}] if text else []
            elif text:
                messages.insert(0, {"role": "system", "content": text})
            return line if messages == line.messages else line.set(messages=messages)

        operation = ReplaceSystemPrompt(dataset=name, selection=self._selection(name, places), text=text)
        self._edit_entries(name, places, operation, _edit)

    @rule(name=st.sampled_from(NAMES), places=FEW, find=st.sampled_from(WORDS), by=st.sampled_from(("", "x", "\\1")))
    def replace_text(self, name: str, places: list[int], find: str, by: str) -> None:
        """Replace a text."""
        name = self._meant(name)

        def _edit(line: Line) -> Line:
            messages = [{**said, "content": str(said["content"]).replace(find, by)} for said in line.messages]
            return line if messages == line.messages else line.set(messages=messages)

        operation = ReplaceText(dataset=name, selection=self._selection(name, places), find=find, by=by)
        self._edit_entries(name, places, operation, _edit)

    @rule(name=st.sampled_from(NAMES), places=FEW)
    def repair(self, name: str, places: list[int]) -> None:
        """Put whitespace at the edges of turns right."""
        name = self._meant(name)

        def _edit(line: Line) -> Line:
            messages = [{**said, "content": without_edges(str(said["content"]))} for said in line.messages]
            return line if messages == line.messages else line.set(messages=messages)

        operation = RepairEntries(dataset=name, selection=self._selection(name, places), codes=("RT301",))
        self._edit_entries(name, places, operation, _edit)

    @precondition(lambda self: self.model.done)
    @rule()
    def undo(self) -> None:
        """Take back the latest step."""
        self.workspace.undo()
        self.model.undone.append(self.model.datasets)
        self.model.datasets = self.model.done.pop()

    @precondition(lambda self: self.model.undone)
    @rule()
    def redo(self) -> None:
        """Do again what was undone last."""
        self.workspace.redo()
        self.model.done.append(self.model.datasets)
        self.model.datasets = self.model.undone.pop()

    @rule()
    def reopen(self) -> None:
        """Close the workspace and open it again."""
        before = everything(self.workspace)
        self.workspace.close()
        self.workspace = Workspace(self.folder / "workspace", write_files=False)
        if not self.model.undone:
            with pytest.raises(NothingToUndo):
                self.workspace.redo()
        assert everything(self.workspace) == before

    @rule()
    def write_files(self) -> None:
        """Bring the files up to date."""
        self._compare_files()

    # What must hold after each of these

    @invariant()
    def lines_are_those_of_the_model(self) -> None:
        """Compare every line, note and count."""
        shown = everything(self.workspace)
        assert sorted(shown) == sorted(self.model.datasets)
        for name, lines in self.model.datasets.items():
            assert [compared(line) for line in lines] == [
                found_again(raw, note, line) for (_, raw, note, _), line in zip(shown[name], lines, strict=True)
            ]
            assert [line.said is None for line in lines] == [is_record for *_, is_record in shown[name]]
        ids = [entry_id for held in shown.values() for entry_id, *_ in held]
        assert len(set(ids)) == len(ids)

    @invariant()
    def counts_are_those_of_the_model(self) -> None:
        """Compare the counts of datasets and the facets of tags."""
        with self.workspace.view() as view:
            for dataset in view.datasets():
                entries = [line for line in self.model.datasets[dataset.name] if line.said is not None]
                records = len(self.model.datasets[dataset.name]) - len(entries)
                assert (dataset.entries, dataset.records) == (len(entries), records)
                facets = count_facets(view, dataset=dataset.name, selection=Selection())
                tags = Counter(tag for line in entries for tag in set(line.tags))
                assert {facet.name: facet.entries for facet in facets.tags} == tags

    @invariant()
    def derived_rows_are_those_of_the_lines(self) -> None:
        """Compare what is derived with what follows from the lines."""
        assert_derived(self.workspace)

    @invariant()
    def history_is_as_deep_as_the_model(self) -> None:
        """Compare how much can be undone and redone."""
        states = Counter(step.state for step in self.workspace.history(limit=1000))
        assert states[StepState.DONE] == len(self.model.done)
        assert states[StepState.UNDONE] == len(self.model.undone)

    # How both are told

    def _done(self, operation: Operation, datasets: dict[str, list[Line]]) -> None:
        step = self.workspace.run(operation)
        if datasets == self.model.datasets and step is None:
            return
        assert step is not None
        self.model.step(datasets)

    def _refused(self, operation: Operation, error: type[Exception]) -> None:
        before = everything(self.workspace)
        with pytest.raises(error):
            self.workspace.run(operation)
        assert everything(self.workspace) == before

    def _edit(self, name: str, operation: Operation, edit: Edit, *, may_be_idle: bool = False) -> None:
        lines = self.model.datasets.get(name)
        if lines is None:
            self._refused(operation, UnknownName)
            return
        edited = edit(lines)
        step = self.workspace.run(operation)
        assert step is not None or edited == lines
        assert step is None or edited != lines or may_be_idle
        if step is not None:
            self.model.step({**self.model.datasets, name: edited})

    def _edit_one(self, name: str, place: int, operation: Operation, line: Line) -> None:
        place %= len(self.model.datasets[name])
        self._edit(name, operation, lambda old: [*old[:place], line, *old[place + 1 :]], may_be_idle=True)

    def _edit_entries(self, name: str, places: list[int], operation: Operation, edit: Callable[[Line], Line]) -> None:
        chosen = self._chosen(name, places)
        self._edit(
            name,
            operation,
            lambda old: [edit(line) if at in chosen and line.said is not None else line for at, line in enumerate(old)],
        )

    def _edit_tags(
        self, name: str, places: list[int], operation: Operation, edit: Callable[[list[str]], list[str]]
    ) -> None:
        def _edit(line: Line) -> Line:
            tags = edit(line.tags)
            return line if tags == line.tags else line.set(tags=tags)

        self._edit_entries(name, places, operation, _edit)

    def _meant(self, name: str) -> str:
        """Return a name that there is, where there is any, but one that is often not there as it stands."""
        known = sorted(self.model.datasets)
        return name if name in (*known, NAMES[-1]) or not known else known[0]

    def _chosen(self, name: str, places: list[int]) -> set[int]:
        """Return the places that are meant, counted round and round; all of them when none is named."""
        number = len(self.model.datasets.get(name, []))
        return {place % number for place in places if number} or set(range(number))

    def _selection(self, name: str, places: list[int]) -> Selection:
        if name not in self.model.datasets:
            return Selection()
        ids = self._ids(name)
        return Selection(entry_ids=tuple(ids[place % len(ids)] for place in places if ids))

    def _ids(self, name: str) -> list[str]:
        return [entry_id for entry_id, *_ in everything(self.workspace).get(name, [])]

    def _one(self, name: str, place: int) -> tuple[str, Line] | None:
        lines = self.model.datasets.get(name, [])
        return (self._ids(name)[place % len(lines)], lines[place % len(lines)]) if lines else None

    def _entry(self, name: str, place: int) -> Entry:
        lines = everything(self.workspace)[name]
        found = read_stored(lines[place % len(lines)][1])
        assert isinstance(found, Entry)
        return found

    def _compare_files(self) -> None:
        """Write the files, and compare what there is below the home with what should be."""
        assert self.workspace.write_files() == ()
        shown = everything(self.workspace)
        states = self.workspace.file_states()
        assert {state.state for state in states} <= {DiskState.CURRENT}
        for state in states:
            lines = [raw for _, raw, *_ in shown[state.dataset.name]]
            assert state.path.read_bytes() == b"".join(raw + b"\n" for raw in lines)
        home = self.workspace.home
        assert set(home.rglob("*.jsonl") if home.exists() else ()) == {state.path for state in states}


def test_a_workspace_is_what_the_model_says() -> None:
    """Try some sequences, and many in the slow tier; a failing one is shown as it is, for shrinking takes minutes."""
    tries = settings().max_examples
    run_state_machine_as_test(
        WorkspaceMachine,
        settings=settings(
            max_examples=tries // 2 if tries < 100 else tries,
            stateful_step_count=40,
            phases=(Phase.explicit, Phase.generate),
        ),
    )
