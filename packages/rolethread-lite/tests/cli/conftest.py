"""A folder of small files, the command line run in it, and golden files to compare with."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from rolethread_lite.cli.main import main

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "cli"
UPDATE = "ROLETHREAD_UPDATE_GOLDEN"

CLEAN = (
    '{"messages": [{"role": "system", "content": "You are Wick, a candle with opinions."}, '
    '{"role": "user", "content": "Is it late?"}, {"role": "assistant", "content": "It is *almost* tomorrow."}], '
    '"tags": ["cosy"]}\n'
    '{"messages": [{"role": "user", "content": "Who keeps the bridge?"}, '
    '{"role": "assistant", "content": "The heron does, on weekdays."}], "id": "b-2"}\n'
)
FLAWED = (
    '{"messages": [{"role": "user", "content": "Is anyone home?  "}, '
    '{"role": "assistant", "content": "Always."}], "tags": ["cosy"]}\n'
    '{"messages": [{"role": "user", "content": "Who keeps the bridge?"}, '
    '{"role": "assistant", "content": "  The heron does."}]}\n'
    '{"messages": [{"role": "user", "content": "The lamp went out\n'
    "\n"
    "[1, 2]\n"
    '{"messages": [{"role": "user", "content": "Who  keeps the bridge? "}, '
    '{"role": "assistant", "content": "The heron does."}], "tags": ["bridge"]}\n'
)
SHAREGPT = (
    '{"id": "s-1", "conversations": [{"from": "human", "value": "Is it late?"}, '
    '{"from": "gpt", "value": "It is *almost* tomorrow."}]}\n'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run of the command line came to."""

    status: int
    out: str
    err: str
    out_bytes: bytes


Run = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which commands run, with a clean, a flawed and a ShareGPT file in it."""
    for name, text in (("clean.jsonl", CLEAN), ("flawed.jsonl", FLAWED), ("shared.jsonl", SHAREGPT)):
        (tmp_path / name).write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Return a function that runs the command line; an exception that nobody turned into words fails the test."""

    def _run(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Outcome:
        assert folder.is_dir()
        words: Sequence[str] = [str(argument) for argument in arguments]
        environment = {"COLUMNS": "80", "NO_COLOR": None, **(env or {})}
        result = CliRunner().invoke(main, words, input=stdin, env=environment, prog_name="rolethread")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(status=result.exit_code, out=result.stdout, err=result.stderr, out_bytes=result.stdout_bytes)

    return _run


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Return a function that compares a text with its golden file, or writes that file when asked to."""

    def _compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get(UPDATE, "") not in ("", "0"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"there is no {path.name}; {UPDATE}=1 writes it"
        assert text == path.read_text(encoding="utf-8"), f"not what {path.name} says; {UPDATE}=1 writes it anew"

    return _compare
