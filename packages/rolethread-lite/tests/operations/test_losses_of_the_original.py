"""What RoleThread 1.0 loses, and does not happen here: one test for each row of the lists L and P in its inventory.

Rows about backups and the mirror have their tests where snapshots and mirrors are tested.
"""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anchor import assert_native, loose_ends, open_dataset
from workspaces import file_of, id_of, ids_of, import_lines, lines_of, write_lines

from rolethread_lite.cli.workspace.writing import refuse_target
from rolethread_lite.errors import BadRequest, EntryChanged, InvalidValue, WorkspaceMoved, WouldOverwrite
from rolethread_lite.files.convert import Conversion
from rolethread_lite.files.merge import Merge, OnDuplicate
from rolethread_lite.files.reading import InputFile, Reader
from rolethread_lite.formats import get_format
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.formats.rolethread_1_writing import Stamp, write_line
from rolethread_lite.model import placeholder_prompt
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.reading import Reading
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.operations.characters.activate_characters import ActivateCharacters, DeactivateCharacters
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.export_dataset import export_dataset
from rolethread_lite.operations.export_rolethread_1 import Rolethread1Export
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.preview_import import preview_import
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.split_entry import SplitEntry
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.rules.checking import check_entry
from rolethread_lite.workspace import Workspace

ROWS = {*(f"L{number}" for number in range(1, 20)), *(f"P{number}" for number in range(6, 18))} - {"L16", "P15"}
NOT_OF_THE_ENGINE = {
    "L9": "unsaved text is a matter of the page it stands in; a split is a step of its own, and undo takes it back",
    "P16": "nothing listens on any address: that no network module is imported is an import contract",
    "P17": "nothing is reported to anybody: that no network client is imported is an import contract",
}
"""Rows that say nothing about what is done to datasets → why."""

_tested: set[str] = set()

STAMP = '"_rolethread":{"version":"1.0.0","native":true,"mood":"calm","entry_uuid":"e-1","dataset_uuid":"d-1"}'
TALK = (
    '{"source":"diary","rating":4,"messages":[{"role":"system","content":"Keep the inn."},'
    '{"role":"user","name":"Tess","content":"Is it late?","mood":"shy"},{"role":"assistant","name":"Orsk",'
    '"content":"Always.","id":7},{"role":"user","name":"Tess","content":"And now?"},'
    '{"role":"assistant","name":"Orsk","content":"Later."}],"tags":["night"],' + STAMP + "}"
).encode()
OTHER = b'{"messages":[{"role":"user","content":"Who sings?"},{"role":"assistant","content":"The kettle."}],"page":3}'
BROKEN = b'{"messages":[{"role":"user","content":"The lamp'


def row(number: str) -> Callable[[Callable], Callable]:
    """Mark a test as the one for a row."""
    assert number not in _tested
    _tested.add(number)
    return lambda test: test


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with the dataset `inn`: a talk with everything, and another one."""
    with Workspace(tmp_path / "place", write_files=False) as opened:
        import_lines(opened, [TALK, OTHER], name="inn")
        yield opened


def _values(workspace: Workspace, dataset: str = "inn") -> list[dict]:
    return [json.loads(line) for line in lines_of(workspace, dataset)]


def _merged(tmp_path: Path, *files: tuple[bytes, ...]) -> list[bytes]:
    paths = [write_lines(tmp_path / f"{place}.jsonl", lines) for place, lines in enumerate(files)]
    readers = [Reader(InputFile(path=path, shown=path.name)) for path in paths]
    return list(Merge(readers, keep=OnDuplicate.FIRST).lines())


def _tag(workspace: Workspace, tag: str = "new") -> None:
    workspace.run(TagEntries(dataset="inn", selection=Selection(), add=(tag,)))


def test_every_row_has_a_test_or_a_reason_why_not() -> None:
    assert sorted(_tested) == sorted(ROWS - NOT_OF_THE_ENGINE.keys())


@row("L1")
def test_chat_messages_survive_in_a_file_that_is_mostly_sharegpt(workspace: Workspace) -> None:
    shared = [b'{"conversations":[{"from":"human","value":"%d?"},{"from":"gpt","value":"Yes."}]}' % n for n in range(3)]
    import_lines(workspace, [*shared, OTHER], name="mixed")
    assert [len(entry["messages"]) for entry in _values(workspace, "mixed")] == [2, 2, 2, 2]
    assert lines_of(workspace, "mixed")[3] == OTHER


@row("L2")
def test_line_separators_inside_a_text_survive_edits_and_both_ways_of_writing(workspace: Workspace) -> None:
    text = "first\u2028second\u2029third\u0085fourth\u000bfifth\u000csixth"
    line = json.dumps({"messages": [{"role": "user", "content": text}]}, ensure_ascii=False).encode()
    import_lines(workspace, [line], name="breaks")
    workspace.run(TagEntries(dataset="breaks", selection=Selection(), add=("new",)))
    workspace.write_files()
    workspace.import_file(file_of(workspace, "breaks"), name="again")
    assert _values(workspace, "again") == [{"messages": [{"role": "user", "content": text}], "tags": ["new"]}]
    with workspace.view() as view:
        written = b"".join(Rolethread1Export(view, dataset="again", selection=Selection()).lines())
    assert [entry["messages"][0]["content"] for entry in open_dataset(written)] == [text]


@row("L3")
def test_a_line_that_is_no_json_survives_the_next_edit(workspace: Workspace) -> None:
    import_lines(workspace, [OTHER, BROKEN, TALK], name="torn")
    workspace.run(ReplaceText(dataset="torn", selection=Selection(), find="sings", by="hums"))
    workspace.write_files()
    assert file_of(workspace, "torn").read_bytes().splitlines()[1] == BROKEN


@row("L4")
def test_edit_split_and_join_keep_members_that_nobody_understands(workspace: Workspace) -> None:
    talk, other = ids_of(workspace, "inn")
    (entry,) = [read_stored(line) for line in lines_of(workspace, "inn")[:1]]
    assert isinstance(entry, Entry)
    said = entry.with_message(1, message=replace(entry.messages[1], content="Is it dawn?"))
    workspace.run(EditEntry(dataset="inn", entry_id=talk, entry=said))
    workspace.run(SplitEntry(dataset="inn", entry_id=talk, before=(3,)))
    for part in _values(workspace)[:2]:
        assert (part["source"], part["rating"], part["_rolethread"]["mood"]) == ("diary", 4, "calm")
    workspace.run(JoinEntries(dataset="inn", selection=Selection(entry_ids=(talk, other))))
    joined = _values(workspace)[0]
    assert (joined["source"], joined["rating"], joined["page"]) == ("diary", 4, 3)
    assert joined["messages"][1] == {"role": "user", "name": "Tess", "content": "Is it dawn?", "mood": "shy"}
    assert joined["messages"][2]["id"] == 7


@row("L5")
def test_what_two_do_at_once_is_kept_or_refused_and_never_lost(workspace: Workspace) -> None:
    talk, other = ids_of(workspace, "inn")
    before = read_stored(lines_of(workspace, "inn")[0])
    assert isinstance(before, Entry)
    edit = EditEntry(dataset="inn", entry_id=talk, entry=replace(before, tags=("mine",)), before=before)
    plan = workspace.propose(edit)
    with Workspace(workspace.folder, write_files=False) as second:
        second.run(TagEntries(dataset="inn", selection=Selection(entry_ids=(talk,)), add=("theirs",)))
        second.run(TagEntries(dataset="inn", selection=Selection(entry_ids=(other,)), add=("theirs",)))
    with pytest.raises(WorkspaceMoved):
        workspace.apply(plan)
    with pytest.raises(EntryChanged):
        workspace.run(edit)
    _tag(workspace, "mine")
    assert [entry["tags"] for entry in _values(workspace)] == [["night", "theirs", "mine"], ["theirs", "mine"]]


@row("L6")
@pytest.mark.parametrize("tag", ["漢字", "مرحبا", "Été", "C++", "C#", "🌊"])
def test_tags_of_every_script_come_in_and_go_out_as_they_are(workspace: Workspace, tag: str) -> None:
    line = json.dumps({"messages": [], "tags": [tag]}, ensure_ascii=False).encode()
    import_lines(workspace, [line], name="tagged")
    _tag(workspace)
    assert lines_of(workspace, "tagged") == [line]
    with workspace.view() as view:
        assert view.keys_with_tag(tag) == view.keys_in_order(view.dataset_key("tagged"))


@row("L7")
def test_entries_that_differ_only_in_their_prompt_are_both_kept_when_files_are_merged(tmp_path: Path) -> None:
    first, second = TALK, TALK.replace(b"Keep the inn.", b"Keep the gate.")
    assert _merged(tmp_path, (first,), (second,)) == [first, second]


@row("L8")
def test_entries_without_known_roles_do_not_count_as_the_same(tmp_path: Path) -> None:
    lines = tuple(b'{"messages":[{"role":"Mira","content":"%d"}]}' % number for number in range(5))
    assert _merged(tmp_path, lines) == list(lines)
    empty = b'{"messages":[]}'
    assert _merged(tmp_path, (lines[0], empty), (OTHER,)) == [lines[0], empty, OTHER]


@row("L10")
def test_an_export_never_writes_over_the_dataset_it_comes_from(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write_files()
    file, linked = file_of(workspace, "inn"), tmp_path / "linked.jsonl"
    linked.symlink_to(file)
    for target in (file, linked, file.parent / ".." / "inn" / "inn.jsonl"):
        with pytest.raises(BadRequest, match="belongs to the workspace"):
            refuse_target(workspace, target, force=True)
    (tmp_path / "mine.jsonl").write_bytes(OTHER)
    with pytest.raises(WouldOverwrite):
        refuse_target(workspace, tmp_path / "mine.jsonl", force=False)


@row("L11")
def test_a_new_dataset_leaves_a_file_alone_that_stands_in_its_place(workspace: Workspace) -> None:
    file = write_lines(file_of(workspace, "gate"), [OTHER])
    workspace.run(MakeDataset(dataset="gate"))
    assert [state.path for state in workspace.write_files()] == [file]
    assert file.read_bytes() == OTHER + b"\n"


@row("L12")
def test_a_character_that_is_no_longer_active_keeps_its_turns_in_all_datasets(workspace: Workspace) -> None:
    import_lines(workspace, [TALK], name="second")
    _put(workspace, Character(key="tess", name="Tess"))
    before = lines_of(workspace, "inn") + lines_of(workspace, "second")
    for operation in (DeactivateCharacters(names=("Tess",)), ActivateCharacters(names=("Tess",))):
        workspace.run(operation)
        assert lines_of(workspace, "inn") + lines_of(workspace, "second") == before
        with workspace.view() as view:
            assert len(view.keys_with_speaker("Tess")) == 2


@row("L13")
def test_spaces_around_texts_come_in_as_they_are(workspace: Workspace) -> None:
    line = b'{"messages":[{"role":"user","content":"  a\\n"},{"role":"assistant","content":"\\n\\tindented"}]}'
    import_lines(workspace, [line], name="spaced")
    assert lines_of(workspace, "spaced") == [line]


@row("L14")
def test_everything_in_a_sharegpt_turn_survives_and_system_turns_stay_where_they_stand(workspace: Workspace) -> None:
    line = (
        b'{"conversations":[{"from":"human","value":"Hm?","weight":0,"mood":"shy"},{"from":"system",'
        b'"value":"It rains."},{"from":"gpt","value":[{"type":"text","text":"Oh."}],"id":5}]}'
    )
    import_lines(workspace, [line], name="shared")
    (entry,) = _values(workspace, "shared")
    assert [message["role"] for message in entry["messages"]] == ["user", "system", "assistant"]
    assert entry["messages"][0] == {"role": "user", "content": "Hm?", "weight": 0, "mood": "shy"}
    assert entry["messages"][2]["content"] == [{"type": "text", "text": "Oh."}]
    with workspace.view() as view:
        form = get_format("sharegpt")
        (again,) = export_dataset(view, dataset="shared", selection=Selection(), form=form)
    assert json.loads(again) == json.loads(line)


@row("L15")
def test_turns_of_other_roles_go_out_as_sharegpt_or_are_named(tmp_path: Path) -> None:
    line = b'{"messages":[{"role":"user","content":"1?"},{"role":"tool","content":"2"},{"role":"Mira","content":"3"}]}'
    path = write_lines(tmp_path / "roles.jsonl", [line])
    conversion = Conversion([Reader(InputFile(path=path, shown="roles.jsonl"))], to=get_format("sharegpt"))
    (written,) = conversion.lines()
    assert [turn["value"] for turn in json.loads(written)["conversations"]] == ["1?", "2", "3"]
    assert conversion.report.losses == ()


@row("L17")
def test_unknown_members_of_the_stamp_survive_an_edit(workspace: Workspace) -> None:
    _tag(workspace)
    assert STAMP.encode() in lines_of(workspace, "inn")[0]


@row("L18")
def test_all_entries_that_were_selected_are_joined(workspace: Workspace) -> None:
    ids = ids_of(workspace, "inn")
    workspace.run(JoinEntries(dataset="inn", selection=Selection(entry_ids=tuple(reversed(ids)))))
    (joined,) = _values(workspace)
    texts = [message["content"] for message in joined["messages"]]
    assert texts == ["Keep the inn.", "Is it late?", "Always.", "And now?", "Later.", "Who sings?", "The kettle."]


@row("L19")
def test_speakers_stay_with_their_turns_when_turns_before_them_go(workspace: Workspace) -> None:
    talk = ids_of(workspace, "inn")[0]
    entry = read_stored(lines_of(workspace, "inn")[0])
    assert isinstance(entry, Entry)
    workspace.run(EditEntry(dataset="inn", entry_id=talk, entry=entry.without_message(1).without_message(1)))
    assert [(turn["content"], turn.get("name")) for turn in _values(workspace)[0]["messages"]] == [
        ("Keep the inn.", None),
        ("And now?", "Tess"),
        ("Later.", "Orsk"),
    ]
    with workspace.view() as view:
        export = Rolethread1Export(view, dataset="inn", selection=Selection())
        assert loose_ends(json.loads(export.sidecar("inn.jsonl")), open_dataset(b"".join(export.lines()))) == []


@row("P6")
@pytest.mark.skipif(os.name != "posix", reason="modes and links of this kind are there on POSIX systems")
def test_mode_and_symbolic_link_of_a_file_survive_an_edit(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write_files()
    file, elsewhere = file_of(workspace, "inn"), tmp_path / "elsewhere.jsonl"
    file.chmod(0o640)
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    _tag(workspace)
    workspace.write_files()
    assert file.is_symlink()
    assert elsewhere.read_bytes().count(b'"new"') == 2
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o640


@row("P7")
def test_opening_a_file_writes_nothing_to_it(workspace: Workspace, tmp_path: Path) -> None:
    file = write_lines(
        tmp_path / "theirs" / "untidy.jsonl", [b'{"messages":[{"role":"human","content":" a "}],"tags":"b"}', BROKEN]
    )
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    file.chmod(0o400)
    preview_import(file)
    workspace.import_file(file)
    workspace.run(TagEntries(dataset="untidy", selection=Selection(), add=("new",)))
    workspace.write_files()
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert list(file.parent.iterdir()) == [file]


@row("P8")
def test_a_sidecar_carries_only_the_prompts_of_its_entries(workspace: Workspace) -> None:
    _put(workspace, SystemPrompt(key="inn", name="Inn", text="Keep the inn."))
    _put(workspace, SystemPrompt(key="secret", name="Secret", text="Nobody is to know."))
    with workspace.view() as view:
        sidecar = Rolethread1Export(view, dataset="inn", selection=Selection()).sidecar("inn.jsonl")
    assert [prompt["name"] for prompt in json.loads(sidecar)["system_prompts"]] == ["Inn"]
    workspace.write_files()
    assert all(b"Nobody is to know." not in file.read_bytes() for file in _files(workspace.home))


@row("P9")
def test_a_foreign_sidecar_changes_nothing_in_the_library_unasked(workspace: Workspace, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "theirs.jsonl", [TALK])
    sidecar = {
        "metadata": {"schema_version": 1, "kind": "rolethread.tag_registry"},
        "dataset": {"dataset_uuid": "d-1", "filename": "theirs.jsonl"},
        "tags": [{"slug": "night", "name": "Night", "is_builtin": True}],
        "characters": [{"slug": "mira", "display_name": "Mira"}],
    }
    (tmp_path / "theirs.registry.json").write_text(json.dumps(sidecar), encoding="utf-8")
    _put(workspace, Character(key="mira", name="Mira", description="mine"))
    with workspace.view() as view:
        before = view.library()
    workspace.import_file(file)
    with workspace.view() as view:
        assert view.library() == before
    assert len(lines_of(workspace, "theirs")) == 1


@row("P10")
def test_no_prompt_is_ever_put_in_and_the_stand_in_is_found(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_lines(
        workspace, [b'{"conversations":[{"from":"human","value":"Hm?"},{"from":"gpt","value":"Oh."}]}'], name="bare"
    )
    with workspace.view() as view:
        form = get_format("messages")
        (line,) = export_dataset(view, dataset="bare", selection=Selection(), form=form)
    assert [message["role"] for message in json.loads(line)["messages"]] == ["user", "assistant"]
    stand_in = "A stand-in of the same kind."
    monkeypatch.setattr(placeholder_prompt, "PLACEHOLDER_LENGTH", len(stand_in))
    monkeypatch.setattr(placeholder_prompt, "PLACEHOLDER_SHA256", hashlib.sha256(stand_in.encode()).hexdigest())
    entry = Entry(messages=(Message.plain("system", stand_in), Message.plain("user", "Hm?")))
    assert [finding.code for finding in check_entry(Reading(entry), codes=frozenset(("RT222",)))] == ["RT222"]


@row("P11")
def test_a_part_that_is_written_is_not_taken_for_the_whole(workspace: Workspace) -> None:
    uuids = []
    with workspace.view() as view:
        for selection in (Selection(), Selection(tags=TagQuery(names=("night",)))):
            export = Rolethread1Export(view, dataset="inn", selection=selection)
            uuids.append({entry["_rolethread"]["dataset_uuid"] for entry in open_dataset(b"".join(export.lines()))})
    whole, part = uuids
    assert whole == {"d-1"}
    assert len(part) == 1
    assert part != whole
    stamp = Stamp(entry="e", dataset="d")
    assert write_line(Entry(messages=()), tags={}, stamp=stamp) == write_line(Entry(messages=()), tags={}, stamp=stamp)


@row("P12")
def test_opening_a_file_again_makes_no_second_copy(workspace: Workspace) -> None:
    workspace.write_files()
    before = (everywhere(workspace), sorted(_files(workspace.home)))
    with pytest.raises(InvalidValue, match="already exists"):
        workspace.import_file(workspace.folder / "in" / "inn.jsonl")
    workspace.write_files()
    assert (everywhere(workspace), sorted(_files(workspace.home))) == before


@row("P13")
def test_files_are_kept_in_the_folder_that_was_chosen(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in" / "inn.jsonl", [OTHER])
    with Workspace(tmp_path / "place", home=tmp_path / "chosen") as workspace:
        workspace.import_file(file)
    assert (tmp_path / "chosen" / "inn" / "inn.jsonl").read_bytes() == OTHER + b"\n"
    assert not [found for found in _files(tmp_path / "place") if found.suffix == ".jsonl"]


@row("P14")
def test_deleted_entries_leave_nothing_of_theirs_behind(workspace: Workspace) -> None:
    talk = id_of(workspace, "inn", TALK)
    workspace.run(DeleteEntries(dataset="inn", selection=Selection(entry_ids=(talk,))))
    with workspace.view() as view:
        assert view.keys_with_speaker("Tess") == []
        export = Rolethread1Export(view, dataset="inn", selection=Selection())
        assert json.loads(export.sidecar("inn.jsonl"))["entry_character_mappings"] == []
        assert assert_native(open_dataset(b"".join(export.lines())))


def everywhere(workspace: Workspace) -> dict[str, list[bytes]]:
    """Return the lines of all datasets."""
    return {dataset.name: lines_of(workspace, dataset.name) for dataset in workspace.datasets()}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _put(workspace: Workspace, item: Character | SystemPrompt) -> None:
    workspace._store.commit([PutItem(before=None, after=item)], label="library", operation="{}")
