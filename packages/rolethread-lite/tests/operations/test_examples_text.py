"""Operations that change what entries say: an example of each, and what it leaves alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from rolethread_lite.errors import EntryChanged, InvalidValue
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.create_entry import CreateEntry
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.repair_entries import RepairEntries, RepairFinding
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.queries.read_entry import read_entry

ALL = Selection()
NOTE = "ask Tess"


def _read(bench: object, number: int) -> Entry:
    with bench.workspace.view() as view:
        item = read_entry(view, dataset="inn", entry_id=bench.id_of(number)).item
    assert isinstance(item, Entry)
    return item


def test_create_entry(bench: object) -> None:
    made = Entry(messages=(Message(role="user", content="Hm?", speaker="Tess"),), tags=("new",), note="mine")
    operation = CreateEntry(dataset="inn", entry=made, after=bench.id_of(1))
    assert operation.label() == "Create an entry in “inn”"
    after = bench.run(operation)
    assert after.lines[1] == b'{"messages":[{"role":"user","content":"Hm?","name":"Tess"}],"tags":["new"]}'
    assert after.notes[:2] == (NOTE, "mine")


def test_edit_entry(bench: object, survives: Callable) -> None:
    before = _read(bench, 1)
    said = replace(before.messages[0], content="Keep the bridge.")
    operation = EditEntry(
        dataset="inn", entry_id=bench.id_of(1), entry=before.with_message(0, message=said), before=before
    )
    assert operation.label() == f"Edit entry {bench.id_of(1)[:8]}"
    old = bench.standing()
    after = bench.run(operation)
    assert after.lines[0] == old.lines[0].replace(b"Keep the inn.", b"Keep the bridge.")
    assert (after.ids, after.notes, after.lines[1:]) == (old.ids, old.notes, old.lines[1:])
    survives(after.lines[0])


def test_an_edit_of_an_entry_that_changed_meanwhile_is_refused(bench: object) -> None:
    before = _read(bench, 1)
    bench.workspace.run(NoteEntry(dataset="inn", entry_id=bench.id_of(1), note="somebody else's"))
    edit = EditEntry(dataset="inn", entry_id=bench.id_of(1), entry=replace(before, tags=()), before=before)
    with pytest.raises(EntryChanged):
        bench.workspace.run(edit)


def test_edit_entry_text(bench: object) -> None:
    old = bench.standing()
    text = '{"messages": [\n  {"role": "user", "content": "The lamp went out.", "mood": 1E5}\n]}'
    operation = EditEntryText(dataset="inn", entry_id=bench.id_of(3), text=text)
    assert operation.label() == f"Edit entry {bench.id_of(3)[:8]} as JSON"
    after = bench.run(operation)
    assert after.lines[2] == b'{"messages":[{"role":"user","content":"The lamp went out.","mood":1E5}]}'
    assert after.ids == old.ids
    with pytest.raises(InvalidValue, match="line 2, column"):
        bench.workspace.propose(EditEntryText(dataset="inn", entry_id=bench.id_of(3), text='{"messages":\n]}'))


def test_note_entry(bench: object) -> None:
    old = bench.standing()
    operation = NoteEntry(dataset="inn", entry_id=bench.id_of(2), note="short")
    assert operation.label() == f"Note on entry {bench.id_of(2)[:8]}"
    after = bench.run(operation)
    assert after.notes == (NOTE, "short", "", "")
    assert after.lines == old.lines


def test_replace_text(bench: object, survives: Callable) -> None:
    operation = ReplaceText(dataset="inn", selection=ALL, find="lit", by="bright")
    assert operation.label() == "Replace “lit” by “bright” in “inn”"
    old = bench.standing()
    after = bench.run(operation)
    assert after.lines[0] == old.lines[0].replace(b"lit", b"bright")
    assert after.lines[1:] == old.lines[1:]
    assert (after.ids, after.notes) == (old.ids, old.notes)
    survives(after.lines[0])


def test_replace_text_in_one_role_and_by_pattern(bench: object) -> None:
    old = bench.standing()
    pattern = ReplaceText(
        dataset="inn",
        selection=ALL,
        find=r"is (LIT)",
        by=r"was \1",
        is_pattern=True,
        match_case=False,
        roles=("assistant",),
    )
    after = bench.run(pattern)
    assert after.lines[0] == old.lines[0].replace(b"It is lit", b"It was lit")


@pytest.mark.parametrize("find", ["", "(", "(a"])
def test_replace_text_refuses_what_cannot_be_looked_for(find: str, bench: object) -> None:
    with pytest.raises(InvalidValue):
        bench.workspace.propose(ReplaceText(dataset="inn", selection=ALL, find=find, by="x", is_pattern=True))


def test_replace_system_prompt(bench: object, survives: Callable) -> None:
    operation = ReplaceSystemPrompt(dataset="inn", selection=ALL, text="Be kind.")
    assert operation.label() == "Replace the system prompt in “inn”"
    old = bench.standing()
    after = bench.run(operation)
    assert after.lines[0] == old.lines[0].replace(b"Keep the inn.", b"Be kind.")
    assert after.lines[1].startswith(b'{"messages":[{"role":"system","content":"Be kind."},{"role":"user"')
    assert after.lines[2] == old.lines[2]
    survives(after.lines[0])
    without = ReplaceSystemPrompt(dataset="inn", selection=ALL, text="")
    assert without.label() == "Remove the system prompt in “inn”"
    assert b'"system"' not in b"".join(bench.run(without).lines)


def test_repair_entries(bench: object, survives: Callable) -> None:
    operation = RepairEntries(dataset="inn", selection=ALL, codes=("RT301",))
    assert operation.label() == "Repair “inn”: RT301"
    assert RepairEntries(dataset="inn", selection=ALL).label() == "Repair “inn”: all safe repairs"
    old = bench.standing()
    after = bench.run(operation)
    assert after.lines[0] == old.lines[0].replace(b"lit?  ", b"lit?")
    assert (after.ids, after.notes, after.lines[1:]) == (old.ids, old.notes, old.lines[1:])
    survives(after.lines[0])


def test_repair_finding(bench: object, survives: Callable) -> None:
    operation = RepairFinding(dataset="inn", entry_id=bench.id_of(1), code="RT301")
    assert operation.label() == f"Repair entry {bench.id_of(1)[:8]}: RT301"
    after = bench.run(operation)
    assert b"lit?  " not in after.lines[0]
    survives(after.lines[0])
    with pytest.raises(InvalidValue, match="finds 0"):
        bench.workspace.propose(operation)
