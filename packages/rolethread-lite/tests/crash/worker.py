"""A process that works at a workspace until somebody kills it, and says after each action what is there now.

Started by the crash tests: `python worker.py FOLDER SEED VERB`. A line on standard output is a promise: what it
says was confirmed, and must be there whatever happens next.
"""

import hashlib
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

from workspaces import everything, write_lines

from rolethread_lite.errors import NothingToUndo
from rolethread_lite.model.dataset import StepState
from rolethread_lite.model.selection import Selection
from rolethread_lite.operations.delete_entries import DeleteEntries
from rolethread_lite.operations.duplicate_entries import DuplicateEntries
from rolethread_lite.operations.edit_entry_text import EditEntryText
from rolethread_lite.operations.move_entries import MoveEntries
from rolethread_lite.operations.note_entry import NoteEntry
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.operations.replace_text import ReplaceText
from rolethread_lite.operations.tag_entries import TagEntries
from rolethread_lite.workspace import Workspace

MANY = 700
"""Entries above which no dataset is made larger."""


def entry_line(number: int) -> bytes:
    """Return an entry that is like no other."""
    said = (
        {"role": "user", "content": f"Is ship {number} in?  "},
        {"role": "assistant", "content": "*nods* " * (number % 5)},
    )
    tags = {"tags": [f"tag {number % 7}"]} if number % 3 else {}
    return json.dumps({"messages": said, **tags, "id": number}).encode()


def told(workspace: Workspace) -> dict[str, object]:
    """Return what is there: a digest of all that is shown, the last step, and how much can be undone."""
    shown = hashlib.sha256(repr(sorted(everything(workspace).items())).encode("utf-8", "surrogatepass")).hexdigest()
    steps = workspace.history(limit=1_000_000)
    done = sum(step.state is StepState.DONE for step in steps)
    return {"digest": shown, "last": steps[0].number if steps else 0, "done": done}


class Person:
    """Does one thing after the other."""

    def __init__(self, workspace: Workspace, chance: random.Random, *, files: Path) -> None:
        """Work at `workspace`; files to import are made in `files`."""
        self._workspace = workspace
        self._chance = chance
        self._files = files

    def act(self) -> None:
        """Do one thing, so that no more than one can be cut off from its promise."""
        if not self._workspace.datasets():
            self.undo_or_redo() if self._chance.random() < 0.3 else self.import_lines()
            return
        chosen = self._chance.choices(list(self._verbs), weights=list(self._verbs.values()))[0]
        chosen(self)

    def import_lines(self, number: int | None = None) -> None:
        """Import a file as a new dataset, or into one that is there."""
        first = self._chance.randrange(10**9)
        number = number or self._chance.choice((1, 30, 600))
        path = write_lines(self._files / f"{first}.jsonl", map(entry_line, range(first, first + number)))
        datasets = [found.name for found in self._workspace.datasets() if found.entries < MANY]
        if len(self._workspace.datasets()) > 4 and datasets:
            self._workspace.import_file(path, into=self._chance.choice(datasets))
        else:
            self._workspace.import_file(path)
        path.unlink()

    def bulk(self) -> None:
        """Change many entries of a dataset."""
        name = self._dataset()
        changes: tuple[Operation, ...] = (
            TagEntries(
                dataset=name, selection=Selection(), add=(f"new {self._chance.randrange(5)}",), remove=("tag 1",)
            ),
            ReplaceText(dataset=name, selection=Selection(), find="ship", by=f"boat {self._chance.randrange(9)}"),
            RenameDataset(dataset=name, name=f"set {self._chance.randrange(10**6)}"),
        )
        self._workspace.run(self._chance.choice(changes))

    def edit(self) -> None:
        """Change one entry, or a few."""
        name = self._dataset()
        ids = [entry_id for entry_id, *_ in everything(self._workspace)[name]]
        if not ids:
            return
        one = self._chance.choice(ids)
        few = Selection(entry_ids=tuple(self._chance.sample(ids, min(len(ids), 20))))
        text = entry_line(self._chance.randrange(10**9)).decode()
        grows = (
            DuplicateEntries(dataset=name, selection=few)
            if len(ids) < MANY
            else DeleteEntries(dataset=name, selection=few)
        )
        changes: tuple[Operation, ...] = (
            EditEntryText(dataset=name, entry_id=one, text=text),
            NoteEntry(dataset=name, entry_id=one, note=f"note {self._chance.randrange(9)}"),
            MoveEntries(dataset=name, selection=few, after="top"),
            DeleteEntries(dataset=name, selection=few),
            grows,
        )
        self._workspace.run(self._chance.choice(changes))

    def undo_or_redo(self) -> None:
        """Take steps back, or do them again."""
        act = self._chance.choice((self._workspace.undo, self._workspace.redo))
        try:
            act()
        except NothingToUndo:
            return

    def write_files(self) -> None:
        """Bring the files up to date."""
        assert self._workspace.write_files() == ()

    def remove(self) -> None:
        """Take a dataset away."""
        if len(self._workspace.datasets()) > 2:
            self._workspace.run(RemoveDataset(dataset=self._dataset()))

    def _dataset(self) -> str:
        return self._chance.choice([dataset.name for dataset in self._workspace.datasets()])

    _verbs: dict[Callable[["Person"], None], int] = {  # noqa: RUF012 (never changed)
        import_lines: 2,
        bulk: 4,
        edit: 5,
        undo_or_redo: 4,
        write_files: 2,
        remove: 1,
    }


def main(folder: Path, seed: int, verb: str) -> None:
    """Work until killed, and promise after each action."""
    chance = random.Random(seed)  # noqa: S311 (a test that repeats)
    workspace = Workspace(folder)
    person = Person(workspace, chance, files=folder.parent / "files")
    while True:
        print(json.dumps(told(workspace)), flush=True)  # noqa: T201 (that is how it promises)
        match verb:
            case "import":
                person.import_lines(20_000)
            case "project":
                if not workspace.datasets():
                    person.import_lines(5000)
                person.bulk()
                person.write_files()
            case _:
                person.act()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
