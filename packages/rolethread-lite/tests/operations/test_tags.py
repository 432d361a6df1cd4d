"""The tags a workspace knows: what each operation does to the list and to entries, and what it says when it cannot."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import LINES, ODD_TAGS, TAGGED, TWICE_TAGGED, import_lines, lines_of

from rolethread_lite.errors import BadRequest, InvalidValue, UnknownName
from rolethread_lite.model.alias import Alias, AliasKind
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.settings import read_setting
from rolethread_lite.model.starting_tags import STARTING_CATEGORIES, STARTING_TAGS
from rolethread_lite.model.tag import Category, Tag
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.operations.tags.add_starting_tags import AddStartingTags
from rolethread_lite.operations.tags.add_tag_alias import AddTagAlias
from rolethread_lite.operations.tags.adopt_tags import AdoptTags
from rolethread_lite.operations.tags.archive_tags import ArchiveTags
from rolethread_lite.operations.tags.create_category import CreateCategory
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.operations.tags.delete_category import DeleteCategory
from rolethread_lite.operations.tags.delete_tag import DeleteTag
from rolethread_lite.operations.tags.edit_category import EditCategory
from rolethread_lite.operations.tags.edit_tag import EditTag
from rolethread_lite.operations.tags.merge_tags import MergeTags
from rolethread_lite.operations.tags.move_tags import MoveTags
from rolethread_lite.operations.tags.remove_tag_alias import RemoveTagAlias
from rolethread_lite.operations.tags.rename_tag import RenameTag
from rolethread_lite.operations.tags.resolve_tag_aliases import ResolveTagAliases
from rolethread_lite.operations.tags.restore_tags import RestoreTags
from rolethread_lite.workspace import Workspace

DISTINCT = (
    "C++",
    "C#",
    "c",
    "C",
    "Été",
    "été",
    "E\u0301te\u0301",
    "日本語",
    "مرحبا",
    "🙂",
    "needs review",
    "needs_review",
)


def _line(tags: tuple[str, ...], text: str = "Hm?") -> bytes:
    written = json.dumps(list(tags))
    return b'{"messages":[{"role":"user","content":"%s"}],"tags":%s,"k":1E2}' % (text.encode(), written.encode())


def _tags(workspace: Workspace, dataset: str) -> list[tuple[str, ...]]:
    return [tuple(json.loads(line)["tags"]) for line in lines_of(workspace, dataset)]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with two datasets, and a third one that was removed."""
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, [_line(("nite", "cosy", "night")), _line(()), _line(("Night",))], name="inn")
        import_lines(workspace, [_line(("cosy", "nite"))], name="songs")
        import_lines(workspace, [_line(("nite", "lost"))], name="gone")
        workspace.run(RemoveDataset(dataset="gone"))
        workspace.run(CreateCategory(name="Time"))
        workspace.run(AdoptTags(tags=("nite", "cosy")))
        yield workspace


def _library(workspace: Workspace) -> tuple[dict[str, Tag], dict[str, str]]:
    """Return the tags by name, and the names to which others lead."""
    with workspace.view() as view:
        tags = {tag.name: tag for tag in view.items(Tag)}
        names = {tag.key: tag.name for tag in tags.values()}
        return tags, {alias.name: names[alias.target] for alias in view.items(Alias)}


def test_a_tag_is_created_as_written(workspace: Workspace) -> None:
    operation = CreateTag(name=" dusk ", category="Time", description=" Late. ", colour=" #AABB00 ", place=4)
    assert operation.label() == "Create tag “dusk”"
    workspace.run(operation)
    assert _library(workspace)[0]["dusk"] == Tag(
        key="dusk", name="dusk", category="time", description="Late.", colour="#aabb00", place=4
    )


def test_names_that_look_alike_stay_distinct(workspace: Workspace) -> None:
    for name in DISTINCT:
        workspace.run(CreateTag(name=name))
    tags, _ = _library(workspace)
    assert set(DISTINCT) <= set(tags)
    assert len({tag.key for tag in tags.values()}) == len(tags)


def test_new_tags_stand_by_name_until_somebody_gives_them_places(workspace: Workspace) -> None:
    for name in ("z", "y"):
        workspace.run(CreateTag(name=name))
    workspace.run(EditTag(tag="z", place=20))
    for name in ("x", "w"):
        workspace.run(CreateTag(name=name))
    with workspace.view() as view:
        assert [tag.name for tag in view.items(Tag)] == ["cosy", "nite", "y", "z", "x", "w"]


def test_a_tag_takes_its_name_from_another_tags_old_ones(workspace: Workspace) -> None:
    workspace.run(RenameTag(tag="nite", name="night"))
    plan = workspace.propose(CreateTag(name="nite"))
    assert next((one.before, one.after is None) for one in workspace.preview(plan)) == (
        Alias(kind=AliasKind.TAG, name="nite", target="nite"),
        True,
    )
    workspace.apply(plan)
    tags, aliases = _library(workspace)
    assert (tags["night"].key, tags["nite"].key, aliases) == ("nite", "nite-2", {})


def test_a_tag_is_edited_and_what_is_not_given_stays(workspace: Workspace) -> None:
    workspace.run(EditTag(tag="nite", description="Dark.", colour="#010203", place=2))
    workspace.run(EditTag(tag=" nite ", colour=""))
    assert _library(workspace)[0]["nite"] == Tag(key="nite", name="nite", description="Dark.", place=2)
    assert workspace.run(EditTag(tag="nite")) is None


def test_a_tag_is_renamed_wherever_it_stands(workspace: Workspace) -> None:
    step = workspace.run(RenameTag(tag="nite", name="Été 日本"))
    assert step is not None
    assert (step.label, step.lines) == ("Rename tag “nite” to “Été 日本”", 2)
    assert _tags(workspace, "inn") == [("Été 日本", "cosy", "night"), (), ("Night",)]
    assert _tags(workspace, "songs") == [("cosy", "Été 日本")]
    assert b'"k":1E2}' in lines_of(workspace, "songs")[0]
    tags, aliases = _library(workspace)
    assert (tags["Été 日本"].key, aliases) == ("nite", {"nite": "Été 日本"})
    workspace.run(RenameTag(tag="Été 日本", name="nite"))
    assert _library(workspace)[1] == {"Été 日本": "nite"}
    assert _tags(workspace, "songs") == [("cosy", "nite")]
    assert workspace.run(RenameTag(tag="nite", name=" nite ")) is None


def test_a_tag_renamed_to_one_an_entry_has_stands_there_once(workspace: Workspace) -> None:
    workspace.run(RenameTag(tag="nite", name="night"))
    assert _tags(workspace, "inn")[0] == ("night", "cosy")


def test_an_entry_that_returns_has_the_old_name_and_it_is_resolved(workspace: Workspace) -> None:
    workspace.undo()
    workspace.undo()
    workspace.undo()
    workspace.run(AdoptTags(tags=("nite",)))
    workspace.run(RemoveDataset(dataset="songs"))
    workspace.run(RenameTag(tag="nite", name="dusk"))
    assert _tags(workspace, "gone") == [("dusk", "lost")]
    import_lines(workspace, [_line(("dusk", "x"))], name="later")
    workspace.run(TagEntries(dataset="later", selection=Selection(), add=("nite",)))
    assert workspace.run(ResolveTagAliases(datasets=("gone",))) is None
    step = workspace.run(ResolveTagAliases(datasets=("later", "inn")))
    assert step is not None
    assert step.label == "Give tags their present names in “later”, “inn”"
    assert _tags(workspace, "later") == [("dusk", "x")]
    workspace.undo()
    assert ResolveTagAliases().label() == "Give tags their present names in all datasets"
    workspace.run(ResolveTagAliases())
    assert _tags(workspace, "later") == [("dusk", "x")]


def test_tags_are_merged_once_in_the_place_of_the_first(workspace: Workspace) -> None:
    workspace.run(RenameTag(tag="nite", name="nightly"))
    workspace.run(CreateTag(name="dark"))
    operation = MergeTags(tags=("cosy", "nightly", "Night", "dark"), into="dark")
    assert operation.label() == "Merge tags into “dark”: cosy, nightly, Night, dark"
    workspace.run(operation)
    assert _tags(workspace, "inn") == [("dark", "night"), (), ("dark",)]
    assert _tags(workspace, "songs") == [("dark",)]
    tags, aliases = _library(workspace)
    assert list(tags) == ["dark"]
    assert aliases == dict.fromkeys(("nite", "nightly", "cosy", "Night"), "dark")
    workspace.undo()
    assert _library(workspace)[1] == {"nite": "nightly"}


def test_other_tags_of_an_entry_stay_as_they_are(workspace: Workspace) -> None:
    import_lines(workspace, [_line(("b", "b", "", "cosy", "nite", " b "))], name="untidy")
    workspace.run(MergeTags(tags=("nite",), into="cosy"))
    assert _tags(workspace, "untidy") == [("b", "b", "", "cosy", " b ")]
    workspace.run(MergeTags(tags=(" b ",), into="cosy"))
    assert _tags(workspace, "untidy") == [("b", "b", "", "cosy")]


def test_tags_are_moved_archived_and_restored_without_touching_entries(workspace: Workspace) -> None:
    before = {name: lines_of(workspace, name) for name in ("inn", "songs")}
    for operation, label in (
        (MoveTags(tags=("nite", "cosy"), category=" Time "), "Move tags to “Time”: nite, cosy"),
        (ArchiveTags(tags=("nite", "cosy", "nite")), "Archive tags: nite, cosy"),
    ):
        assert operation.label().startswith(label)
        step = workspace.run(operation)
        assert step is not None
        assert step.lines == 0
    tags, _ = _library(workspace)
    assert {(tag.category, tag.is_archived) for tag in tags.values()} == {("time", True)}
    workspace.run(RestoreTags(tags=("nite",)))
    workspace.run(MoveTags(tags=("nite",), category=""))
    tags, _ = _library(workspace)
    assert (tags["nite"].category, tags["nite"].is_archived, tags["cosy"].is_archived) == ("", False, True)
    assert MoveTags(tags=("nite",), category="").label() == "Move tags out of their category: nite"
    assert RestoreTags(tags=("nite",)).label() == "Restore tags: nite"
    assert {name: lines_of(workspace, name) for name in ("inn", "songs")} == before


def test_a_deleted_tag_stays_in_entries_unless_it_is_taken_from_them(workspace: Workspace) -> None:
    workspace.run(AddTagAlias(tag="nite", name="dark"))
    assert DeleteTag(tag="nite").label() == "Delete tag “nite” from the list; entries keep it"
    workspace.run(DeleteTag(tag="nite"))
    assert _library(workspace) == ({"cosy": Tag(key="cosy", name="cosy")}, {})
    assert _tags(workspace, "songs") == [("cosy", "nite")]
    taken = DeleteTag(tag="nite", from_entries=True)
    assert taken.label() == "Delete tag “nite” from the list and from all entries"
    step = workspace.run(taken)
    assert step is not None
    assert step.lines == 2
    assert (_tags(workspace, "inn")[0], _tags(workspace, "songs")) == (("cosy", "night"), [("cosy",)])


def test_a_deleted_tag_can_be_created_again(workspace: Workspace) -> None:
    workspace.run(DeleteTag(tag="nite", from_entries=True))
    workspace.run(CreateTag(name="nite"))
    assert _library(workspace)[0]["nite"].key == "nite"


def test_tags_are_adopted_into_a_category(workspace: Workspace) -> None:
    operation = AdoptTags(tags=("night", "Night", "night"), category="Time")
    assert operation.label() == "Adopt tags into “Time”: night, Night, night"
    workspace.run(operation)
    tags, _ = _library(workspace)
    assert (tags["night"].key, tags["Night"].key) == ("night", "night-2")
    assert {tags[name].category for name in ("night", "Night")} == {"time"}
    assert AdoptTags(tags=("x",)).label() == "Adopt tags: x"


def test_other_names_come_and_go(workspace: Workspace) -> None:
    assert AddTagAlias(tag="nite", name="dark").label() == "Let “dark” mean the tag “nite”"
    workspace.run(AddTagAlias(tag="nite", name=" dark "))
    assert workspace.run(AddTagAlias(tag="nite", name="dark")) is None
    assert _library(workspace)[1] == {"dark": "nite"}
    assert RemoveTagAlias(name="dark").label() == "Take the other name “dark” away"
    workspace.run(RemoveTagAlias(name="dark"))
    assert _library(workspace)[1] == {}


def test_categories_come_change_and_go(workspace: Workspace) -> None:
    workspace.run(CreateCategory(name="time", description="Small."))
    workspace.run(MoveTags(tags=("nite",), category="Time"))
    workspace.run(EditCategory(category="Time", name="When", description=" Of day. ", colour="#abcdef", place=3))
    workspace.run(EditCategory(category="When", colour=""))
    with workspace.view() as view:
        assert view.items(Category) == (
            Category(key="time-2", name="time", description="Small."),
            Category(key="time", name="When", description="Of day.", place=3),
        )
    assert workspace.run(EditCategory(category="When", place=3)) is None
    assert EditCategory(category="When", name="Then").label() == "Edit category “When”, now “Then”"
    assert EditCategory(category="When").label() == "Edit category “When”"
    assert DeleteCategory(category="When").label() == "Delete category “When”; its tags stay"
    workspace.run(DeleteCategory(category="When"))
    assert _library(workspace)[0]["nite"].category == ""


def test_the_tags_to_start_from_come_once_and_are_anybodys(workspace: Workspace) -> None:
    assert (len(STARTING_CATEGORIES), len(STARTING_TAGS)) == (5, 31)
    workspace.run(CreateCategory(name="Style"))
    workspace.run(CreateTag(name="draft", description="Mine."))
    workspace.run(AddStartingTags())
    tags, _ = _library(workspace)
    assert {tag.name for tag in STARTING_TAGS} <= set(tags)
    assert (tags["draft"].description, tags["concise"].category, tags["concise"].key) == ("Mine.", "style", "concise")
    assert workspace.run(AddStartingTags()) is None
    workspace.run(EditCategory(category="Style", name="Stil"))
    workspace.run(RenameTag(tag="concise", name="knapp"))
    assert workspace.run(AddStartingTags()) is None
    workspace.run(DeleteTag(tag="pacing"))
    workspace.run(AddStartingTags())
    assert "pacing" in _library(workspace)[0]


def test_tags_come_into_a_category_that_has_the_name_under_another_key(workspace: Workspace) -> None:
    workspace.run(CreateCategory(name="Mood"))
    workspace.run(EditCategory(category="Mood", name="Style"))
    workspace.run(AddStartingTags())
    assert _library(workspace)[0]["concise"].category == "mood"
    with workspace.view() as view:
        assert [one.name for one in view.items(Category)].count("Style") == 1


REFUSED: list[tuple[Operation, type[BadRequest], str]] = [
    (CreateTag(name="  "), InvalidValue, "the name of a tag cannot be empty Give it at least one character."),
    (
        CreateTag(name="a\nb"),
        InvalidValue,
        "the name of a tag stands in one line; 'a\\nb' does not Write it in one line.",
    ),
    (CreateTag(name="a\0b"), InvalidValue, "the name of a tag stands in one line; 'a\\x00b' does not"),
    (CreateTag(name=" nite"), InvalidValue, "there is a tag named “nite” already Choose another name."),
    (CreateTag(name="old"), InvalidValue, "there is a tag named “old” already, archived Restore it."),
    (CreateTag(name="x", category="Tim"), UnknownName, "there is no category named 'Tim' There are: “Time”."),
    (CreateTag(name="x", colour="red"), InvalidValue, "'red' is no colour Write it as #rrggbb, such as #c08040."),
    (EditTag(tag="nite", colour="#12345"), InvalidValue, "'#12345' is no colour"),
    (EditTag(tag="nit"), UnknownName, "there is no tag named 'nit' Do you mean “nite”?"),
    (EditTag(tag="zzz"), UnknownName, "there is no tag named 'zzz' Look at the list of tags, or create it."),
    (EditTag(tag="night"), UnknownName, "the tag 'night' is in entries but not in the list of tags Adopt it first."),
    (RenameTag(tag="dark", name="x"), UnknownName, "'dark' is another name of the tag “nite” Say “nite”."),
    (RenameTag(tag="nite", name="cosy"), InvalidValue, "there is a tag named “cosy” already Merge them instead."),
    (RenameTag(tag="nite", name=""), InvalidValue, "the name of a tag cannot be empty"),
    (MergeTags(tags=("cosy",), into="cosy"), InvalidValue, "there is no other tag to merge Name at least one besides"),
    (MergeTags(tags=("zzz",), into="cosy"), UnknownName, "there is no tag named 'zzz'"),
    (MergeTags(tags=("lost",), into="cosy"), UnknownName, "there is no tag named 'lost'"),
    (MergeTags(tags=("nite",), into="night"), UnknownName, "the tag 'night' is in entries but not"),
    (MoveTags(tags=("nite",), category="x"), UnknownName, "there is no category named 'x'"),
    (MoveTags(tags=("zzz",), category="Time"), UnknownName, "there is no tag named 'zzz'"),
    (ArchiveTags(tags=("nite", "zzz")), UnknownName, "there is no tag named 'zzz'"),
    (RestoreTags(tags=("zzz",)), UnknownName, "there is no tag named 'zzz'"),
    (DeleteTag(tag="zzz", from_entries=True), UnknownName, "there is no tag named 'zzz'"),
    (DeleteTag(tag=" b "), UnknownName, "the tag ' b ' is in entries but not in the list of tags Adopt it first."),
    (DeleteTag(tag="night"), UnknownName, "the tag 'night' is in entries but not in the list of tags"),
    (AdoptTags(tags=("nite",)), InvalidValue, "there is a tag named “nite” already Leave it out."),
    (AdoptTags(tags=("lost",)), UnknownName, "no entry has the tag 'lost' Create it instead."),
    (
        AdoptTags(tags=(" b ",)),
        InvalidValue,
        "the tag ' b ' is empty, or has spaces or line breaks around or in it Rep",
    ),
    (AddTagAlias(tag="cosy", name="nite"), InvalidValue, "there is a tag named “nite” already Merge them instead."),
    (
        AddTagAlias(tag="cosy", name="dark"),
        InvalidValue,
        "“dark” is another name of the tag “nite” already Take it from that one first.",
    ),
    (RemoveTagAlias(name="nite"), UnknownName, "'nite' is no other name of a tag The list of tags shows"),
    (ResolveTagAliases(datasets=("inn", "gone")), UnknownName, "there is no dataset named 'gone'"),
    (CreateCategory(name="Time "), InvalidValue, "there is a category named “Time” already Choose another name."),
    (CreateCategory(name=""), InvalidValue, "the name of a category cannot be empty"),
    (EditCategory(category="Other", name="Time"), InvalidValue, "there is a category named “Time” already"),
    (EditCategory(category="Tom"), UnknownName, "there is no category named 'Tom' There are: “Other”, “Time”."),
    (DeleteCategory(category="Tom"), UnknownName, "there is no category named 'Tom'"),
]


@pytest.mark.parametrize(("operation", "error", "sentence"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_makes_no_sense_is_refused(
    operation: Operation, error: type[BadRequest], sentence: str, workspace: Workspace
) -> None:
    workspace.run(CreateTag(name="old"))
    workspace.run(ArchiveTags(tags=("old",)))
    workspace.run(AddTagAlias(tag="nite", name="dark"))
    workspace.run(CreateTag(name="b"))
    import_lines(workspace, [_line((" b ",))], name="untidy")
    if isinstance(operation, EditCategory | DeleteCategory):
        workspace.run(CreateCategory(name="Other"))
    with pytest.raises(error) as refused:
        workspace.propose(operation)
    assert str(refused.value).startswith(sentence)


def test_without_categories_none_is_named(tmp_path: Path) -> None:
    with Workspace(tmp_path, write_files=False) as workspace, pytest.raises(UnknownName) as refused:
        workspace.propose(DeleteCategory(category="Time"))
    assert str(refused.value) == "there is no category named 'Time' There is none yet: create it first."


ESCAPED_KEY = b'{"messages":[{"role":"user","content":"x"}],"t\\u0061gs":["nite", "b"]}'


def test_tags_that_stand_inside_the_text_are_renamed_there(workspace: Workspace) -> None:
    import_lines(workspace, [ESCAPED_KEY, ODD_TAGS, TWICE_TAGGED, TAGGED], name="odd")
    odd = lines_of(workspace, "odd")
    workspace.run(RenameTag(tag="nite", name="dusk"))
    after = lines_of(workspace, "odd")
    assert json.loads(after[0])["tags"] == ["dusk", "b"]
    assert after[1:] == odd[1:]


def test_a_tag_that_the_database_cannot_hold_is_found_by_what_it_holds(workspace: Workspace) -> None:
    import_lines(workspace, LINES, name="tales")
    workspace.run(AdoptTags(tags=("\ud800",)))
    assert "\ufffd\ufffd\ufffd" in _library(workspace)[0]
    workspace.run(RenameTag(tag="\ud800", name="whole"))
    assert any(b'"tags":["whole"]' in line for line in lines_of(workspace, "tales"))


def _automatic(workspace: Workspace, names: str) -> None:
    workspace.run(ChangeSettings(settings=(read_setting("tags.automatic", names),)))


COPIED = [
    (_line(("a",)), b'"tags":["a","duplicate"],"k":1E2}'),
    (_line(("duplicate", "a")), b'"tags":["duplicate", "a"],"k":1E2}'),
    (b'{"messages":[{"role":"user","content":"x"}]}', b',"tags":["duplicate"]}'),
    (b'{"messages":[{"role":"user","content":"x"}],"tags":"a, b"}', b'"tags":["a","b","duplicate"]}'),
    (b"broken", b"broken"),
]


@pytest.mark.parametrize(("line", "end"), COPIED)
def test_copies_get_their_tag_where_that_is_wanted(line: bytes, end: bytes, tmp_path: Path) -> None:
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, [line], name="inn")
        (kept,) = lines_of(workspace, "inn")
        workspace.run(DuplicateEntries(dataset="inn", selection=Selection()))
        assert lines_of(workspace, "inn") == [kept, kept]
        workspace.undo()
        _automatic(workspace, "duplicate,imported")
        workspace.run(DuplicateEntries(dataset="inn", selection=Selection()))
        first, second = lines_of(workspace, "inn")
        assert first == kept
        assert second.endswith(end)


def test_the_tag_of_copies_has_the_name_the_owner_gave_it(workspace: Workspace) -> None:
    _automatic(workspace, "duplicate")
    workspace.run(CreateTag(name="duplicate"))
    workspace.run(RenameTag(tag="duplicate", name="Kopie"))
    workspace.run(DuplicateEntries(dataset="songs", selection=Selection()))
    assert _tags(workspace, "songs") == [("cosy", "nite"), ("cosy", "nite", "Kopie")]


NAMES = ("a", "A", "b", "é", "x y")
NAME = st.sampled_from(NAMES)
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("create", "adopt", "unalias", "delete", "take", "resolve")), NAME),
        st.tuples(st.sampled_from(("rename", "alias", "merge")), NAME, NAME),
    ),
    max_size=8,
)
ENTRIES = st.lists(st.lists(NAME, max_size=3, unique=True).map(tuple), min_size=1, max_size=3)


@dataclass
class _Plain:
    """The same without a database: which tags are known, where other names lead, and what entries have."""

    entries: list[tuple[str, ...]]
    known: set[str] = field(default_factory=set)
    leads: dict[str, str] = field(default_factory=dict)

    def follow(self, action: str, name: str, other: str = "") -> bool:
        """Do it; tell whether it makes sense."""
        return bool(getattr(self, action)(*([name, other] if other else [name])))

    def create(self, name: str) -> bool:
        if name in self.known:
            return False
        self.known.add(name)
        self.leads.pop(name, None)
        return True

    def adopt(self, name: str) -> bool:
        return self._in_entries(name) and self.create(name)

    def rename(self, name: str, other: str) -> bool:
        if name not in self.known or (other in self.known and other != name):
            return False
        if name != other:
            self.known ^= {name, other}
            self.leads.pop(other, None)
            self.leads = {one: other if to == name else to for one, to in self.leads.items()} | {name: other}
            self._put({name: other})
        return True

    def merge(self, name: str, other: str) -> bool:
        if other not in self.known or name == other or not (name in self.known or self._in_entries(name)):
            return False
        self.known.discard(name)
        self.leads = {one: other if to == name else to for one, to in self.leads.items()} | {name: other}
        self._put({name: other})
        return True

    def alias(self, name: str, other: str) -> bool:
        if name not in self.known or other in self.known or self.leads.get(other, name) != name:
            return False
        self.leads[other] = name
        return True

    def unalias(self, name: str) -> bool:
        return self.leads.pop(name, None) is not None

    def delete(self, name: str) -> bool:
        if name not in self.known:
            return False
        self.known.discard(name)
        self.leads = {one: to for one, to in self.leads.items() if to != name}
        return True

    def take(self, name: str) -> bool:
        if not (self.delete(name) or self._in_entries(name)):
            return False
        self.entries = [tuple(tag for tag in tags if tag != name) for tags in self.entries]
        return True

    def resolve(self, _name: str) -> bool:
        self._put(dict(self.leads))
        return True

    def _in_entries(self, name: str) -> bool:
        return any(name in tags for tags in self.entries)

    def _put(self, names: dict[str, str]) -> None:
        self.entries = [tuple(dict.fromkeys(names.get(tag, tag) for tag in tags)) for tags in self.entries]


def _operation(action: str, name: str, other: str = "") -> Operation:
    return {
        "create": lambda: CreateTag(name=name),
        "adopt": lambda: AdoptTags(tags=(name,)),
        "rename": lambda: RenameTag(tag=name, name=other),
        "merge": lambda: MergeTags(tags=(name,), into=other),
        "alias": lambda: AddTagAlias(tag=name, name=other),
        "unalias": lambda: RemoveTagAlias(name=name),
        "delete": lambda: DeleteTag(tag=name),
        "take": lambda: DeleteTag(tag=name, from_entries=True),
        "resolve": ResolveTagAliases,
    }[action]()


@given(entries=ENTRIES, actions=ACTIONS)
def test_whatever_is_done_to_tags_every_name_leads_to_one_tag_in_one_hop(
    entries: list[tuple[str, ...]], actions: list[tuple[str, ...]]
) -> None:
    plain = _Plain(entries=list(entries))
    with tempfile.TemporaryDirectory() as folder, Workspace(Path(folder), write_files=False) as workspace:
        import_lines(workspace, [_line(tags) for tags in entries], name="inn")
        steps = 0
        for action in actions:
            try:
                steps += workspace.run(_operation(*action)) is not None
                makes_sense = True
            except BadRequest:
                makes_sense = False
            assert plain.follow(*action) == makes_sense, action
            tags, aliases = _library(workspace)
            assert (set(tags), aliases, _tags(workspace, "inn")) == (plain.known, plain.leads, plain.entries)
            assert not set(aliases) & set(tags)
        for _ in range(steps):
            workspace.undo()
        assert (_library(workspace), _tags(workspace, "inn")) == (({}, {}), list(entries))
