"""Renaming, merging and archiving tags that many entries have, and taking each back.

Snapshots that are taken by themselves are switched off: what they cost is not what tags cost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.measuring import Bench
from rolethread_lite.model.change import Change, SetTags
from rolethread_lite.operations.operation import Operation
from rolethread_lite.operations.tags.adopt_tags import AdoptTags
from rolethread_lite.operations.tags.archive_tags import ArchiveTags
from rolethread_lite.operations.tags.merge_tags import MergeTags
from rolethread_lite.operations.tags.rename_tag import RenameTag
from rolethread_lite.queries.tags import list_tags, unknown_tags
from rolethread_lite.store.view import View
from rolethread_lite.workspace import Workspace

HALF, QUARTER = "of two", "of four"
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _TagSome(Operation):
    """Give every second entry one tag, and every fourth another."""

    def changes(self, view: View) -> Iterator[Change]:
        """Yield other tags for half of the entries."""
        keys = view.keys_in_order(view.dataset_key("corpus"))
        fourth = frozenset(keys[::4])
        for line in view.tagged(keys[::2]):
            if line.are_plain:
                more = (HALF, QUARTER) if line.key in fourth else (HALF,)
                yield SetTags(key=line.key, before=line.tags, tags=(*line.tags, *more))

    def label(self) -> str:
        """Say what is done."""
        return "Tag some entries"


def run(bench: Bench) -> None:
    """Measure what is done to a tag that half of the entries have."""
    workspace = bench.workspace()
    workspace.run(_TagSome())
    workspace.run(AdoptTags(tags=(HALF, QUARTER)))
    bench.latency("list tags with their use", lambda _: _list(workspace), rounds=ROUNDS)
    half, quarter = f"{bench.entries // 2:,} entries", f"{bench.entries // 4:,} entries"
    _do_and_undo(bench, workspace, f"rename a tag of {half}", RenameTag(tag=HALF, name="every second one"))
    _do_and_undo(bench, workspace, f"merge a tag of {quarter} into it", MergeTags(tags=(QUARTER,), into=HALF))
    _do_and_undo(bench, workspace, f"archive a tag of {half}", ArchiveTags(tags=(HALF,)))
    for _ in range(3):
        workspace.undo()


def _do_and_undo(bench: Bench, workspace: Workspace, name: str, operation: Operation) -> None:
    with bench.ratio(name):
        workspace.run(operation)
    with bench.ratio(f"{name}: undo"):
        workspace.undo()


def _list(workspace: Workspace) -> None:
    with workspace.view() as view:
        list_tags(view)
        unknown_tags(view)
