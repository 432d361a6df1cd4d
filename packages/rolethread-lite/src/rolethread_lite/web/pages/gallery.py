"""Every component once in each of its states: what is looked at to see that they fit together."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rolethread_lite.web.charts import Bin, draw_histogram
from rolethread_lite.web.page import Page
from rolethread_lite.web.rendering import frame_for, render

_COUNTS = (3, 12, 40, 31, 18, 6, 0, 1)


def _show(request: Request) -> Response:
    bins = tuple(
        Bin(least=str(10 * place), most=str(10 * place + 9), entries=entries, address=f"/gallery?bar={place}")
        for place, entries in enumerate(_COUNTS)
    )
    context = {
        "frame": frame_for(request, PAGE),
        "histogram": draw_histogram(bins, title="Turns", unit="per entry"),
        "still": draw_histogram(
            [Bin(least=one.least, most=one.most, entries=one.entries, address="") for one in bins],
            title="Words",
            unit="per turn",
            counted=("turn", "turns"),
        ),
        "bars": [
            {"name": "Empty reply", "entries": 12, "address": "/gallery?rule=1", "severity": "error"},
            {"name": "Trailing space", "entries": 7, "address": "/gallery?rule=2", "severity": "warning"},
            {"name": "A very long name that does not fit", "entries": 1, "address": "/gallery?rule=3", "severity": ""},
        ],
    }
    return render("pages/gallery.html", context)


PAGE = Page(
    name="gallery",
    title="Gallery",
    summary="Every component of the pages once, in each of its states.",
    routes=(Route("/gallery", _show),),
)
