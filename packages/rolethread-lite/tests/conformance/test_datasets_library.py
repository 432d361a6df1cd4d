"""A dataset's folder is what the `datasets` library makes of it: the lines are data, the sidecar is not.

It is large and needed for nothing else, so this runs in the slow tier, and only where it is installed.
"""

import importlib
import json
from pathlib import Path

import pytest

from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.queries.list_entries import list_entries
from rolethread_lite.workspace import Workspace

PAIRS = (("Is the ferry late?", "Always."), ("Who rows?", "The fox does."))


@pytest.mark.slow
def test_the_folder_of_a_dataset_loads_as_one_split_with_its_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    pytest.importorskip("datasets", reason="the datasets library is not installed")
    source = tmp_path / "ferry.jsonl"
    source.write_text("".join(map(_line, PAIRS)), encoding="utf-8")
    with Workspace(tmp_path / "workspace") as workspace:
        workspace.import_file(source)
        with workspace.view() as view:
            first = list_entries(view, dataset="ferry").entries[0].entry_id
        workspace.run(NoteEntry(dataset="ferry", entry_id=first, note="so that the sidecar holds something"))
        home = workspace.home
    folder = home / "ferry"
    assert sorted(path.name for path in folder.iterdir()) == [".ferry.rolethread.json", "ferry.jsonl"]
    loaded = importlib.import_module("datasets").load_dataset(str(folder))
    assert {split: rows.num_rows for split, rows in loaded.items()} == {"train": 2}


def _line(pair: tuple[str, str]) -> str:
    asked, said = pair
    messages = [{"role": "user", "content": asked}, {"role": "assistant", "content": said}]
    return json.dumps({"messages": messages, "tags": ["night"]}) + "\n"
