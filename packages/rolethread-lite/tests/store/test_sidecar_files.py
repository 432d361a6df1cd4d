"""The sidecar follows notes and library, is written only when it changes, and never over somebody else's edits."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from workspaces import LINES, PLAIN, SPOKEN, file_of, id_of, import_lines

from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.character import Character
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_taking import LibraryRule
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.system_prompt import PromptVersion, SystemPrompt
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.store.projection import DiskState
from rolethread_lite.workspace import Workspace

USED = Library(
    categories=(Category(key="mood", name="Mood-used"),),
    tags=(Tag(key="inn", name="inn", category="mood"),),
    aliases=(
        Alias(kind=AliasKind.CHARACTER, name="Orsk", target="orsk"),
        Alias(kind=AliasKind.TAG, name="tavern", target="inn"),
    ),
    characters=(Character(key="orsk", name="Orsk the Grey", description="A guard."),),
    prompts=(SystemPrompt(key="keep", name="Keep", text="You guard the inn now.", version=2),),
    versions=(PromptVersion(prompt="keep", version=1, text="You keep the {{place}}."),),
)
"""What the entries of `tales` use."""


@pytest.fixture
def tales(workspace: Workspace) -> Workspace:
    import_lines(workspace, LINES, name="tales")
    import_lines(workspace, [PLAIN], name="songs")
    assert workspace.write_files() == ()
    return workspace


def _sidecar(workspace: Workspace, name: str = "tales") -> Path:
    return file_of(workspace, name).with_name(f".{name}.rolethread.json")


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


def _states(workspace: Workspace) -> dict[str, DiskState]:
    return {state.dataset.name: state.state for state in workspace.file_states()}


def test_a_change_of_the_library_rewrites_the_sidecar_it_concerns_and_no_lines(tales: Workspace) -> None:
    lines, sidecar, other = (
        _stamp(path) for path in (file_of(tales, "tales"), _sidecar(tales), _sidecar(tales, "songs"))
    )
    tales.take_library(USED, rule=LibraryRule.NEW)
    assert _states(tales) == {"tales": DiskState.BEHIND, "songs": DiskState.BEHIND}
    assert tales.write_files() == ()
    assert _states(tales) == {"tales": DiskState.CURRENT, "songs": DiskState.CURRENT}
    assert _stamp(file_of(tales, "tales")) == lines
    assert _stamp(_sidecar(tales)) != sidecar
    assert _stamp(_sidecar(tales, "songs")) == other
    tales.undo()
    tales.write_files()
    assert json.loads(_sidecar(tales).read_bytes())["tags"] == []


def test_the_sidecar_is_not_written_again_where_it_stays_the_same(tales: Workspace) -> None:
    stamp = _stamp(_sidecar(tales))
    tales.run(TagEntries(dataset="tales", selection=Selection(), add=("unregistered",)))
    tales.write_files()
    assert _stamp(_sidecar(tales)) == stamp
    assert b"unregistered" in file_of(tales, "tales").read_bytes()


def test_it_holds_what_the_entries_use(tales: Workspace) -> None:
    tales.take_library(USED, rule=LibraryRule.NEW)
    tales.write_files()
    found = json.loads(_sidecar(tales).read_bytes())
    assert [tag["name"] for tag in found["tags"]] == ["inn"]
    assert [(one["kind"], one["name"]) for one in found["aliases"]] == [("character", "Orsk"), ("tag", "tavern")]
    assert [one["name"] for one in found["characters"]] == ["Orsk the Grey"]
    assert found["system_prompts"] == [
        {
            "key": "keep",
            "name": "Keep",
            "text": "You guard the inn now.",
            "description": "",
            "active": True,
            "version": 2,
            "earlier": [{"version": 1, "text": "You keep the {{place}}."}],
        }
    ]


def test_one_that_somebody_edited_is_moved_aside_and_told(tales: Workspace) -> None:
    edited = _sidecar(tales).read_bytes().replace(b'"notes": []', b'"notes": [], "mine": 1')
    for number, name in ((1, ".tales.rolethread.edited.json"), (2, ".tales.rolethread.edited-2.json")):
        _sidecar(tales).write_bytes(edited)
        note = NoteEntry(dataset="tales", entry_id=id_of(tales, "tales", PLAIN), note=f"note {number}")
        tales.run(note)
        assert tales.write_files() == ()
        (state,) = [state for state in tales.file_states() if state.dataset.name == "tales"]
        assert name in {path.name for path in state.set_aside}
        assert len(state.set_aside) == number
        assert _sidecar(tales).with_name(name).read_bytes() == edited
        assert f"note {number}".encode() in _sidecar(tales).read_bytes()
    assert [state.set_aside for state in tales.file_states() if state.dataset.name == "songs"] == [()]


def test_one_that_is_gone_is_written_again(tales: Workspace) -> None:
    _sidecar(tales).unlink()
    assert _states(tales)["tales"] is DiskState.BEHIND
    lines = _stamp(file_of(tales, "tales"))
    tales.write_files()
    assert _sidecar(tales).exists()
    assert _stamp(file_of(tales, "tales")) == lines


@pytest.mark.parametrize("then", ["rename", "remove"])
def test_an_edited_one_stays_when_its_dataset_leaves(tales: Workspace, then: str) -> None:
    _sidecar(tales).write_bytes(b"{}")
    place = _sidecar(tales)
    tales.run(RemoveDataset(dataset="tales") if then == "remove" else RenameDataset(dataset="tales", name="new"))
    tales.write_files()
    assert place.read_bytes() == b"{}"
    assert not file_of(tales, "tales").exists()
    tales.undo()
    assert tales.write_files() == ()
    assert place.with_name(".tales.rolethread.edited.json").read_bytes() == b"{}"
    assert json.loads(place.read_bytes())["rolethread_sidecar"] == 2


def test_one_of_the_first_version_is_known_as_ours(tales: Workspace) -> None:
    _sidecar(tales).write_bytes(b'{\n  "rolethread_sidecar": 1,\n  "dataset": {}\n}\n')
    with tales._store._writing() as connection:
        connection.execute("update disk set sidecar=x'', library=0")
    assert _states(tales)["tales"] is DiskState.BEHIND
    tales.write_files()
    assert [state.set_aside for state in tales.file_states()] == [(), ()]
    assert json.loads(_sidecar(tales).read_bytes())["rolethread_sidecar"] == 2


WORDS = some.lists(some.sampled_from("abcdefgh"), min_size=4, max_size=8).map("".join)


@given(names=some.lists(WORDS, min_size=8, max_size=8, unique=True), used=some.sets(some.integers(0, 3)))
def test_nothing_that_is_not_the_datasets_own_is_in_its_sidecar(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], used: set[int]
) -> None:
    """A library of many things, of which `tales` uses some and `songs` all the others."""
    marked = [f"X{name}{place}X" for place, name in enumerate(names)]
    line = (
        '{{"messages":[{{"role":"system","content":"{0}-p"}},{{"role":"user","name":"{0}-c","content":"?"}}],'
        '"tags":["{0}-t"]}}'
    )
    own = [line.format(marked[place]).encode() for place in sorted(used)]
    others = [line.format(name).encode() for place, name in enumerate(marked) if place not in used]
    library = Library(
        categories=tuple(Category(key=f"{name}-k", name=f"{name}-k") for name in marked),
        tags=tuple(Tag(key=f"{name}-t", name=f"{name}-t", category=f"{name}-k") for name in marked),
        aliases=tuple(Alias(kind=AliasKind.TAG, name=f"{name}-a", target=f"{name}-t") for name in marked),
        characters=tuple(Character(key=f"{name}-c", name=f"{name}-c", card=f'{{"n":"{name}"}}') for name in marked),
        prompts=tuple(SystemPrompt(key=f"{name}-p", name=f"{name}-p", text=f"{name}-p") for name in marked),
    )
    with Workspace(tmp_path_factory.mktemp("private") / "workspace", write_files=False) as workspace:
        import_lines(workspace, own, name="tales")
        import_lines(workspace, others, name="songs")
        for name in ("tales", "songs"):
            with workspace.view() as view:
                ids = [found.entry_id for found in view.all_lines(view.dataset_key(name))]
            for entry_id in ids:
                workspace.run(NoteEntry(dataset=name, entry_id=entry_id, note=f"note of {name}"))
        workspace.take_library(library, rule=LibraryRule.NEW)
        workspace.write_files()
        content = _sidecar(workspace).read_text("utf-8")
    found = {place for place, name in enumerate(marked) if name in content}
    assert found == used
    assert "songs" not in content
    assert str(workspace.folder) not in content
    for place in used:
        for mark in ("k", "t", "a", "c", "p"):
            assert f"{marked[place]}-{mark}" in content


def test_speakers_alone_bring_their_characters(workspace: Workspace) -> None:
    import_lines(workspace, [SPOKEN], name="tales")
    workspace.take_library(
        Library(characters=(Character(key="m", name="Mira"), Character(key="n", name="Nobody"))), rule=LibraryRule.NEW
    )
    workspace.write_files()
    assert [one["name"] for one in json.loads(_sidecar(workspace).read_bytes())["characters"]] == ["Mira"]
