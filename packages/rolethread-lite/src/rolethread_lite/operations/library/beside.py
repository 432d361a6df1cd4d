"""Reads what stands beside a dataset's file: our own sidecar, or one of RoleThread 1.0."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.formats import rolethread_1
from rolethread_lite.formats.sidecar import EntryNote, read_sidecar, sidecar_beside
from rolethread_lite.model.library import Library
from rolethread_lite.model.rolethread_1 import Registry
from rolethread_lite.operations.bundle.reading import BundleReport

OURS = "sidecar"
BUNDLE = "bundle"
FIRST_EDITION = "sidecar of RoleThread 1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What belongs to a file's entries and does not stand in its lines."""

    kind: str = ""
    """What it was read from, in words; empty where there is nothing."""
    path: Path | None = None
    """Where that is."""
    library: Library = field(default_factory=Library)
    """What it holds of a library."""
    notes: tuple[EntryNote, ...] = ()
    """Notes on lines."""
    speakers: Registry | None = None
    """Who speaks which turn, from RoleThread 1.0."""
    left_out: tuple[str, ...] = ()
    """What in it could not be used, each in a few words."""
    fault: str = ""
    """Why it cannot be read at all; the entries come in without it."""


def read_beside(path: Path) -> Beside:
    """Return what stands beside a file; a sidecar that is broken or too new keeps nobody from the entries."""
    ours = sidecar_beside(path)
    first = rolethread_1.find_sidecar(path) if ours is None else None
    try:
        if ours is not None:
            return read_ours(ours)
        return Beside() if first is None else read_first_edition(first)
    except UnreadableInput as fault:
        return Beside(path=ours or first, fault=str(fault))


def read_ours(path: Path) -> Beside:
    """Return what our own sidecar says; raises UnreadableInput."""
    sidecar = read_sidecar(read_bytes(path), where=str(path))
    return Beside(kind=OURS, path=path, library=sidecar.library, notes=sidecar.notes)


def read_first_edition(path: Path) -> Beside:
    """Return what a sidecar of RoleThread 1.0 says; raises UnreadableInput."""
    sidecar = rolethread_1.read_sidecar(path)
    library = rolethread_1.library_of(sidecar)
    return Beside(kind=FIRST_EDITION, path=path, library=library, speakers=sidecar, left_out=sidecar.left_out)


def read_bundled(report: BundleReport, path: Path) -> Beside:
    """Return what belongs to the lines of a bundle that was verified, pictures included."""
    library = replace(report.sidecar.library, avatars=report.avatars)
    return Beside(kind=BUNDLE, path=path, library=library, notes=report.sidecar.notes)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raises UnreadableInput."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UnreadableInput(f"Cannot read: {reason.lower()}.", where=str(path), advice="Check the file.") from fault
