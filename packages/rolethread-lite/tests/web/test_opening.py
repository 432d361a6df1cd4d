"""How the app is opened: in a window of its own where a browser has such, in an ordinary one otherwise."""

import sys
import threading
import time
from pathlib import Path

import pytest

from rolethread_lite.cli import app
from rolethread_lite.web import opening

ADDRESS = "http://127.0.0.1:1/?token=x"


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the desktop is asked to open, on a machine without any browser."""
    addresses: list[str] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(opening, "_ELSEWHERE", ())
    monkeypatch.setattr("webbrowser.open", lambda address: addresses.append(address) or True)
    return addresses


def _browser(folder: Path) -> Path:
    seen = folder / "seen.txt"
    program = folder / "chromium"
    program.write_text(f"#!{sys.executable}\nimport sys\nopen({str(seen)!r}, 'w').write(' '.join(sys.argv[1:]))\n")
    program.chmod(0o755)
    return seen


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a script")
def test_a_window_of_its_own(tmp_path: Path, asked: list[str]) -> None:
    seen = _browser(tmp_path)
    app._open(ADDRESS, window=True)
    for _ in range(200):
        if seen.exists() and seen.read_text():
            break
        time.sleep(0.05)
    assert seen.read_text() == f"--app={ADDRESS}"
    for thread in threading.enumerate():
        if thread.daemon:
            thread.join(timeout=5)
    assert asked == []


def test_an_ordinary_browser_where_none_has_such_windows(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    app._open(ADDRESS, window=True)
    assert asked == [ADDRESS]
    assert "an ordinary one is opened" in capsys.readouterr().err


def test_no_browser_at_all(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: not address)
    app._open(ADDRESS, window=False)
    assert "open the address above yourself" in capsys.readouterr().err
    assert asked == []
