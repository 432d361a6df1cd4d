"""One module per format: how it is recognised, read and written, and what it cannot carry."""

import importlib
import pkgutil
from functools import cache

from rolethread_lite.errors import UnknownName
from rolethread_lite.formats.format import Format


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format, in the order in which they are asked: the `FORMAT` of each module that has one."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "lines")
    found = [getattr(importlib.import_module(f"{__name__}.{name}"), "FORMAT", None) for name in names]
    known = sorted((form for form in found if isinstance(form, Format)), key=lambda form: form.precedence)
    if not known:
        raise LookupError("no format was found; the package is incomplete")
    return tuple(known)


def get_format(name: str) -> Format:
    """Return the format of that name; raises UnknownName when there is none."""
    found = next((form for form in all_formats() if form.name == name), None)
    if found is None:
        known = ", ".join(form.name for form in all_formats())
        raise UnknownName(f"There is no format called {name!r}.", advice=f"Choose one of {known}.")
    return found
