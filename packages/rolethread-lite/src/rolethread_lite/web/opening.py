"""Opens the app's address in the owner's browser, or in a window of its own."""

import shutil
import subprocess
import threading
import webbrowser
from pathlib import Path

_WITH_WINDOWS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "brave-browser",
    "vivaldi",
)
"""Browsers that show one page in a window without bars, as commands."""
_ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
"""Where they are on systems that do not have them among the commands."""


def open_in_browser(address: str) -> bool:
    """Ask the desktop to open an address; tell whether somebody took it on."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


def open_in_window(address: str) -> bool:
    """Open an address in a window without bars; tell whether there is a browser that can."""
    browser = next(filter(None, (shutil.which(name) for name in _WITH_WINDOWS)), None)
    browser = browser or next((path for path in _ELSEWHERE if Path(path).is_file()), None)
    if browser is None:
        return False
    try:
        process = subprocess.Popen(  # noqa: S603 (a browser of this machine, with an address of ours)
            [browser, f"--app={address}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    # Where it is the first window of that browser, its process stays as long as the window.
    threading.Thread(target=process.wait, daemon=True).start()
    return True
