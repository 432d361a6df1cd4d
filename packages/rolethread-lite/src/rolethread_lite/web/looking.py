"""Reads a file in the background, to say what an import of it would bring."""

import threading
from pathlib import Path

from rolethread_lite.errors import RoleThreadError, UnreadableInput
from rolethread_lite.operations.preview_import import ImportPreview, preview_import


class Look:
    """What is seen of a file; it is read from the first question on, in a thread of its own."""

    _one_at_a_time = threading.Lock()

    def __init__(self, path: Path) -> None:
        """Look at a file, once somebody asks."""
        self.preview: ImportPreview | None = None
        """What an import would bring, None until that is known."""
        self.fault: RoleThreadError | None = None
        """Why the file cannot be read, None as long as it can."""
        self._path = path
        self._over = threading.Event()
        self._begin = threading.Lock()

    def wait(self, seconds: float) -> bool:
        """Wait for the end of the file for so long; tell whether it was reached."""
        if self._begin.acquire(blocking=False):
            threading.Thread(target=self._read, name="rolethread-look", daemon=True).start()
        return self._over.wait(seconds)

    def _read(self) -> None:
        self.fault = UnreadableInput("it could not be read to its end", advice="Drop it once more.")
        try:
            with self._one_at_a_time:
                self.preview = preview_import(self._path)
            self.fault = None
        except RoleThreadError as fault:
            self.fault = fault
        finally:
            self._over.set()
