"""Times pieces of work and keeps them as figures."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.floor import Floor
from rolethread_lite.model.settings import read_setting
from rolethread_lite.operations.settings.change_settings import ChangeSettings
from rolethread_lite.workspace import Workspace

_NO_SNAPSHOTS = (read_setting("snapshots.before_lines", "0"), read_setting("snapshots.daily", "no"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measured figure."""

    name: str
    """What was done."""
    value: float
    """The number."""
    unit: str
    """`x floor`, `x floor (cpu)`, `ms p50`, `ms p95`, `bytes/entry`, `x file`, `MB`."""
    target: float | None = None
    """The most it should be, None without a target."""


class Bench:
    """One run: a corpus, its floor, a workspace that holds it, and what was measured."""

    def __init__(self, *, entries: int, corpus: Path, folder: Path, floor: Floor) -> None:
        """Measure with this corpus, in this folder."""
        self.entries = entries
        self.corpus = corpus
        self.folder = folder
        self.floor = floor
        self.measured: list[Measured] = []
        self._workspace: Workspace | None = None

    def workspace(self) -> Workspace:
        """Return a workspace that holds the corpus as the dataset `corpus`.

        Its files are not written and no snapshot is taken by itself: what a step costs is measured alone.
        """
        if self._workspace is None:
            self._workspace = Workspace(self.folder / "workspace", write_files=False)
            self._workspace.import_file(self.corpus, name="corpus")
            self._workspace.run(ChangeSettings(settings=_NO_SNAPSHOTS))
        return self._workspace

    def close(self) -> None:
        """Close the workspace."""
        if self._workspace is not None:
            self._workspace.close()

    def note(self, name: str, value: float, *, unit: str, target: float | None = None) -> None:
        """Keep a figure, and say it at once: a large corpus takes a while."""
        self.measured.append(Measured(name=name, value=value, unit=unit, target=target))
        print(f"{name}: {value:.3g} {unit}", file=sys.stderr, flush=True)

    @contextmanager
    def ratio(self, name: str, *, target: float | None = None) -> Iterator[None]:
        """Time the block as a ratio to the floor, by the wall clock and by the processor."""
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.note(name, (time.perf_counter() - wall) / self.floor.wall, unit="x floor", target=target)
        self.note(name, (time.process_time() - processor) / self.floor.processor, unit="x floor (cpu)")

    def latency(
        self, name: str, work: Callable[[int], object], *, rounds: int, targets: tuple[float, float] | None = None
    ) -> None:
        """Time single calls, in milliseconds: the middle one, and the one that 95 of 100 do not exceed."""
        times = []
        for number in range(rounds):
            start = time.perf_counter()
            work(number)
            times.append((time.perf_counter() - start) * 1000)
        middle, slow = targets or (None, None)
        self.note(name, statistics.median(times), unit="ms p50", target=middle)
        self.note(name, sorted(times)[max(0, round(len(times) * 0.95) - 1)], unit="ms p95", target=slow)
