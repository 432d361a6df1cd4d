"""What stands beside a file comes in with it: notes always, the library only as it was said, all in one step."""

import json
from pathlib import Path

import pytest
from workspaces import assert_derived, everything, file_of, id_of, import_lines, lines_of, write_lines

from rolethread_lite.errors import UnknownName
from rolethread_lite.formats.library_json import write_library
from rolethread_lite.formats.sidecar import DatasetSidecar, EntryNote, write_sidecar
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.change import PutItem
from rolethread_lite.model.character import Character
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.library import Library
from rolethread_lite.model.library_difference import LibraryStanding
from rolethread_lite.model.library_taking import LibraryChoice, LibraryRule, LibrarySide
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.import_report import ImportOptions, ImportReport
from rolethread_lite.operations.library.sources import read_library_source
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.preview_import import preview_import
from rolethread_lite.workspace import Workspace

FIGHT = b'{"messages":[{"role":"user","content":"Draw!"},{"role":"assistant","content":"No."}],"tags":["battle_scene"]}'
BOTH = b'{"tags" : ["battle_scene", "calm","battle"], "messages":[{"role":"user","content":"Run!"}]}'
ODD = b'{"messages":[{"role":"user","content":"Odd."}],"tags":"battle_scene, calm"}'
PLAIN = b'{"messages":[{"role":"user","content":"Hello."},{"role":"assistant","content":"Hm."}]}'
SHAREGPT = b'{"conversations":[{"from":"human","value":"Hi."},{"from":"gpt","value":"Yes."}]}'
LIST = b"[1,2]"
LINES = (FIGHT, BOTH, ODD, PLAIN, LIST)
LIBRARY = Library(
    categories=(Category(key="mood", name="Mood"),),
    tags=(Tag(key="battle", name="battle", category="mood", description="Swords."), Tag(key="calm", name="calm")),
    aliases=(Alias(kind=AliasKind.TAG, name="battle_scene", target="battle"),),
    characters=(Character(key="mira", name="Mira", description="The host."),),
)


def _take(workspace: Workspace, library: Library, rule: LibraryRule = LibraryRule.THEIRS) -> None:
    workspace.take_library(library, rule=rule)


def _set(workspace: Workspace, name: str, value: str) -> None:
    change = PutItem(before=None, after=Setting(name=name, value=value))
    workspace._store.commit([change], label="Set", operation="{}")


def _with_sidecar(path: Path, *notes: EntryNote, library: Library = LIBRARY, hidden: bool = True) -> Path:
    sidecar = DatasetSidecar(name="tales", uid="", entries=4, records=1, notes=notes, library=library)
    name = f"{'.' if hidden else ''}{path.stem}.rolethread.json"
    path.with_name(name).write_bytes(write_sidecar(sidecar))
    return path


def _library(workspace: Workspace) -> Library:
    with workspace.view() as view:
        return view.library()


@pytest.fixture
def workspace(tmp_path: Path) -> object:
    with Workspace(tmp_path / "workspace", write_files=False) as opened:
        yield opened


@pytest.fixture
def tales(tmp_path: Path) -> Path:
    """Return a file with our sidecar beside it."""
    return _with_sidecar(write_lines(tmp_path / "in" / "tales.jsonl", LINES))


@pytest.mark.parametrize("hidden", [True, False])
def test_nothing_of_the_library_is_taken_unless_it_was_said(
    workspace: Workspace, tmp_path: Path, *, hidden: bool
) -> None:
    path = _with_sidecar(write_lines(tmp_path / "in" / "tales.jsonl", LINES), hidden=hidden)
    report = workspace.import_file(path)
    assert _library(workspace) == Library()
    assert (report.offer.taken, report.offer.difference.count(LibraryStanding.NEW)) == (0, 5)
    assert (report.offer.beside.kind, report.renamed) == ("sidecar", ())
    assert lines_of(workspace, "tales") == list(LINES)


def test_what_is_new_comes_in_with_the_lines_in_one_step(workspace: Workspace, tales: Path) -> None:
    report = workspace.import_file(tales, options=ImportOptions(library=LibraryRule.NEW))
    assert _library(workspace) == LIBRARY
    assert report.step is not None
    assert (report.step.number, report.step.lines, report.offer.taken) == (1, 5, 5)
    assert [(one.old, one.new, many) for one, many in report.renamed] == [("battle_scene", "battle", 3)]
    workspace.undo()
    assert (_library(workspace), everything(workspace)) == (Library(), {})
    workspace.redo()
    assert _library(workspace) == LIBRARY
    assert len(lines_of(workspace, "tales")) == 5
    assert_derived(workspace)


def test_old_names_of_tags_become_the_current_ones_and_the_rest_stays_byte_for_byte(
    workspace: Workspace, tales: Path
) -> None:
    workspace.import_file(tales, options=ImportOptions(library=LibraryRule.NEW))
    assert lines_of(workspace, "tales") == [
        FIGHT.replace(b"battle_scene", b"battle"),
        BOTH.replace(b'["battle_scene", "calm","battle"]', b'["battle","calm"]'),
        ODD.replace(b'"battle_scene, calm"', b'["battle","calm"]'),
        PLAIN,
        LIST,
    ]


@pytest.mark.parametrize("how", ["option", "setting"])
def test_old_names_stay_where_that_is_wanted(workspace: Workspace, tales: Path, how: str) -> None:
    _take(workspace, LIBRARY)
    if how == "setting":
        _set(workspace, "tags.resolve_aliases", "false")
    report = workspace.import_file(tales, options=ImportOptions(keeps_old_tags=how == "option"))
    assert lines_of(workspace, "tales") == list(LINES)
    assert report.renamed == ()


def test_own_aliases_are_resolved_without_any_sidecar(workspace: Workspace, tmp_path: Path) -> None:
    _take(workspace, LIBRARY)
    workspace.import_file(write_lines(tmp_path / "alone" / "x.jsonl", [FIGHT]), workers=0)
    assert lines_of(workspace, "x") == [FIGHT.replace(b"battle_scene", b"battle")]


def test_tags_are_added_by_option_and_by_setting(workspace: Workspace, tmp_path: Path) -> None:
    _set(workspace, "tags.automatic", '["imported","converted"]')
    path = write_lines(tmp_path / "in" / "x.jsonl", [PLAIN, SHAREGPT, ODD, LIST])
    report = workspace.import_file(path, options=ImportOptions(tags=(" new ",)))
    with workspace.view() as view:
        found = [line.tags for line in view.tagged(view.keys_in_order(view.dataset_key("x")))]
    assert found == [("new", "imported"), ("new", "imported", "converted"), ("battle_scene", "calm", "new", "imported")]
    assert report.tags == ("new", "imported")
    assert lines_of(workspace, "x")[3] == LIST
    assert lines_of(workspace, "x")[0] == PLAIN[:-1] + b',"tags":["new","imported"]}'


def test_other_processes_do_the_same(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolethread_lite.operations.import_file._WORTH_WORKERS", 0)
    lines = [FIGHT[:-1] + b',"id":%d}' % number for number in range(1200)]
    path = write_lines(tmp_path / "in" / "tales.jsonl", lines)
    workspace.import_file(
        _with_sidecar(path), workers=1, options=ImportOptions(library=LibraryRule.NEW, tags=("more",))
    )
    assert all(b'"tags":["battle","more"]' in line for line in lines_of(workspace, "tales"))


MINE = Library(
    tags=(Tag(key="battle", name="battle", description="Axes."), Tag(key="calm", name="calm")),
    characters=(Character(key="mira", name="Mira"),),
)


@pytest.mark.parametrize(
    ("rule", "battle", "mira"),
    [
        (LibraryRule.NONE, "Axes.", ""),
        (LibraryRule.NEW, "Axes.", ""),
        (LibraryRule.MINE, "Axes.", "The host."),
        (LibraryRule.THEIRS, "Swords.", "The host."),
    ],
)
def test_each_rule_twice(workspace: Workspace, tales: Path, rule: LibraryRule, battle: str, mira: str) -> None:
    _take(workspace, MINE)
    for name in ("one", "two"):
        workspace.import_file(tales, name=name, options=ImportOptions(library=rule))
        library = _library(workspace)
        assert [tag.description for tag in library.tags] == [battle, ""]
        assert [one.description for one in library.characters] == [mira]
        assert bool(library.categories) is (rule is not LibraryRule.NONE)


def test_conflict_by_conflict(workspace: Workspace, tales: Path) -> None:
    _take(workspace, MINE)
    choices = (
        LibraryChoice(item="tag:battle", side=LibrarySide.THEIRS),
        LibraryChoice(item="tag-alias:battle_scene", side=LibrarySide.MINE),
    )
    workspace.import_file(tales, options=ImportOptions(library=LibraryRule.NEW, choices=choices))
    library = _library(workspace)
    assert library.tags[0].description == "Swords."
    assert library.aliases == ()
    wrong = ImportOptions(choices=(LibraryChoice(item="tag:nothing", side=LibrarySide.MINE),))
    with pytest.raises(UnknownName, match="tag:battle"):
        workspace.import_file(tales, name="again", options=wrong)
    assert [dataset.name for dataset in workspace.datasets()] == ["tales"]


def test_a_preview_compares_with_the_library_there_is_and_writes_nothing(tales: Path) -> None:
    preview = preview_import(tales, library=MINE)
    standings = {item.item: item.standing.value for item in preview.offer.difference.items}
    assert standings == {
        "category:Mood": "new",
        "tag:battle": "conflict",
        "tag:calm": "same",
        "character:Mira": "fuller",
        "tag-alias:battle_scene": "new",
    }
    assert (preview.entries, preview.records, preview.dataset) == (4, 1, "tales")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"rolethread_sidecar": 3, "dataset": {"name": "x"}}', "newer RoleThread"),
        (b'{"rolethread_sidecar": "2"}', "not a whole number"),
        (b"{", "not JSON"),
        (b"[]", "not an object"),
        (b'{"rolethread_sidecar": 2, "dataset": {"name": "x"}, "tags": [{"key": "a"}]}', "tags[0].name"),
    ],
)
def test_a_sidecar_that_cannot_be_used_keeps_nobody_from_the_entries(
    workspace: Workspace, tales: Path, content: bytes, words: str
) -> None:
    tales.with_name(".tales.rolethread.json").write_bytes(content)
    report = workspace.import_file(tales, options=ImportOptions(library=LibraryRule.THEIRS))
    assert words in report.offer.beside.fault
    assert report.entries == 4
    assert _library(workspace) == Library()


def test_members_of_a_sidecar_that_are_not_known_are_passed_over(workspace: Workspace, tales: Path) -> None:
    path = tales.with_name(".tales.rolethread.json")
    value: dict[str, JsonValue] = json.loads(path.read_bytes())
    value["later"] = {"more": [1]}
    path.write_text(json.dumps(value), encoding="utf-8-sig")
    report = workspace.import_file(tales, options=ImportOptions(library=LibraryRule.NEW))
    assert (report.offer.beside.fault, _library(workspace)) == ("", LIBRARY)


def test_notes_find_their_lines_by_digest_and_occurrence(workspace: Workspace) -> None:
    twice = (PLAIN, FIGHT, PLAIN, LIST, PLAIN, BOTH)
    import_lines(workspace, twice, name="tales")
    with workspace.view() as view:
        ids = [line.entry_id for line in view.all_lines(view.dataset_key("tales"))]
    for place, note in ((2, "third"), (3, "a list"), (4, "fifth\n\u0641"), (5, "gone")):
        workspace.run(NoteEntry(dataset="tales", entry_id=ids[place], note=note))
    workspace.write_files()
    folder = file_of(workspace, "tales").parent
    same = workspace.import_file(folder / "tales.jsonl", name="same")
    assert (same.offer.notes, same.offer.notes_left) == (4, 0)
    assert _notes(workspace, "same") == ["", "", "third", "a list", "fifth\n\u0641", "gone"]
    shifted = (FIGHT, PLAIN, LIST, PLAIN, PLAIN)
    write_lines(folder / "tales.jsonl", shifted)
    moved = workspace.import_file(folder / "tales.jsonl", name="moved")
    assert (moved.offer.notes, moved.offer.notes_left) == (3, 1)
    assert _notes(workspace, "moved") == ["", "third", "a list", "", "fifth\n\u0641"]
    workspace.undo()
    workspace.redo()
    assert _notes(workspace, "moved") == ["", "third", "a list", "", "fifth\n\u0641"]


def _notes(workspace: Workspace, dataset: str) -> list[str]:
    with workspace.view() as view:
        return [line.note for line in view.all_lines(view.dataset_key(dataset))]


def test_the_first_version_of_the_sidecar_gives_its_notes(workspace: Workspace, tmp_path: Path) -> None:
    import_lines(workspace, [PLAIN, FIGHT], name="tales")
    entry_id = id_of(workspace, "tales", FIGHT)
    workspace.undo()
    path = write_lines(tmp_path / "old" / "tales.jsonl", [PLAIN, FIGHT])
    old = {"rolethread_sidecar": 1, "dataset": {"name": "tales", "entries": 2}, "notes": {entry_id: "Sharp."}}
    path.with_name(".tales.rolethread.json").write_text(json.dumps(old), encoding="utf-8")
    with Workspace(tmp_path / "fresh", write_files=False) as fresh:
        report = fresh.import_file(path)
        assert (_notes(fresh, "tales"), report.offer.notes) == (["", "Sharp."], 1)


def test_an_import_into_a_dataset_counts_its_lines_too(workspace: Workspace, tales: Path) -> None:
    workspace.import_file(tales)
    report = workspace.import_file(tales, into="tales")
    assert report.step is not None
    assert (report.step.lines, len(lines_of(workspace, "tales"))) == (5, 10)


def test_a_library_is_read_from_everything_that_holds_one(workspace: Workspace, tales: Path, tmp_path: Path) -> None:
    whole = tmp_path / "library.json"
    whole.write_bytes(write_library(LIBRARY))
    assert read_library_source(whole).library == LIBRARY
    assert read_library_source(tales.with_name(".tales.rolethread.json")).library == LIBRARY
    workspace.import_file(tales, options=ImportOptions(library=LibraryRule.NEW))
    bundle = tmp_path / "tales.rolethread"
    bundle.write_bytes(b"".join(workspace.bundle("tales")))
    assert {tag.name for tag in read_library_source(bundle).library.tags} == {"battle", "calm"}


def test_a_report_is_told_for_a_file_without_anything_beside_it(workspace: Workspace, tmp_path: Path) -> None:
    report: ImportReport = workspace.import_file(write_lines(tmp_path / "in" / "x.jsonl", [PLAIN]))
    assert (report.offer.beside.kind, report.offer.notes_left, report.offer.difference.items) == ("", 0, ())
