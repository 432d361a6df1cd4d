"""Files to read, made from text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rolethread_lite.files.reading import InputFile, Reader


@pytest.fixture
def reader(tmp_path: Path) -> Callable[..., Reader]:
    """Return a function that writes bytes to a file and returns a reader of it."""

    def _reader(content: bytes, name: str = "a.jsonl") -> Reader:
        path = tmp_path / name
        path.write_bytes(content)
        return Reader(InputFile(path=path, shown=name))

    return _reader
