"""Merging datasets into a new one, and taking duplicates out of one: shown first, done in one step."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError, WorkspaceMoved
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.watch import Watch
from rolethread_lite.operations.merge.merge_datasets import Merging
from rolethread_lite.operations.merge.planning import MergePlan
from rolethread_lite.operations.merge.planning import Watch as PlanWatch
from rolethread_lite.operations.merge.remove_duplicates import RemoveDuplicates
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.combine_frame import DUPLICATES, MERGE, Tab, find_dataset, read_number, show_tab
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.latest import Latest
from rolethread_lite.web.merging import POLICIES, ComparisonWish, read_comparison, show_pairs
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import workspace_of
from rolethread_lite.workspace import Plan

AT_ONCE = 20_000
"""Up to so many lines are compared while the page waits."""
NEAR_AT_ONCE = 3_000
"""The same for near duplicates, which take longer."""
_PATIENCE = 2.0
_USUAL_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What an address wants done."""

    tab: Tab
    datasets: tuple[Dataset, ...]
    how: ComparisonWish
    name: str
    seed: int | None
    query: str

    @property
    def lines(self) -> int:
        """Return how many lines are compared."""
        return sum(one.entries + one.records for one in self.datasets)

    @property
    def address(self) -> str:
        """Return where it is shown."""
        return f"{self.tab.path}?{self.query}"

    @property
    def is_small(self) -> bool:
        """Tell whether a page can wait for it."""
        return self.lines <= (AT_ONCE if self.how.comparison.near is None else NEAR_AT_ONCE)

    def merging(self) -> Merging:
        """Return the merge that is wanted; raises InvalidValue without a dataset."""
        if not self.datasets:
            raise InvalidValue("no dataset is ticked", advice="Tick those that are to be merged.")
        names = tuple(one.name for one in self.datasets)
        return Merging(
            datasets=names, name=self.name, comparison=self.how.comparison, keep=self.how.keep, seed=self.seed
        )

    def removal(self) -> RemoveDuplicates:
        """Return the removal that is wanted; raises InvalidValue without a dataset."""
        if not self.datasets:
            raise InvalidValue("no dataset is chosen", advice="Choose one first.")
        return RemoveDuplicates(dataset=self.datasets[0].name, comparison=self.how.comparison, keep=self.how.keep)


def _show(request: Request, *, tab: Tab) -> Response:
    return _page(request, request.query_params, tab=tab)


def _page(request: Request, parameters: QueryParams, *, tab: Tab, fault: RoleThreadError | None = None) -> Response:
    """Show what is asked for, and what it would come to where that was asked for too."""
    plan, wish = None, None
    try:
        wish = _read(request, parameters, tab)
        if "preview" in parameters and fault is None:
            plan = _known_plan(request, wish)
    except InvalidValue as refused:
        fault = fault or refused
    context = {
        "typed": parameters,
        "chosen": [one.key for one in wish.datasets] if wish else [],
        "near": wish.how.near if wish else parameters.get("likeness", ""),
        "policies": POLICIES if tab is MERGE else POLICIES[:-1],
        "usual_seed": _USUAL_SEED,
        "wish": wish,
        "plan": plan,
        "pairs": show_pairs(workspace_of(request), plan) if plan is not None else (),
        "is_asked": "preview" in parameters and fault is None,
    }
    return show_tab(request, tab, context, fault=fault)


def _read(request: Request, parameters: QueryParams, tab: Tab) -> _Wish:
    found = [one for word in parameters.getlist("dataset") if (one := find_dataset(request, word)) is not None]
    first = parameters.get("first", "")
    return _Wish(
        tab=tab,
        datasets=tuple(sorted(dict.fromkeys(found), key=lambda one: (str(one.key) != first, one.name))),
        how=read_comparison(parameters),
        name=parameters.get("name", ""),
        seed=read_number(parameters, "seed", usual=_USUAL_SEED) if "shuffle" in parameters else None,
        query=str(parameters),
    )


def _known_plan(request: Request, wish: _Wish) -> MergePlan | None:
    """Return the plan for a wish, None when it takes too long to make it while a page waits."""
    with workspace_of(request).view() as view:
        revision = view.revision
    kept = _plans(request).find(wish.address, revision=revision)
    if kept is None and wish.is_small:
        return _make_plan(request, wish, lambda _what, _done, _whole: None)
    return kept


def _make_plan(request: Request, wish: _Wish, watch: PlanWatch) -> MergePlan:
    workspace = workspace_of(request)
    if wish.tab is MERGE:
        plan = workspace.preview_merge(wish.merging(), watch=watch)
    else:
        with workspace.view() as view:
            plan = wish.removal().plan(view, watch=watch)
    _plans(request).keep(wish.address, plan, revision=plan.revision)
    return plan


def _compare(request: Request, form: Form, *, tab: Tab) -> Response:
    """Make a plan in the background, and show it once it is made."""
    wish = _read(request, QueryParams(form.text("query")), tab)

    def _work(watch: Watch) -> Outcome:
        _make_plan(request, wish, lambda _what, done, whole: watch(done, whole))
        return Outcome(message="Compared all entries", address=wish.address)

    job = jobs_of(request).start("Look for duplicates", _work, unit="lines", back=wish.address)
    return shown_job(request, job, patience=_PATIENCE)


def _merge(request: Request, form: Form) -> Response:
    """Merge what was shown, unless something changed since."""
    wish = _read(request, QueryParams(form.text("query")), MERGE)
    work = partial(_merged, request, wish.merging())
    return _start(request, wish, form.number("base"), title=f"Merge into “{wish.name}”", work=work)


def _merged(request: Request, merging: Merging, watch: Watch) -> Outcome:
    workspace = workspace_of(request)
    made = workspace.merge_datasets(merging, watch=lambda _what, done, whole: watch(done, whole))
    with workspace.view() as view:
        dataset = view.dataset(made.dataset)
    message = f"Merged into “{made.dataset}”: {dataset.entries:,} {'entry' if dataset.entries == 1 else 'entries'}"
    return Outcome(message=message, address=f"/d/{dataset.key}/entries")


def _remove(request: Request, form: Form) -> Response:
    """Take out what was shown, unless something changed since."""
    wish = _read(request, QueryParams(form.text("query")), DUPLICATES)
    operation, base = wish.removal(), form.number("base")
    address = f"/d/{wish.datasets[0].key}/entries"

    def _work(watch: Watch) -> Outcome:
        plan = Plan(operation=operation, label=operation.label(), base=base, changes=0)
        workspace_of(request).apply(plan, progress=lambda done: watch(done, 0))
        return Outcome(message=operation.label(), address=address)

    return _start(request, wish, base, title=operation.label(), work=_work)


def _start(request: Request, wish: _Wish, base: int, *, title: str, work: Callable[[Watch], Outcome]) -> Response:
    """Do the work in the background; where the workspace is not what was shown, show it again instead."""
    parameters = QueryParams(wish.query)
    with workspace_of(request).view() as view:
        is_moved = view.revision != base
    if is_moved:
        moved = WorkspaceMoved("something changed since this was shown", advice="Look again, then go on.")
        return _page(request, parameters, tab=wish.tab, fault=moved)
    job = jobs_of(request).start(title, work, unit="lines", back=wish.address)
    return shown_job(request, job, patience=_PATIENCE)


def _plans(request: Request) -> Latest[MergePlan]:
    plans: Latest[MergePlan] = request.app.state.plans
    return plans


ROUTES = (
    Route("/combine", partial(_show, tab=MERGE)),
    Route(MERGE.path, partial(_show, tab=MERGE)),
    Route(MERGE.path, posted(_merge), methods=["POST"]),
    Route(f"{MERGE.path}/preview", posted(partial(_compare, tab=MERGE)), methods=["POST"]),
    Route(DUPLICATES.path, partial(_show, tab=DUPLICATES)),
    Route(DUPLICATES.path, posted(_remove), methods=["POST"]),
    Route(f"{DUPLICATES.path}/preview", posted(partial(_compare, tab=DUPLICATES)), methods=["POST"]),
)
"""The addresses of both tabs."""
