"""Import: files are dropped or chosen or a text is pasted, looked at before anything is written, and brought in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.dataset import Dataset
from rolethread_lite.model.watch import Watch
from rolethread_lite.operations.dataset_names import usable_name
from rolethread_lite.operations.import_report import ImportOptions, ImportReport
from rolethread_lite.queries.speakers import speaker_labels
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.import_cards import RULES, FileCard, Wish, card_of, first_wishes, read_wish
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.page import Page
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.rendering import frame_for, render, wanted, workspace_of
from rolethread_lite.web.uploads import Sent, Uploads, Waiting, WaitingFile
from rolethread_lite.workspace import Workspace

PASTED = "pasted text"
_AT_ONCE = 0.3
"""Seconds that a page waits for a file to be read, all files together; after that it shows what it has."""
_SMALL = 5_000_000
"""Bytes up to which an import is waited for."""
_PATIENCE = 8.0
_WORKERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A file, and the dataset it goes to: a new one, or one that is there."""

    file: WaitingFile
    """The file."""
    name: str
    """What the new dataset is called, empty for none."""
    into: str
    """The dataset that is there, empty for a new one."""
    options: ImportOptions
    """How it comes in."""


def uploads_of(request: Request) -> Uploads:
    """Return where files wait."""
    uploads: Uploads = request.app.state.uploads
    return uploads


def _show(request: Request) -> Response:
    into = request.query_params.get("into", "")
    datasets = workspace_of(request).datasets()
    found = next((dataset for dataset in datasets if str(dataset.key) == into), None)
    return render("pages/import.html", {"frame": frame_for(request, PAGE), "into": found, "pasted": PASTED})


def _take(request: Request, form: Form) -> Response:
    """Let what was sent wait, and show what is in it."""
    sent = [Sent(name=_unquoted(file.filename), content=file.file) for file in form.files("files") if file.filename]
    text = form.text("text")
    if text.strip():
        content = BytesIO(text.encode("utf-8", "surrogatepass"))
        sent.append(Sent(name=form.text("name").strip() or PASTED, content=content))
    waiting = uploads_of(request).take(sent, into=form.number("into"))
    return RedirectResponse(f"/import/{waiting.token}", 303)


def _unquoted(name: str) -> str:
    """Return a file's name as it was before a browser wrote it into a form."""
    return name.replace("%22", '"')


def _look(request: Request) -> Response:
    waiting = _waiting_of(request)
    number = wanted(request).removeprefix("file-")
    context = _context(request, waiting)
    if number.isdigit():
        card = next((card for card in _cards_in(context) if card.file.number == int(number)), None)
        if card is not None:
            return render("parts/import_answer.html", {**context, "card": card})
    return render("pages/import_files.html", context)


def _context(
    request: Request,
    waiting: Waiting,
    *,
    wishes: Mapping[int, Wish] | None = None,
    form: Form | None = None,
    fault: str = "",
) -> dict[str, object]:
    """Return what the page shows: every file as far as it was read, and the form as it was filled in."""
    workspace, uploads = workspace_of(request), uploads_of(request)
    looks = [(file, uploads.look(waiting, file)) for file in waiting.files]
    each = _AT_ONCE / len(looks)
    for _, look in looks:
        look.wait(each)
    with workspace.view() as view:
        library, datasets = view.library(), view.datasets()
        into = waiting.into if any(dataset.key == waiting.into for dataset in datasets) else 0
        said = wishes or first_wishes(looks, into=into, is_free=lambda name: view.name_in_the_way(name) is None)
    cards = [card_of(file, look, wish=said[file.number], library=library, patience=0) for file, look in looks]
    return {
        "frame": frame_for(request, PAGE),
        "waiting": waiting,
        "cards": cards,
        "datasets": datasets,
        "rules": RULES,
        "known_tags": tuple(tag.name for tag in library.tags),
        "tags": form.text("tags") if form is not None else "",
        "keeps_old_tags": form is not None and form.has("keep-old-tags"),
        "fault": fault,
    }


def _cards_in(context: Mapping[str, object]) -> list[FileCard]:
    return cast("list[FileCard]", context["cards"])


def _import(request: Request, form: Form) -> Response:
    """Bring the files in: small ones while the page waits, others as work that can be watched and stopped."""
    waiting = _waiting_of(request)
    try:
        orders = _orders(request, waiting, form)
    except _Faulty as faulty:
        context = _context(request, waiting, wishes=faulty.wishes, form=form, fault=faulty.fault)
        return render("pages/import_files.html", context, status=422)
    whole = sum(order.file.size for order in orders)
    names = f"“{orders[0].file.shown}”" if len(orders) == 1 else f"{len(orders)} files"
    work = partial(bring_in, workspace_of(request), uploads_of(request), waiting, orders)
    job = jobs_of(request).start(f"Import {names}", work, unit="bytes", back=f"/import/{waiting.token}")
    return shown_job(request, job, patience=_PATIENCE if whole <= _SMALL else _AT_ONCE, goes_on=len(orders) == 1)


class _Faulty(Exception):
    """The form cannot be followed as it was filled in."""

    def __init__(self, wishes: Mapping[int, Wish], fault: str = "") -> None:
        super().__init__(fault)
        self.wishes = wishes
        self.fault = fault


def _orders(request: Request, waiting: Waiting, form: Form) -> list[Order]:
    """Return what is to be done; raises _Faulty with what keeps it from being done beside the field it is about."""
    wishes = {file.number: read_wish(form, file) for file in waiting.files}
    tags = tuple(dict.fromkeys(tag.strip() for tag in form.text("tags").split(",") if tag.strip()))
    with workspace_of(request).view() as view:
        datasets = {dataset.key: dataset for dataset in view.datasets()}
        checked = _checked(wishes, datasets, [name for name in _names(wishes) if view.name_in_the_way(name)])
    if any(wish.fault for wish in checked.values()):
        raise _Faulty(checked)
    chosen = [file for file in waiting.files if checked[file.number].is_wanted]
    if not chosen:
        raise _Faulty(checked, "No file is ticked: tick those that are to come in.")
    options = ImportOptions(tags=tags, keeps_old_tags=form.has("keep-old-tags"))
    return [_order(file, checked[file.number], datasets, options) for file in chosen]


def _names(wishes: Mapping[int, Wish]) -> Iterator[str]:
    return (wish.name.strip() for wish in wishes.values() if wish.is_wanted and not wish.into)


def _checked(wishes: Mapping[int, Wish], datasets: Mapping[int, Dataset], taken: Sequence[str]) -> dict[int, Wish]:
    """Return the wishes, each with what keeps it from being followed."""
    seen = {name.casefold() for name in taken}
    checked: dict[int, Wish] = {}
    for number, wish in wishes.items():
        fault = _fault_of(wish, datasets, seen) if wish.is_wanted else ""
        seen.add(wish.name.strip().casefold() if wish.is_wanted and not wish.into else "")
        checked[number] = replace(wish, fault=fault)
    return checked


def _fault_of(wish: Wish, datasets: Mapping[int, Dataset], taken: set[str]) -> str:
    if wish.into:
        return "" if wish.into in datasets else "This dataset is not there any more. Choose another one."
    if wish.name.strip().casefold() in taken and wish.name.strip():
        return f"A dataset named “{wish.name.strip()}” already exists. Choose another name, or add to it."
    try:
        usable_name(wish.name)
    except InvalidValue as fault:
        return fault.advice
    return ""


def _order(file: WaitingFile, wish: Wish, datasets: Mapping[int, Dataset], options: ImportOptions) -> Order:
    return Order(
        file=file,
        name="" if wish.into else wish.name,
        into=datasets[wish.into].name if wish.into else "",
        options=replace(options, library=wish.library, choices=wish.choices),
    )


def bring_in(
    workspace: Workspace, uploads: Uploads, waiting: Waiting, orders: Sequence[Order], watch: Watch
) -> Outcome:
    """Bring files in, one step each; a file that came in waits no more."""
    whole = sum(order.file.size for order in orders)
    reports: list[ImportReport] = []
    done = 0
    for order in orders:
        report = workspace.import_file(
            uploads.path(waiting, order.file),
            name=order.name,
            into=order.into,
            workers=_WORKERS,
            options=order.options,
            progress=partial(_tell, watch, done, whole),
        )
        reports.append(report)
        done += order.file.size
        waiting = uploads.release(waiting, order.file)
    if waiting.files:
        uploads.discard(waiting)
    return Outcome(message=" ".join(map(_told, reports)), address=_next_address(workspace, reports))


def _tell(watch: Watch, before: int, whole: int, read: int) -> None:
    watch(before + read, whole)


def _told(report: ImportReport) -> str:
    entries = f"{report.entries:,} {'entry' if report.entries == 1 else 'entries'}"
    records = f", {report.records:,} {'line' if report.records == 1 else 'lines'} kept as records"
    notes = f", {report.offer.notes:,} {'note' if report.offer.notes == 1 else 'notes'}"
    library = f", {report.offer.taken:,} {'change' if report.offer.taken == 1 else 'changes'} in the library"
    parts = [entries, *([records] if report.records else [])]
    parts += [notes] if report.offer.notes else []
    parts += [library] if report.offer.taken else []
    return f"“{report.dataset}” got {''.join(parts)}."


def _next_address(workspace: Workspace, reports: Sequence[ImportReport]) -> str:
    """Return where to go on: to whoever is not known yet, to the entries of a single dataset, or to the datasets.

    After a single dataset that is everybody whom the library does not know; after several, only names that stand as a
    role.
    """
    names = list(dict.fromkeys(report.dataset for report in reports))
    for name in names:
        try:
            with workspace.view() as view:
                key = view.dataset_key(name)
                labels = speaker_labels(view, dataset=name)
        except UnknownName:
            continue
        if any(label.is_role or (label.character is None and len(names) == 1) for label in labels):
            return f"/d/{key}/speakers?imported=yes"
        if len(names) == 1:
            return f"/d/{key}/entries"
    return "/"


def _discard(request: Request, form: Form) -> Response:
    del form
    uploads_of(request).discard(_waiting_of(request))
    return RedirectResponse("/import", 303)


def _waiting_of(request: Request) -> Waiting:
    return uploads_of(request).find(str(request.path_params["token"]))


PAGE = Page(
    name="import",
    title="Import",
    summary="Bring files in, and see first what is in them.",
    routes=(
        Route("/import", _show),
        Route("/import", posted(_take), methods=["POST"]),
        Route("/import/{token}", _look),
        Route("/import/{token}", posted(_import), methods=["POST"]),
        Route("/import/{token}/discard", posted(_discard), methods=["POST"]),
    ),
    place=6,
)
