"""Runs the benchmarks: `python -m bench --entries 10000`."""

import argparse
import importlib
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench.corpus import write_corpus
from bench.floor import measure_floor
from bench.measuring import Bench, Measured

CASES = ("importing", "editing", "asking", "writing", "organising", "snapshots")


def main() -> None:
    """Run the chosen cases and print the figures as a table, or as JSON."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="rolethread-bench-") as name:
        folder = Path(name)
        corpus = arguments.corpus or folder / "corpus.jsonl"
        if arguments.corpus is None:
            write_corpus(corpus, arguments.entries)
        entries = sum(1 for _ in corpus.open("rb"))
        floor = measure_floor(corpus, folder / "scratch.jsonl")
        bench = Bench(entries=entries, corpus=corpus, folder=folder, floor=floor)
        for case in arguments.only or CASES:
            importlib.import_module(f"bench.cases.{case}").run(bench)
        bench.close()
    print(f"{entries:,} entries; the floor is {floor.wall:.3f} s ({floor.wall / entries * 1e6:.1f} µs an entry)\n")
    print(json.dumps([asdict(one) for one in bench.measured], indent=1) if arguments.json else _table(bench.measured))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000, help="size of the corpus")
    parser.add_argument("--corpus", type=Path, help="a corpus of your own, instead of a made-up one")
    parser.add_argument("--only", action="append", choices=CASES, help="run only this; may be repeated")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def _table(measured: list[Measured]) -> str:
    rows = ["| what | figure | unit | target |", "|---|--:|---|--:|"]
    for one in measured:
        verdict = "" if one.target is None else f"{one.target:g}{'' if one.value <= one.target else ' missed'}"
        rows.append(f"| {one.name} | {one.value:.3g} | {one.unit} | {verdict} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
