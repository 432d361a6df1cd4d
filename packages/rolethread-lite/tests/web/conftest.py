"""The app over a workspace in a temporary folder, asked without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_address import HOST, PORT, TOKEN
from starlette.testclient import TestClient
from workspaces import LINES, PLAIN, import_lines

from rolethread_lite.web.app import create_app
from rolethread_lite.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with two datasets: `tales` of every kind of line, and `songs`."""
    with Workspace(tmp_path / "workspace", write_files=False) as workspace:
        import_lines(workspace, LINES, name="tales")
        import_lines(workspace, [PLAIN], name="songs")
        yield workspace


@pytest.fixture
def stranger(workspace: Workspace) -> TestClient:
    """Return a browser that was not given the key."""
    return TestClient(create_app(workspace, token=TOKEN, port=PORT), base_url=HOST, follow_redirects=False)


@pytest.fixture
def browser(stranger: TestClient) -> TestClient:
    """Return a browser that holds the key."""
    stranger.cookies.set(f"rolethread_{PORT}", TOKEN)
    return stranger
