"""Operations on who speaks: an example of each, what it leaves alone, and what it refuses."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rolethread_lite.errors import BadRequest, InvalidValue, UnknownName
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.model.speaker_labels import MappedRole, SpeakerMapping
from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.operations.characters.delete_characters import DeleteCharacters
from rolethread_lite.operations.speakers.map_speakers import MapSpeakers
from rolethread_lite.operations.speakers.set_speaker import SetSpeaker
from rolethread_lite.queries.find_entry import find_entry_id
from rolethread_lite.workspace import Workspace

ALL = Selection()
FERRY = (
    '{"id":7,"messages":[{"role":"Mira","content":"Hm.","mood":1},'
    '{"content":"Punctual.","role":"オルスク"},'
    '{"role":"system","content":"It rains."},{"role":"narrator","content":"*Rain.*"},'
    '{"role":"function_call","content":"{}"},{"role":"Bot","content":"Low tide."}],"tags":["sea"]}'
)
FORGE = (
    '{"messages":[{"role":"user","name":"Mira","content":"Hot?"},{"role":"assistant","speaker":"Orsk","content":"Hm."},'
    '{"role":"char","name":"Orsk","content":"Very."}]}'
)
PLAIN = '{"messages":[{"role":"user","content":"Snow?"},{"role":"assistant","content":"Yes."}]}'
RECORD = '{"messages":[{"role":"Mira'
LINES = [FERRY, FORGE, PLAIN, RECORD]


def _map(*said: str, create: bool = False, selection: Selection = ALL) -> MapSpeakers:
    mapping = tuple(_mapping(word) for word in said)
    return MapSpeakers(dataset="inn", selection=selection, mapping=mapping, create=create)


def _mapping(word: str) -> SpeakerMapping:
    label, _, meaning = word.partition("=")
    role, _, character = meaning.partition(":")
    return SpeakerMapping(label=label, as_role=MappedRole(role), character=character)


CASES: dict[str, tuple[MapSpeakers, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]] = {
    "a name that stands as a role stays as the speaker": (
        _map("Mira=user", "オルスク=assistant"),
        (
            ('"role":"Mira","content":"Hm.","mood":1', '"role":"user","content":"Hm.","mood":1,"name":"Mira"'),
            ('"content":"Punctual.","role":"オルスク"', '"content":"Punctual.","role":"assistant","name":"オルスク"'),
        ),
        (),
    ),
    "somebody speaks under another name": (
        _map("オルスク=assistant:Orsk the Grey", "Orsk=assistant:Orsk the Grey", "char=assistant"),
        (('"role":"オルスク"', '"role":"assistant","name":"Orsk the Grey"'),),
        (
            ('"speaker":"Orsk"', '"speaker":"Orsk the Grey"'),
            ('"role":"char","name":"Orsk"', '"role":"assistant","name":"Orsk the Grey"'),
        ),
    ),
    "a word that means just the role is no name": (
        _map("Bot=assistant", "char=assistant"),
        (('"role":"Bot"', '"role":"assistant"'),),
        (('"role":"char"', '"role":"assistant"'),),
    ),
    "a word that means another role is a name": (
        _map("Bot=user"),
        (('"role":"Bot","content":"Low tide."', '"role":"user","content":"Low tide.","name":"Bot"'),),
        (),
    ),
    "a narrator": (
        _map("narrator=narrator"),
        (('"role":"narrator","content":"*Rain.*"', '"role":"assistant","content":"*Rain.*","name":"Narrator"'),),
        (),
    ),
    "a narrator with a name": (
        _map("narrator=narrator:The Tide"),
        (('"role":"narrator","content":"*Rain.*"', '"role":"assistant","content":"*Rain.*","name":"The Tide"'),),
        (),
    ),
    "the system, where it stands": (
        _map("Mira=system", "function_call=skip"),
        (('"role":"Mira","content":"Hm.","mood":1', '"role":"system","content":"Hm.","mood":1,"name":"Mira"'),),
        (),
    ),
    "a tool": (_map("function_call=tool"), (('"role":"function_call"', '"role":"tool"'),), ()),
}  # fmt: skip
"""Operation, and what it puts in the place of what in each of the two scenes."""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with two scenes, a plain entry and a record."""
    file = tmp_path / "inn.jsonl"
    file.write_text("\n".join(LINES), encoding="utf-8")
    with Workspace(tmp_path / "place", write_files=False) as opened:
        opened.import_file(file)
        yield opened


def _lines(workspace: Workspace) -> list[str]:
    with workspace.view() as view:
        return [line.line.decode() for line in view.all_lines(view.dataset_key("inn"))]


@pytest.mark.parametrize("case", CASES)
def test_turns_become_what_their_name_means(case: str, workspace: Workspace) -> None:
    operation, *edits = CASES[case]
    expected = [_with(line, one) for line, one in zip((FERRY, FORGE), edits, strict=True)]
    # Mira is a speaker in the forge too, and is mapped there as well.
    if any(one.label == "Mira" for one in operation.mapping):
        role = next(one.as_role for one in operation.mapping if one.label == "Mira")
        expected[1] = expected[1].replace('"role":"user","name":"Mira"', f'"role":"{role}","name":"Mira"')
    workspace.run(operation)
    assert _lines(workspace) == [*expected, PLAIN, RECORD]
    workspace.undo()
    assert _lines(workspace) == LINES


def _with(line: str, edits: tuple[tuple[str, str], ...]) -> str:
    for before, after in edits:
        assert before in line
        line = line.replace(before, after)
    return line


def test_only_the_selected_entries_change(workspace: Workspace) -> None:
    workspace.run(_map("Mira=assistant", selection=Selection(tags=TagQuery(names=("sea",)))))
    assert '"role":"assistant","content":"Hm."' in _lines(workspace)[0]
    assert _lines(workspace)[1:] == [FORGE, PLAIN, RECORD]


def test_a_role_that_is_a_name_is_never_lost_because_its_speaker_was_mapped(workspace: Workspace) -> None:
    workspace.run(_map("Orsk=user"))
    assert _lines(workspace)[1] == FORGE.replace('"assistant","speaker"', '"user","speaker"')


def _library(workspace: Workspace) -> tuple[list[tuple[str, str, bool]], list[tuple[str, str]]]:
    with workspace.view() as view:
        characters = [(one.key, one.name, one.is_active) for one in view.items(Character)]
        aliases = [(one.name, one.target) for one in view.items(Alias) if one.kind is AliasKind.CHARACTER]
    return characters, aliases


def test_those_who_speak_become_characters_and_their_old_names_aliases(workspace: Workspace) -> None:
    said = ("Mira=user", "オルスク=assistant:Orsk", "Orsk=assistant", "Bot=assistant", "narrator=narrator")
    workspace.run(_map(*said, create=True))
    assert _library(workspace) == ([("mira", "Mira", True), ("orsk", "Orsk", True)], [("オルスク", "orsk")])
    workspace.undo()
    assert _library(workspace) == ([], [])


def test_nobody_is_created_unless_asked_for(workspace: Workspace) -> None:
    workspace.run(_map("Mira=user:Mira of the Pier"))
    assert _library(workspace) == ([], [])
    assert '"name":"Mira of the Pier"' in _lines(workspace)[0]


def test_a_character_speaks_under_its_name_whatever_it_was_called(workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="Orsk the Grey"))
    workspace.run(_map("Orsk=assistant:Orsk the Grey"))
    assert _library(workspace)[1] == [("Orsk", "orsk_the_grey")]
    workspace.run(_map("オルスク=assistant:Orsk", "Mira=user:Orsk"))
    assert _library(workspace)[1] == [
        ("Mira", "orsk_the_grey"),
        ("Orsk", "orsk_the_grey"),
        ("オルスク", "orsk_the_grey"),
    ]
    assert '"role":"assistant","name":"Orsk the Grey"' in _lines(workspace)[0]


def test_the_name_of_somebody_else_is_no_alias(workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="Orsk"))
    workspace.run(CreateCharacter(name="Mira"))
    workspace.run(_map("Mira=user:Orsk"))
    assert _library(workspace)[1] == []


def test_characters_are_created_again_after_they_were_deleted(workspace: Workspace) -> None:
    operation = _map("Mira=user:Tess", create=True)
    workspace.run(operation)
    workspace.run(DeleteCharacters(names=("Tess",)))
    workspace.run(_map("Tess=user", create=True))
    assert _library(workspace)[0] == [("tess", "Tess", True)]


REFUSED: list[tuple[MapSpeakers, type[BadRequest], str, str]] = [
    (_map(), InvalidValue, "no name is mapped", "Say of at least one what it means."),
    (_map("Mira=user", "Mira=skip"), InvalidValue, "'Mira' is mapped twice", "Say once what it means."),
    (
        _map("Mira=skip:Tess"),
        InvalidValue,
        "'Mira' is skipped and given a character at once",
        "A turn that is skipped stays as it is.",
    ),
    (
        _map("Mira=user", "mira=user"),
        UnknownName,
        "nobody is called 'mira' in the selected entries",
        "There are: Bot, Mira, Orsk, char, function_call, narrator, オルスク.",
    ),
    (
        _map("user=assistant", selection=Selection(tags=TagQuery(names=("none",)))),
        UnknownName,
        "nobody is called 'user' in the selected entries",
        "There are: Mira, Orsk.",
    ),
    (
        _map("Mira=user:To\nbin", create=True),
        InvalidValue,
        "the name of a character stands in one line; 'To\\nbin' does not",
        "Write it in one line.",
    ),
]


@pytest.mark.parametrize(("operation", "kind", "what", "advice"), REFUSED)
def test_a_mapping_that_makes_no_sense_is_refused(
    operation: MapSpeakers, kind: type[BadRequest], what: str, advice: str, workspace: Workspace
) -> None:
    with pytest.raises(kind) as caught:
        workspace.run(operation)
    assert (caught.value.what, caught.value.advice) == (what, advice)
    assert _lines(workspace) == LINES
    assert _library(workspace) == ([], [])


def test_labels_say_what_is_done() -> None:
    said = _map("Mira=user", "Or\nsk=assistant:Orsk the Grey", "narrator=narrator", "Bot=skip")
    assert said.label() == "Map speakers in “inn”: Mira as user, Or sk as assistant, narrator as narrator, 1 more"
    spoken = SetSpeaker(dataset="inn", selection=ALL, speaker=" Mira ", turns=(1,))
    assert spoken.label() == "Speaker in “inn”: Mira"
    assert SetSpeaker(dataset="inn", selection=ALL, speaker="", roles=("user",)).label() == "Remove speakers in “inn”"


def _only(workspace: Workspace, number: int) -> Selection:
    with workspace.view() as view:
        return Selection(entry_ids=(find_entry_id(view, dataset="inn", word=str(number)),))


SPOKEN: dict[str, tuple[Callable[[Workspace], SetSpeaker], int, str, str]] = {
    "a turn": (
        lambda work: SetSpeaker(dataset="inn", selection=_only(work, 3), speaker=" ミラ ", turns=(0,)),
        2,
        '"content":"Snow?"',
        '"content":"Snow?","name":"ミラ"',
    ),
    "a role": (
        lambda _: SetSpeaker(dataset="inn", selection=ALL, speaker="Tess", roles=("assistant",)),
        1,
        '"speaker":"Orsk"',
        '"speaker":"Tess"',
    ),
    "a role among turns": (
        lambda work: SetSpeaker(
            dataset="inn", selection=_only(work, 2), speaker="Tess", turns=(0, 1), roles=("assistant",)
        ),
        1,
        '"speaker":"Orsk"',
        '"speaker":"Tess"',
    ),
    "nobody": (
        lambda work: SetSpeaker(dataset="inn", selection=_only(work, 2), speaker="", turns=(1,)),
        1,
        '"speaker":"Orsk",',
        "",
    ),
}


@pytest.mark.parametrize("case", SPOKEN)
def test_a_turn_gets_a_speaker_or_loses_it(case: str, workspace: Workspace) -> None:
    make, place, before, after = SPOKEN[case]
    workspace.run(make(workspace))
    line = (FERRY, FORGE, PLAIN)[place]
    assert before in line
    assert _lines(workspace)[place] == line.replace(before, after)
    workspace.undo()
    assert _lines(workspace) == LINES


@pytest.mark.parametrize(
    ("turns", "what", "advice"),
    [
        ((), "nothing says which turns are meant", "Name turns by number, or a role."),
        ((0, 2), "an entry has no message 2", "Choose from 0 to 1."),
        ((-1,), "an entry has no message -1", "Choose from 0 to 1."),
    ],
)
def test_a_turn_that_is_not_there_is_refused(
    turns: tuple[int, ...], what: str, advice: str, workspace: Workspace
) -> None:
    with pytest.raises(InvalidValue) as caught:
        workspace.run(SetSpeaker(dataset="inn", selection=_only(workspace, 3), speaker="Tess", turns=turns))
    assert (caught.value.what, caught.value.advice) == (what, advice)
