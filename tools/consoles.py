"""Runs the commands in the documentation's `console` blocks and writes what they print below them.

A block is what a person would see: lines that begin with `$ ` are run in order, in a folder that holds
nothing but the examples, and all that follows is their output. `…` at the end of an output means that
only its first lines are shown. `--check` only tells whether the pages still say what happens.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/how-to/*.md")
_BLOCK = re.compile(r"^```console\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
_MORE = "…\n"
_WHEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_THEN = "2027-01-15 20:30"
_UNBUFFERED = {"PYTHONUNBUFFERED": "1"}  # both streams in the order in which a terminal shows them


def documented_pages() -> list[Path]:
    """Return every page whose console blocks are run."""
    return [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]


def refreshed(page: str, *, folder: Path) -> str:
    """Return the page with what its commands print now; they run in `folder`, one after the other."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    return _BLOCK.sub(lambda block: f"```console\n{''.join(_rerun(block[1], folder))}```", page)


def commands_in(page: str) -> list[str]:
    """Return the commands of a page's blocks, as typed."""
    return [line[2:] for block in _BLOCK.findall(page) for line in block.splitlines() if line.startswith("$ ")]


def _rerun(block: str, folder: Path) -> Iterator[str]:
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, flags=re.MULTILINE):
        printed = _output(command, folder)
        if shown.endswith(_MORE):
            lines = printed.splitlines(keepends=True)
            printed = "".join(lines[: shown.count("\n") - 1]) + _MORE
        yield f"$ {command}\n{printed}"


def _output(command: str, folder: Path) -> str:
    """Run one `rolethread` command as a person at a terminal 100 columns wide would, and return what it prints."""
    name, *arguments = shlex.split(command)
    program = Path(sysconfig.get_path("scripts")) / name
    answer = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = _WHEN.sub(_THEN, answer.stdout.decode().replace(str(_home(folder)), "~"))
    return text if text.endswith("\n") or not text else f"{text}\n"


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment with a home of its own, and nothing of this machine's but its programs."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(_home(folder)), "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1", **_UNBUFFERED}


def _home(folder: Path) -> Path:
    return folder / "home"


def main() -> None:
    """Write the outputs anew, or tell which page no longer says what happens."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page has drifted")
    check = parser.parse_args().check
    for path in documented_pages():
        page = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            current = refreshed(page, folder=Path(folder))
        if current != page and check:
            sys.exit(f"{path.relative_to(ROOT)} no longer shows what its commands print; run this without --check.")
        if current != page:
            path.write_text(current, encoding="utf-8", newline="\n")
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
