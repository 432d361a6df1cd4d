"""Shows the main job on a small messy dataset: check it, fix it, see the difference, convert it.

Everything it needs is installed under `.cache`, nothing outside this folder is touched, and the second
run starts at once and needs no network.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from environments import CACHE, ROOT, executable, locked_environment

MESSY = "examples/rescued-notes.jsonl"
CLEAN = ".cache/try/clean.jsonl"
SHAREGPT = ".cache/try/clean.sharegpt.jsonl"
FINDINGS = 1

TOUR = (
    ("What is wrong with this file?", ["check", MESSY]),
    ("Put right what can be put right without changing a meaning.", ["fix", MESSY, "-o", CLEAN]),
    ("What changed, entry by entry?", ["diff", MESSY, CLEAN]),
    ("What is left for a person to decide?", ["check", CLEAN, "--limit", "0"]),
    ("The same dataset for a trainer that wants ShareGPT.", ["convert", CLEAN, "-o", SHAREGPT, "--to", "sharegpt"]),
)


def main() -> None:
    """Install once, then walk through the tour."""
    environment = locked_environment("venv", locks=("build", "lite"), editable=True)
    command = executable(environment, name="rolethread")
    shutil.rmtree(CACHE / "try", ignore_errors=True)
    (CACHE / "try").mkdir()
    for title, arguments in TOUR:
        show(command, title=title, arguments=arguments)
    for path in (CLEAN, SHAREGPT):
        print(f"\n{path} begins:\n{(ROOT / path).read_text(encoding='utf-8')[:300]}…")
    print(f"\nThe source file is as it was. To go on by yourself:\n    {command.relative_to(ROOT)} --help")


def show(command: Path, *, title: str, arguments: list[str]) -> None:
    """Print what is run, run it, and stop if it fails; findings are an answer and no failure."""
    print(f"\n— {title}\n$ rolethread {shlex.join(arguments)}", flush=True)
    answer = subprocess.run([command, *arguments], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, check=False)
    if answer.returncode not in (0, FINDINGS):
        sys.exit(answer.returncode)


if __name__ == "__main__":
    main()
