"""The app in a process of its own, as its owner runs it: it can be stopped, killed and started again at its port.

Started by the browser tests: `python browser_app.py FOLDER PORT [waits]`; it writes the port to standard output once
pages can be asked for. With `waits`, whatever can be waited for is done in the background, as in a large dataset.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

from app_address import TOKEN
from workspaces import LINES, import_lines

from rolethread_lite.web import searching
from rolethread_lite.web.app import create_app
from rolethread_lite.web.pages import insights
from rolethread_lite.web.serving import address_of, listen, port_of, serve
from rolethread_lite.workspace import Workspace

SONGS = tuple(
    json.dumps(
        {
            "messages": [
                {"role": "user", "content": f"Sing number {number}."},
                {"role": "assistant", "content": f"Verse {number}, and again."},
            ],
            "tags": ["even" if number % 2 == 0 else "odd"],
        }
    ).encode()
    for number in range(1, 131)
)
"""More entries than a page of the list shows."""


class ServedApp:
    """The app over a workspace, always at the same port and with the same key."""

    def __init__(self, folder: Path) -> None:
        """Serve the workspace in `folder`, once `start` is called."""
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._port = 0

    @property
    def host(self) -> str:
        """Return the address every page begins with."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def entrance(self) -> str:
        """Return the address that lets a browser in."""
        return address_of(self._port, token=TOKEN)

    def start(self, *, waits: bool = False) -> None:
        """Start the app and wait until it answers; with `waits` it treats every dataset as a large one."""
        command = [sys.executable, __file__, str(self._folder), str(self._port), *(["waits"] if waits else [])]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        if not said:
            self.kill()
            raise AssertionError("the app did not start; what it said stands above")
        self._port = int(said)

    def stop(self) -> None:
        """Stop the app as its owner does."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End the app as a crash does: it gets to finish nothing."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.communicate(timeout=30)
        self._process = None


def fill(folder: Path) -> None:
    """Make a workspace with two datasets: `tales` of every kind of line, and `songs`, more than one page of them."""
    with Workspace(folder, write_files=False) as workspace:
        import_lines(workspace, LINES, name="tales")
        import_lines(workspace, SONGS, name="songs")


def main(folder: Path, port: int, *, waits: bool) -> None:
    """Serve a workspace until somebody ends the process."""
    if waits:
        searching.AT_ONCE = insights.AT_ONCE = 0
    listener = listen(port)
    with Workspace(folder, write_files=False) as workspace:
        app = create_app(workspace, token=TOKEN, port=port_of(listener))
        serve(app, listener, ready=lambda: print(port_of(listener), flush=True))  # noqa: T201 (what the test waits for)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), waits="waits" in sys.argv[3:])
