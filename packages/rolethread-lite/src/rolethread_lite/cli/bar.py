"""The bar that shows how far reading has come, how fast it goes, and how long it will take."""

import sys
from typing import NoReturn, TypeAlias

from tqdm import tqdm

Bar: TypeAlias = "tqdm[NoReturn]"


class Follower:
    """One bar at a time, for the file that is being read."""

    def __init__(self, *, delay: float) -> None:
        self._delay = delay
        self._name = ""
        self._bar: Bar | None = None

    def at(self, name: str, read: int, size: int) -> None:
        """Move the bar of the file to where reading stands, or begin another one."""
        bar = self._bar
        if bar is None or name != self._name or read < bar.n:
            bar = self._begin(name, size)
        bar.update(read - bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _begin(self, name: str, size: int) -> "Bar":
        self.close()
        self._name = name
        self._bar = tqdm(
            total=size, unit="B", unit_scale=True, desc=name, leave=False, delay=self._delay, file=sys.stderr
        )
        return self._bar
