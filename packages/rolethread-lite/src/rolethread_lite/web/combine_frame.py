"""What stands around the ways to combine datasets: one page, a tab for each."""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from rolethread_lite.errors import InvalidValue, RoleThreadError, WorkspaceMoved
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, render, wanted, workspace_of


class Tab(NamedTuple):
    """One of the ways."""

    key: str
    """Its word in addresses and templates."""
    title: str
    """What it is called."""

    @property
    def path(self) -> str:
        """Return where it is."""
        return f"/combine/{self.key}"


MERGE = Tab("merge", "Merge")
DUPLICATES = Tab("duplicates", "Remove duplicates")
VERSIONS = Tab("compare", "Compare")
JOIN = Tab("join", "Join entries")
PARTITION = Tab("partition", "Partition")
TABS = (MERGE, DUPLICATES, VERSIONS, JOIN, PARTITION)


def show_tab(
    request: Request, tab: Tab, context: Mapping[str, object], *, fault: RoleThreadError | None = None
) -> Response:
    """Show a tab: alone where htmx asks for it, in its page otherwise, with what was wrong with what was asked for."""
    page: Page = next(page for page in request.app.state.pages if page.name == "combine")
    frame = frame_for(request, page)
    whole = {"frame": frame, "tab": tab, "tabs": TABS, "datasets": frame.datasets, "fault": fault, **context}
    template = f"parts/combine_{tab.key}.html" if wanted(request) == "combine" else "pages/combine.html"
    return render(template, whole, status=_status(fault))


def find_dataset(request: Request, word: str) -> Dataset | None:
    """Return the dataset with that key, None where the address names none; raises InvalidValue for no key."""
    if not word:
        return None
    if not word.isascii() or not word.isdecimal():
        raise InvalidValue(f"{word!r} is no dataset", advice="Choose one from the list.")
    with workspace_of(request).view() as view:
        return view.dataset_of(int(word))


def read_number(parameters: QueryParams, name: str, *, usual: int) -> int:
    """Return a parameter that holds a whole number; raises InvalidValue for anything else."""
    word = parameters.get(name, "").strip()
    try:
        return int(word) if word else usual
    except ValueError as fault:
        raise InvalidValue(f"{word!r} is no whole number", where=name, advice="Give a whole number.") from fault


def _status(fault: RoleThreadError | None) -> int:
    if fault is None:
        return 200
    return 409 if isinstance(fault, WorkspaceMoved) else 422
