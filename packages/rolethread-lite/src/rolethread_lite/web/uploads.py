"""Where files wait between being dropped on a page and being imported: each under a name that this module chose."""

import json
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from rolethread_lite.disk import explain_failure
from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.web.looking import Look
from rolethread_lite.web.sidecar_pairs import is_sidecar, pair_up, sidecar_name

FOLDER = "uploads"
"""The folder of the workspace in which files wait."""
_LIST = "waiting.json"
_TOKEN = re.compile(r"[a-z0-9_]{1,40}")
_CHUNK = 1 << 20
_LEFT_BEHIND_AFTER = 24 * 3600
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST_SHOWN = 200
_LONGEST_BYTES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file as it arrived."""

    name: str
    """What it is called where it comes from."""
    content: BinaryIO
    """What is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFile:
    """A file that waits to be imported."""

    number: int
    """Its number among those that came with it, from 1."""
    shown: str
    """What it is called where it comes from."""
    name: str
    """What it is called here."""
    size: int
    """Its size in bytes."""
    sidecar: str = ""
    """What the sidecar is called that came with it, empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Files that came together and wait."""

    token: str
    """By what they are found."""
    files: tuple[WaitingFile, ...]
    """The files."""
    into: int = 0
    """Key of the dataset that they were meant for when they came, 0 for none."""
    lone: tuple[str, ...] = ()
    """Sidecars that came without their files, by name."""

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(file.size for file in self.files)


class Uploads:
    """The folder in which files wait; what was left behind a day ago is taken away when the app starts."""

    def __init__(self, folder: Path) -> None:
        """Let files wait in `folder`, which is made when the first one comes."""
        self._folder = folder
        self._looks: dict[Path, Look] = {}
        self._lock = threading.Lock()
        self._sweep()

    def take(self, sent: Sequence[Sent], *, into: int = 0) -> Waiting:
        """Copy files to where they wait; a sidecar is laid beside the file it belongs to.

        Raises InvalidValue when there is none among them that could be imported, StorageFailed.
        """
        pairs = pair_up([one.name for one in sent])
        sidecars = {one.name: one for one in sent if is_sidecar(one.name)}
        came = [(one, sidecars.get(pairs.get(place, ""))) for place, one in enumerate(sent) if not is_sidecar(one.name)]
        if not came:
            raise _nothing_sent(sent)
        lone = tuple(name[:_LONGEST_SHOWN] for name in sidecars if name not in pairs.values())
        with self._new_folder() as folder:
            files = tuple(_keep(folder, number, one, sidecar) for number, (one, sidecar) in enumerate(came, 1))
            waiting = Waiting(token=folder.name, files=files, into=into, lone=lone)
            self._write(waiting)
        return waiting

    @contextmanager
    def _new_folder(self) -> Iterator[Path]:
        """Give a folder of its own to files that come; it goes again when they cannot be kept."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            folder = Path(mkdtemp(prefix="", dir=self._folder))
            try:
                yield folder
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        except OSError as fault:
            raise explain_failure(fault, shown=self._folder) from fault

    def find(self, token: str) -> Waiting:
        """Return what waits under a token; raises UnknownName when it waits no more."""
        if _TOKEN.fullmatch(token):
            try:
                return _read(token, (self._folder / token / _LIST).read_bytes())
            except (OSError, ValueError, KeyError, TypeError):
                pass  # said below
        raise UnknownName("these files wait no more", advice="Drop them once more to import them.")

    def path(self, waiting: Waiting, file: WaitingFile) -> Path:
        """Return where a file waits."""
        return self._folder / waiting.token / str(file.number) / file.name

    def look(self, waiting: Waiting, file: WaitingFile) -> Look:
        """Return what is seen of a file; it is read once, in the background."""
        path = self.path(waiting, file)
        with self._lock:
            return self._looks.setdefault(path, Look(path))

    def release(self, waiting: Waiting, file: WaitingFile) -> Waiting:
        """Let a file go, and return what waits still."""
        path = self.path(waiting, file)
        left = replace(waiting, files=tuple(one for one in waiting.files if one.number != file.number))
        if not left.files:
            self.discard(waiting)
            return left
        with self._lock:
            self._looks.pop(path, None)
        shutil.rmtree(path.parent, ignore_errors=True)
        self._write(left)
        return left

    def discard(self, waiting: Waiting) -> None:
        """Let all of them go."""
        with self._lock:
            for file in waiting.files:
                self._looks.pop(self.path(waiting, file), None)
        shutil.rmtree(self._folder / waiting.token, ignore_errors=True)

    def _write(self, waiting: Waiting) -> None:
        (self._folder / waiting.token / _LIST).write_text(json.dumps(asdict(waiting)), "utf-8")

    def _sweep(self) -> None:
        oldest = time.time() - _LEFT_BEHIND_AFTER
        for folder in self._folder.glob("*"):
            if folder.is_dir() and not folder.is_symlink() and folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


def harmless_name(shown: str) -> str:
    """Return a name that a file can have in any folder: nothing in it leads elsewhere or is reserved."""
    name = _UNSAFE.sub("_", shown).strip(" .") or "file"
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    while len(name.encode()) > _LONGEST_BYTES:
        middle = len(name) // 2
        name = name[: middle - 1] + name[middle:]
    return name


def _keep(folder: Path, number: int, sent: Sent, sidecar: Sent | None) -> WaitingFile:
    home = folder / str(number)
    home.mkdir()
    name = harmless_name(sent.name)
    size = _copy(sent.content, home / name)
    if sidecar is not None:
        _copy(sidecar.content, home / sidecar_name(sidecar.name, beside=name))
    return WaitingFile(
        number=number,
        shown=sent.name[:_LONGEST_SHOWN],
        name=name,
        size=size,
        sidecar=sidecar.name[:_LONGEST_SHOWN] if sidecar is not None else "",
    )


def _copy(content: BinaryIO, path: Path) -> int:
    content.seek(0)
    with path.open("xb") as file:
        shutil.copyfileobj(content, file, _CHUNK)
        return file.tell()


def _nothing_sent(sent: Iterable[Sent]) -> InvalidValue:
    if any(sent):
        return InvalidValue(
            "there are only sidecars among these files", advice="Drop each together with the file it belongs to."
        )
    return InvalidValue("no file was chosen", advice="Choose one, or paste a text.")


def _read(token: str, raw: bytes) -> Waiting:
    told = json.loads(raw)
    files = tuple(WaitingFile(**one) for one in told["files"])
    return Waiting(token=token, files=files, into=int(told["into"]), lone=tuple(told["lone"]))
