"""A process that takes, thins, mirrors and restores snapshots until somebody kills it.

Started by the crash tests: `python snapshot_worker.py FOLDER SEED VERB`. A line on standard output is a promise:
what it says was confirmed, and must be there whatever happens next.
"""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

from rolethread_lite.model.selection import Selection
from rolethread_lite.model.snapshot import Snapshot
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.store.snapshots import shelf
from rolethread_lite.workspace import Workspace

Promise = dict[str, str]
"""What was confirmed: the latest snapshot, the latest copy, the dataset that was restored."""


class Keeper:
    """Does one thing with snapshots after the other."""

    def __init__(self, workspace: Workspace, chance: random.Random) -> None:
        """Work at `workspace`."""
        self._workspace = workspace
        self._chance = chance

    def take(self) -> Promise:
        """Change many lines and take a snapshot."""
        return {"taken": self._changed().id}

    def thin(self) -> Promise:
        """Take a snapshot, which thins out older ones, and remove one that nothing was promised about."""
        before = {one.id for one in self._workspace.snapshots.all()}
        taken = self._workspace.snapshots.take(name="passing")
        assert taken is not None
        if taken.id not in before:
            self._workspace.snapshots.remove(taken)
        return {"taken": self._changed().id}

    def push(self) -> Promise:
        """Take a snapshot and copy it."""
        taken = self._changed()
        self._workspace.push_mirror()
        return {"taken": taken.id, "pushed": taken.id}

    def restore(self) -> Promise:
        """Change or remove the dataset, and bring it back."""
        first = self._workspace.snapshots.find("first")
        if self._chance.random() < 0.5 and self._workspace.datasets():
            self._workspace.run(RemoveDataset(dataset="ships"))
        else:
            self._edit()
        contents = self._workspace.snapshots.contents(first)
        self._workspace.restore(RestoreSnapshot(contents=contents, dataset="ships"))
        return {"restored": first.id}

    def _changed(self) -> Snapshot:
        self._edit()
        taken = self._workspace.snapshots.take()
        assert taken is not None
        return taken

    def _edit(self) -> None:
        if self._workspace.datasets():
            word = f"boat {self._chance.randrange(10**6)} "
            self._workspace.run(ReplaceText(dataset="ships", selection=Selection(), find="boat ", by=word))

    verbs: dict[str, Callable[["Keeper"], Promise]] = {  # noqa: RUF012 (never changed)
        "take": take,
        "thin": thin,
        "push": push,
        "restore": restore,
    }


def main(folder: Path, seed: int, verb: str) -> None:
    """Work until killed, and promise after each action."""
    shelf._GRACE = 0
    workspace = Workspace(folder, write_files=False)
    keeper = Keeper(workspace, random.Random(seed))  # noqa: S311 (a test that repeats)
    print(json.dumps({}), flush=True)  # noqa: T201 (that is how it promises)
    while True:
        promise = Keeper.verbs[verb](keeper)
        print(json.dumps(promise), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
