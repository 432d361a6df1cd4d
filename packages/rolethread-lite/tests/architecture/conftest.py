"""The package's own source, parsed once for all that is asked of it."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "rolethread_lite"


@pytest.fixture(scope="session")
def trees() -> dict[str, ast.Module]:
    """Return every module of the package by its path; a walk that finds nothing fails."""
    paths = sorted(SOURCE.rglob("*.py"))
    assert len(paths) > 20, f"the walk over {SOURCE} found next to nothing"
    return {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}
