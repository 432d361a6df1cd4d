"""Several tags leave the list at once, and entries where that is wanted, as one step."""

from pathlib import Path

import pytest
from workspaces import LINES, import_lines, lines_of

from rolethread_lite.errors import UnknownName
from rolethread_lite.operations.tags.add_tag_alias import AddTagAlias
from rolethread_lite.operations.tags.adopt_tags import AdoptTags
from rolethread_lite.operations.tags.delete_tags import DeleteTags
from rolethread_lite.queries.tags import list_tags, unknown_tags
from rolethread_lite.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace that knows two tags, one of them under another name too."""
    workspace = Workspace(tmp_path / "workspace", write_files=False)
    import_lines(workspace, LINES, name="tales")
    workspace.run(AdoptTags(tags=("inn", "calm")))
    workspace.run(AddTagAlias(tag="inn", name="tavern"))
    return workspace


def _waiting(workspace: Workspace) -> list[str]:
    with workspace.view() as view:
        return [one.name for one in unknown_tags(view)]


def test_entries_keep_them(workspace: Workspace) -> None:
    before = lines_of(workspace, "tales")
    step = workspace.run(DeleteTags(tags=("inn", "calm", "inn")))
    assert step is not None
    assert lines_of(workspace, "tales") == before
    assert {"inn", "calm"} <= set(_waiting(workspace))
    with workspace.view() as view:
        assert list_tags(view) == ()
        assert view.library().aliases == ()
    workspace.undo()
    with workspace.view() as view:
        assert [one.tag.name for one in list_tags(view)] == ["calm", "inn"]


def test_entries_lose_them_also_those_that_have_several(workspace: Workspace) -> None:
    before = lines_of(workspace, "tales")
    workspace.run(DeleteTags(tags=("inn", "calm", ""), from_entries=True))
    assert not {"inn", "calm", ""} & set(_waiting(workspace))
    assert b'"tags":["inn"' not in b"".join(lines_of(workspace, "tales"))
    workspace.undo()
    assert lines_of(workspace, "tales") == before


def test_one_that_is_not_there_is_named(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="there is no tag named 'zzz'"):
        workspace.run(DeleteTags(tags=("inn", "zzz"), from_entries=True))


def test_the_label_names_the_first_ones() -> None:
    assert DeleteTags(tags=("a", "b\nc")).label() == "Delete tags “a”, “b c” from the list; entries keep them"
    many = DeleteTags(tags=("a", "b", "c", "d"), from_entries=True)
    assert many.label() == "Delete tags “a”, “b”, “c” and 1 more from the list and from all entries"
