"""Finds for the sidecars among some files the file that each belongs to, by their names."""

from collections.abc import Sequence

from rolethread_lite.formats import rolethread_1, sidecar

_SUFFIXES = (sidecar.SUFFIX, rolethread_1.SIDECAR_SUFFIX)
_COMPRESSED = (".gz", ".zst")
_ENDINGS = (*_COMPRESSED, ".jsonl", ".json", ".ndjson", ".txt")


def is_sidecar(name: str) -> bool:
    """Tell from its name whether a file is a sidecar."""
    return name.endswith(_SUFFIXES)


def pair_up(names: Sequence[str]) -> dict[int, str]:
    """Return, by the places of files, the names of their sidecars.

    A sidecar belongs to the file it is named after; one that is left over belongs to the only file without one.
    """
    files = {place: name for place, name in enumerate(names) if not is_sidecar(name)}
    free = [name for name in dict.fromkeys(names) if is_sidecar(name)]
    pairs: dict[int, str] = {}
    for place, name in files.items():
        found = next((one for one in free if one.removeprefix(".") in _sidecar_names(name)), None)
        if found is not None:
            pairs[place] = found
            free.remove(found)
    bare = [place for place in files if place not in pairs]
    if len(files) == len(bare) == len(free) == 1:
        pairs[bare[0]] = free[0]
    return pairs


def sidecar_name(name: str, *, beside: str) -> str:
    """Return what a sidecar must be called to be found beside a file."""
    ours, first = _sidecar_names(beside)
    return ours if name.endswith(sidecar.SUFFIX) else first


def _sidecar_names(name: str) -> tuple[str, str]:
    """Return what the two kinds of sidecar of a file are called: ours, and that of RoleThread 1.0."""
    bare = _without(name, _COMPRESSED)
    return f"{_without(name, _ENDINGS)}{sidecar.SUFFIX}", f"{_stem(bare)}{rolethread_1.SIDECAR_SUFFIX}"


def _without(name: str, endings: Sequence[str]) -> str:
    for ending in endings:
        name = name.removesuffix(ending)
    return name


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name
