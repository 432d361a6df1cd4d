"""How the pages of the library change something: what touches entries is shown first, and done when it is confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from rolethread_lite.model.dataset import Step
from rolethread_lite.operations.operation import Operation
from rolethread_lite.web.acting import Form
from rolethread_lite.web.outlook import Outlook, look_ahead
from rolethread_lite.web.rendering import render, wanted, workspace_of
from rolethread_lite.workspace import Plan

NOTHING = "There was nothing to change"
Show = Callable[[Request, QueryParams, str], Response]
"""Shows the page again, at the address with these parameters, with a short message."""
INTO_PAGE: Mapping[str, str] = {"hx-retarget": "#main"}
"""Makes htmx put an answer in the place of the page, whatever the form named."""
INTO_DIALOG: Mapping[str, str] = {"hx-retarget": "#asked"}
"""The same for a question about what would change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of the buttons under what would change."""

    label: str
    """What it says."""
    name: str = "answer"
    """The field that it sends."""
    value: str = "1"
    """What it sends."""
    kind: str = "primary"
    """How it looks: `primary`, `danger` or nothing."""


APPLY = (Answer(label="Apply"),)


def settle(
    request: Request,
    form: Form,
    operation: Operation,
    *,
    show: Show,
    answers: tuple[Answer, ...] = APPLY,
    parameters: QueryParams | None = None,
) -> Response:
    """Do what a form asks for; where entries would change, show that first and wait for an answer.

    `parameters` say where the page is afterwards, when that is not where it was. Raises WorkspaceMoved when
    something changed since it was shown.
    """
    workspace = workspace_of(request)
    after = shown_parameters(request) if parameters is None else parameters
    if form.text("base"):
        plan = Plan(operation=operation, label=operation.label(), base=form.number("base"), changes=0)
        return show(request, after, told(workspace.apply(plan)))
    outlook = look_ahead(workspace, operation)
    if outlook.entries:
        return ask(request, form, outlook, answers=answers)
    return show(request, after, told(workspace.apply(outlook.plan)))


def ask(request: Request, form: Form, outlook: Outlook, *, answers: tuple[Answer, ...] = APPLY) -> Response:
    """Show what would change, with the form again under it."""
    names = {answer.name for answer in answers}
    kept = tuple(pair for pair in form.pairs() if pair[0] not in names)
    context = {"outlook": outlook, "kept": kept, "answers": answers, "action": request.url.path}
    return render("parts/asked.html", context, headers=INTO_DIALOG)


def shown_parameters(request: Request) -> QueryParams:
    """Return the parameters of the address that the browser shows."""
    return QueryParams(request.headers.get("hx-current-url", "").partition("?")[2])


def moved(request: Request, path: str, parameters: QueryParams) -> str:
    """Return the address of a page with these parameters, empty where the browser shows just that."""
    return "" if parameters == shown_parameters(request) else f"{path}?{parameters}".rstrip("?")


def told(step: Step | None) -> str:
    """Return what was done, in words."""
    return NOTHING if step is None else step.label


def show_part(request: Request, part: str, context: Mapping[str, object]) -> Response:
    """Show a part of the library: alone where htmx asks for it, in its page otherwise."""
    template = f"parts/{part}.html"
    if wanted(request) == "main":
        return render(template, context)
    return render("pages/library.html", {**context, "part": template})


def show_again(part: str, context: Mapping[str, object], *, toast: str, address: str = "") -> Response:
    """Show a part again after something was done; `address` is where it is from now on, empty for where it was."""
    headers = {**INTO_PAGE, "hx-push-url": address} if address else INTO_PAGE
    return render(
        "parts/library_answer.html", {**context, "part": f"parts/{part}.html", "toast": toast}, headers=headers
    )
