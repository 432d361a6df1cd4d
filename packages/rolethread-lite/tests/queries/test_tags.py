"""The list of tags with their use, and the tags that wait for review."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import LINES, import_lines, lines_of

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.tags.add_tag_alias import AddTagAlias
from rolethread_lite.operations.tags.adopt_tags import AdoptTags
from rolethread_lite.operations.tags.archive_tags import ArchiveTags
from rolethread_lite.operations.tags.create_category import CreateCategory
from rolethread_lite.operations.tags.create_tag import CreateTag
from rolethread_lite.operations.tags.delete_tag import DeleteTag
from rolethread_lite.operations.tags.edit_category import EditCategory
from rolethread_lite.operations.tags.rename_tag import RenameTag
from rolethread_lite.queries.tags import (
    DatasetUse,
    ListedTag,
    UnknownTag,
    count_unknown_tags,
    list_tags,
    tags_like,
    unknown_tags,
)
from rolethread_lite.workspace import Workspace

TURN = b'{"messages":[{"role":"user","content":"Hm? %d"}],"tags":["calm","t%d"]}'


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with two datasets, and one that was removed."""
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, LINES, name="tales")
        import_lines(workspace, [TURN % (number, number % 2) for number in range(3)], name="songs")
        import_lines(workspace, [TURN % (9, 9)], name="gone")
        workspace.run(RemoveDataset(dataset="gone"))
        yield workspace


def _known(workspace: Workspace) -> tuple[ListedTag, ...]:
    with workspace.view() as view:
        return list_tags(view)


def _unknown(workspace: Workspace, dataset: str | None = None) -> tuple[UnknownTag, ...]:
    with workspace.view() as view:
        unknown = unknown_tags(view, dataset=dataset)
        assert dataset is not None or len(unknown) == count_unknown_tags(view)
    return unknown


def test_every_known_tag_is_listed_with_its_use(workspace: Workspace) -> None:
    for name in ("Mood", "Time"):
        workspace.run(CreateCategory(name=name))
    workspace.run(EditCategory(category="Mood", place=5))
    workspace.run(CreateTag(name="dusk", category="Time"))
    workspace.run(AdoptTags(tags=("inn",)))
    workspace.run(AdoptTags(tags=("calm",), category="Mood"))
    workspace.run(AddTagAlias(tag="calm", name="still"))
    workspace.run(ArchiveTags(tags=("calm",)))
    dusk, calm, inn = _known(workspace)
    assert (dusk.tag.name, dusk.category.name, dusk.entries, dusk.uses) == ("dusk", "Time", 0, ())
    assert (calm.tag.is_archived, calm.category.name, calm.aliases) == (True, "Mood", ("still",))
    assert (calm.entries, calm.uses) == (
        5,
        (DatasetUse(dataset="songs", entries=3), DatasetUse(dataset="tales", entries=2)),
    )
    assert (inn.tag.name, inn.category, inn.entries) == ("inn", None, 2)


def test_the_use_follows_what_happens_to_entries(workspace: Workspace) -> None:
    workspace.run(AdoptTags(tags=("calm",)))
    workspace.run(DeleteEntries(dataset="songs", selection=Selection()))
    assert [use.dataset for use in _known(workspace)[0].uses] == ["tales"]
    workspace.run(RemoveDataset(dataset="tales"))
    assert _known(workspace)[0].entries == 0
    workspace.undo()
    workspace.undo()
    assert _known(workspace)[0].entries == 5


def test_what_nobody_adopted_waits_for_review(workspace: Workspace) -> None:
    waiting = _unknown(workspace)
    counts = {one.name: one.entries for one in waiting}
    assert counts == {"calm": 5, "inn": 2, "t0": 2, "": 1, "\ufffd\ufffd\ufffd": 1, "t1": 1}
    assert list(counts) == ["calm", "inn", "t0", "", "t1", "\ufffd\ufffd\ufffd"]
    workspace.run(AdoptTags(tags=("calm", "t0")))
    assert [one.name for one in _unknown(workspace)] == ["inn", "", "t1", "\ufffd\ufffd\ufffd"]
    workspace.run(DeleteTag(tag="calm"))
    assert _unknown(workspace)[0].name == "calm"


def test_one_dataset_has_its_own_counts(workspace: Workspace) -> None:
    songs = DatasetUse(dataset="songs", entries=3)
    assert _unknown(workspace, "songs")[0] == UnknownTag(
        name="calm", entries=3, uses=(songs,), alias_of="", looks_like=()
    )
    with pytest.raises(UnknownName):
        _unknown(workspace, "gone")


def test_an_old_name_says_whose_it_is(workspace: Workspace) -> None:
    workspace.run(AdoptTags(tags=("calm",)))
    workspace.run(RenameTag(tag="calm", name="still"))
    assert "calm" not in {one.name for one in _unknown(workspace)}
    workspace.run(AddTagAlias(tag="still", name="inn"))
    old = next(one for one in _unknown(workspace) if one.name == "inn")
    assert (old.alias_of, old.looks_like) == ("still", ())


ALIKE = [
    ("Calm", ("calm", "CALM")),
    ("\uff23alm", ("calm", "CALM")),
    ("needs  Review", ("needs_review",)),
    ("STRASSE", ("Straße",)),
    ("stilL", ("calm",)),
    ("c", ()),
    ("C++", ()),
    ("Ete", ()),
]


@pytest.mark.parametrize(("name", "alike"), ALIKE, ids=[row[0] for row in ALIKE])
def test_names_that_look_alike_are_only_pointed_out(name: str, alike: tuple[str, ...], workspace: Workspace) -> None:
    for known in ("needs_review", "Straße", "C#", "Été"):
        workspace.run(CreateTag(name=known))
    workspace.run(AdoptTags(tags=("calm",)))
    workspace.run(AddTagAlias(tag="calm", name="Still"))
    line = b'{"messages":[{"role":"user","content":"x"}],"tags":["%s"]}'
    import_lines(workspace, [line % name.encode(), line % b"CALM"], name="more")
    found = next(one for one in _unknown(workspace) if one.name == name)
    assert found.looks_like == alike
    with workspace.view() as view:
        assert tags_like(view, name=name) == alike
    assert len(lines_of(workspace, "more")) == 2


def test_an_empty_workspace_has_no_tags(tmp_path: Path) -> None:
    with Workspace(tmp_path, write_files=False) as workspace:
        assert (_known(workspace), _unknown(workspace)) == ((), ())
