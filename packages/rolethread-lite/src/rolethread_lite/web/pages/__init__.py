"""One module for each page: it reads the request, asks the workspace, and renders."""

import importlib
import pkgutil
from functools import cache

from rolethread_lite.web.page import Page


@cache
def all_pages() -> tuple[Page, ...]:
    """Return every page, those of the bar first and in its order."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    pages = [getattr(importlib.import_module(f"{__name__}.{name}"), "PAGE", None) for name in names]
    found = [page for page in pages if isinstance(page, Page)]
    if not found:
        raise LookupError("no page was found; the package is incomplete")
    return tuple(sorted(found, key=lambda page: (page.place is None, page.place or 0, page.name)))
