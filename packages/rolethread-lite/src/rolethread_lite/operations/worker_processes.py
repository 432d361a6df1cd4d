"""Maps a pure function over batches in other processes, in order, and never far ahead."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

_BATCHES_AHEAD = 6
"""How many batches are at work or waiting to be taken: enough to keep workers busy, little enough to stay small."""

Batch = TypeVar("Batch")
Result = TypeVar("Result")


@contextmanager
def mapped_ahead(
    work: Callable[[Batch], Result], batches: Iterable[Batch], *, workers: int
) -> Iterator[Iterator[Result]]:
    """Give the results of `work` for every batch, in their order; the processes end with the block."""
    # Started afresh, because a copy of a process with threads may hold a lock that nobody lets go.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield _results(pool, work, batches)


def _results(pool: Executor, work: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    for batch in batches:
        waiting.append(pool.submit(work, batch))
        if len(waiting) >= _BATCHES_AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
