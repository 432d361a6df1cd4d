"""An export for RoleThread 1.0: what stands in the sidecar, what is lost, and that both files are taken."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from anchor import assert_native, faults_of, loose_ends, open_dataset
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import entries, texts
from workspaces import LINES, import_lines, lines_of

from rolethread_lite.errors import UnknownName
from rolethread_lite.formats import messages
from rolethread_lite.formats.rolethread_1 import read_sidecar
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.library import LibraryItem
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.model.system_prompt import SystemPrompt
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.export_dataset import ExportReport
from rolethread_lite.operations.export_rolethread_1 import Rolethread1Export
from rolethread_lite.workspace import Workspace

GATE = (
    b'{"messages":[{"role":"system","content":" You keep the gate. "},{"role":"user","name":"Tess","content":"Open!"},'
    b'{"role":"assistant","name":"Orsk","content":"No."},{"role":"assistant","name":"Captain","content":"Later."}],'
    b'"tags":["gate","\xe6\xbc\xa2\xe5\xad\x97","old gate","fog","bell"],"source":"diary"}'
)
LIBRARY: tuple[LibraryItem, ...] = (
    Category(key="places", name="Places", place=2),
    Category(key="orte", name="Örter", place=1),
    Tag(key="gate", name="gate", category="places", place=7),
    Tag(key="kanji", name="漢字", category="orte", colour="#102030"),
    Tag(key="fog", name="fog", category="places", is_archived=True),
    Tag(key="bell", name="bell"),
    Tag(key="unused", name="unused", category="places"),
    Alias(kind=AliasKind.TAG, name="old gate", target="gate"),
    Alias(kind=AliasKind.TAG, name="Porte", target="gate"),
    Alias(kind=AliasKind.TAG, name="porte!", target="gate"),
    Alias(kind=AliasKind.TAG, name="Gate", target="gate"),
    Alias(kind=AliasKind.TAG, name="Fog", target="gate"),
    Alias(kind=AliasKind.TAG, name="門", target="gate"),
    Character(key="orsk", name="Orsk", description="Guards.", card="{}"),
    Character(key="tess", name="Tess", is_active=False),
    Alias(kind=AliasKind.CHARACTER, name="Captain", target="orsk"),
    SystemPrompt(key="gate", name="Gate", text="You keep the gate."),
    SystemPrompt(key="other", name="Other", text="You keep the secrets."),
)


class Exported:
    """An export with what RoleThread 1.0 makes of it."""

    def __init__(self, export: Rolethread1Export) -> None:
        self.report: ExportReport = export.report
        self.lines = b"".join(export.lines())
        self.raw = export.sidecar("gate.jsonl")
        self.entries = open_dataset(self.lines)
        self.sidecar = json.loads(self.raw)
        assert faults_of(self.raw) == []
        assert loose_ends(self.sidecar, self.entries) == []
        assert self.sidecar["dataset"]["entry_count"] == len(self.entries) == self.report.entries

    def losses(self) -> dict[str, int]:
        """Return what is lost."""
        return {loss.kind: loss.entries for loss in self.report.losses}

    def slugs(self, kind: str) -> list[str]:
        """Return the slugs of one list of the sidecar."""
        return [item["slug"] for item in self.sidecar[kind]]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return an empty workspace."""
    with Workspace(tmp_path / "workspace", write_files=False) as opened:
        yield opened


def _put(workspace: Workspace, items: tuple[LibraryItem, ...]) -> None:
    workspace._store.commit((PutItem(before=None, after=item) for item in items), label="library", operation="{}")


def _export(workspace: Workspace, dataset: str = "gate", selection: Selection | None = None) -> Exported:
    with workspace.view() as view:
        return Exported(Rolethread1Export(view, dataset=dataset, selection=selection or Selection()))


def test_what_the_library_knows_of_the_entries_goes_along_and_nothing_else(workspace: Workspace) -> None:
    import_lines(workspace, [GATE], name="gate")
    _put(workspace, LIBRARY)
    exported = _export(workspace)
    (kanji,) = (tag["slug"] for tag in exported.sidecar["tags"] if tag["name"] == "漢字")
    assert exported.entries[0]["tags"] == ["gate", kanji, "fog", "bell"]
    assert exported.entries[0]["source"] == "diary"
    assert [message.keys() for message in exported.entries[0]["messages"]] == [{"role", "content"}] * 4
    assert [(one["name"], one["sort_order"]) for one in exported.sidecar["categories"]] == [
        ("Örter", 1),
        ("Places", 2),
        ("Uncategorized", 1000),
    ]
    assert {tag["slug"]: (tag["status"], tag["category_slug"]) for tag in exported.sidecar["tags"]} == {
        "gate": ("active", "places"),
        kanji: ("active", "orte"),
        "fog": ("archived", None),
        "bell": ("active", "uncategorized"),
    }
    assert [(alias["old_slug"], alias["new_slug"]) for alias in exported.sidecar["aliases"]] == [
        ("porte", "gate"),
        ("old_gate", "gate"),
    ]
    assert [(one["slug"], one["display_name"], one["is_active"]) for one in exported.sidecar["characters"]] == [
        ("orsk", "Orsk", True),
        ("tess", "Tess", False),
    ]
    ((_, mapping),) = [item.values() for item in exported.sidecar["entry_character_mappings"]]
    assert [(turn["turn_index"], turn["character_slug"], turn["source_role_label"]) for turn in mapping] == [
        (1, "tess", None),
        (2, "orsk", None),
        (3, "orsk", "Captain"),
    ]
    assert exported.slugs("system_prompts") == ["gate"]
    assert exported.losses() == {
        f"the tag '漢字', which becomes '{kanji}'": 1,
        "character cards and pictures": 1,
        "descriptions and colours of tags": 1,
        "spaces around texts (taken away when it opens the file)": 1,
        "speakers who are not active (shown without a name)": 1,
        "tags without a category (they stand under 'Uncategorized')": 1,
    }


def test_a_tag_that_waits_for_review_waits_there_too(workspace: Workspace) -> None:
    import_lines(workspace, [GATE], name="gate")
    exported = _export(workspace)
    assert {tag["status"] for tag in exported.sidecar["tags"]} == {"archived"}
    assert {tag["lifecycle"]["archive_origin"] for tag in exported.sidecar["tags"]} == {"imported"}
    assert exported.slugs("characters") == ["captain", "orsk", "tess"]


def test_every_kind_of_line_is_taken_or_counted(workspace: Workspace) -> None:
    import_lines(workspace, [*LINES, GATE], name="gate")
    exported = _export(workspace)
    assert (exported.report.entries, exported.report.records) == (8, 2)
    assert_native(exported.entries)
    again = _export(workspace)
    assert (again.lines, again.raw) == (exported.lines, exported.raw)


def test_uuids_stay_and_no_two_entries_share_one(workspace: Workspace) -> None:
    import_lines(workspace, [GATE, GATE.replace(b"diary", b"log")], name="gate")
    first = _export(workspace)
    import_lines(workspace, first.lines.splitlines(), name="back")
    back = _export(workspace, "back")
    assert [entry["_rolethread"] for entry in back.entries] == [entry["_rolethread"] for entry in first.entries]
    workspace.run(DuplicateEntries(dataset="back", selection=Selection()))
    doubled = _export(workspace, "back")
    assert len(doubled.entries) == 4
    assert assert_native(doubled.entries) == first.sidecar["dataset"]["dataset_uuid"]


def test_a_part_of_a_dataset_is_a_dataset_of_its_own(workspace: Workspace) -> None:
    import_lines(workspace, [GATE, *LINES[:3]], name="gate")
    whole, part = _export(workspace), _export(workspace, selection=Selection(tags=TagQuery(names=("gate",))))
    assert len(part.entries) == 1
    assert part.entries[0]["_rolethread"]["entry_uuid"] == whole.entries[0]["_rolethread"]["entry_uuid"]
    assert assert_native(part.entries) != assert_native(whole.entries)


def test_an_empty_dataset_can_be_written(workspace: Workspace) -> None:
    import_lines(workspace, [GATE], name="gate")
    workspace.run(DeleteEntries(dataset="gate", selection=Selection()))
    exported = _export(workspace)
    assert (exported.lines, exported.entries, exported.losses()) == (b"", [], {})
    assert exported.sidecar["dataset"]["dataset_uuid"]


def test_a_dataset_there_is_not_is_named(workspace: Workspace) -> None:
    with pytest.raises(UnknownName), workspace.view() as view:
        Rolethread1Export(view, dataset="none", selection=Selection())


def test_what_was_written_comes_back_with_its_library_and_speakers(workspace: Workspace, tmp_path: Path) -> None:
    import_lines(workspace, [GATE], name="gate")
    _put(workspace, LIBRARY)
    exported = _export(workspace)
    for name, content in (("back.jsonl", exported.lines), ("back.registry.json", exported.raw)):
        (tmp_path / name).write_bytes(content)
    sidecar = read_sidecar(tmp_path / "back.registry.json")
    assert sidecar.left_out == ()
    library = sidecar.library
    assert ("fog", True) in {(tag.name, tag.is_archived) for tag in library.tags}
    assert {alias.name for alias in library.aliases} == {"old_gate", "porte", "Captain"}
    assert {one.name for one in library.characters} == {"Orsk", "Tess"}
    with Workspace(tmp_path / "other", write_files=False) as other:
        other.import_file(tmp_path / "back.jsonl")
        (line,) = lines_of(other, "back")
    assert [message.get("name") for message in json.loads(line)["messages"]] == [None, "Tess", "Orsk", "Orsk"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(entries(), min_size=1, max_size=4),
    st.lists(st.builds(Tag, key=texts(), name=texts(), category=texts()), max_size=4, unique_by=lambda tag: tag.key),
)
def test_whatever_a_workspace_holds_both_files_are_taken(
    tmp_path_factory: pytest.TempPathFactory, held: list[Entry], tags: list[Tag]
) -> None:
    named = {tag.name: tag for tag in tags}
    with Workspace(tmp_path_factory.mktemp("place"), write_files=False) as workspace:
        import_lines(workspace, [messages.write(entry) for entry in held], name="gate")
        _put(workspace, tuple(named.values()))
        _export(workspace)
