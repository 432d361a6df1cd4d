"""Renders pages and the parts of them that htmx asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rolethread_lite.model.dataset import Dataset
from rolethread_lite.web.documentation import help_address, help_of_page
from rolethread_lite.web.moments import clock, when
from rolethread_lite.web.opened_lately import in_order_of_opening
from rolethread_lite.web.page import Page
from rolethread_lite.web.prose import prose
from rolethread_lite.workspace import Workspace

_OTHERS = 9
_SIGNS = {" ": "\u2423", "\n": "\u21b5\n", "\t": "\u21e5"}
"""What stands for a space, the end of a line and a tab where the difference is in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page."""

    page: Page
    """The page."""
    pages: tuple[Page, ...]
    """The pages of the bar, in their order."""
    dataset: Dataset | None = None
    """The dataset the page is about."""
    datasets: tuple[Dataset, ...] = field(default=())
    """All datasets."""
    others: tuple[Dataset, ...] = field(default=())
    """Other datasets that the bar leads to, those opened lately first."""
    undo: str = ""
    """What would be undone, empty for nothing."""
    redo: str = ""
    """What would be redone, empty for nothing."""

    def address(self, page: Page) -> str:
        """Return where a page of the bar is found, for the dataset at hand."""
        if page.of_dataset:
            return f"/d/{self.dataset.key}/{page.name}" if self.dataset is not None else "/"
        return f"/{page.name}"

    def address_in(self, dataset: Dataset) -> str:
        """Return where this page is found for another dataset; its entries, where the page is about no dataset."""
        is_there = self.page.of_dataset and self.page.place is not None
        return f"/d/{dataset.key}/{self.page.name if is_there else 'entries'}"


def workspace_of(request: Request) -> Workspace:
    """Return the workspace that the app shows."""
    workspace: Workspace = request.app.state.workspace
    return workspace


def dataset_of(request: Request) -> Dataset:
    """Return the dataset that a request is about; raises UnknownName when it is not there any more."""
    with workspace_of(request).view() as view:
        return view.dataset_of(int(request.path_params["dataset"]))


def frame_for(request: Request, page: Page, *, dataset: Dataset | None = None) -> Frame:
    """Return what stands around a page."""
    workspace = workspace_of(request)
    undo, redo = workspace.next_labels()
    datasets = workspace.datasets()
    lately = in_order_of_opening(request, datasets)
    shown = dataset or next(iter(lately), None)
    return Frame(
        page=page,
        pages=request.app.state.pages,
        dataset=shown,
        datasets=datasets,
        others=tuple(one for one in lately if shown is None or one.key != shown.key)[:_OTHERS],
        undo=undo,
        redo=redo,
    )


def wanted(request: Request) -> str:
    """Return the id of the region that htmx asks for, empty for the whole page."""
    if "hx-history-restore-request" in request.headers:
        return ""
    return request.headers.get("hx-target", "").rpartition("#")[2]


def render(
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a template as an answer."""
    content = environment().get_template(template).render(context)
    return HTMLResponse(content, status_code=status, headers={"cache-control": "no-store", **(headers or {})})


@cache
def environment() -> Environment:
    """Return the templates: everything is escaped, and a name that is missing is a fault."""
    made = Environment(
        loader=PackageLoader("rolethread_lite.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["number"] = _number
    made.filters["size"] = size
    made.filters["prose"] = prose
    made.globals["help_address"] = help_address
    made.globals["help_of_page"] = help_of_page
    made.filters["visible"] = visible
    made.filters["spelled"] = spelled
    made.filters["when"] = when
    made.filters["clock"] = clock
    return made


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) or value == int(value) else f"{value:,.1f}"


def size(value: int) -> str:
    """Return bytes in the unit that suits them."""
    amount = float(value)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def visible(text: str) -> str:
    """Return a text as a page can hold it: halves of surrogate pairs are replaced."""
    return text.encode("utf-8", "replace").decode()


def spelled(text: str) -> str:
    """Return a text in which what nobody could see stands as a sign; spaces do where there is nothing else."""
    is_blank = text.isspace()
    return "".join(_spelled(character, is_blank=is_blank) for character in text)


def _spelled(character: str, *, is_blank: bool) -> str:
    if character in _SIGNS and (is_blank or character != " "):
        return _SIGNS[character]
    return character if character.isprintable() or character == " " else f"\u27e8U+{ord(character):04X}\u27e9"
