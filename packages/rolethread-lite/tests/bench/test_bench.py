"""Every benchmark runs and gives figures; how large they are is no test's business."""

import math
import sys
from pathlib import Path

import pytest

ENTRIES = 60


@pytest.mark.parametrize("case", ["importing", "editing", "asking", "writing", "organising", "snapshots"])
def test_every_case_gives_figures(case: str, tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(repository))
    for name in [name for name in sys.modules if name == "bench" or name.startswith("bench.")]:
        monkeypatch.delitem(sys.modules, name)
    from bench import corpus, floor, measuring  # noqa: PLC0415 (the bench is beside the package, not in it)

    path = tmp_path / "corpus.jsonl"
    corpus.write_corpus(path, ENTRIES)
    found = floor.measure_floor(path, tmp_path / "scratch.jsonl")
    bench = measuring.Bench(entries=ENTRIES, corpus=path, folder=tmp_path, floor=found)
    __import__(f"bench.cases.{case}", fromlist=["run"]).run(bench)
    bench.close()
    assert bench.measured
    assert all(math.isfinite(one.value) and one.value >= 0 for one in bench.measured)
    assert all(one.name and one.unit for one in bench.measured)


def test_a_corpus_is_the_same_every_time_and_a_beginning_of_a_longer_one(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(repository))
    from bench import corpus  # noqa: PLC0415 (the bench is beside the package, not in it)

    short, long = list(corpus.corpus_lines(20)), list(corpus.corpus_lines(40))
    assert long[:20] == short == list(corpus.corpus_lines(20))
    assert len(set(long)) == len(long)
