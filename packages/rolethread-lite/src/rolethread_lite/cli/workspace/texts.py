"""Texts that are given in a file or a stream."""

import sys
from pathlib import Path

from rolethread_lite.errors import UnreadableInput
from rolethread_lite.files.reading import STREAM


def read_text(path: Path) -> str:
    """Return a text from a file, or from standard input for `-`; raises UnreadableInput."""
    try:
        raw = sys.stdin.buffer.read() if path == STREAM else path.read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableInput("it is not UTF-8 text", where=str(path), advice="Save it as UTF-8.") from fault
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise UnreadableInput(f"it cannot be read: {reason}", where=str(path), advice="Give a text file.") from fault
