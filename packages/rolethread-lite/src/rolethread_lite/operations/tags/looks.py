"""How a tag or a category may be coloured, and where a new one stands."""

import re
from collections.abc import Iterable

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.tag import Category, Tag

_STEP = 10
"""Between two places, so that something can be put between them."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def usable_colour(colour: str) -> str:
    """Return a colour as `#rrggbb` in small letters, or empty for none; raises InvalidValue for anything else."""
    wanted = colour.strip().lower()
    if wanted and not _COLOUR.fullmatch(wanted):
        raise InvalidValue(f"{colour!r} is no colour", advice="Write it as #rrggbb, such as #c08040.")
    return wanted


def place_behind(others: Iterable[Category] | Iterable[Tag]) -> int:
    """Return the place behind all others, or that of all where nobody gave them places: then names decide."""
    last = max((one.place for one in others), default=0)
    return last + _STEP if last else 0
