"""Following long work: whoever does it tells how far it is, whoever watches may end it by raising."""

from collections.abc import Callable
from typing import TypeAlias

Watch: TypeAlias = Callable[[int, int], None]
"""Told now and then how much of how much is done; what it raises ends the work."""


def unwatched(_done: int, _whole: int) -> None:
    """Follow nothing."""
