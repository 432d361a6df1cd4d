"""A dataset's name becomes a file name that any system takes, and no two datasets share one."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from workspaces import PLAIN, import_lines

from rolethread_lite.errors import InvalidValue
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.store.naming import file_name
from rolethread_lite.store.projection import paths_for
from rolethread_lite.workspace import Workspace

_CLASHING = [("a/b", "a_b"), ("Inn", "inn"), ("x" * 90, "x" * 90 + "."), ("caf\u00e9", "cafe\u0301"), ("?", "*")]


@example(name="\u3042" * 100)
@example(name="\U0001f642" * 99 + ".")
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100))
def test_any_name_is_the_name_of_a_file(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    kept = file_name(name)
    assert kept.strip(" .") == kept != ""
    assert not set(kept) & set('<>:"/\\|?*\n')
    paths = paths_for(tmp_path_factory.getbasetemp() / "names", name)
    paths.dataset.parent.mkdir(parents=True, exist_ok=True)
    for path in paths:
        assert len(os.fsencode(path.name)) <= 255
        path.touch()


@pytest.mark.parametrize(("first", "second"), _CLASHING)
def test_no_two_datasets_share_a_file(workspace: Workspace, first: str, second: str) -> None:
    workspace.run(MakeDataset(dataset=first))
    for name in (first, second):
        with pytest.raises(InvalidValue, match="already exists"):
            workspace.run(MakeDataset(dataset=name))
    workspace.run(MakeDataset(dataset="third"))
    with pytest.raises(InvalidValue, match="already exists"):
        workspace.run(RenameDataset(dataset="third", name=second))
    workspace.run(RenameDataset(dataset=first, name=second))
    assert {dataset.name for dataset in workspace.datasets()} == {second.strip(), "third"}


@pytest.mark.parametrize("name", ["", " ", "a\nb", "\0", "x" * 101, "\ud800"])
def test_what_cannot_be_a_name_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(InvalidValue):
        workspace.run(MakeDataset(dataset=name))


def test_a_file_with_an_odd_name_gives_its_dataset_one_that_can_be_read(workspace: Workspace, tmp_path: Path) -> None:
    import_lines(workspace, [PLAIN], name="plain")
    odd = tmp_path / os.fsdecode(b"caf\xe9.jsonl")
    odd.write_bytes(PLAIN)
    workspace.import_file(odd)
    assert [dataset.name for dataset in workspace.datasets()] == ["caf?", "plain"]
    assert (workspace.write_files(), len(list(workspace.home.iterdir()))) == ((), 2)
