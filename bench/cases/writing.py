"""The dataset's file, written anew after a change, against a plain copy; and the file verbs."""

import os
import shutil

from bench.measuring import Bench
from rolethread_lite.cli.main import main


def run(bench: Bench) -> None:
    """Measure what writes files."""
    with bench.ratio("copy the file and bring it to the disk"):
        copy = bench.folder / "copy.jsonl"
        shutil.copyfile(bench.corpus, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
    workspace = bench.workspace()
    with bench.ratio("write the dataset's file", target=0.45):
        workspace.write_files()
    for name, command, target in (
        ("check", ["check", str(bench.corpus)], None),
        ("fix", ["fix", str(bench.corpus), "-o", str(bench.folder / "fixed.jsonl")], None),
        (
            "convert to ShareGPT",
            ["convert", str(bench.corpus), "-o", str(bench.folder / "s.jsonl"), "--to", "sharegpt"],
            None,
        ),
        ("insights", ["insights", str(bench.corpus), "--json"], None),
    ):
        with bench.ratio(name, target=target):
            _run(command)


def _run(command: list[str]) -> None:
    """Run a command in this process, its output thrown away."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        saved = os.dup(1), os.dup(2)
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        try:
            main(command, standalone_mode=False)
        except SystemExit as leaving:
            if leaving.code not in (0, 1):
                raise
        finally:
            os.dup2(saved[0], 1)
            os.dup2(saved[1], 2)
