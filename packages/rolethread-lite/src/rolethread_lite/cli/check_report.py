"""What every report of findings is told, however it shows them."""

from dataclasses import dataclass
from typing import Protocol

from rolethread_lite.files.check import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file that was read to its end."""

    name: str
    """The file as it was named."""
    entries: int
    """How many entries it holds."""
    records: int
    """How many of its lines are no entries."""


class CheckReport(Protocol):
    """A way to report findings: told of each as it is found."""

    def begin(self, codes: frozenset[str]) -> None:
        """Begin the report; these rules are run."""

    def add(self, found: Found) -> None:
        """Take in one finding."""

    def end_file(self, checked: CheckedFile) -> None:
        """Take in that a file has been read to its end."""

    def end(self) -> None:
        """End the report."""
