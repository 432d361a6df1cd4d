"""Brings back a dataset, some of its entries, or the library from a snapshot."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.change import Change, CreateDataset
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.snapshot import SnapshotDataset
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.snapshots.restore_dataset import (
    RestoredDataset,
    chosen_lines,
    insertion,
    present_dataset,
)
from rolethread_lite.operations.snapshots.restore_library import library_changes
from rolethread_lite.store.applying import next_number
from rolethread_lite.store.snapshots.contents import SnapshotContents
from rolethread_lite.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreSnapshot(Operation):
    """Make a dataset, or some of its entries, what they were in a snapshot; or the library."""

    NAME: ClassVar[str] = "restore-snapshot"
    contents: SnapshotContents
    """The snapshot on its shelf."""
    dataset: str = ""
    """The dataset's name in the snapshot; empty for none."""
    entry_ids: tuple[str, ...] = ()
    """Ids of the entries, or how they begin; none means the whole dataset."""
    name: str = ""
    """What it is called when it is brought back beside the present one; empty to change the present one."""
    with_library: bool = False
    """Whether the library becomes what it was, too."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield what differs from the snapshot; raises UnknownName for what the snapshot has not."""
        if self.with_library:
            yield from library_changes(view, self.contents)
        if self.dataset:
            yield from self._dataset_changes(view, self.contents.dataset(self.dataset))
        elif not self.with_library:
            raise InvalidValue("nothing is named that should come back", advice="Name a dataset, or the library.")

    def target(self, view: View) -> Dataset | None:
        """Return the dataset that would change, None where a new one would be made."""
        if self.name or not self.dataset:
            return None
        return present_dataset(view, self.contents.dataset(self.dataset))

    @property
    def new_name(self) -> str:
        """Return what a new dataset would be called."""
        return usable_name(self.name) if self.name else self.dataset

    @property
    def new_uid(self) -> bytes:
        """Return what a new dataset's ids are derived from: what they were, but not beside the present one."""
        return b"" if self.name else bytes.fromhex(self.contents.dataset(self.dataset).uid)

    def _dataset_changes(self, view: View, dataset: SnapshotDataset) -> Iterator[Change]:
        target = self.target(view)
        if target is None:
            key = next_number(view.connection)
            yield CreateDataset(key=key, name=self.new_name, uid=self.new_uid)
            for line in chosen_lines(self.contents, dataset, self.entry_ids):
                yield insertion(line, dataset=key)
            return
        restored = RestoredDataset(view, self.contents, dataset, key=target.key)
        yield from restored.chosen(self.entry_ids) if self.entry_ids else restored.whole()

    def label(self) -> str:
        """Name the snapshot and what comes back."""
        entries = f"{len(self.entry_ids)} of “{self.dataset}”" if self.entry_ids else f"“{self.dataset}”"
        named = f"{entries} as “{self.name}”" if self.name else entries
        parts = [*([named] if self.dataset else []), *(["the library"] if self.with_library else [])]
        return f"Restore {' and '.join(parts) or 'nothing'} from snapshot “{self.contents.snapshot.title}”"

    def as_json(self) -> str:
        """Return name and parameters; the snapshot by its id."""
        parameters = {
            "snapshot": self.contents.snapshot.id,
            "dataset": self.dataset,
            "entry_ids": list(self.entry_ids),
            "name": self.name,
            "with_library": self.with_library,
        }
        return json.dumps({"operation": self.NAME, **{key: value for key, value in parameters.items() if value}})
