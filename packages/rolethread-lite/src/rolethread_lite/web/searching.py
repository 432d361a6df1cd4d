"""Searches that take a while: done in the background, and watched from the list that waits for them."""

from dataclasses import replace

from starlette.requests import Request

from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.selection import SearchMode, TextQuery
from rolethread_lite.model.watch import Watch
from rolethread_lite.web.address import EntriesAddress
from rolethread_lite.web.jobs import Jobs, Outcome, Wait
from rolethread_lite.web.rendering import workspace_of
from rolethread_lite.workspace import Workspace

AT_ONCE = 20_000
"""Lines that are read while somebody waits; about a second."""


def awaited_search(request: Request, dataset: Dataset, address: EntriesAddress) -> Wait | None:
    """Return what a list has to wait for, None when it can be listed; raises what ended the search.

    Texts are read once for all searches, but for every regular expression anew.
    """
    query, workspace = address.selection.text, workspace_of(request)
    if query is None:
        return None
    with workspace.view() as view:
        if view.lines_to_search(dataset.key, query) <= AT_ONCE:
            return None
    jobs: Jobs = request.app.state.jobs
    is_pattern = query.mode is SearchMode.REGEX
    return Wait(
        job=jobs.awaited(
            f"search {dataset.key} {query if is_pattern else ''}",
            f"Search “{dataset.name}”",
            lambda watch: _search(workspace, dataset, query, watch),
            unit="entries",
        ),
        address=str(address),
        region="list",
        title="Reading the messages",
        words="A regular expression is tried on every message."
        if is_pattern
        else "The first search reads every message; the next ones take no time.",
        away=str(address.selecting(replace(address.selection, text=None))),
        away_words="Do not search",
    )


def _search(workspace: Workspace, dataset: Dataset, query: TextQuery, watch: Watch) -> Outcome:
    with workspace.view() as view:
        view.search(dataset.key, query, watch=watch)
    return Outcome(message="", address="")
