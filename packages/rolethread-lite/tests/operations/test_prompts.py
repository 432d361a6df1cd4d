"""System prompts in the library and in entries: what each operation changes, refuses, and leaves alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import import_lines, lines_of

from rolethread_lite.errors import InvalidValue, RoleThreadError, UnknownName, WorkspaceMoved
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.prompts.activate_prompts import ActivatePrompts, DeactivatePrompts
from rolethread_lite.operations.prompts.apply_prompt import ApplyPrompt, MissingValues
from rolethread_lite.operations.prompts.create_prompt import CreatePrompt
from rolethread_lite.operations.prompts.delete_prompts import DeletePrompts
from rolethread_lite.operations.prompts.edit_prompt import EditPrompt
from rolethread_lite.operations.prompts.rename_prompt import RenamePrompt
from rolethread_lite.operations.prompts.restore_prompt_version import RestorePromptVersion
from rolethread_lite.operations.prompts.save_prompt import SavePromptFromEntry
from rolethread_lite.operations.prompts.unify_prompts import UnifyPrompts
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt
from rolethread_lite.workspace import Workspace

ALL = Selection()
SPOKEN = (
    b'{"id": 1, "messages":[{"role":"system","content":"You are Mira. Tess is a guest.","pinned":true},'
    b'{"role":"user","name":"Tess","content":"A room?"},{"role":"assistant","name":"Mira","content":"Upstairs."}]}'
)
BARE = (
    b'{"messages":[{"role":"user","name":"Tess","content":"Hm?"},{"role":"assistant","name":"Orsk","content":"Ha."},'
    b'{"role":"user","name":"Tess","content":"Oh."},{"role":"assistant","name":"Orsk","content":"So."}],"tags":["bare"]}'
)
CROWDED = (
    b'{"messages":[{"role":"user","content":"Hm?"},{"role":"assistant","name":"Orsk","content":"Ha."},'
    b'{"role":"assistant","name":"Mira","content":"Ho."}]}'
)
PARTS = (
    b'{"messages":[{"role":"system","content":[{"type":"image_url","image_url":{"url":"inn.png"}},'
    b'{"type":"text","text":"Keep it.","cache":1},{"type":"text","text":"Well."}]},{"role":"user","content":"Hm?"}]}'
)
PICTURE = (
    b'{"messages":[{"role":"system","content":[{"type":"image_url","image_url":{"url":"inn.png"}}]},'
    b'{"role":"user","content":"Hm?"}]}'
)
BROKEN = b'{"messages":[{"role":"system"'
LINES = (SPOKEN, BARE, CROWDED, PARTS, PICTURE, BROKEN)
KEEPER = "You are {{char}}. {{user}} is a guest."


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with a dataset and a prompt in the library."""
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, LINES, name="inn")
        import_lines(workspace, [SPOKEN], name="other")
        workspace.run(CreatePrompt(name="Keeper", text=KEEPER))
        yield workspace


def _prompts(work: Workspace) -> list[tuple[str, str, str, int, bool]]:
    with work.view() as view:
        return [(one.key, one.name, one.text, one.version, one.is_active) for one in view.items(SystemPrompt)]


def _earlier(work: Workspace) -> list[tuple[str, int, str]]:
    with work.view() as view:
        return [(one.prompt, one.version, one.text) for one in view.items(PromptVersion)]


def _system(work: Workspace) -> list[str | None]:
    items = [read_stored(line) for line in lines_of(work, "inn")]
    return [item.system_prompt if isinstance(item, Entry) else "(record)" for item in items]


def _refused(work: Workspace, operation: Operation) -> str:
    before = _prompts(work), _earlier(work), lines_of(work, "inn")
    with pytest.raises(RoleThreadError) as refusal:
        work.run(operation)
    assert (_prompts(work), _earlier(work), lines_of(work, "inn")) == before
    return str(refusal.value)


def test_a_new_text_is_a_new_version_and_a_description_is_none(work: Workspace) -> None:
    work.run(EditPrompt(prompt="Keeper", text="You keep the inn."))
    work.run(EditPrompt(prompt="Keeper", description=" For inns. "))
    work.run(EditPrompt(prompt="keeper", text="Keep it.", description="Short."))
    assert _prompts(work) == [("keeper", "Keeper", "Keep it.", 3, True)]
    assert _earlier(work) == [("keeper", 1, KEEPER), ("keeper", 2, "You keep the inn.")]
    assert work.run(EditPrompt(prompt="Keeper", text="Keep it.", description="Short.")) is None
    for _ in range(3):
        work.undo()
    assert (_prompts(work), _earlier(work)) == ([("keeper", "Keeper", KEEPER, 1, True)], [])
    work.redo()
    assert _earlier(work) == [("keeper", 1, KEEPER)]


def test_an_earlier_version_comes_back_as_a_new_one(work: Workspace) -> None:
    work.run(EditPrompt(prompt="Keeper", text="Keep it."))
    work.run(RestorePromptVersion(prompt="Keeper", version=1))
    assert _prompts(work) == [("keeper", "Keeper", KEEPER, 3, True)]
    assert _earlier(work) == [("keeper", 1, KEEPER), ("keeper", 2, "Keep it.")]
    assert work.run(RestorePromptVersion(prompt="Keeper", version=3)) is None
    told = _refused(work, RestorePromptVersion(prompt="Keeper", version=0))
    assert told == "the system prompt “Keeper” has no version 0 It has: 1, 2, 3."


def test_renaming_keeps_key_and_versions(work: Workspace) -> None:
    work.run(EditPrompt(prompt="Keeper", text="Keep it."))
    work.run(RenamePrompt(prompt="Keeper", name=" 宿屋の主人 "))
    assert _prompts(work) == [("keeper", "宿屋の主人", "Keep it.", 2, True)]
    work.run(CreatePrompt(name="Keeper", text="Another."))
    assert [key for key, *_ in _prompts(work)] == ["keeper-2", "keeper"]
    work.run(RenamePrompt(prompt="Keeper", name="KEEPER"))
    assert work.run(RenamePrompt(prompt="KEEPER", name="KEEPER")) is None


def test_prompts_are_offered_or_not_and_entries_keep_theirs(work: Workspace) -> None:
    before = lines_of(work, "inn")
    work.run(DeactivatePrompts(prompts=("Keeper",)))
    assert _prompts(work)[0][-1] is False
    assert work.run(DeactivatePrompts(prompts=("Keeper",))) is None
    work.run(ActivatePrompts(prompts=("Keeper",)))
    work.run(EditPrompt(prompt="Keeper", text="Keep it."))
    work.run(DeletePrompts(prompts=("Keeper", "keeper")))
    assert (_prompts(work), _earlier(work), lines_of(work, "inn")) == ([], [], before)
    work.undo()
    assert (len(_prompts(work)), len(_earlier(work))) == (1, 1)


REFUSED = [
    (CreatePrompt(name="Keeper", text="x"), "there is a system prompt named “Keeper” already Choose another name."),
    (CreatePrompt(name=" ", text="x"), "the name of a system prompt cannot be empty Give it at least one character."),
    (CreatePrompt(name="a\nb", text="x"), "the name of a system prompt stands in one line"),
    (CreatePrompt(name="New", text=" \n"), "the text of a system prompt cannot be empty Give it some words."),
    (EditPrompt(prompt="Keeper", text=""), "the text of a system prompt cannot be empty"),
    (EditPrompt(prompt="Kepper", text="x"), "there is no system prompt named 'Kepper' There are: “Keeper”."),
    (RenamePrompt(prompt="Keeper", name=""), "the name of a system prompt cannot be empty"),
    (DeletePrompts(prompts=("Keeper", "x")), "there is no system prompt named 'x'"),
    (UnifyPrompts(dataset="inn", texts=("a",), by=" "), "the system prompt to be put there is empty"),
    (
        ApplyPrompt(dataset="inn", selection=ALL, prompt="Keeper", values=(("place", "x"),)),
        "the system prompt has no variable {{place}} It has {{char}}, {{user}}.",
    ),
]


@pytest.mark.parametrize(("operation", "told"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_is_refused_and_changes_nothing(work: Workspace, operation: Operation, told: str) -> None:
    assert told in _refused(work, operation)


def test_an_empty_library_says_so(work: Workspace) -> None:
    work.run(DeletePrompts(prompts=("Keeper",)))
    with pytest.raises(UnknownName, match="There is none yet: create one first"):
        work.run(EditPrompt(prompt="Keeper", text="x"))


def test_a_plan_for_an_older_state_is_refused(work: Workspace) -> None:
    plan = work.propose(EditPrompt(prompt="Keeper", text="Keep it."))
    work.run(EditPrompt(prompt="Keeper", text="Keep it well."))
    with pytest.raises(WorkspaceMoved):
        work.apply(plan)


def test_a_prompt_of_an_entry_is_kept_with_variables(work: Workspace) -> None:
    with work.view() as view:
        entry_id = view.line(view.key_at(view.dataset_key("inn"), 1)).entry_id
    variables = (("char", "Mira"), ("user", "Tess"))
    work.run(SavePromptFromEntry(dataset="inn", entry_id=entry_id, variables=variables))
    assert _prompts(work)[1][1:3] == ("You are {{char}}. {{user}} is", KEEPER)
    work.run(SavePromptFromEntry(dataset="inn", entry_id=entry_id[:8], name="Mira", description="Hers."))
    told = _refused(work, SavePromptFromEntry(dataset="inn", entry_id=entry_id, variables=(("char", "Orsk"),)))
    assert told == "'Orsk' does not stand in the system prompt Give words just as they stand."


@pytest.mark.parametrize(("number", "told"), [(2, "the entry has no system prompt"), (6, "is a kept record")])
def test_an_entry_without_a_prompt_has_none_to_keep(work: Workspace, number: int, told: str) -> None:
    with work.view() as view:
        entry_id = view.line(view.key_at(view.dataset_key("inn"), number)).entry_id
    assert told in _refused(work, SavePromptFromEntry(dataset="inn", entry_id=entry_id))


def test_the_stand_in_of_rolethread_1_is_not_kept(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolethread_lite.operations.prompts.save_prompt.is_placeholder_prompt", lambda _: True)
    with work.view() as view:
        entry_id = view.line(view.key_at(view.dataset_key("inn"), 1)).entry_id
    told = _refused(work, SavePromptFromEntry(dataset="inn", entry_id=entry_id))
    assert told == "the entry has only the stand-in that RoleThread 1.0 wrote Choose one with its own prompt."


def test_a_prompt_is_filled_with_the_speakers_of_each_entry(work: Workspace) -> None:
    operation = ApplyPrompt(dataset="inn", selection=ALL, prompt="Keeper", skip_missing=True)
    with work.view() as view:
        assert operation.missing(view) == MissingValues(entries=3, variables=("char", "user"))
    work.run(operation)
    assert _system(work)[:3] == ["You are Mira. Tess is a guest.", "You are Orsk. Tess is a guest.", None]
    assert lines_of(work, "inn")[0] == SPOKEN
    assert lines_of(work, "inn")[2:] == list(LINES[2:])
    assert lines_of(work, "other") == [SPOKEN]


def test_where_a_value_is_missing_nothing_changes_unless_that_is_allowed(work: Workspace) -> None:
    told = _refused(work, ApplyPrompt(dataset="inn", selection=ALL, prompt="Keeper"))
    assert told == (
        "entry 3, 4, 5: 3 entries have no value for {{char}}, {{user}} Give the values, or leave such entries out."
    )
    values = (("Char", "{{user}}"), ("user", "Tess"))
    work.run(ApplyPrompt(dataset="inn", selection=ALL, prompt="Keeper", values=values))
    assert set(_system(work)) == {"You are {{user}}. Tess is a guest.", "(record)"}


def test_many_entries_without_a_value_are_counted(work: Workspace) -> None:
    import_lines(work, [CROWDED[:-1] + b',"n":%d}' % number for number in range(14)], name="crowd")
    told = _refused(work, ApplyPrompt(dataset="crowd", selection=ALL, prompt="Keeper"))
    assert told.startswith("entry 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 4 more: 14 entries have no value for {{char}}, ")


def test_a_new_system_message_leaves_speakers_where_they_are(work: Workspace) -> None:
    bare = Selection(tags=TagQuery(names=("bare",)))
    work.run(ApplyPrompt(dataset="inn", selection=bare, prompt="Keeper"))
    (before, after) = json.loads(BARE), json.loads(lines_of(work, "inn")[1])
    assert after["messages"][0] == {"role": "system", "content": "You are Orsk. Tess is a guest."}
    assert after["messages"][1:] == before["messages"]
    assert after["tags"] == before["tags"]
    work.undo()
    assert lines_of(work, "inn") == list(LINES)


def test_parts_that_are_no_text_survive_another_prompt(work: Workspace) -> None:
    work.run(ReplaceSystemPrompt(dataset="inn", selection=ALL, text="Sing."))
    assert _system(work) == ["Sing.", "Sing.", "Sing.", "Sing.", "Sing.", "(record)"]
    spoken, parts, picture = (json.loads(lines_of(work, "inn")[place])["messages"][0] for place in (0, 3, 4))
    assert spoken == {"role": "system", "content": "Sing.", "pinned": True}
    image = {"type": "image_url", "image_url": {"url": "inn.png"}}
    assert parts["content"] == [image, {"type": "text", "text": "Sing.", "cache": 1}]
    assert picture["content"] == [{"type": "text", "text": "Sing."}, image]
    assert work.run(ReplaceSystemPrompt(dataset="inn", selection=ALL, text="Sing.")) is None


def test_the_same_text_in_parts_is_no_change(work: Workspace) -> None:
    parts = "Keep it.\nWell."
    assert work.run(ReplaceSystemPrompt(dataset="inn", selection=ALL, old=parts, text=parts)) is None


def test_one_exact_text_is_replaced(work: Workspace) -> None:
    old = "You are Mira. Tess is a guest."
    assert work.run(ReplaceSystemPrompt(dataset="inn", selection=ALL, old=old.upper(), text="x")) is None
    tagged = Selection(tags=TagQuery(names=("bare",)))
    assert work.run(ReplaceSystemPrompt(dataset="inn", selection=tagged, old=old, text="x")) is None
    step = work.run(ReplaceSystemPrompt(dataset="inn", selection=ALL, old=old, text=""))
    assert step is not None
    assert step.label == "Remove the system prompt in “inn”"
    assert _system(work)[0] is None
    assert lines_of(work, "other") == [SPOKEN]


def test_several_prompts_become_one(work: Workspace) -> None:
    texts = ("You are Mira. Tess is a guest.", "Keep it.\nWell.", "Sing.", "Sing.")
    step = work.run(UnifyPrompts(dataset="inn", texts=texts, by="Sing."))
    assert step is not None
    assert (step.label, step.lines) == ("Make 2 other system prompts one in “inn”", 2)
    assert _system(work) == ["Sing.", None, None, "Sing.", "", "(record)"]
    assert lines_of(work, "other") == [SPOKEN]
    assert UnifyPrompts(dataset="inn", texts=("a",), by="b").label() == "Make 1 other system prompt one in “inn”"


def test_a_prompt_with_half_a_letter_is_found_as_it_is_shown(work: Workspace) -> None:
    half = b'{"messages":[{"role":"system","content":"\\ud83d keep"},{"role":"user","content":"Hm?"}]}'
    import_lines(work, [half], name="halves")
    work.run(UnifyPrompts(dataset="halves", texts=("\ufffd\ufffd\ufffd keep",), by="Keep."))
    assert lines_of(work, "halves") == [half.replace(b"\\ud83d keep", b"Keep.")]


def test_names_of_variables_are_checked(work: Workspace) -> None:
    with pytest.raises(InvalidValue, match="cannot be the name of a variable"):
        work.run(ApplyPrompt(dataset="inn", selection=ALL, prompt="Keeper", values=(("a:b", "x"),)))
