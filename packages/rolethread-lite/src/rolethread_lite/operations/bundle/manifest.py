"""The manifest of a bundle: what is in it, how large each file is, and its digest."""

from dataclasses import dataclass

from rolethread_lite.formats.json_object import JsonObject, NotAsExpected
from rolethread_lite.formats.library_json import as_bytes, read_marked
from rolethread_lite.model.json_text import JsonValue

MARK = "rolethread_bundle"
"""The member by which a manifest is known; its value is the version."""
VERSION = 1
MANIFEST = "manifest.json"
LINES = "dataset.jsonl"
IDS = "ids"
SIDECAR = "sidecar.json"
AVATARS = "avatars/"
NEEDED = (LINES, IDS, SIDECAR)
_SHA256_DIGITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledFile:
    """One file in a bundle."""

    name: str
    """Its name in the bundle."""
    size: int
    """Its size in bytes."""
    sha256: str
    """Its SHA-256, 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is in a bundle."""

    program: str
    """The program that wrote it, with its version."""
    dataset: str
    """The dataset's name."""
    uid: str
    """The dataset's id, 32 hexadecimal digits."""
    entries: int
    """How many entries there are."""
    records: int
    """How many lines are no entries."""
    files: tuple[BundledFile, ...]
    """Every file but the manifest itself."""


def write_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as the bytes of its file."""
    files: list[JsonValue] = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in manifest.files]
    dataset: JsonValue = {
        "name": manifest.dataset,
        "id": manifest.uid,
        "entries": manifest.entries,
        "records": manifest.records,
    }
    return as_bytes({MARK: VERSION, "program": manifest.program, "dataset": dataset, "files": files})


def read_manifest(raw: bytes, *, where: str) -> Manifest:
    """Return what a manifest says; raises UnreadableInput when it is none, damaged, or of a newer version."""
    return read_marked(raw, mark=MARK, version=VERSION, read=_read, where=where)


def _read(root: JsonObject) -> Manifest:
    dataset = root.member("dataset")
    files = tuple(_read_file(item) for item in root.items("files"))
    names = [one.name for one in files]
    missing = [name for name in NEEDED if name not in names]
    if missing or len(set(names)) != len(names):
        raise NotAsExpected(f"it does not list {missing[0]}" if missing else "it lists a file twice")
    return Manifest(
        program=root.maybe_text("program"),
        dataset=dataset.text("name"),
        uid=dataset.digits("id", number=32),
        entries=dataset.number("entries"),
        records=dataset.number("records"),
        files=files,
    )


def _read_file(item: JsonObject) -> BundledFile:
    return BundledFile(
        name=item.text("name"), size=item.number("size"), sha256=item.digits("sha256", number=_SHA256_DIGITS)
    )
