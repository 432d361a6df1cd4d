"""A workspace in a temporary folder, and the command line run in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

LINES = (
    '{"id":"k-1","messages":[{"role":"system","content":"Keep the inn."},'
    '{"role":"user","content":"Is the lantern lit?","name":"Tess","mood":"shy"},'
    '{"content":"It is lit.  ","role":"assistant"}],"tags":["cosy"],"seed":12345678901234567890}\n'
    '{"messages":[{"role":"user","content":"Who keeps the bridge?"},'
    '{"role":"assistant","content":"The heron does, on weekdays."},{"role":"user","content":"And on Sundays?"},'
    '{"role":"assistant","content":"Nobody dares."}],"tags":["bridge","cosy"]}\n'
    '{"messages":[{"role":"user","content":"The lamp went out\n'
    '{"messages":[{"role":"user","content":"Who keeps the bridge?"},'
    '{"role":"assistant","content":"The heron does, on weekdays."}]}\n'
)


@pytest.fixture
def place(folder: Path) -> Path:
    """Return the folder of the workspace."""
    return folder / "place"


@pytest.fixture
def work(folder: Path, place: Path, run: Callable) -> Callable:
    """Return a function that runs a command in the workspace and fails the test at another status than expected."""
    (folder / "inn.jsonl").write_bytes(LINES.encode())

    def _work(*arguments: str | Path, status: int = 0, stdin: bytes = b"") -> object:
        outcome = run(*arguments, stdin=stdin, env={"ROLETHREAD_WORKSPACE": str(place)})
        assert outcome.status == status, f"{arguments}: {outcome.status}\n{outcome.out}\n{outcome.err}"
        return outcome

    return _work


@pytest.fixture
def inn(work: Callable) -> Callable:
    """Return the same, with the dataset `inn` imported: three entries and a record between them."""
    work("dataset", "import", "inn.jsonl")
    return work


@pytest.fixture
def lines(place: Path) -> Callable:
    """Return a function that gives the lines of a dataset's file."""

    def _lines(dataset: str = "inn") -> list[str]:
        return (place / "datasets" / dataset / f"{dataset}.jsonl").read_text(encoding="utf-8").splitlines()

    return _lines
