"""All datasets: how large they are, what was found in them, and how their files stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.finding import Severity
from rolethread_lite.operations.create_dataset import MakeDataset
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.operations.rename_dataset import RenameDataset
from rolethread_lite.projecting import FileState
from rolethread_lite.queries.dataset_findings import count_findings
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.import_cards import free_name
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import dataset_of, frame_for, render, workspace_of

EXAMPLE = Path(__file__).parent.parent / "examples" / "lantern-inn.jsonl"
"""A small dataset of our own writing, to look around in."""
STATES: Mapping[str, str] = MappingProxyType(
    {
        "current": "Its file is up to date.",
        "behind": "Its file is written in a moment.",
        "missing": "Its file is not there yet; it is written in a moment.",
        "changed outside": "Somebody else changed its file.",
    }
)
"""How a dataset's file stands, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetCard:
    """A dataset as it is listed."""

    file: FileState
    """The dataset and its file."""
    errors: int
    """How many findings are errors."""
    warnings: int
    """How many are warnings."""

    @property
    def state(self) -> str:
        """Return how its file stands, in words."""
        return STATES[self.file.state.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """A name that cannot be, where it was typed."""

    name: str = ""
    fault: str = ""
    dataset: int = 0
    """Key of the dataset that was to be renamed, 0 for a new one."""


def _show(request: Request) -> Response:
    return _page(request, _Typed())


def _page(request: Request, typed: _Typed) -> Response:
    workspace = workspace_of(request)
    cards = [_card(request, state) for state in workspace.file_states()]
    context = {"frame": frame_for(request, PAGE), "cards": cards, "home": workspace.home, "typed": typed}
    return render("pages/datasets.html", context, status=422 if typed.fault else 200)


def _card(request: Request, state: FileState) -> DatasetCard:
    with workspace_of(request).view() as view:
        counts = count_findings(view, dataset=state.dataset.name)
    totals = {
        severity: sum(one.entries for one in counts if one.severity is severity)
        for severity in (Severity.ERROR, Severity.WARNING)
    }
    return DatasetCard(file=state, errors=totals[Severity.ERROR], warnings=totals[Severity.WARNING])


def _create(request: Request, form: Form) -> Response:
    workspace, name = workspace_of(request), form.text("name")
    try:
        workspace.run(MakeDataset(dataset=name))
    except InvalidValue as fault:
        return _page(request, _Typed(name=name, fault=_in_words(fault)))
    with workspace.view() as view:
        key = view.dataset_key(usable_name(name))
    return RedirectResponse(f"/d/{key}/entries", 303)


def _look_around(request: Request, form: Form) -> Response:
    """Bring in the example that came with the program."""
    del form
    workspace = workspace_of(request)
    with workspace.view() as view:
        name = free_name("lantern-inn", is_free=lambda one: view.name_in_the_way(one) is None)
    workspace.import_file(EXAMPLE, name=name)
    with workspace.view() as view:
        key = view.dataset_key(name)
    return RedirectResponse(f"/d/{key}/entries", 303)


def _rename(request: Request, form: Form) -> Response:
    dataset = dataset_of(request)
    try:
        workspace_of(request).run(RenameDataset(dataset=dataset.name, name=form.text("name")))
    except InvalidValue as fault:
        return _page(request, _Typed(name=form.text("name"), fault=_in_words(fault), dataset=dataset.key))
    return RedirectResponse("/", 303)


def _remove(request: Request, form: Form) -> Response:
    del form
    workspace_of(request).run(RemoveDataset(dataset=dataset_of(request).name))
    return RedirectResponse("/", 303)


def _in_words(fault: InvalidValue) -> str:
    return f"{fault.what[:1].upper()}{fault.what[1:]}. {fault.advice}"


PAGE = Page(
    name="datasets",
    title="Datasets",
    summary="Everything you work on, and how its files stand.",
    routes=(
        Route("/", _show),
        Route("/datasets", posted(_create), methods=["POST"]),
        Route("/datasets/example", posted(_look_around), methods=["POST"]),
        Route("/d/{dataset:int}/rename", posted(_rename), methods=["POST"]),
        Route("/d/{dataset:int}/remove", posted(_remove), methods=["POST"]),
    ),
)
