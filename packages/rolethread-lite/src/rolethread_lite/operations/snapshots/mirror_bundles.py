"""Copies a bundle of every dataset into the mirror: a file that can be handed over as it is."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rolethread_lite.disk import explain_failure, sweep, write_atomically
from rolethread_lite.store.naming import file_name

FOLDER = "bundles"
_ENDING = ".rolethread"


def mirror_bundles(
    place: Path, names: Iterable[str], *, bundle: Callable[[str], Iterator[bytes]], is_renewed: bool
) -> None:
    """Write a bundle of each dataset below this machine's folder in the mirror; those of datasets that went go too.

    Bundles that are there stay as they are, unless they are renewed. Raises DiskFull, StorageFailed.
    """
    folder = place / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        kept = {path for path in folder.iterdir() if path.suffix == _ENDING}
    except OSError as fault:
        raise explain_failure(fault, shown=folder) from fault
    sweep(folder)
    wanted = {folder / f"{file_name(name)}{_ENDING}": name for name in names}
    for path, name in wanted.items():
        if is_renewed or path not in kept:
            write_atomically(path, bundle(name), replace=True)
    for path in kept - set(wanted):
        path.unlink(missing_ok=True)
