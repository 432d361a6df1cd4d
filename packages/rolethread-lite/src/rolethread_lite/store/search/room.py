"""Room for texts: some in memory, and the rest in files without a name, mapped, which the system reads as it needs."""

import mmap
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TypeAlias

Held: TypeAlias = bytes | memoryview
"""A text, wherever it is held."""

BYTES_IN_MEMORY = 256 << 20
"""How much stays in memory; what lies in a file costs memory only while nobody else needs it."""
FILE_BYTES = 256 << 20
"""How much one file takes: each map keeps its file open, and a process may not have many."""
SPARED_BYTES = 2 << 30
"""How much of the disk is left to what is worth more than a quick search."""
_LEAST = 1 << 16
"""Texts below this stay in memory, as those of single entries that were changed."""


class Room:
    """Holds texts for as long as somebody refers to them. The files go with the last of them, even after a crash."""

    def __init__(self, folder: Path) -> None:
        """Begin empty; files are made in `folder` once they are needed."""
        self._folder = folder
        self._in_memory = 0
        self._file: _MappedFile | None = None

    def keep(self, text: bytes) -> Held:
        """Hold a text; where no file can be written, or the disk is nearly full, it stays in memory."""
        if len(text) < _LEAST or self._in_memory + len(text) <= BYTES_IN_MEMORY:
            self._in_memory += len(text)
            return text
        try:
            return self._in_file(text)
        except OSError:
            return text

    def _in_file(self, text: bytes) -> Held:
        if self._file is None or len(text) > self._file.left:
            size = max(FILE_BYTES, len(text))
            if shutil.disk_usage(self._folder).free < size + SPARED_BYTES:
                return text
            self._file = _MappedFile(self._folder, size=size)
        return self._file.append(text)


class _MappedFile:
    """A file of a fixed size that is written from its beginning on and read through a map.

    It is written as a file, since a full disk is an error there and the end of the process in a map.
    """

    def __init__(self, folder: Path, *, size: int) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, prefix="search-")  # noqa: SIM115 (open as long as this is)
        weakref.finalize(self, self._file.close)
        self._file.truncate(size)
        self._map = memoryview(mmap.mmap(self._file.fileno(), size, access=mmap.ACCESS_READ))
        self._end = 0

    @property
    def left(self) -> int:
        return len(self._map) - self._end

    def append(self, text: bytes) -> memoryview:
        begin = self._file.seek(self._end)
        self._file.write(text)
        self._file.flush()
        self._end += len(text)
        return self._map[begin : self._end]
