"""What happens by itself: values of an older version are made anew, and real files go in and come out whole."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from rolethread_lite.workspace import Workspace


def test_values_of_an_older_version_are_made_anew(inn: Callable, place: Path) -> None:
    before = inn("entry", "list", "inn", "--json").out
    with closing(apsw.Connection(str(place / "workspace.db"))) as connection:
        connection.execute(
            "update figure set version='old', words=0; delete from finding; delete from meta where name='derived'"
        )
    with Workspace(place, write_files=False) as workspace:
        assert workspace.outdated_lines() == 4
    assert inn("entry", "list", "inn", "--json").out == before
    with Workspace(place, write_files=False) as workspace:
        assert workspace.outdated_lines() == 0


@pytest.mark.samples
def test_real_files_go_in_and_come_out_whole(samples_folder: Path, work: Callable, folder: Path) -> None:
    paths = [path for path in sorted(samples_folder.glob("*/*.json*")) if path.stat().st_size < 300_000]
    assert len(paths) > 20
    for number, path in enumerate(paths):
        name = f"sample {number}"
        work("dataset", "import", path, "--name", name)
        work("dataset", "source", name, "-o", f"{number}.bytes")
        assert (folder / f"{number}.bytes").read_bytes() == path.read_bytes(), path
        work("dataset", "export", name, "-o", f"{number}.jsonl")
        work("dataset", "import", f"{number}.jsonl", "--name", f"{name} again", "--json")
        first, second = (work("entry", "count", each).out for each in (name, f"{name} again"))
        assert first == second, path
