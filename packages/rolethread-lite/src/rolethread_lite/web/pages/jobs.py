"""Long work: how far it is, how fast it goes, and the button that stops it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolethread_lite.errors import UnknownName
from rolethread_lite.web.acting import Form, posted
from rolethread_lite.web.jobs import Job, Jobs
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, render, wanted


def jobs_of(request: Request) -> Jobs:
    """Return the long work of the app."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def shown_job(request: Request, job: Job, *, patience: float, goes_on: bool = True) -> Response:
    """Lead to where some work leads when it ends soon, and otherwise to the page that shows how far it is.

    Without `goes_on` that page is shown in any case, because what the work came to should be read.
    """
    is_done = job.wait(patience) and bool(job.address)
    address = job.address if is_done and goes_on else f"/jobs/{job.number}"
    if wanted(request):
        return Response(status_code=204, headers={"hx-redirect": address})
    return RedirectResponse(address, 303)


def _show(request: Request) -> Response:
    job = _job_of(request)
    context: dict[str, object] = {"frame": frame_for(request, PAGE), "job": job}
    if wanted(request) == "job":
        return render("parts/job_answer.html", context)
    return render("pages/job.html", context)


def _stop(request: Request, form: Form) -> Response:
    del form
    job = _job_of(request)
    job.stop()
    return _show(request) if wanted(request) else RedirectResponse(f"/jobs/{job.number}", 303)


def _job_of(request: Request) -> Job:
    job = jobs_of(request).find(int(request.path_params["number"]))
    if job is None:
        raise UnknownName("this work is not there any more", advice="History shows whether it was done.")
    return job


PAGE = Page(
    name="job",
    title="Work",
    summary="How far long work is, and the button that stops it.",
    routes=(
        Route("/jobs/{number:int}", _show),
        Route("/jobs/{number:int}/stop", posted(_stop), methods=["POST"]),
    ),
)
