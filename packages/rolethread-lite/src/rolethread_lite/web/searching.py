"""Searches that take a while: done in the background, watched from the list that waits for them."""

from starlette.requests import Request

from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.selection import SearchMode, Selection
from rolethread_lite.web.jobs import Job, Jobs, Outcome, Watch
from rolethread_lite.web.rendering import workspace_of

AT_ONCE = 20_000
"""Lines that are read while somebody waits; about a second."""


class Searching:
    """The searches for which texts are being read."""

    def __init__(self) -> None:
        """Begin with none."""
        self._jobs: dict[str, Job] = {}

    def find(self, asked: str) -> Job | None:
        """Return the reading that was started for a question; one that has ended is told once."""
        found = self._jobs.get(asked)
        if found is not None and found.is_over:
            del self._jobs[asked]
        return found

    def keep(self, asked: str, job: Job) -> None:
        """Keep the reading of a question."""
        self._jobs[asked] = job


def awaited_search(request: Request, dataset: Dataset, selection: Selection) -> Job | None:
    """Return the reading a list has to wait for, None when it can be listed; raises what ended the reading.

    Texts are read once for all searches, but for every regular expression anew.
    """
    query, workspace = selection.text, workspace_of(request)
    if query is None:
        return None
    with workspace.view() as view:
        if view.lines_to_search(dataset.key, query) <= AT_ONCE:
            return None
    asked = f"{dataset.key} {query if query.mode is SearchMode.REGEX else ''}"
    searching: Searching = request.app.state.searching
    job = searching.find(asked)
    if job is not None and job.error is not None:
        raise job.error
    if job is not None:
        return job

    def _work(watch: Watch) -> Outcome:
        with workspace.view() as view:
            view.search(dataset.key, query, watch=watch)
        return Outcome(message="", address="")

    jobs: Jobs = request.app.state.jobs
    job = jobs.start(f"Search “{dataset.name}”", _work, unit="entries")
    searching.keep(asked, job)
    return job
