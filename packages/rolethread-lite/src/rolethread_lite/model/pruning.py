"""What can be forgotten of the history."""

from typing import NamedTuple


class PrunableSteps(NamedTuple):
    """What can be forgotten of the history, and what goes with it."""

    last: int
    """The last step that goes; 0 when none does."""
    steps: int
    """How many steps go."""
    lines: int
    """How many lines that left their datasets go for good."""
    datasets: int
    """How many removed datasets go for good."""
    size: int
    """How many bytes all of it takes, without what is kept to find it."""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to forget."""
        return not (self.steps or self.lines or self.datasets)
