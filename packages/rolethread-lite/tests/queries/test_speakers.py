"""Who speaks in a dataset, and what the names mean that stand as a role."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.model.speaker_labels import MappedRole, SpeakerLabel
from rolethread_lite.operations.characters.activate_characters import DeactivateCharacters
from rolethread_lite.operations.characters.character_aliases import AddCharacterAliases
from rolethread_lite.operations.characters.create_character import CreateCharacter
from rolethread_lite.queries import speakers
from rolethread_lite.queries.count_facets import count_facets
from rolethread_lite.queries.dataset_summary import summarise_dataset
from rolethread_lite.queries.speakers import EXAMPLE, character_names, find_character, speaker_labels
from rolethread_lite.workspace import Workspace

LONG = "The tide was late. " * 20
SCENES = (
    '{"messages":[{"role":"Mira","content":""},{"role":"オルスク","content":"' + LONG + '"}],"tags":["sea"]}',
    '{"messages":[{"role":"Mira","content":"Late\\n again."},{"role":"オルスク","content":"No."}]}',
    '{"messages":[{"role":"オルスク","content":"Well?"},{"role":"Mira","content":"Well."}]}',
    '{"messages":[{"role":"user","content":"Hm?"},{"role":"narrator","name":"Tess","content":"Rain."}]}',
    '{"messages":[{"role":"user","name":"Tess","content":"?"},{"role":"assistant","name":"Orsk","content":"Much."}],"tags":["sea"]}',
    '{"messages":[{"role":"user","content":"Snow?"},{"role":"assistant","content":"Yes."}]}',
    '{"messages":[{"role":"Mira',
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with scenes of every kind."""
    file = tmp_path / "inn.jsonl"
    file.write_text("\n".join(SCENES), encoding="utf-8")
    with Workspace(tmp_path / "place", write_files=False) as opened:
        opened.import_file(file)
        yield opened


def _labels(workspace: Workspace, selection: Selection | None = None) -> dict[tuple[str, bool], SpeakerLabel]:
    with workspace.view() as view:
        found = speaker_labels(view, dataset="inn", selection=selection)
    return {(one.label, one.is_role): one for one in found}


def test_names_are_counted_as_role_and_as_speaker(workspace: Workspace) -> None:
    found = {key: (one.entries, one.turns) for key, one in _labels(workspace).items()}
    assert found == {
        ("Mira", True): (3, 3),
        ("オルスク", True): (3, 3),
        ("narrator", True): (1, 1),
        ("Tess", False): (2, 2),
        ("Orsk", False): (1, 1),
    }
    assert list(found) == [("Mira", True), ("オルスク", True), ("narrator", True), ("Tess", False), ("Orsk", False)]


def test_a_guess_says_how_many_entries_agree(workspace: Workspace) -> None:
    labels = _labels(workspace)
    guesses = {name: one.guess for (name, is_role), one in labels.items() if is_role}
    assert {name: (one.as_role, one.agreeing) for name, one in guesses.items() if one is not None} == {
        "Mira": (MappedRole.USER, 2),
        "オルスク": (MappedRole.ASSISTANT, 2),
        "narrator": (MappedRole.NARRATOR, 1),
    }
    assert all(one.guess is None for (_, is_role), one in labels.items() if not is_role)


def test_an_example_is_the_first_text_in_one_line(workspace: Workspace) -> None:
    labels = _labels(workspace)
    assert labels["Mira", True].example == "Late again."
    example = labels["オルスク", True].example
    assert (len(example) <= EXAMPLE, example[-1]) == (True, "…")
    assert example.startswith("The tide was late.")
    assert labels["Tess", False].example == "Rain."


def test_only_the_selected_entries_are_counted(workspace: Workspace) -> None:
    found = _labels(workspace, Selection(tags=TagQuery(names=("sea",))))
    assert {key: one.entries for key, one in found.items()} == {
        ("Mira", True): 1,
        ("オルスク", True): 1,
        ("Orsk", False): 1,
        ("Tess", False): 1,
    }
    assert _labels(workspace, Selection(tags=TagQuery(names=("none",)))) == {}


def test_entries_in_which_nobody_is_unknown_are_not_read(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    read_stored = speakers.read_stored

    def _counted(line: bytes) -> object:
        read.append(line)
        return read_stored(line)

    monkeypatch.setattr(speakers, "read_stored", _counted)
    _labels(workspace)
    assert SCENES[5].encode() not in read
    assert len(read) == 6  # four with labels, and one for each speaker
    read.clear()
    with_plain = Selection(tags=TagQuery(names=("none",)))
    _labels(workspace, with_plain)
    assert read == []


def test_characters_are_known_by_name_and_alias(workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="mira"))
    workspace.run(CreateCharacter(name="Orsk the Grey"))
    workspace.run(AddCharacterAliases(name="Orsk the Grey", aliases=("オルスク", "Orsk")))
    workspace.run(DeactivateCharacters(names=("Orsk the Grey",)))
    labels = _labels(workspace)
    known = {key: one.character.name for key, one in labels.items() if one.character is not None}
    assert known == {("オルスク", True): "Orsk the Grey", ("Orsk", False): "Orsk the Grey"}
    assert labels["Orsk", False].character is not None
    assert not labels["Orsk", False].character.is_active
    guesses = {name: one.guess.character for (name, _), one in labels.items() if one.guess is not None}
    assert guesses == {"Mira": "mira", "オルスク": "Orsk the Grey", "narrator": ""}


def test_facets_and_figures_name_the_character(workspace: Workspace) -> None:
    workspace.run(CreateCharacter(name="Orsk the Grey"))
    workspace.run(AddCharacterAliases(name="Orsk the Grey", aliases=("Orsk",)))
    with workspace.view() as view:
        facets = count_facets(view, dataset="inn", selection=Selection())
        summary = summarise_dataset(view, dataset="inn")
        assert character_names(view)("Orsk") == "Orsk the Grey"
    expected = [("Tess", ""), ("Orsk", "Orsk the Grey")]
    assert [(one.name, one.character) for one in facets.speakers] == expected
    assert [(one.name, one.character) for one in summary.speakers] == expected


@pytest.mark.parametrize(
    ("selection", "entries", "records"),
    [
        (Selection(), 6, 1),
        (Selection(tags=TagQuery(names=("sea",))), 2, 0),
        (Selection(tags=TagQuery(names=("none",))), 0, 0),
        (Selection(character="Orsk the Grey"), 1, 0),
        (Selection(findings=("RT101", "RT208")), 4, 1),
    ],
)
def test_a_selection_is_summed_up_alone(
    selection: Selection, entries: int, records: int, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.run(CreateCharacter(name="Orsk the Grey"))
    workspace.run(AddCharacterAliases(name="Orsk the Grey", aliases=("Orsk",)))
    with workspace.view() as view:
        summary = summarise_dataset(view, dataset="inn", selection=selection)
        lines = [line.line for line in view.lines([place.key for place in view.places(1, selection)])]
    assert (summary.entries, summary.records) == (entries, records)
    alone = tmp_path / "alone.jsonl"
    alone.write_bytes(b"\n".join(lines))
    if not lines:
        assert all(figure.count == 0 for figure in summary.figures)
        assert summary.speakers == summary.tags == summary.prompts == summary.findings == ()
        return
    workspace.import_file(alone)
    with workspace.view() as view:
        assert summarise_dataset(view, dataset="alone") == summary


def test_a_character_is_found_or_those_there_are_named(workspace: Workspace) -> None:
    with workspace.view() as view, pytest.raises(UnknownName) as caught:
        find_character(view, name="Mira")
    assert "There is none yet" in caught.value.advice
    workspace.run(CreateCharacter(name="Mira"))
    with workspace.view() as view:
        assert find_character(view, name="mira").name == "Mira"
        with pytest.raises(UnknownName) as caught:
            find_character(view, name="Orsk")
    assert caught.value.advice == "There are: Mira."


@pytest.mark.samples
def test_the_group_that_the_original_asked_about_is_listed(samples_folder: Path, work_on: Callable) -> None:
    labels = work_on(samples_folder / "rolethread-1.0" / "foreign_group" / "foreign_group.before_import.jsonl")
    assert [one.entries for one in labels if one.is_role] == [1, 1, 1]
    labels = work_on(samples_folder / "sharegpt" / "lf_glaive_toolcall_first80.json")
    assert [(one.label, one.guess.as_role) for one in labels] == [("function_call", MappedRole.SKIP)]


@pytest.fixture
def work_on(workspace: Workspace) -> Callable:
    """Return a function that imports a file and lists its labels."""

    def _work_on(file: Path) -> tuple[SpeakerLabel, ...]:
        workspace.import_file(file, name=file.name)
        with workspace.view() as view:
            return speaker_labels(view, dataset=file.name)

    return _work_on
