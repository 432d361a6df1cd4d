"""A view that failed leaves nothing behind: the next one shows what is there now."""

import pytest
from workspaces import PLAIN, TAGGED, import_lines

from rolethread_lite.errors import UnknownName
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace


def test_an_error_that_is_kept_holds_no_later_view_back(workspace: Workspace) -> None:
    """The error's traceback holds the lines that were being read, and with them the state they were read from."""
    import_lines(workspace, [PLAIN, TAGGED], name="tales")
    with pytest.raises(UnknownName) as kept:
        _fail_while_reading(workspace)
    workspace.run(TagEntries(dataset="tales", selection=Selection(), add=("x",)))
    with workspace.view() as view:
        assert [b'"x"' in line.line for line in view.all_lines(view.dataset_key("tales"))] == [True, True]
    assert kept.value.where == ""


def _fail_while_reading(workspace: Workspace) -> None:
    with workspace.view() as view:
        reading = view.all_lines(view.dataset_key("tales"))
        next(reading)
        view.dataset_key("elsewhere")
