"""Long work: how far it is, how it is stopped, and what is left of it."""

import re
import threading
from io import BytesIO
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient
from workspaces import PLAIN, everything

from rolethread_lite.errors import DiskFull
from rolethread_lite.web.jobs import Job, Jobs, Outcome, Watch
from rolethread_lite.web.pages import importing
from rolethread_lite.web.uploads import Sent, Uploads
from rolethread_lite.workspace import Workspace

PART = {"hx-request": "true", "hx-target": "section#job"}


def jobs_of(browser: TestClient) -> Jobs:
    assert isinstance(browser.app, Starlette)
    jobs: Jobs = browser.app.state.jobs
    return jobs


def held(browser: TestClient, *, unit: str = "bytes") -> tuple[Job, threading.Event, threading.Event]:
    """Start work that is half done, and goes on when it is told to."""
    half, go = threading.Event(), threading.Event()

    def _work(watch: Watch) -> Outcome:
        watch(3_000_000, 6_000_000)
        half.set()
        assert go.wait(10)
        watch(6_000_000, 6_000_000)
        return Outcome(message="“x” got <2> entries.", address="/d/1/entries")

    job = jobs_of(browser).start("Import “<x>”", _work, unit=unit, back="/import/abc")
    assert half.wait(10)
    return job, half, go


def test_work_is_watched_to_its_end(browser: TestClient) -> None:
    job, _, go = held(browser)
    page = browser.get(f"/jobs/{job.number}").text
    assert "<h1>Import “&lt;x&gt;”</h1>" in page
    assert 'value="3000000" max="6000000"' in page
    assert re.search(r"<span>3\.0 MB of 6\.0 MB</span><span>50 %</span>", page)
    assert 'hx-trigger="every 500ms"' in page
    go.set()
    assert job.wait(10)
    part = browser.get(f"/jobs/{job.number}", headers=PART).text
    assert "<html" not in part
    assert "“x” got &lt;2&gt; entries." in part
    assert '<a class="button primary" id="job-next" href="/d/1/entries">Go on</a>' in part
    assert "every 500ms" not in part
    assert '<hx-partial hx-target="#undo">' in part
    assert jobs_of(browser).running() == ()


def test_other_things_are_counted_as_what_they_are(browser: TestClient) -> None:
    job, _, go = held(browser, unit="entries")
    assert "3,000,000 of 6,000,000 entries" in browser.get(f"/jobs/{job.number}").text
    go.set()
    assert job.wait(10)


def test_work_is_stopped(browser: TestClient) -> None:
    job, _, go = held(browser)
    part = browser.post(f"/jobs/{job.number}/stop", headers=PART).text
    assert "Stopping…" in part
    assert re.search(r'id="job-stop" disabled', part)
    go.set()
    assert job.wait(10)
    page = browser.get(f"/jobs/{job.number}").text
    assert "Cancelled. What is not finished is not kept." in page
    assert '<a class="button primary" href="/import/abc">Back</a>' in page
    assert browser.post(f"/jobs/{job.number}/stop").headers["location"] == f"/jobs/{job.number}"


def test_why_work_failed_is_said(browser: TestClient) -> None:
    def _work(watch: Watch) -> Outcome:
        del watch
        raise DiskFull("the disk is <full>", where="/there", advice="Free some room.")

    job = jobs_of(browser).start("Write", _work)
    assert job.wait(10)
    page = browser.get(f"/jobs/{job.number}").text
    assert "The disk is &lt;full&gt; (/there). Free some room." in page


def test_work_that_is_not_there_is_said(browser: TestClient) -> None:
    for answer in (browser.get("/jobs/99"), browser.post("/jobs/99/stop")):
        assert answer.status_code == 404
        assert "This work is not there any more" in answer.text


def test_an_import_that_is_stopped_leaves_nothing_but_the_waiting_file(
    browser: TestClient, workspace: Workspace, tmp_path: Path
) -> None:
    before, label = everything(workspace), workspace.history()[0].label
    uploads = Uploads(tmp_path / "uploads")
    files = [Sent(name=f"{name}.jsonl", content=BytesIO((PLAIN + b"\n") * 2000)) for name in ("a", "b")]
    waiting = uploads.take(files)
    orders = [
        importing.Order(file=file, name=file.shown, into="", options=importing.ImportOptions())
        for file in waiting.files
    ]
    jobs = jobs_of(browser)
    stopped: list[Job] = []
    begun = threading.Event()

    def _work(watch: Watch) -> Outcome:
        assert begun.wait(10)

        def _watch(done: int, whole: int) -> None:
            if done > waiting.files[0].size:
                stopped[0].stop()
            watch(done, whole)

        return importing.bring_in(workspace, uploads, waiting, orders, _watch)

    stopped.append(jobs.start("Import", _work))
    begun.set()
    assert stopped[0].wait(30)
    assert (stopped[0].was_stopped, stopped[0].error) == (True, None)
    after = everything(workspace)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"a.jsonl"}
    assert workspace.history()[0].label == "Import “a.jsonl” into “a.jsonl”" != label
    assert [file.shown for file in uploads.find(waiting.token).files] == ["b.jsonl"]
