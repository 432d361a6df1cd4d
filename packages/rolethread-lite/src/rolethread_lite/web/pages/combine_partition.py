"""Dividing a dataset into parts such as train and test: counted first, then new datasets or files."""

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.errors import InvalidValue, RoleThreadError
from rolethread_lite.files.partition import PartitionReport
from rolethread_lite.model.watch import Watch
from rolethread_lite.operations.export_rolethread_1 import stem_for
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.combine_frame import PARTITION, find_dataset, read_number, show_tab
from rolethread_lite.web.downloads import send_zip
from rolethread_lite.web.jobs import Outcome
from rolethread_lite.web.latest import Latest
from rolethread_lite.web.pages.jobs import jobs_of, shown_job
from rolethread_lite.web.partitioning import (
    CountedParts,
    PartitionWish,
    count_parts,
    divided,
    known_parts,
    new_parts,
    parts_of,
)
from rolethread_lite.web.rendering import workspace_of

USUAL_PARTS = "train=90,test=10"
"""What stands in the field of a page that was just opened."""
_USUAL_SEED = 1
_PATIENCE = 2.0


def _show(request: Request) -> Response:
    """Show the choice, and how many entries go where once a dataset is chosen."""
    parameters = request.query_params
    wish, counted = None, None
    fault: RoleThreadError | None = None
    try:
        if parameters.get("dataset"):
            wish = _read(request, parameters)
            counted = known_parts(workspace_of(request), wish, kept=_kept(request))
    except InvalidValue as refused:
        fault = refused
    context = {
        "typed": parameters,
        "chosen": parameters.get("dataset", ""),
        "usual_parts": USUAL_PARTS,
        "usual_seed": _USUAL_SEED,
        "wish": wish,
        "counted": counted,
        "is_lopsided": counted is not None and _is_lopsided(counted.report),
    }
    return show_tab(request, PARTITION, context, fault=fault)


def _read(request: Request, parameters: QueryParams) -> PartitionWish:
    dataset = find_dataset(request, parameters.get("dataset", ""))
    if dataset is None:
        raise InvalidValue("no dataset is chosen", advice="Choose one first.")
    return PartitionWish(
        dataset=dataset,
        parts=parts_of(parameters.get("parts", "") or USUAL_PARTS),
        seed=read_number(parameters, "seed", usual=_USUAL_SEED),
        group_by=parameters.get("by", "").strip(),
        prefix=parameters.get("prefix", "").strip() or dataset.name,
    )


def _kept(request: Request) -> Latest[CountedParts]:
    parts: Latest[CountedParts] = request.app.state.parts
    return parts


def _is_lopsided(report: PartitionReport) -> bool:
    """Tell whether a group is so large that the shares cannot be what was asked for."""
    smallest = min((part.entries for part in report.parts), default=0)
    return report.largest > 1 and (smallest == 0 or report.largest * 4 > report.entries)


def _count(request: Request, form: Form) -> Response:
    """Count the parts in the background, and show them once they are counted."""
    parameters = QueryParams(form.text("query"))
    wish, workspace, kept = _read(request, parameters), workspace_of(request), _kept(request)
    address = f"{PARTITION.path}?{parameters}"

    def _work(watch: Watch) -> Outcome:
        count_parts(workspace, wish, kept=kept, watch=watch)
        return Outcome(message="Counted the parts", address=address)

    job = jobs_of(request).start("Count the parts", _work, unit="entries", back=address)
    return shown_job(request, job, patience=_PATIENCE)


def _download(request: Request) -> Response:
    wish = _read(request, request.query_params)
    with divided(workspace_of(request), wish) as division:
        return send_zip(f"{stem_for(wish.dataset.name)}.parts.zip", division.files)


def _make(request: Request, form: Form) -> Response:
    """Make a dataset of each part, in the background."""
    parameters, base = QueryParams(form.text("query")), form.number("base")
    wish, workspace = _read(request, parameters), workspace_of(request)

    def _work(watch: Watch) -> Outcome:
        with divided(workspace, wish, with_keys=True, watch=watch) as division:
            parts = new_parts(wish, division)
        workspace.partition_dataset(
            wish.dataset.name, parts, base=base, watch=lambda _what, done, whole: watch(done, whole)
        )
        return Outcome(message=f"Divided “{wish.dataset.name}” into {len(parts)} datasets", address="/")

    title = f"Partition “{wish.dataset.name}”"
    job = jobs_of(request).start(title, _work, unit="lines", back=f"{PARTITION.path}?{parameters}")
    return shown_job(request, job, patience=_PATIENCE)


ROUTES = (
    Route(PARTITION.path, _show),
    Route(PARTITION.path, posted(_make), methods=["POST"]),
    Route(f"{PARTITION.path}/preview", posted(_count), methods=["POST"]),
    Route(f"{PARTITION.path}/download", _download),
)
"""The addresses of the tab."""
