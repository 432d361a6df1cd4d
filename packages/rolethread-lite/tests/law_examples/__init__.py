"""Examples of every operation, one module for each group, found by walking this folder.

A module has EXAMPLES (operation name → factories that make one for the dataset `tales`), and where it needs them
MAY_CHANGE (what its operations are there to change: `extra`, `note`, `tags` → names), REPEATED_WITHOUT_EFFECT
(names of those that are no step when done again), and `prepare(workspace)`, which brings in what they work on.
"""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from types import ModuleType

from rolethread_lite.operations.operation import Operation
from rolethread_lite.workspace import Workspace

Example = Callable[[Workspace], Operation]
"""Makes an operation for a workspace with the dataset `tales`."""


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{module.name}")


def all_examples() -> dict[str, list[Example]]:
    """Return something that each operation can do; a new operation needs one too."""
    return {name: examples for module in _modules() for name, examples in module.EXAMPLES.items()}


def may_change() -> dict[str, set[str]]:
    """Return which operations are there to change what; all others leave it alone."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for module in _modules():
        for what, names in getattr(module, "MAY_CHANGE", {}).items():
            found[what] |= names
    return found


def repeated_without_effect() -> set[str]:
    """Return the operations that are no step when they are done again."""
    return set().union(*(getattr(module, "REPEATED_WITHOUT_EFFECT", set()) for module in _modules()))


def prepare(workspace: Workspace) -> None:
    """Bring in what the examples work on besides the datasets."""
    for module in _modules():
        if hasattr(module, "prepare"):
            module.prepare(workspace)
