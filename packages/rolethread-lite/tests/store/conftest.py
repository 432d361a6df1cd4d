"""A workspace for the tests of the store; what they share is in `tests/workspaces.py`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rolethread_lite.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return an empty workspace that writes files only when it is told to."""
    with Workspace(tmp_path / "workspace", write_files=False) as opened:
        yield opened
