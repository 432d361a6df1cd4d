"""Check: what the rules found in a dataset, what each of them means, and the repairs, shown before they are made."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.finding import Repair, Severity
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.watch import Watch
from rolethread_lite.rules import all_rules, get_rule
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.address import EntriesAddress
from rolethread_lite.web.checking import compared, compared_titles, detail_of, families, safe_codes
from rolethread_lite.web.comparisons import Comparison, Comparisons, compare
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import dataset_of, frame_for, render, wanted, workspace_of
from rolethread_lite.web.repairs import AT_ONCE, repair, repair_operation, show_repairs, told
from rolethread_lite.workspace import Plan, Workspace

_PATIENCE = 3.0
"""Seconds a page waits for a comparison before it shows how far it is."""
ALL = "all"
"""What the address says instead of a rule's code for all repairs that are safe."""


def _show(request: Request) -> Response:
    dataset, region = dataset_of(request), wanted(request)
    rule, code = request.query_params.get("rule", ""), request.query_params.get("repair", "")
    if region.startswith("rule-"):
        context = _rule_context(request, dataset, rule) | _repairs_context(request, dataset, "")
        return render("parts/check_rule.html", context)
    if region.startswith("repairs"):
        return render("parts/check_repairs.html", _repairs_context(request, dataset, code))
    return render("pages/check.html", _context(request, dataset, rule=rule, code=code))


def _context(request: Request, dataset: Dataset, *, rule: str = "", code: str = "") -> dict[str, object]:
    workspace, comparison = workspace_of(request), _comparison(request, dataset)
    address = EntriesAddress(dataset=dataset.key, selection=Selection())
    opened = rule or ("" if code == ALL else code)
    return {
        "frame": frame_for(request, PAGE, dataset=dataset),
        "dataset": dataset,
        "rules": len(all_rules()),
        "counts": _counts(workspace, dataset, address),
        "families": families(workspace, dataset.name, address),
        "safe": _repairable(workspace, dataset),
        "alike": compared(comparison, address) if comparison is not None else None,
        "alike_titles": compared_titles(),
        **(_rule_context(request, dataset, opened) if opened else {"rule": None}),
        **_repairs_context(request, dataset, code),
    }


def _counts(workspace: Workspace, dataset: Dataset, address: EntriesAddress) -> tuple[tuple[str, int, str], ...]:
    """Return how many lines were checked, and in how many something of each severity or worse was found."""
    chosen = (
        ("Checked", Selection()),
        ("With errors", Selection(severity=Severity.ERROR)),
        ("With warnings or worse", Selection(severity=Severity.WARNING)),
        ("With anything found", Selection(severity=Severity.INFO)),
    )
    with workspace.view() as view:
        return tuple(
            (title, view.count(dataset.key, selection), str(address.selecting(selection)))
            for title, selection in chosen
        )


def _repairable(workspace: Workspace, dataset: Dataset) -> int:
    """Return in how many entries something was found that can be repaired safely."""
    with workspace.view() as view:
        return view.count(dataset.key, Selection(findings=safe_codes()))


def _rule_context(request: Request, dataset: Dataset, word: str) -> dict[str, object]:
    """Return what shows one rule unfolded."""
    address = EntriesAddress(dataset=dataset.key, selection=Selection())
    comparison = _comparison(request, dataset)
    rule = get_rule(word).rule
    detail = detail_of(workspace_of(request), dataset.name, rule.code, address=address, comparison=comparison)
    return {"detail": detail, "rule": rule}


def _repairs_context(request: Request, dataset: Dataset, code: str) -> dict[str, object]:
    """Return what shows repairs before they are made: those of a rule, all that are safe, or none."""
    context: dict[str, object] = {"path": _path(dataset), "at_once": AT_ONCE, "repairs": None}
    if not code:
        return context
    return {**context, "repairs": show_repairs(workspace_of(request), dataset, _code(code))}


def _repair(request: Request, form: Form) -> Response:
    """Make the repairs that were shown, unless something changed since; many of them in the background."""
    dataset, workspace = dataset_of(request), workspace_of(request)
    operation = repair_operation(dataset, _code(form.text("code")))
    with workspace.view() as view:
        most = view.count(dataset.key, operation.selection)
    plan = Plan(operation=operation, label=operation.label(), base=form.number("base"), changes=most)
    if wanted(request) and most <= AT_ONCE:
        step = workspace.apply(plan)
        context = _context(request, dataset_of(request)) | {"toast": told(step.lines) if step else "Nothing to repair"}
        return render("parts/check_answer.html", context)
    work = partial(repair, workspace, plan, address=_path(dataset))
    job = jobs_of(request).start(plan.label, lambda watch: work(watch=watch), unit="entries", back=_path(dataset))
    return shown_job(request, job, patience=0.3)


def _compare(request: Request, form: Form) -> Response:
    """Compare the entries of the dataset, and show what was found once it is."""
    del form
    dataset, workspace = dataset_of(request), workspace_of(request)
    kept: Comparisons = request.app.state.comparisons

    def _work(watch: Watch) -> Outcome:
        kept.keep(dataset.key, compare(workspace, dataset.name, watch=watch))
        return Outcome(message="Compared all entries", address=f"{_path(dataset)}#alike")

    job = jobs_of(request).start(f"Compare the entries of “{dataset.name}”", _work, unit="entries", back=_path(dataset))
    return shown_job(request, job, patience=_PATIENCE)


def _comparison(request: Request, dataset: Dataset) -> Comparison | None:
    kept: Comparisons = request.app.state.comparisons
    with workspace_of(request).view() as view:
        return kept.find(dataset.key, revision=view.revision)


def _code(word: str) -> str:
    """Return the code of a rule whose repairs are safe, empty for all of them; raises InvalidValue for another one."""
    if word == ALL:
        return ""
    rule = get_rule(word).rule
    if rule.repair is not Repair.SAFE:
        raise InvalidValue(
            f"what {rule.code} finds is not repaired all at once", advice="Open the entries and decide one by one."
        )
    return rule.code


def _path(dataset: Dataset) -> str:
    return f"/d/{dataset.key}/check"


PAGE = Page(
    name="check",
    title="Check",
    summary="What the rules found, what it means, and the repairs.",
    routes=(
        Route("/d/{dataset:int}/check", _show),
        Route("/d/{dataset:int}/check/repair", posted(_repair), methods=["POST"]),
        Route("/d/{dataset:int}/check/compare", posted(_compare), methods=["POST"]),
    ),
    place=2,
    of_dataset=True,
    key="c",
)
