"""Who speaks a turn is part of the turn: whatever happens to an entry, every turn keeps its speaker."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rolethread_lite.files.merge import Merge, OnDuplicate
from rolethread_lite.files.partition import Partition
from rolethread_lite.files.reading import InputFile, Reader
from rolethread_lite.files.shares import read_parts
from rolethread_lite.formats import get_format
from rolethread_lite.formats.lines import read_line, read_stored
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import Message
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.characters.activate_characters import DeactivateCharacters
from rolethread_lite.operations.characters.adopt_characters import AdoptCharacters
from rolethread_lite.operations.characters.delete_characters import DeleteCharacters
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.edit_entry import EditEntry
from rolethread_lite.operations.export_dataset import export_dataset, export_losses
from rolethread_lite.operations.join_entries import JoinEntries
from rolethread_lite.operations.move_entries import MoveEntries
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.repair_entries import RepairEntries
from rolethread_lite.operations.replace_system_prompt import ReplaceSystemPrompt
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.set_tags import SetEntryTags
from rolethread_lite.operations.sort_entries import SortEntries
from rolethread_lite.operations.split_entry import SplitEntry
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace

ALL = Selection()
FERRY = (
    ("system", None, "You are the ferry."),
    ("user", "Mira", "Is the captain here?"),
    ("assistant", "Orsk", "He is now."),
    ("user", "ターニャ", ""),
    ("assistant", None, "  "),
    ("user", "Mira", "Tobin laughs. "),
    ("assistant", "توبين", "I do."),
    ("tool", "tide_table", "low"),
)
"""A scene with a blank exchange in its middle; a turn is its role, its speaker and its text."""
FORGE = (("user", "Mira", "Hot?"), ("assistant", "Orsk", "Very."), ("assistant", None, "The fire hums."))
NAMED = {turn[1] for turn in FERRY + FORGE if turn[1]}

Turn = tuple[str, str | None, str]


def _line(turns: tuple[Turn, ...]) -> bytes:
    messages = tuple(Message(role=role, speaker=speaker, content=text) for role, speaker, text in turns)
    return bytes(get_format("messages").write(Entry(messages=messages, tags=("sea",))))


def _turns(entry: Entry) -> tuple[Turn, ...]:
    return tuple((message.role, message.speaker, message.text) for message in entry.messages)


def _read(line: bytes) -> tuple[Turn, ...]:
    item = read_line(line).item
    assert isinstance(item, Entry)
    return _turns(item)


def _scenes(workspace: Workspace, dataset: str = "inn") -> list[tuple[Turn, ...]]:
    with workspace.view() as view:
        return [_read(line.line) for line in view.all_lines(view.dataset_key(dataset))]


def _ids(workspace: Workspace) -> list[str]:
    with workspace.view() as view:
        return [line.entry_id for line in view.all_lines(view.dataset_key("inn"))]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of two scenes."""
    path = tmp_path / "inn.jsonl"
    path.write_bytes(_line(FERRY) + b"\n" + _line(FORGE) + b"\n")
    return path


@pytest.fixture
def workspace(tmp_path: Path, file: Path) -> Iterator[Workspace]:
    """Return a workspace with both scenes, in which everybody who speaks is a character."""
    with Workspace(tmp_path / "place", write_files=False) as opened:
        opened.import_file(file)
        opened.run(AdoptCharacters(names=tuple(sorted(NAMED))))
        yield opened


def _edit(workspace: Workspace) -> Operation:
    with workspace.view() as view:
        line = next(view.all_lines(view.dataset_key("inn")))
    entry = read_stored(line.line)
    assert isinstance(entry, Entry)
    spoken = replace(entry.messages[1], content="Is anybody here?")
    return EditEntry(dataset="inn", entry_id=line.entry_id, entry=entry.with_message(1, message=spoken))


def _spoken(turns: tuple[Turn, ...], place: int, text: str) -> tuple[Turn, ...]:
    return (*turns[:place], (*turns[place][:2], text), *turns[place + 1 :])


def _only(workspace: Workspace, place: int) -> Selection:
    return Selection(entry_ids=(_ids(workspace)[place],))


PROMPT: Turn = ("system", None, "Speak softly.")
CASES: dict[str, tuple[Callable[[Workspace], Operation], list[tuple[Turn, ...]]]] = {
    "edit of a text": (_edit, [_spoken(FERRY, 1, "Is anybody here?"), FORGE]),
    "find and replace": (
        lambda _: ReplaceText(dataset="inn", selection=ALL, find="Very", by="Hot"),
        [FERRY, _spoken(FORGE, 1, "Hot.")],
    ),
    "tags added": (lambda _: TagEntries(dataset="inn", selection=ALL, add=("quay",)), [FERRY, FORGE]),
    "tags set": (lambda _: SetEntryTags(dataset="inn", selection=ALL, tags=()), [FERRY, FORGE]),
    "system prompt replaced, and put in where there is none": (
        lambda _: ReplaceSystemPrompt(dataset="inn", selection=ALL, text=PROMPT[2]),
        [(PROMPT, *FERRY[1:]), (PROMPT, *FORGE)],
    ),
    "system prompt taken away": (
        lambda _: ReplaceSystemPrompt(dataset="inn", selection=ALL, text=""),
        [FERRY[1:], FORGE],
    ),
    "duplicate": (lambda _: DuplicateEntries(dataset="inn", selection=ALL), [FERRY, FERRY, FORGE, FORGE]),
    "split": (
        lambda work: SplitEntry(dataset="inn", entry_id=_ids(work)[0], before=(3, 5)),
        [FERRY[:3], (FERRY[0], *FERRY[3:5]), (FERRY[0], *FERRY[5:]), FORGE],
    ),
    "join": (lambda _: JoinEntries(dataset="inn", selection=ALL), [FERRY + FORGE]),
    "delete": (lambda work: DeleteEntries(dataset="inn", selection=_only(work, 0)), [FORGE]),
    "move": (lambda work: MoveEntries(dataset="inn", selection=_only(work, 0), after="end"), [FORGE, FERRY]),
    "sort": (lambda _: SortEntries(dataset="inn", figure="words"), [FORGE, FERRY]),
    "repair": (
        lambda _: RepairEntries(dataset="inn", selection=ALL, codes=("RT301",)),
        [_spoken(FERRY, 5, "Tobin laughs."), FORGE],
    ),
    "characters deactivated": (lambda _: DeactivateCharacters(names=tuple(sorted(NAMED))), [FERRY, FORGE]),
    "characters deleted": (lambda _: DeleteCharacters(names=("Mira", "Orsk")), [FERRY, FORGE]),
}


@pytest.mark.parametrize("case", CASES)
def test_every_turn_keeps_its_speaker(case: str, workspace: Workspace) -> None:
    make, expected = CASES[case]
    before = _scenes(workspace)
    assert before == [FERRY, FORGE]
    workspace.run(make(workspace))
    assert _scenes(workspace) == expected
    workspace.undo()
    assert _scenes(workspace) == before


@pytest.mark.parametrize("name", ["messages", "sharegpt"])
def test_an_export_brings_every_speaker_back_or_says_what_it_loses(
    name: str, workspace: Workspace, tmp_path: Path
) -> None:
    form = get_format(name)
    with workspace.view() as view:
        report = export_losses(view, dataset="inn", selection=ALL, form=form)
        exported = b"".join(export_dataset(view, dataset="inn", selection=ALL, form=form))
    assert report.losses == ()
    path = tmp_path / "again.jsonl"
    path.write_bytes(exported)
    workspace.import_file(path)
    assert _scenes(workspace, "again") == [FERRY, FORGE]


def test_what_a_format_cannot_carry_is_declared(workspace: Workspace) -> None:
    form = get_format("alpaca")
    with workspace.view() as view:
        report = export_losses(view, dataset="inn", selection=ALL, form=form)
    assert ("speakers", 2) in [(loss.kind, loss.entries) for loss in report.losses]


def _reader(path: Path) -> Reader:
    return Reader(InputFile(path=path, shown=path.name))


@pytest.mark.parametrize("keep", OnDuplicate)
def test_a_merge_of_files_keeps_every_speaker(keep: OnDuplicate, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    spaced = tuple((role, speaker, f"{text} ") for role, speaker, text in FORGE)
    other.write_bytes(bytes(get_format("sharegpt").write(Entry(messages=_messages(FERRY)))) + b"\n" + _line(spaced))
    scenes = [_read(line) for line in Merge([_reader(file), _reader(other)], keep=keep).lines()]
    found = {(role, speaker, text.strip()) for scene in scenes for role, speaker, text in scene}
    assert found == {(role, speaker, text.strip()) for role, speaker, text in FERRY + FORGE}


@pytest.mark.parametrize("keep", [OnDuplicate.FIRST, OnDuplicate.LAST, OnDuplicate.LONGEST])
def test_a_merge_of_files_takes_speakers_over_from_what_is_left_out(
    keep: OnDuplicate, file: Path, tmp_path: Path
) -> None:
    nobody = tmp_path / "nobody.jsonl"
    nobody.write_bytes(_line(tuple((role, None, text) for role, _, text in FERRY)))
    for files in ((nobody, file), (file, nobody)):
        scenes = [_read(line) for line in Merge([_reader(one) for one in files], keep=keep).lines()]
        assert sorted(scenes, key=len) == [FORGE, FERRY]


def _messages(turns: tuple[Turn, ...]) -> tuple[Message, ...]:
    return tuple(Message(role=role, speaker=speaker, content=text) for role, speaker, text in turns)


def test_parts_of_a_file_keep_every_speaker(file: Path) -> None:
    partition = Partition(_reader(file), parts=read_parts("train=50,test=50"), seed=3)
    scenes = [_read(line) for part in (0, 1) for line in partition.lines(part)]
    assert sorted(scenes, key=len) == [FORGE, FERRY]
