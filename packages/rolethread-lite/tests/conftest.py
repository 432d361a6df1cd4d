"""What every test shares: how much is tried, which tests are slow, and where the sample files are."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[3]
_SLOW = "ROLETHREAD_SLOW"
_SAMPLES = "ROLETHREAD_SAMPLES"

settings.register_profile(
    "default",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("slow", settings.get_profile("default"), max_examples=600, derandomize=False)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that asks for the long tests too."""
    parser.addoption("--slow", action="store_true", help=f"run the long tests too, as {_SLOW}=1 does")


def pytest_configure(config: pytest.Config) -> None:
    """Try more examples when the long tests are asked for."""
    settings.load_profile("slow" if _wants_slow(config) else "default")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they are asked for."""
    if _wants_slow(config):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def _wants_slow(config: pytest.Config) -> bool:
    return bool(config.getoption("--slow")) or os.environ.get(_SLOW, "") not in ("", "0")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples_folder() -> Path:
    """Return the folder of real files by other programs; skip where it is not there."""
    named = os.environ.get(_SAMPLES)
    folder = Path(named) if named else ROOT.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip(f"no sample files: {_SAMPLES} names no folder, and none stands beside the repository")
    return folder
