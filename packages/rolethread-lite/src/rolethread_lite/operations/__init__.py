"""One module per verb: plan, preview, apply, undo."""

import importlib
import pkgutil
from functools import cache

from rolethread_lite.operations.operation import Operation


@cache
def all_operations() -> tuple[type[Operation], ...]:
    """Return every operation, by name: the classes of this folder, and of those in it, that have one."""
    found: dict[str, type[Operation]] = {}
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        members = vars(importlib.import_module(module.name)).values()
        found |= {
            kind.NAME: kind for kind in members if isinstance(kind, type) and issubclass(kind, Operation) and kind.NAME
        }
    if not found:
        raise LookupError("no operation was found; the package is incomplete")
    return tuple(found[name] for name in sorted(found))
