"""Snapshots as the command line shows them, for people and for programs."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click

from rolethread_lite.cli.tables import Column, table
from rolethread_lite.cli.visible import visible
from rolethread_lite.cli.wording import count, listing, number, size
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.model.snapshot import (
    DatasetChanges,
    Snapshot,
    SnapshotChanges,
    SnapshotCheck,
    SnapshotReason,
    SnapshotSize,
)

_IDS_SHOWN = 8
_REASONS = {
    SnapshotReason.MANUAL: "by hand",
    SnapshotReason.BEFORE_STEP: "before a large step",
    SnapshotReason.DAILY: "daily",
    SnapshotReason.BEFORE_RESTORE: "before a restore",
    SnapshotReason.MIRROR: "for the mirror",
}


def when(at: int) -> str:
    """Return a time as people here read it."""
    return f"{datetime.fromtimestamp(at / 1e9, tz=UTC).astimezone():%Y-%m-%d %H:%M}"


def snapshot_table(snapshots: Sequence[Snapshot], sizes: dict[str, SnapshotSize]) -> list[str]:
    """Return the lines of a table of snapshots."""
    columns = (
        Column(title="id"),
        Column(title="when"),
        Column(title="taken"),
        Column(title="name", most=30),
        Column(title="", most=40),
        Column(title="entries", right=True),
        Column(title="own size" if sizes else "", right=True),
        Column(title=""),
    )
    return table(columns, [_row(one, sizes) for one in snapshots])


def _row(snapshot: Snapshot, sizes: dict[str, SnapshotSize]) -> tuple[str, ...]:
    names = [visible(each.name) for each in snapshot.datasets]
    entries = sum(each.entries for each in snapshot.datasets)
    room = sizes.get(snapshot.id)
    return (
        snapshot.id,
        when(snapshot.at),
        _REASONS[snapshot.reason],
        visible(snapshot.name),
        listing(names) if len(names) < 3 else count(len(names), "dataset"),
        number(entries),
        size(room.own) if room else "",
        "pinned" if snapshot.is_pinned else "",
    )


def snapshot_lines(snapshot: Snapshot, room: SnapshotSize | None, verified: int | None) -> Iterator[str]:
    """Yield the lines that tell what there is to one snapshot."""
    name = f"  {visible(snapshot.name)}" if snapshot.name else ""
    pinned = ", pinned" if snapshot.is_pinned else ""
    yield f"{click.style(snapshot.id, bold=True)}{name}"
    yield f"  taken {when(snapshot.at)}, {_REASONS[snapshot.reason]}{pinned}"
    whole = "everything there was" if snapshot.is_whole else "some of the datasets"
    yield f"  holds {whole}, up to step {number(snapshot.step)}, and the library"
    if room is not None:
        yield f"  takes {size(room.own)} of its own, and shares {size(room.shared)} with others"
    yield f"  found good {when(verified)}" if verified is not None else "  not verified yet"


def dataset_table(snapshot: Snapshot, changes: SnapshotChanges) -> list[str]:
    """Return the lines of a table of a snapshot's datasets with what changed since."""
    columns = (Column(title="dataset", most=40), Column(title="entries", right=True), Column(title="since then"))
    found = {each.name: each for each in changes.datasets}
    held = {each.name for each in snapshot.datasets}
    rows = [(visible(each.name), number(each.entries), _since(found.get(each.name))) for each in snapshot.datasets]
    rows += [(visible(each.name), "", _since(each)) for each in changes.datasets if each.name not in held]
    return table(columns, rows)


def changes_lines(changes: SnapshotChanges) -> Iterator[str]:
    """Yield the lines that tell how two states differ, with the ids of entries."""
    for each in changes.datasets:
        yield f"{click.style(visible(each.name), bold=True)}: {_since(each)}"
        for word, ids in (("added", each.added), ("changed", each.changed), ("removed", each.removed)):
            if ids and not (each.is_new or each.is_gone):
                more = f" and {number(len(ids) - _IDS_SHOWN)} more" if len(ids) > _IDS_SHOWN else ""
                yield f"  {word} {' '.join(one[:8] for one in ids[:_IDS_SHOWN])}{more}"
    if changes.is_library_changed:
        yield f"{click.style('library and settings', bold=True)}: changed"


def _since(changes: DatasetChanges | None) -> str:
    if changes is None or changes.is_same:
        return "the same"
    if changes.is_gone:
        return "no longer there"
    if changes.is_new:
        return f"new, {count(len(changes.added), 'entry')}"
    parts = [
        f"{number(len(ids))} {word}"
        for word, ids in (("added", changes.added), ("changed", changes.changed), ("removed", changes.removed))
        if ids
    ]
    return listing([*parts, *(["rearranged"] if changes.is_rearranged else [])])


def check_lines(check: SnapshotCheck, *, title: str) -> Iterator[str]:
    """Yield the lines that tell what came of verifying a snapshot."""
    if check.is_good:
        yield f"{click.style(title, bold=True)}: good"
        return
    yield f"{click.style(title, bold=True)}: {click.style('damaged', fg='red')}"
    for fault in check.faults:
        lines = f"lines {number(fault.first)} to {number(fault.last)} of “{visible(fault.dataset)}”: "
        yield f"  {lines if fault.dataset else ''}{fault.what}"
        yield f"    {visible(fault.path)}"


def snapshot_as_json(snapshot: Snapshot, room: SnapshotSize | None = None) -> dict[str, JsonValue]:
    """Return a snapshot as JSON."""
    return {
        "id": snapshot.id,
        "root": snapshot.root,
        "at": snapshot.at,
        "reason": snapshot.reason.value,
        "name": snapshot.name,
        "pinned": snapshot.is_pinned,
        "whole": snapshot.is_whole,
        "step": snapshot.step,
        "datasets": [
            {"name": each.name, "entries": each.entries, "records": each.records} for each in snapshot.datasets
        ],
        "own_bytes": room.own if room else None,
        "shared_bytes": room.shared if room else None,
    }


def changes_as_json(changes: SnapshotChanges) -> dict[str, JsonValue]:
    """Return how two states differ as JSON."""
    return {
        "library_changed": changes.is_library_changed,
        "datasets": [
            {
                "name": each.name,
                "new": each.is_new,
                "gone": each.is_gone,
                "added": list(each.added),
                "changed": list(each.changed),
                "removed": list(each.removed),
                "rearranged": each.is_rearranged,
            }
            for each in changes.datasets
        ],
    }


def check_as_json(check: SnapshotCheck) -> dict[str, JsonValue]:
    """Return what came of verifying a snapshot as JSON."""
    return {
        "snapshot": check.snapshot,
        "good": check.is_good,
        "faults": [
            {
                "file": fault.path,
                "what": fault.what,
                "dataset": fault.dataset or None,
                "first_line": fault.first or None,
                "last_line": fault.last or None,
            }
            for fault in check.faults
        ],
    }
