"""Examples of the operations on datasets and their entries, for the laws that hold for every operation."""

from dataclasses import replace

from workspaces import BROKEN, HALVES, PLAIN, SPOKEN, TAGGED, UNTIDY, id_of

from law_examples import Example
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.selection import Selection, TagQuery, TextQuery
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.create_entry import CreateEntry
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.move_entries import MoveEntries
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.repair_entries import RepairEntries, RepairFinding
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt
from rolethread_lite.operations.replace_tag import ReplaceTag
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.set_tags import SetEntryTags
from rolethread_lite.operations.sort_entries import SortEntries
from rolethread_lite.operations.split_entry import SplitEntry
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.operations.take_outside_changes import TakeOutsideChanges

ALL = Selection()
IN_INN = Selection(tags=TagQuery(names=("inn",)))


def _entry(line: bytes) -> Entry:
    found = read_stored(line)
    assert isinstance(found, Entry)
    return found


def _edited(line: bytes) -> Entry:
    entry = _entry(line)
    return replace(entry, messages=(*entry.messages, Message.plain("user", "\U0001f642\ud800\x00")), note="Was edited.")


EXAMPLES: dict[str, list[Example]] = {
    "create-dataset": [lambda _: MakeDataset(dataset=" New one ")],
    "create-entry": [
        lambda _: CreateEntry(dataset="tales", entry=_edited(SPOKEN)),
        lambda work: CreateEntry(dataset="tales", entry=_entry(PLAIN), after=id_of(work, "tales", BROKEN)),
    ],
    "delete-entries": [
        lambda _: DeleteEntries(dataset="tales", selection=ALL),
        lambda _: DeleteEntries(dataset="tales", selection=IN_INN),
    ],
    "duplicate-entries": [lambda _: DuplicateEntries(dataset="tales", selection=ALL)],
    "edit-entry": [
        lambda work: EditEntry(dataset="tales", entry_id=id_of(work, "tales", SPOKEN), entry=_edited(SPOKEN)),
        lambda work: EditEntry(dataset="tales", entry_id=id_of(work, "tales", HALVES), entry=_edited(HALVES)),
    ],
    "edit-entry-text": [
        lambda work: EditEntryText(dataset="tales", entry_id=id_of(work, "tales", BROKEN), text=SPOKEN.decode()),
        lambda work: EditEntryText(dataset="tales", entry_id=id_of(work, "tales", TAGGED), text=HALVES.decode()),
    ],
    "join-entries": [lambda _: JoinEntries(dataset="tales", selection=IN_INN)],
    "move-entries": [
        lambda _: MoveEntries(dataset="tales", selection=IN_INN, after="top"),
        lambda _: MoveEntries(dataset="tales", selection=IN_INN, after="end"),
        lambda work: MoveEntries(dataset="tales", selection=IN_INN, after=id_of(work, "tales", BROKEN)),
    ],
    "note-entry": [lambda work: NoteEntry(dataset="tales", entry_id=id_of(work, "tales", PLAIN), note="\ud800 ok")],
    "remove-dataset": [lambda _: RemoveDataset(dataset="tales")],
    "rename-dataset": [lambda _: RenameDataset(dataset="tales", name="Tales of the inn?")],
    "repair-entries": [
        lambda _: RepairEntries(dataset="tales", selection=ALL),
        lambda _: RepairEntries(dataset="tales", selection=ALL, codes=("RT301", "RT404")),
    ],
    "repair-finding": [
        lambda work: RepairFinding(dataset="tales", entry_id=id_of(work, "tales", UNTIDY), code="RT308"),
    ],
    "replace-system-prompt": [
        lambda _: ReplaceSystemPrompt(dataset="tales", selection=ALL, text="You tell \ud800 tales."),
        lambda _: ReplaceSystemPrompt(dataset="tales", selection=ALL, text=""),
    ],
    "replace-tag": [lambda _: ReplaceTag(dataset="tales", selection=ALL, tag="inn", by="calm")],
    "replace-text": [
        lambda _: ReplaceText(dataset="tales", selection=ALL, find="o", by="\ud800\\1"),
        lambda _: ReplaceText(
            dataset="tales", selection=ALL, find=r"(\w)e", by=r"\1E", is_pattern=True, roles=("user",)
        ),
    ],
    "set-tags": [
        lambda _: SetEntryTags(dataset="tales", selection=ALL, tags=("one", "\ud800")),
        lambda _: SetEntryTags(dataset="tales", selection=ALL, tags=()),
    ],
    "sort-entries": [
        lambda _: SortEntries(dataset="tales", figure="words"),
        lambda _: SortEntries(dataset="tales", figure="words", descending=True),
    ],
    "split-entry": [
        lambda work: SplitEntry(dataset="tales", entry_id=id_of(work, "tales", TAGGED), before=(2,)),
        lambda work: SplitEntry(dataset="tales", entry_id=id_of(work, "tales", SPOKEN), before=(1,)),
        lambda work: SplitEntry(dataset="tales", entry_id=id_of(work, "tales", UNTIDY), before=(1, 2)),
    ],
    "tag-entries": [
        lambda _: TagEntries(dataset="tales", selection=ALL, add=("new", "calm"), remove=("inn",)),
        lambda _: TagEntries(dataset="tales", selection=Selection(text=TextQuery(text="dusk")), add=("\ud800",)),
    ],
    "take-outside-changes": [
        lambda _: TakeOutsideChanges(
            dataset="tales", lines=(BROKEN, TAGGED.replace(b"door", b"gate"), PLAIN, PLAIN, SPOKEN)
        ),
    ],
}
"""Something that each operation can do to the dataset `tales`."""

MAY_CHANGE = {
    "extra": {"edit-entry", "edit-entry-text", "take-outside-changes"},
    "note": {"edit-entry", "note-entry", "join-entries"},
    "tags": {"edit-entry", "edit-entry-text", "take-outside-changes", "tag-entries", "set-tags", "replace-tag"}
    | {"repair-entries", "join-entries"},
}
"""Which of these operations are there to change what."""

REPEATED_WITHOUT_EFFECT = {
    "edit-entry",
    "edit-entry-text",
    "repair-entries",
    "replace-system-prompt",
    "replace-tag",
    "set-tags",
    "sort-entries",
    "tag-entries",
    "take-outside-changes",
}
