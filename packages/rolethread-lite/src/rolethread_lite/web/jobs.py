"""Long work in the background: started by a page, watched by it, and stopped when the owner says so."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from rolethread_lite.errors import RoleThreadError
from rolethread_lite.model.watch import Watch

NOT_KEPT = "What is not finished is not kept."
"""What is true of nearly all work that is stopped: it is one step, or none."""


class Stopped(Exception):
    """The owner stopped the work: what a job's watch raises then."""


@dataclass(slots=True, kw_only=True)
class Job:
    """One piece of long work."""

    number: int
    """Its number since the app was started."""
    title: str
    """What is done, in words."""
    done: int = 0
    """How much is done."""
    whole: int = 0
    """How much there is to do, 0 while that is not known."""
    address: str = ""
    """Where to go when it has ended well."""
    message: str = ""
    """What it came to, once it has ended."""
    error: RoleThreadError | None = None
    """Why it ended without having done it."""
    is_over: bool = False
    """Whether it has ended."""
    was_stopped: bool = False
    """Whether it ended because the owner stopped it."""
    unit: str = ""
    """What is counted: `bytes`, or a word for things."""
    back: str = ""
    """Where to go when it was stopped or failed, empty for nowhere in particular."""
    when_stopped: str = NOT_KEPT
    """What becomes of work that is not finished when it is stopped."""
    seconds: float = 0
    """How long it had been at work when it last told how much was done."""
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set once the owner said that it is to end."""
    ended: threading.Event = field(default_factory=threading.Event)
    """Set once it has ended, for whoever waits."""
    began: float = field(default_factory=time.monotonic)
    """When it began, by a clock that only tells how long something takes."""

    @property
    def rate(self) -> float:
        """Return how much is done in a second, 0 while that is not known."""
        return self.done / self.seconds if self.seconds > 0 else 0

    def watch(self, done: int, whole: int) -> None:
        """Note how much is done; raises Stopped when the owner said so."""
        self.done, self.whole, self.seconds = done, whole, time.monotonic() - self.began
        if self.stopping.is_set():
            raise Stopped

    def stop(self) -> None:
        """Ask the work to end; what it had not finished is not kept."""
        self.stopping.set()

    def end(self) -> None:
        """Note that it has ended."""
        self.is_over = True
        self.ended.set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end for so long; tell whether it has ended."""
        return self.ended.wait(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What stands in a region of a page while it waits for a job."""

    job: Job
    """The job."""
    address: str
    """What is asked again and again until the job is done."""
    region: str
    """Id of the region that waits."""
    title: str
    """What is done, in words."""
    words: str
    """Why it takes a while."""
    away: str
    """Where one gets without it."""
    away_words: str
    """What leads there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a piece of work came to."""

    message: str
    """In words."""
    address: str
    """Where to see it."""


class Jobs:
    """All long work since the app was started."""

    def __init__(self) -> None:
        """Begin with none."""
        self._jobs: dict[int, Job] = {}
        self._awaited: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._numbers = count(1)

    def start(
        self,
        title: str,
        work: Callable[[Watch], Outcome],
        *,
        unit: str = "",
        back: str = "",
        when_stopped: str = NOT_KEPT,
    ) -> Job:
        """Start a piece of work in a thread of its own and return it."""
        job = Job(number=next(self._numbers), title=title, unit=unit, back=back, when_stopped=when_stopped)
        self._jobs[job.number] = job
        threading.Thread(target=_run, args=(job, work), name=f"rolethread-job-{job.number}", daemon=True).start()
        return job

    def awaited(self, asked: str, title: str, work: Callable[[Watch], Outcome], *, unit: str) -> Job:
        """Return the work by which a question is answered: what is under way, or what is started now.

        How it ended is told once: a failure is raised, and a job that was stopped is begun anew when asked for again.
        """
        with self._lock:
            job = self._awaited.pop(asked, None)
            if job is not None and job.error is not None:
                raise job.error
            if job is not None and job.was_stopped:
                return job
            if job is None or job.is_over:
                job = self.start(title, work, unit=unit)
            self._awaited[asked] = job
            return job

    def find(self, number: int) -> Job | None:
        """Return a piece of work, None when there is none of that number."""
        return self._jobs.get(number)

    def running(self) -> tuple[Job, ...]:
        """Return the work that has not ended."""
        return tuple(job for job in self._jobs.values() if not job.is_over)


def _run(job: Job, work: Callable[[Watch], Outcome]) -> None:
    try:
        outcome = work(job.watch)
        job.message, job.address = outcome.message, outcome.address
    except Stopped:
        job.was_stopped = True
    except RoleThreadError as error:
        job.error = error
    finally:
        job.end()
