"""Which datasets were opened lately: kept by the browser, for each workspace apart, the latest first."""

import xxhash
from starlette.requests import Request
from starlette.responses import Response

from rolethread_lite.model.dataset import Dataset
from rolethread_lite.workspace import Workspace

_KEPT = 8
_SECONDS = 365 * 86_400
_BETWEEN = "."
_DIGITS = 18


def opened_lately(request: Request) -> tuple[int, ...]:
    """Return the keys of the datasets, some of which may not be there any more."""
    kept = request.cookies.get(_cookie(request), "")
    words = (key for key in kept.split(_BETWEEN)[:_KEPT] if len(key) <= _DIGITS)
    keys = (int(key) for key in words if key.isascii() and key.isdigit())
    return tuple(dict.fromkeys(keys))


def note_opened(request: Request, answer: Response, dataset: Dataset) -> None:
    """Let the browser know that a dataset was opened."""
    keys = [dataset.key, *(key for key in opened_lately(request) if key != dataset.key)][:_KEPT]
    kept = _BETWEEN.join(map(str, keys))
    answer.set_cookie(_cookie(request), kept, max_age=_SECONDS, samesite="strict", httponly=True)


def in_order_of_opening(request: Request, datasets: tuple[Dataset, ...]) -> tuple[Dataset, ...]:
    """Return all datasets, those opened lately first and the others behind them in their order."""
    places = {key: place for place, key in enumerate(opened_lately(request))}
    return tuple(sorted(datasets, key=lambda dataset: places.get(dataset.key, len(places))))


def _cookie(request: Request) -> str:
    workspace: Workspace = request.app.state.workspace
    return f"rolethread_lately_{xxhash.xxh3_64_hexdigest(str(workspace.folder).encode('utf-8', 'surrogateescape'))}"
