"""Snapshots as the pages show them: what is in the list, what changed since, and what would come back."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rolethread_lite.errors import InvalidValue, RoleThreadError
from rolethread_lite.formats.lines import read_stored
from rolethread_lite.model.change import (
    ArrangeLines,
    Change,
    CreateDataset,
    InsertLine,
    PutItem,
    RemoveLine,
    ReturnLine,
)
from rolethread_lite.model.difference import EntryDifference, compare
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.snapshot import DatasetChanges, Snapshot, SnapshotCheck, SnapshotReason, SnapshotSize
from rolethread_lite.operations.preview import LinePreview, preview_change
from rolethread_lite.operations.snapshots.restore_dataset import chosen_lines
from rolethread_lite.operations.snapshots.restore_snapshot import RestoreSnapshot
from rolethread_lite.web.open_entry import title_of
from rolethread_lite.workspace import Workspace

REASONS: Mapping[SnapshotReason, str] = MappingProxyType(
    {
        SnapshotReason.MANUAL: "by hand",
        SnapshotReason.BEFORE_STEP: "before a large step",
        SnapshotReason.DAILY: "daily",
        SnapshotReason.BEFORE_RESTORE: "before a restore",
        SnapshotReason.MIRROR: "for the mirror",
    }
)
"""Why a snapshot was taken, in words."""
_KINDS: Mapping[type, str] = MappingProxyType(
    {
        InsertLine: "added",
        ReturnLine: "brought back",
        RemoveLine: "removed",
        ArrangeLines: "put in order",
        CreateDataset: "new dataset",
        PutItem: "of the library",
    }
)
_EXAMPLES = 4
_CHOICES = 50
_FAULTS = 3
_CURE = "The next snapshot of the same lines writes what is damaged anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotCard:
    """A snapshot in the list."""

    snapshot: Snapshot
    """The snapshot."""
    reason: str
    """Why it was taken, in words."""
    entries: int
    """How many entries it holds."""
    room: SnapshotSize | None
    """How much room it takes, None where that is not known."""
    verified: int | None
    """When it was last found good, None when it never was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An entry that can be brought back on its own."""

    entry_id: str
    """Its id."""
    title: str
    """Who spoke in it."""
    fate: str
    """What became of it since: `changed` or `removed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreExample:
    """One line that would change."""

    title: str
    """Who speaks in it."""
    kind: str
    """What would happen to it."""
    difference: EntryDifference | None
    """What becomes of it, None for one that comes or goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOutlook:
    """What bringing something back would do."""

    label: str
    """What is done, in words."""
    base: int
    """The revision of the workspace it was thought through for."""
    lines: int
    """How many changes there are."""
    kinds: tuple[tuple[str, int], ...]
    """How many changes of which kind."""
    examples: tuple[RestoreExample, ...]
    """The first of the lines."""


def snapshot_cards(workspace: Workspace) -> tuple[SnapshotCard, ...]:
    """Return every snapshot as it is listed, the latest first."""
    sizes = workspace.snapshots.sizes()
    return tuple(_card(workspace, one, sizes.get(one.id)) for one in workspace.snapshots.all())


def snapshot_card(workspace: Workspace, snapshot: Snapshot) -> SnapshotCard:
    """Return one snapshot with what there is to say of it."""
    return _card(workspace, snapshot, workspace.snapshots.sizes().get(snapshot.id))


def _card(workspace: Workspace, snapshot: Snapshot, room: SnapshotSize | None) -> SnapshotCard:
    return SnapshotCard(
        snapshot=snapshot,
        reason=REASONS[snapshot.reason],
        entries=sum(each.entries for each in snapshot.datasets),
        room=room,
        verified=workspace.snapshots.verified_at(snapshot),
    )


def since(changes: DatasetChanges) -> str:
    """Return in words how a dataset differs from what it was."""
    if changes.is_same:
        return "the same"
    if changes.is_gone:
        return "no longer there"
    if changes.is_new:
        return "new since then"
    counted = (("added", changes.added), ("changed", changes.changed), ("removed", changes.removed))
    parts = [f"{len(ids):,} {word}" for word, ids in counted if ids]
    return ", ".join([*parts, *(["rearranged"] if changes.is_rearranged else [])])


def choices_of(operation: RestoreSnapshot, changes: DatasetChanges | None) -> tuple[Choice, ...]:
    """Return the first entries that changed or went since a snapshot, with who spoke in them then."""
    if changes is None or changes.is_gone or changes.is_new:
        return ()
    fates = dict.fromkeys(changes.removed, "removed") | dict.fromkeys(changes.changed, "changed")
    ids = tuple(fates)[:_CHOICES]
    if not ids:
        return ()
    contents = operation.contents
    lines = chosen_lines(contents, contents.dataset(operation.dataset), ids)
    found = {line.uid.hex(): line.line for line in lines}
    return tuple(Choice(entry_id=one, title=_title(found[one]), fate=fates[one]) for one in ids if one in found)


def look_back(workspace: Workspace, operation: RestoreSnapshot) -> RestoreOutlook:
    """Return what bringing something back would do, without doing it; raises what makes it impossible."""
    with workspace.view() as view:
        base = view.revision
        if operation.dataset and operation.target(view) is None:
            other = view.name_in_the_way(operation.new_name)
            if other is not None:
                raise InvalidValue(f"a dataset named {other!r} already exists", advice="Choose another name.")
            return _outlook(operation, base, Counter(_new_lines(operation)), ())
        kinds: Counter[str] = Counter()
        examples: list[RestoreExample] = []
        for change in operation.changes(view):
            kinds[_kind(change)] += 1
            if len(examples) < _EXAMPLES:
                examples += _examples(preview_change(view, change))
    return _outlook(operation, base, kinds, tuple(examples))


def _outlook(
    operation: RestoreSnapshot, base: int, kinds: Counter[str], examples: tuple[RestoreExample, ...]
) -> RestoreOutlook:
    return RestoreOutlook(
        label=operation.label(), base=base, lines=kinds.total(), kinds=tuple(kinds.items()), examples=examples
    )


def _new_lines(operation: RestoreSnapshot) -> dict[str, int]:
    """Count what a new dataset would hold: nothing is compared, all of it comes."""
    dataset = operation.contents.dataset(operation.dataset)
    lines = len(operation.entry_ids) or dataset.entries + dataset.records
    return {"new dataset": 1, "added": lines}


def _kind(change: Change) -> str:
    return _KINDS.get(type(change), "changed")


def _examples(one: LinePreview) -> Iterator[RestoreExample]:
    shown = one.before if isinstance(one.before, Entry) else one.after
    if not isinstance(shown, Entry):
        return
    both = isinstance(one.before, Entry) and isinstance(one.after, Entry)
    difference = compare(one.before, one.after) if both else None  # type: ignore[arg-type] # both are entries
    yield RestoreExample(title=title_of(shown), kind=_kind(one.change), difference=difference)


def _title(line: bytes) -> str:
    item = read_stored(line)
    return title_of(item) if isinstance(item, Entry) else "Not an entry"


def told_checks(checks: tuple[SnapshotCheck, ...], titles: Mapping[str, str], *, cure: str = _CURE) -> str:
    """Return in words what came of verifying snapshots; `cure` is what makes a damaged one good again."""
    damaged = [check for check in checks if not check.is_good]
    if not damaged:
        return "The snapshot is good." if len(checks) == 1 else f"All {len(checks):,} snapshots are good."
    parts = [f"{titles.get(check.snapshot, check.snapshot)}: {'; '.join(_faults(check))}" for check in damaged]
    count = f"{len(damaged):,} of {len(checks):,} snapshots" if len(checks) > 1 else "The snapshot"
    return f"{count} {'are' if len(damaged) > 1 else 'is'} damaged. {' '.join(parts)}. {cure}"


def _faults(check: SnapshotCheck) -> Iterator[str]:
    for fault in check.faults[:_FAULTS]:
        lines = f"lines {fault.first:,} to {fault.last:,} of “{fault.dataset}”, " if fault.dataset else ""
        yield f"{lines}{fault.what} ({fault.path})"
    if len(check.faults) > _FAULTS:
        yield f"and {len(check.faults) - _FAULTS:,} more"


def mirror_now(workspace: Workspace) -> str:
    """Copy a snapshot that was just taken to the mirror, where there is one; return what is to be said of it."""
    if not workspace.mirror.is_set:
        return ""
    try:
        report = workspace.push_mirror()
    except RoleThreadError as failure:
        return f" The mirror is not up to date: {failure.what}."
    return " It is in the mirror, too." if report is not None else " The mirror's folder is not there now."
