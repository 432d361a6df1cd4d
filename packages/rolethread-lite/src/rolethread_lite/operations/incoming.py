"""A file that comes in, with what belongs to it: what stands beside it, or in its bundle."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rolethread_lite.formats.opening import SourceFacts
from rolethread_lite.operations.bundle.reading import SUFFIX, Bundle, Progress, looks_like_bundle, opened_bundle
from rolethread_lite.operations.library.beside import Beside, read_beside, read_bundled
from rolethread_lite.operations.library.sources import read_library_source

_ENDINGS = (SUFFIX, ".gz", ".zst", ".jsonl", ".json", ".txt", ".ndjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A file that comes in."""

    path: Path
    """Where it is."""
    name: str
    """What its dataset is called when nobody says otherwise."""
    beside: Beside
    """What belongs to its entries."""
    bundle: Bundle | None = None
    """The bundle that it is, verified; None for any other file."""


@contextmanager
def opened_incoming(
    path: Path, *, sidecar: Path | None = None, progress: Progress = lambda _bytes: None
) -> Iterator[Incoming]:
    """Give a file with what belongs to it: what stands beside it, or in `sidecar` where one is named.

    Raises UnreadableInput for a bundle that is not what it should be, and for a named sidecar that cannot be read.
    """
    if not looks_like_bundle(path):
        beside = read_beside(path) if sidecar is None else read_library_source(sidecar)
        yield Incoming(path=path, name=dataset_name_for(path), beside=beside)
        return
    with opened_bundle(path) as bundle:
        report = bundle.verify(progress=progress)
        yield Incoming(path=path, name=report.manifest.dataset, beside=read_bundled(report, path), bundle=bundle)


def dataset_name_for(path: Path) -> str:
    """Return the name a dataset gets from its file: the file's name without its endings."""
    name = path.name.encode("utf-8", "replace").decode()
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name.strip() or "dataset"


def facts_of_bundle(path: Path, *, size: int) -> SourceFacts:
    """Return what is seen of the lines of every bundle."""
    return SourceFacts(
        name=str(path),
        size=size,
        encoding="utf-8",
        compression="",
        framing="lines",
        has_bom=False,
        blank_lines=0,
        latin1_lines=0,
        first_latin1_line=None,
    )
