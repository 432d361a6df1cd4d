"""What there is to say of this RoleThread and its workspace, and a report of it that gives nothing away."""

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rolethread_lite.errors import RoleThreadError
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.mirror import MirrorStatus
from rolethread_lite.projecting import FileState
from rolethread_lite.queries.workspace_health import WorkspaceHealth, database_faults, workspace_health
from rolethread_lite.workspace import Workspace, default_folder, default_home

_FILE_STATES = {
    "current": "up to date",
    "behind": "being written",
    "missing": "not written yet",
    "changed outside": "changed by somebody else",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question about the workspace's health."""

    name: str
    """What is asked."""
    told: str
    """The answer."""
    is_good: bool
    """Whether all is well."""
    address: str = ""
    """Where to see to it, empty for nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetState:
    """A dataset with its file."""

    dataset: Dataset
    """The dataset."""
    file: str
    """How its file stands to it, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """All that is said of a workspace."""

    versions: tuple[tuple[str, str], ...]
    """The program and what it stands on."""
    places: tuple[tuple[str, str], ...]
    """Where everything is; never in the report."""
    sizes: tuple[tuple[str, int], ...]
    """What takes how many bytes."""
    counts: tuple[tuple[str, int], ...]
    """What there is how many of."""
    facts: tuple[tuple[str, str], ...]
    """What is so and what is not; nothing of it names anything."""
    datasets: tuple[DatasetState, ...]
    """The datasets."""
    checks: tuple[Check, ...]
    """How the workspace is."""


def diagnose(workspace: Workspace, *, with_database: bool = False) -> Diagnosis:
    """Return all that is to be said of a workspace; the database is read as a whole only where that is asked for."""
    with workspace.view() as view:
        health = workspace_health(view)
        faults = database_faults(view) if with_database else None
    mirror, files = workspace.mirror.status(), workspace.file_states()
    return Diagnosis(
        versions=_versions(health),
        places=tuple(_places(workspace, mirror)),
        sizes=tuple(_sizes(workspace, health)),
        counts=tuple(_counts(workspace, health)),
        facts=tuple(_facts(workspace, mirror)),
        datasets=tuple(DatasetState(dataset=one.dataset, file=_file_told(one)) for one in files),
        checks=(_database_check(faults), *_checks(workspace, files)),
    )


def report_of(diagnosis: Diagnosis) -> str:
    """Return a diagnosis as a text to hand to somebody: no name, no path, nothing that was written in a dataset.

    It is put together from numbers and from words of ours alone, so there is nothing to take out.
    """
    return "\n".join(_report_lines(diagnosis)) + "\n"


def _report_lines(diagnosis: Diagnosis) -> Iterator[str]:
    yield "RoleThread Lite: diagnostics"
    yield ""
    yield from (f"{name}: {told}" for name, told in diagnosis.versions)
    yield ""
    yield from (f"{name}: {told}" for name, told in diagnosis.facts)
    yield from (f"{name}: {size:,} bytes" for name, size in diagnosis.sizes)
    yield from (f"{name}: {number:,}" for name, number in diagnosis.counts)
    yield ""
    for place, one in enumerate(diagnosis.datasets, start=1):
        dataset = one.dataset
        yield f"dataset-{place}: {dataset.entries:,} entries, {dataset.records:,} records, file {one.file}"
    yield ""
    yield from (f"{'good' if check.is_good else 'LOOK'}  {check.name}: {check.told}" for check in diagnosis.checks)


def _versions(health: WorkspaceHealth) -> tuple[tuple[str, str], ...]:
    return (
        ("RoleThread Lite", version("rolethread-lite")),
        ("Python", platform.python_version()),
        ("SQLite", health.sqlite),
        ("Tables of the workspace", str(health.form)),
        ("System", f"{platform.system()} {platform.machine()}"),
    )


def _places(workspace: Workspace, mirror: MirrorStatus) -> Iterator[tuple[str, str]]:
    yield "Workspace", str(workspace.folder)
    yield "Files of the datasets", str(workspace.home)
    yield "Mirror", mirror.folder or "none"
    yield "Python", sys.executable


def _sizes(workspace: Workspace, health: WorkspaceHealth) -> Iterator[tuple[str, int]]:
    yield "Database", health.size
    yield "Unused in it", health.unused
    yield "Snapshots", _size_of(workspace.snapshots.shelf.folder)


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _counts(workspace: Workspace, health: WorkspaceHealth) -> Iterator[tuple[str, int]]:
    yield "Steps", health.steps
    yield "Snapshots taken", len(workspace.snapshots.all())


def _facts(workspace: Workspace, mirror: MirrorStatus) -> Iterator[tuple[str, str]]:
    yield "Workspace in its usual place", _yes(workspace.folder == default_folder())
    yield "Files in their usual place", _yes(workspace.home == default_home())
    yield "Mirror picked", _yes(bool(mirror.folder))
    if mirror.folder:
        yield "Mirror reachable", _yes(mirror.is_there)
        yield "Snapshots to copy", f"{mirror.waiting:,}"


def _yes(is_so: bool) -> str:  # noqa: FBT001 (a word for a yes or no)
    return "yes" if is_so else "no"


def _file_told(one: FileState) -> str:
    return _FILE_STATES.get(one.state.value, one.state.value)


def _database_check(faults: tuple[str, ...] | None) -> Check:
    name = "Database"
    if faults is None:
        return Check(name=name, told="not read now", is_good=True, address="/diagnostics?database=1")
    told = "sound" if not faults else f"SQLite finds faults in it ({len(faults):,} or more): restore from a snapshot"
    return Check(name=name, told=told, is_good=not faults)


def _checks(workspace: Workspace, files: tuple[FileState, ...]) -> Iterator[Check]:
    outside = sum(one.is_changed_outside for one in files)
    told = f"{outside:,} changed by somebody else" if outside else "none was changed by somebody else"
    yield Check(name="Files", told=told, is_good=not outside, address="/" if outside else "")
    outdated = workspace.outdated_lines()
    told = f"{outdated:,} lines have those of earlier rules" if outdated else "all made by the present rules"
    yield Check(name="Findings and figures", told=told, is_good=not outdated)
    yield _snapshot_check(workspace)
    yield _failure_check("Snapshots by themselves", workspace.snapshot_failure)
    yield _failure_check("Files in the background", workspace.file_failure)


def _snapshot_check(workspace: Workspace) -> Check:
    snapshots = workspace.snapshots
    every, damaged = snapshots.all(), len(snapshots.damaged_lists())
    never = sum(snapshots.verified_at(one) is None for one in every)
    if damaged:
        told = f"{damaged:,} cannot be read"
    elif not every:
        told = "there is none yet"
    else:
        told = f"{len(every) - never:,} of {len(every):,} were found good"
    return Check(name="Snapshots", told=told, is_good=not damaged, address="/history/snapshots")


def _failure_check(name: str, failure: RoleThreadError | None) -> Check:
    """Return whether something that nobody waits for failed; only the kind of failure is said."""
    told = "no failure since the start" if failure is None else f"failed ({failure.code})"
    return Check(name=name, told=told, is_good=failure is None)
