"""The floor: what no program can do without. Read the file, parse every line, write it back."""

import time
from pathlib import Path
from typing import NamedTuple

import orjson

ROUNDS = 3


class Floor(NamedTuple):
    """The least time that reading and writing a file takes here, in seconds."""

    wall: float
    processor: float


def measure_floor(corpus: Path, scratch: Path) -> Floor:
    """Return the best of a few rounds."""
    rounds = [_round(corpus, scratch) for _ in range(ROUNDS)]
    return min(rounds)


def _round(corpus: Path, scratch: Path) -> Floor:
    wall, processor = time.perf_counter(), time.process_time()
    with corpus.open("rb") as source, scratch.open("wb") as target:
        for line in source:
            target.write(orjson.dumps(orjson.loads(line)) + b"\n")
    return Floor(time.perf_counter() - wall, time.process_time() - processor)
