"""The tools that write the documentation, loaded from their files."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).resolve().parents[4] / "tools"


@pytest.fixture(scope="session")
def reference() -> ModuleType:
    """Return the tool that writes the reference pages."""
    return _load("write_reference")


@pytest.fixture(scope="session")
def consoles() -> ModuleType:
    """Return the tool that runs the pages' commands."""
    return _load("consoles")


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
