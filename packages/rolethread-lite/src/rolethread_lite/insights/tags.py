"""How many tags an entry has."""

from rolethread_lite.insights.figure import Figure, Shape
from rolethread_lite.model.reading import Reading


def measure(reading: Reading) -> int:
    """Count the tags."""
    return len(reading.entry.tags)


FIGURE = Figure(
    name="tags",
    title="Tags",
    unit="tags",
    shape=Shape.COUNT,
    measure=measure,
    reads_tags=True,
)
