"""The order of a list of entries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a list is sorted; equal ones keep the order of the dataset."""

    figure: str = ""
    """The figure, empty for the order of the dataset."""
    descending: bool = False
    """Whether the largest come first."""
