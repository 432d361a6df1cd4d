"""Opens the app's address in the owner's browser."""

import webbrowser


def open_in_browser(address: str) -> bool:
    """Ask the desktop to open an address; tell whether somebody took it on."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False
