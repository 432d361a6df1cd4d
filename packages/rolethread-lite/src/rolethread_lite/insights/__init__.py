"""One module per figure: what is measured of an entry, and how it adds up."""

import importlib
import pkgutil
from functools import cache

import xxhash

from rolethread_lite.errors import UnknownName
from rolethread_lite.insights.figure import Figure


@cache
def all_figures() -> tuple[Figure, ...]:
    """Return every figure, sorted by name: the `FIGURE` of each module of this folder that has one."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [getattr(importlib.import_module(f"{__name__}.{name}"), "FIGURE", None) for name in names]
    figures = sorted((figure for figure in found if isinstance(figure, Figure)), key=lambda figure: figure.name)
    if not figures:
        raise LookupError("no figure was found; the package is incomplete")
    if len({figure.name for figure in figures}) < len(figures):
        raise LookupError("two figures have the same name")
    return tuple(figures)


def get_figure(name: str) -> Figure:
    """Return the figure of that name; raises UnknownName when there is none."""
    figures = all_figures()
    found = next((figure for figure in figures if figure.name == name), None)
    if found is None:
        known = ", ".join(figure.name for figure in figures)
        raise UnknownName(f"There is no figure called {name!r}.", advice=f"Choose one of {known}.")
    return found


def figures_version() -> str:
    """Return a digest that changes when stored figures must be measured anew."""
    lines = (f"{figure.name} {figure.version} {figure.shape.value}\n" for figure in all_figures())
    return xxhash.xxh3_64_hexdigest("".join(lines).encode())
